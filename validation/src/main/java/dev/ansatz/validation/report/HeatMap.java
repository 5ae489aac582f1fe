package dev.ansatz.validation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;

/**
 * A function of two coordinates as colours, with labelled axes and a colour bar.
 *
 * @param title above the picture
 * @param horizontal the horizontal axis
 * @param vertical the vertical axis
 * @param values {@code [horizontal][vertical]} at the evenly spaced ends-included points of both axes; NaN is left grey
 * @param scale what the colours mean
 */
record HeatMap(String title, Axis horizontal, Axis vertical, double[][] values, Scale scale) {
  /** A coordinate and the range that is drawn. */
  record Axis(String name, double lower, double upper) {}

  /** Colours from {@code lower} to {@code upper}. */
  record Scale(ColourMap colours, double lower, double upper) {
    double position(double value) {
      return upper > lower ? (value - lower) / (upper - lower) : 0.5;
    }
  }

  static final int WIDTH = 460;
  static final int HEIGHT = 340;
  private static final int LEFT = 62;
  private static final int RIGHT = 92;
  private static final int TOP = 34;
  private static final int BOTTOM = 52;
  private static final int BAR = 14;
  private static final Color INK = new Color(0x222222);

  /** The range of the finite values of all the arrays together; [0, 0] if there is none. */
  static double[] range(double[][]... arrays) {
    double lower = Double.POSITIVE_INFINITY;
    double upper = Double.NEGATIVE_INFINITY;
    for (double[][] array : arrays) {
      for (double[] row : array) {
        for (double value : row) {
          if (Double.isFinite(value)) {
            lower = Math.min(lower, value);
            upper = Math.max(upper, value);
          }
        }
      }
    }
    return lower <= upper ? new double[] {lower, upper} : new double[] {0, 0};
  }

  /** Draws with {@code zoom} pixels per unit of {@link #WIDTH} and {@link #HEIGHT}. */
  BufferedImage draw(int zoom) {
    var image = new BufferedImage(WIDTH * zoom, HEIGHT * zoom, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.scale(zoom, zoom);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      int width = WIDTH - LEFT - RIGHT;
      int height = HEIGHT - TOP - BOTTOM;
      g.drawImage(colours(width * zoom, height * zoom), LEFT, TOP, width, height, null);
      g.setStroke(new BasicStroke(1));
      g.setColor(INK);
      g.draw(new Rectangle2D.Double(LEFT, TOP, width, height));
      g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
      g.drawString(title, LEFT, TOP - 12);
      axes(g, width, height);
      bar(g, LEFT + width + 18, height);
    } finally {
      g.dispose();
    }
    return image;
  }

  /** Each pixel shows the bilinear interpolant at its centre. */
  private BufferedImage colours(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int px = 0; px < width; px++) {
      double s = (px + 0.5) / width * (values.length - 1);
      int i = Math.min((int) s, values.length - 2);
      for (int py = 0; py < height; py++) {
        double r = (1 - (py + 0.5) / height) * (values[i].length - 1);
        int j = Math.min((int) r, values[i].length - 2);
        double a = s - i;
        double b = r - j;
        double value = (1 - a) * ((1 - b) * values[i][j] + b * values[i][j + 1])
            + a * ((1 - b) * values[i + 1][j] + b * values[i + 1][j + 1]);
        image.setRGB(px, py, scale.colours.at(scale.position(value)).getRGB());
      }
    }
    return image;
  }

  private void axes(Graphics2D g, int width, int height) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    FontMetrics metrics = g.getFontMetrics();
    for (var tick : Ticks.within(horizontal.lower, horizontal.upper, 5).values()) {
      double x = LEFT + width * (tick.doubleValue() - horizontal.lower) / (horizontal.upper - horizontal.lower);
      g.draw(new Line2D.Double(x, TOP + height, x, TOP + height + 4));
      String label = Ticks.label(tick);
      g.drawString(label, (float) (x - metrics.stringWidth(label) / 2.0), TOP + height + 17);
    }
    for (var tick : Ticks.within(vertical.lower, vertical.upper, 5).values()) {
      double y = TOP + height * (vertical.upper - tick.doubleValue()) / (vertical.upper - vertical.lower);
      g.draw(new Line2D.Double(LEFT - 4, y, LEFT, y));
      String label = Ticks.label(tick);
      g.drawString(label, LEFT - 7 - metrics.stringWidth(label), (float) (y + metrics.getAscent() / 2.0 - 1));
    }
    g.setFont(new Font(Font.SERIF, Font.ITALIC, 15));
    g.drawString(horizontal.name, LEFT + (width - g.getFontMetrics().stringWidth(horizontal.name)) / 2, TOP + height + 38);
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2, 18, TOP + height / 2.0);
    g.drawString(vertical.name, 18 - g.getFontMetrics().stringWidth(vertical.name) / 2, TOP + height / 2);
    g.setTransform(upright);
  }

  private void bar(Graphics2D g, int left, int height) {
    for (int y = 0; y < height; y++) {
      g.setColor(scale.colours.at(scale.upper > scale.lower ? 1 - (y + 0.5) / height : 0.5));
      g.fill(new Rectangle2D.Double(left, TOP + y, BAR, 1.5));
    }
    g.setColor(INK);
    g.draw(new Rectangle2D.Double(left, TOP, BAR, height));
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    int half = g.getFontMetrics().getAscent() / 2 - 1;
    if (!(scale.upper > scale.lower)) {
      g.drawString(Ticks.label(BigDecimal.valueOf(scale.lower)), left + BAR + 5, TOP + height / 2 + half);
    }
    for (var tick : Ticks.within(scale.lower, scale.upper, 6).values()) {
      double y = TOP + height * (1 - scale.position(tick.doubleValue()));
      g.draw(new Line2D.Double(left + BAR, y, left + BAR + 3, y));
      g.drawString(Ticks.label(tick), left + BAR + 6, (float) (y + half));
    }
  }
}
