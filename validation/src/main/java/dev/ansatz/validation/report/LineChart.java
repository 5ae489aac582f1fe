package dev.ansatz.validation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over one axis.
 *
 * @param title above the picture
 * @param x name of the horizontal axis
 * @param y name of the vertical axis
 * @param logarithmic whether the vertical axis is; values that are not positive are left out
 * @param curves the first is drawn broad and pale, as what the others are compared with, if {@code underlay}
 * @param underlay see {@code curves}
 */
record LineChart(String title, String x, String y, boolean logarithmic, List<Curve> curves, boolean underlay) {
  /** Points joined by lines. */
  record Curve(String name, double[] x, double[] y) {}

  private static final int WIDTH = 460;
  private static final int HEIGHT = 320;
  private static final Color[] COLOURS = {
    new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7), new Color(0xe69f00), new Color(0x56b4e9)
  };
  private static final Color UNDERLAY = new Color(0xbbbbbb);

  LineChart {
    curves = List.copyOf(curves);
  }

  /** Draws with {@code zoom} pixels per unit; XChart rounds to whole units, so that everything is enlarged and not the picture. */
  BufferedImage draw(int zoom) {
    int width = WIDTH * zoom;
    int height = HEIGHT * zoom;
    XYChart chart = new XYChartBuilder().width(width).height(height).title(title).xAxisTitle(x).yAxisTitle(y).build();
    var style = chart.getStyler();
    style.setLocale(Locale.ROOT);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBorderColor(new Color(0x222222));
    style.setPlotGridLinesColor(new Color(0xe4e4e4));
    style.setPlotGridLinesStroke(new BasicStroke(0.8f * zoom));
    style.setChartTitleBoxVisible(false);
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13 * zoom));
    style.setAxisTitleFont(new Font(Font.SERIF, Font.ITALIC, 15 * zoom));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11 * zoom));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11 * zoom));
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendPadding(4 * zoom);
    style.setLegendSeriesLineLength(20 * zoom);
    style.setAxisTickPadding(3 * zoom);
    style.setAxisTicksLineVisible(false);
    style.setXAxisTickMarkSpacingHint(90 * zoom);
    style.setYAxisTickMarkSpacingHint(45 * zoom);
    style.setXAxisMin(Arrays.stream(curves.getFirst().x).min().orElse(0));
    style.setXAxisMax(Arrays.stream(curves.getFirst().x).max().orElse(1));
    style.setYAxisLogarithmic(logarithmic);
    style.setXAxisTickLabelsFormattingFunction(LineChart::label);
    style.setYAxisTickLabelsFormattingFunction(LineChart::label);
    int colour = 0;
    for (int c = 0; c < curves.size(); c++) {
      Curve curve = logarithmic ? positive(curves.get(c)) : finite(curves.get(c));
      if (curve.x.length == 0) {
        continue;
      }
      boolean broad = underlay && c == 0;
      var series = chart.addSeries(curve.name, curve.x, curve.y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(broad ? UNDERLAY : COLOURS[colour++ % COLOURS.length]);
      series.setLineStyle(new BasicStroke((broad ? 5f : 1.6f) * zoom, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      chart.paint(g, width, height);
    } finally {
      g.dispose();
    }
    return image;
  }

  private static String label(double value) {
    return Double.isFinite(value) ? Ticks.label(BigDecimal.valueOf(value)) : "";
  }

  private static Curve finite(Curve curve) {
    return where(curve, y -> Double.isFinite(y));
  }

  private static Curve positive(Curve curve) {
    return where(curve, y -> y > 0 && Double.isFinite(y));
  }

  private static Curve where(Curve curve, DoublePredicate keep) {
    double[] x = new double[curve.x.length];
    double[] y = new double[curve.x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (keep.test(curve.y[i])) {
        x[n] = curve.x[i];
        y[n++] = curve.y[i];
      }
    }
    return new Curve(curve.name, Arrays.copyOf(x, n), Arrays.copyOf(y, n));
  }
}
