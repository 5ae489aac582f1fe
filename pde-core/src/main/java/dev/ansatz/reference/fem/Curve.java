package dev.ansatz.reference.fem;

/**
 * A piece of a plane boundary, parametrised proportionally to its length by s from 0 to 1; the domain lies to its left.
 */
public sealed interface Curve {
  /** Which part of the boundary it belongs to. */
  int part();

  double x(double s);

  double y(double s);

  double length();

  /** By how much the direction turns from start to end, without sign. */
  double turning();

  /** The parameter of the point of the curve that is next to (x, y), which is not far from it. */
  double nearest(double x, double y);

  /** The derivative by s at s, as (x', y'). */
  double[] tangent(double s);

  /** From (x0, y0) to (x1, y1). */
  record Segment(int part, double x0, double y0, double x1, double y1) implements Curve {
    @Override
    public double x(double s) {
      return s == 1 ? x1 : x0 + s * (x1 - x0);
    }

    @Override
    public double y(double s) {
      return s == 1 ? y1 : y0 + s * (y1 - y0);
    }

    @Override
    public double length() {
      return Math.hypot(x1 - x0, y1 - y0);
    }

    @Override
    public double turning() {
      return 0;
    }

    @Override
    public double nearest(double x, double y) {
      double dx = x1 - x0;
      double dy = y1 - y0;
      return Math.clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0, 1);
    }

    @Override
    public double[] tangent(double s) {
      return new double[] {x1 - x0, y1 - y0};
    }
  }

  /**
   * On a circle, counterclockwise where {@code sweep} is positive, which puts the disk inside, and clockwise around a hole.
   *
   * @param start angle of the first point
   * @param sweep from the first to the last point, at most 2π in size
   */
  record Arc(int part, double cx, double cy, double radius, double start, double sweep) implements Curve {
    @Override
    public double x(double s) {
      return cx + radius * Math.cos(start + s * sweep);
    }

    @Override
    public double y(double s) {
      return cy + radius * Math.sin(start + s * sweep);
    }

    @Override
    public double length() {
      return radius * Math.abs(sweep);
    }

    @Override
    public double turning() {
      return Math.abs(sweep);
    }

    @Override
    public double nearest(double x, double y) {
      double turn = Math.signum(sweep) * (Math.atan2(y - cy, x - cx) - start);
      double full = 2 * Math.PI;
      turn -= full * Math.floor(turn / full);
      double s = turn / Math.abs(sweep);
      if (s <= 1) {
        return s;
      }
      // beyond the end or before the beginning, whichever is nearer
      return s - 1 < full / Math.abs(sweep) - s ? 1 : 0;
    }

    @Override
    public double[] tangent(double s) {
      double angle = start + s * sweep;
      return new double[] {-radius * sweep * Math.sin(angle), radius * sweep * Math.cos(angle)};
    }
  }
}
