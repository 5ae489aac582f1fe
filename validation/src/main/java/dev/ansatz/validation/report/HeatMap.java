package dev.ansatz.validation.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
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
 * @param values {@code [horizontal][vertical]} at evenly spaced points, both ends of both axes among them; NaN is left grey
 * @param scale what the colours mean
 */
record HeatMap(String title, Frame.Axis horizontal, Frame.Axis vertical, double[][] values, Scale scale) {
  /** Colours from {@code lower} to {@code upper}. */
  record Scale(ColourMap colours, double lower, double upper) {
    /** One colour for everything if the range is empty. */
    double position(double value) {
      return upper > lower ? (value - lower) / (upper - lower) : 0.5;
    }
  }

  private static final int RIGHT = 92;
  private static final int BAR = 14;

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

  BufferedImage draw(int zoom) {
    var frame = new Frame(RIGHT, horizontal, vertical);
    return Frame.image(zoom, g -> {
      g.drawImage(colours(frame.width() * zoom, frame.height() * zoom), Frame.LEFT, Frame.TOP, frame.width(), frame.height(), null);
      frame.draw(g, title);
      bar(g, Frame.LEFT + frame.width() + 18, frame.height());
    });
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

  private void bar(Graphics2D g, int left, int height) {
    boolean empty = !(scale.upper > scale.lower);
    for (int y = 0; y < height; y++) {
      g.setColor(scale.colours.at(empty ? 0.5 : 1 - (y + 0.5) / height));
      g.fill(new Rectangle2D.Double(left, Frame.TOP + y, BAR, 1.5));
    }
    g.setColor(Frame.INK);
    g.setStroke(new BasicStroke(1));
    g.draw(new Rectangle2D.Double(left, Frame.TOP, BAR, height));
    g.setFont(Frame.SMALL);
    var ticks = empty ? Ticks.at(BigDecimal.valueOf(scale.lower)) : Ticks.within(scale.lower, scale.upper, 6);
    for (var tick : ticks.values()) {
      double y = Frame.TOP + height * (1 - scale.position(tick.doubleValue()));
      g.draw(new Line2D.Double(left + BAR, y, left + BAR + 3, y));
      g.drawString(Ticks.label(tick), left + BAR + 6, (float) (y + g.getFontMetrics().getAscent() / 2.0 - 1));
    }
  }
}
