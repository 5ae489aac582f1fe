package dev.ansatz.pde.geometry;

/**
 * An arc of the circle about (x, y), beginning at an angle and running through another: counter-clockwise about the inside of
 * a disk if {@code sweep} is positive, clockwise about a hole if it is negative.
 *
 * @param from in radians, from the first coordinate axis
 * @param sweep in radians, not 0, at most 2π in size
 */
public record Arc(String name, double x, double y, double radius, double from, double sweep) implements Curve {
  private static final double TURN = 2 * Math.PI;

  boolean isCircle() {
    return Math.abs(sweep) == TURN;
  }

  @Override
  public double length() {
    return radius * Math.abs(sweep);
  }

  @Override
  public double[] point(double s) {
    double angle = from + s * sweep;
    return new double[] {x + radius * Math.cos(angle), y + radius * Math.sin(angle)};
  }

  @Override
  public double[] normal(double s) {
    double angle = from + s * sweep;
    double outward = Math.signum(sweep);
    return new double[] {outward * Math.cos(angle), outward * Math.sin(angle)};
  }

  @Override
  public double nearest(double px, double py) {
    double turned = (Math.atan2(py - y, px - x) - from) * Math.signum(sweep);
    turned -= TURN * Math.floor(turned / TURN);
    double length = Math.abs(sweep);
    if (turned <= length) {
      return turned / length;
    }
    return turned - length < TURN - turned ? 1 : 0;
  }

  @Override
  public double distance(double px, double py) {
    double s = nearest(px, py);
    if (s > 0 && s < 1) {
      return Math.abs(Math.hypot(px - x, py - y) - radius);
    }
    double[] end = point(s);
    return Math.hypot(end[0] - px, end[1] - py);
  }

  @Override
  public Arc between(double start, double end) {
    return new Arc(name, x, y, radius, from + start * sweep, (end - start) * sweep);
  }

  @Override
  public Arc reversed() {
    return new Arc(name, x, y, radius, from + sweep, -sweep);
  }
}
