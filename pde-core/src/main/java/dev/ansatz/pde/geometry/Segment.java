package dev.ansatz.pde.geometry;

/** The straight curve from (x0, y0) to (x1, y1). */
public record Segment(String name, double x0, double y0, double x1, double y1) implements Curve {
  @Override
  public double length() {
    return Math.hypot(x1 - x0, y1 - y0);
  }

  @Override
  public double[] point(double s) {
    // each end is met exactly
    return s <= 0.5
        ? new double[] {x0 + s * (x1 - x0), y0 + s * (y1 - y0)}
        : new double[] {x1 - (1 - s) * (x1 - x0), y1 - (1 - s) * (y1 - y0)};
  }

  @Override
  public double[] normal(double s) {
    double length = length();
    return new double[] {(y1 - y0) / length, (x0 - x1) / length + 0.0};
  }

  @Override
  public double nearest(double x, double y) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double s = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
    return s > 0 ? Math.min(s, 1) : 0;
  }

  @Override
  public Segment between(double from, double to) {
    double[] p = point(from);
    double[] q = point(to);
    return new Segment(name, p[0], p[1], q[0], q[1]);
  }

  @Override
  public Segment reversed() {
    return new Segment(name, x1, y1, x0, y0);
  }
}
