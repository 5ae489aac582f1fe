package dev.ansatz.validation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * Curves over one axis, with a key.
 *
 * @param title above the picture
 * @param x name of the horizontal axis
 * @param y name of the vertical axis
 * @param logarithmic whether the vertical axis is
 * @param curves at least one; a point that is not finite, or not positive on a logarithmic axis, interrupts its curve
 * @param underlay whether the first curve is drawn broad and pale, as what the others are compared with
 */
record LineChart(String title, String x, String y, boolean logarithmic, List<Curve> curves, boolean underlay) {
  /** Points joined by lines. */
  record Curve(String name, double[] x, double[] y) {}

  private static final int RIGHT = 18;
  private static final Color PALE = new Color(0xbbbbbb);
  /** Okabe and Ito's palette, which colour-blind readers can tell apart. */
  private static final Color[] COLOURS = {
    new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7), new Color(0xe69f00), new Color(0x56b4e9)
  };

  LineChart {
    curves = List.copyOf(curves);
  }

  BufferedImage draw(int zoom) {
    double[] across = range(c -> c.x, v -> true);
    double[] up = range(c -> c.y, this::isDrawn);
    double margin = 0.04;
    var vertical = logarithmic
        ? new Frame.Axis(y, up[0] * Math.pow(up[1] / up[0], -margin), up[1] * Math.pow(up[1] / up[0], margin), true)
        : new Frame.Axis(y, up[0] - margin * (up[1] - up[0]), up[1] + margin * (up[1] - up[0]), false);
    var frame = new Frame(RIGHT, new Frame.Axis(x, across[0], across[1], false), vertical);
    return Frame.image(zoom, g -> {
      frame.drawGrid(g);
      Shape all = g.getClip();
      g.clip(new Rectangle2D.Double(Frame.LEFT, Frame.TOP, frame.width(), frame.height()));
      for (int c = 0; c < curves.size(); c++) {
        pen(g, c);
        g.draw(path(frame, curves.get(c)));
      }
      g.setClip(all);
      frame.draw(g, title);
      key(g);
    });
  }

  private boolean isDrawn(double value) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }

  /** Never empty: widened about a single value. */
  private double[] range(Function<Curve, double[]> part, DoublePredicate keep) {
    var all = curves.stream().map(part).flatMapToDouble(Arrays::stream).filter(keep).summaryStatistics();
    if (all.getCount() == 0) {
      return new double[] {1, 10};
    }
    if (all.getMin() < all.getMax()) {
      return new double[] {all.getMin(), all.getMax()};
    }
    double value = all.getMin();
    double half = value == 0 ? 1 : Math.abs(value) / 2;
    return new double[] {value - half, value + half};
  }

  private Path2D path(Frame frame, Curve curve) {
    var path = new Path2D.Double();
    boolean down = false;
    for (int i = 0; i < curve.x.length; i++) {
      if (!isDrawn(curve.y[i])) {
        down = false;
      } else if (down) {
        path.lineTo(frame.x(curve.x[i]), frame.y(curve.y[i]));
      } else {
        path.moveTo(frame.x(curve.x[i]), frame.y(curve.y[i]));
        down = true;
      }
    }
    return path;
  }

  private void pen(Graphics2D g, int curve) {
    boolean broad = underlay && curve == 0;
    g.setColor(broad ? PALE : COLOURS[(underlay ? curve - 1 : curve) % COLOURS.length]);
    g.setStroke(new BasicStroke(broad ? 5f : 1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  /** Right of the title, from the right edge leftwards. */
  private void key(Graphics2D g) {
    g.setFont(Frame.SMALL);
    double right = Frame.WIDTH - RIGHT;
    for (int c = curves.size() - 1; c >= 0; c--) {
      String name = curves.get(c).name;
      right -= g.getFontMetrics().stringWidth(name);
      g.setColor(Frame.INK);
      g.drawString(name, (float) right, Frame.TOP - 12);
      pen(g, c);
      g.draw(new Line2D.Double(right - 24, Frame.TOP - 16, right - 7, Frame.TOP - 16));
      right -= 38;
    }
  }
}
