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
import java.util.function.Consumer;

/**
 * The rectangle into which a picture is drawn, with its axes.
 *
 * @param right space to the right of the rectangle
 * @param horizontal from the left edge to the right one
 * @param vertical from the lower edge to the upper one
 */
record Frame(int right, Axis horizontal, Axis vertical) {
  /** A quantity and the range that is drawn; where {@code logarithmic}, both ends are positive. */
  record Axis(String name, double lower, double upper, boolean logarithmic) {
    /** 0 at the lower end, 1 at the upper one. */
    double position(double value) {
      return logarithmic ? Math.log(value / lower) / Math.log(upper / lower) : (value - lower) / (upper - lower);
    }

    Ticks ticks(int count) {
      return logarithmic ? Ticks.decades(lower, upper, count) : Ticks.within(lower, upper, count);
    }
  }

  static final int WIDTH = 460;
  static final int HEIGHT = 340;
  static final int LEFT = 66;
  static final int TOP = 34;
  static final int BOTTOM = 52;
  static final Color INK = new Color(0x222222);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final Font HEAD = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  private static final Font SYMBOL = new Font(Font.SERIF, Font.ITALIC, 15);
  private static final Color GRID = new Color(0xe4e4e4);

  /** An image of {@code zoom} pixels per unit of {@link #WIDTH} and {@link #HEIGHT}, white before {@code painter} begins. */
  static BufferedImage image(int zoom, Consumer<Graphics2D> painter) {
    var image = new BufferedImage(WIDTH * zoom, HEIGHT * zoom, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.scale(zoom, zoom);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, WIDTH, HEIGHT);
      painter.accept(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  int width() {
    return WIDTH - LEFT - right;
  }

  int height() {
    return HEIGHT - TOP - BOTTOM;
  }

  double x(double value) {
    return LEFT + width() * horizontal.position(value);
  }

  double y(double value) {
    return TOP + height() * (1 - vertical.position(value));
  }

  /** Pale lines at the ticks. */
  void drawGrid(Graphics2D g) {
    g.setColor(GRID);
    g.setStroke(new BasicStroke(1));
    horizontal.ticks(5).values().forEach(t -> g.draw(new Line2D.Double(x(t.doubleValue()), TOP, x(t.doubleValue()), TOP + height())));
    vertical.ticks(5).values().forEach(t -> g.draw(new Line2D.Double(LEFT, y(t.doubleValue()), LEFT + width(), y(t.doubleValue()))));
  }

  /** The title, the rectangle, the ticks and the names of the axes. */
  void draw(Graphics2D g, String title) {
    g.setColor(INK);
    g.setStroke(new BasicStroke(1));
    g.draw(new Rectangle2D.Double(LEFT, TOP, width(), height()));
    g.setFont(HEAD);
    g.drawString(title, LEFT, TOP - 12);
    g.setFont(SMALL);
    FontMetrics metrics = g.getFontMetrics();
    int bottom = TOP + height();
    for (var tick : horizontal.ticks(5).values()) {
      double x = x(tick.doubleValue());
      g.draw(new Line2D.Double(x, bottom, x, bottom + 4));
      String label = Ticks.label(tick);
      g.drawString(label, (float) (x - metrics.stringWidth(label) / 2.0), bottom + 17);
    }
    for (var tick : vertical.ticks(5).values()) {
      double y = y(tick.doubleValue());
      g.draw(new Line2D.Double(LEFT - 4, y, LEFT, y));
      String label = Ticks.label(tick);
      g.drawString(label, LEFT - 7 - metrics.stringWidth(label), (float) (y + metrics.getAscent() / 2.0 - 1));
    }
    g.setFont(SYMBOL);
    metrics = g.getFontMetrics();
    g.drawString(horizontal.name, LEFT + (width() - metrics.stringWidth(horizontal.name)) / 2, bottom + 38);
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2, 16, TOP + height() / 2.0);
    g.drawString(vertical.name, 16 - metrics.stringWidth(vertical.name) / 2, TOP + height() / 2);
    g.setTransform(upright);
  }
}
