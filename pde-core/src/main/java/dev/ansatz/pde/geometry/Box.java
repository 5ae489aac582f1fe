package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;

/** An interval, rectangle or box; its parts are named {@code x=0}, {@code x=1}, {@code y=0}, … after the fixed coordinate. */
public record Box(List<Range> ranges) implements Geometry {
  public Box {
    ranges = List.copyOf(ranges);
  }

  @Override
  public List<Coordinate> coordinates() {
    return ranges.stream().map(Range::coordinate).toList();
  }

  @Override
  public Box boundingBox() {
    return this;
  }

  @Override
  public List<BoundaryPart> parts() {
    var parts = new ArrayList<BoundaryPart>();
    for (int i = 0; i < ranges.size(); i++) {
      parts.add(new Face(this, i, false));
      parts.add(new Face(this, i, true));
    }
    return List.copyOf(parts);
  }

  @Override
  public boolean contains(double... point) {
    for (int i = 0; i < point.length; i++) {
      if (!(point[i] > ranges.get(i).lower() && point[i] < ranges.get(i).upper())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double signedDistance(double... point) {
    double squares = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < point.length; i++) {
      double d = Math.max(ranges.get(i).lower() - point[i], point[i] - ranges.get(i).upper());
      most = Math.max(most, d);
      squares += d > 0 ? d * d : 0;
    }
    return most > 0 ? Math.sqrt(squares) : most;
  }

  @Override
  public double measure() {
    return ranges.stream().mapToDouble(Range::length).reduce(1, (a, b) -> a * b);
  }

  @Override
  public double[][] map(double[][] unit) {
    double[][] points = new double[unit.length][];
    for (int i = 0; i < unit.length; i++) {
      points[i] = stretch(unit[i], ranges.get(i));
    }
    return points;
  }

  /** The numbers of the open unit interval, carried strictly inside a range. */
  static double[] stretch(double[] unit, Range range) {
    double least = Math.nextUp(range.lower());
    double most = Math.nextDown(range.upper());
    double[] stretched = new double[unit.length];
    for (int p = 0; p < unit.length; p++) {
      // rounding may carry a point near the end onto it
      stretched[p] = Math.clamp(range.lower() + unit[p] * range.length(), least, most);
    }
    return stretched;
  }

  @Override
  public Quadrature quadrature(int m) {
    return Quadrature.gaussLegendre(ranges, m);
  }

  @Override
  public List<Flaw> flaws() {
    return ranges.stream().flatMap(range -> flaw(range).stream()).toList();
  }

  /** What is wrong with a range: it is not finite, empty or reversed. */
  public static List<Flaw> flaw(Range r) {
    String shown = r.coordinate() + " in [" + new Const(r.lower()) + ", " + new Const(r.upper()) + "]";
    if (!Double.isFinite(r.lower()) || !Double.isFinite(r.upper())) {
      return List.of(new Flaw(r, "the range " + shown + " is not finite", "ranges are bounded: cut it where the solution is known"));
    } else if (r.lower() == r.upper()) {
      return List.of(new Flaw(r, "the range " + shown + " is empty", "its upper end must be greater than its lower end"));
    } else if (r.lower() > r.upper()) {
      return List.of(new Flaw(r, "the range " + shown + " is reversed", "write " + r.coordinate().text() + " in ["
          + new Const(r.upper()).text() + ", " + new Const(r.lower()).text() + "]"));
    }
    return List.of();
  }

  @Override
  public String toString() {
    return Spelled.MATH.of(this);
  }
}
