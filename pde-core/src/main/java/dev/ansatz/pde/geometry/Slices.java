package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/**
 * A combination of boxes and balls in space, cut by the planes on which one coordinate is fixed: what lies in a plane is a combination of
 * rectangles and disks. Between the levels at which the section may change its kind (faces, poles, and the extremes and corners of the
 * curves in which surfaces meet) its area and the integrals over it are analytic, and become so at these levels too by the substitution
 * {@code z = from + (to − from) sin²(π s / 2)}.
 *
 * <p>For n boxes and balls there are O(n³) levels, each found in closed form.
 */
final class Slices {
  /** Knots of the table of volumes in each interval between levels: an error of 1e-9 of the volume. */
  private static final int KNOTS = 96;
  private static final int POINTS = 20;
  private static final int MOST_OUTLINES = 2048;

  private final Geometry solid;
  private final int axis;
  /** Neighbouring levels between which the section is not empty. */
  private final List<double[]> intervals = new ArrayList<>();
  private double[][] volumes;
  /** Those last asked for: every part of a boundary has its rule at the same levels. */
  private final Map<Double, List<Curve>> outlines = Collections.synchronizedMap(new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Double, List<Curve>> eldest) {
      return size() > MOST_OUTLINES;
    }
  });

  /** @param axis the number of the coordinate that is fixed in a plane */
  Slices(Geometry solid, int axis) {
    this.solid = solid;
    this.axis = axis;
    Double[] levels = levels().toArray(Double[]::new);
    for (int i = 0; i + 1 < levels.length; i++) {
      // two near levels enclose nothing but rounding
      if (levels[i + 1] - levels[i] > 1e-12 * extent() && area((levels[i] + levels[i + 1]) / 2) > 1e-14 * extent() * extent()) {
        intervals.add(new double[] {levels[i], levels[i + 1]});
      }
    }
  }

  List<double[]> intervals() {
    return intervals;
  }

  private double extent() {
    double most = 0;
    for (Geometry shape : shapes()) {
      most = Math.max(most, shape.boundingBox().ranges().stream()
          .mapToDouble(r -> Math.max(r.length(), Math.max(Math.abs(r.lower()), Math.abs(r.upper()))))
          .max().orElse(0));
    }
    return most;
  }

  /** The boxes and balls. */
  private List<Geometry> shapes() {
    var shapes = new ArrayList<Geometry>();
    collect(solid, shapes);
    return shapes;
  }

  private static void collect(Geometry g, List<Geometry> shapes) {
    if (g instanceof Combination c) {
      collect(c.first(), shapes);
      collect(c.second(), shapes);
    } else {
      shapes.add(g);
    }
  }

  // ---- sections ----

  /** What lies in the plane of a level, over the other two coordinates in their order; empty if nothing does. */
  Optional<Geometry> section(double level) {
    return section(solid, level, 0);
  }

  /** The limit of the sections from one side, −1 or 1, at a level. */
  Optional<Geometry> section(double level, int side) {
    return section(solid, level, side);
  }

  private Optional<Geometry> section(Geometry g, double level, int side) {
    return switch (g) {
      case Box box -> {
        Range range = box.ranges().get(axis);
        boolean inside = level > range.lower() && level < range.upper() || side > 0 && level == range.lower() || side < 0
            && level == range.upper();
        var others = new ArrayList<>(box.ranges());
        others.remove(axis);
        yield inside ? Optional.of(new Box(others)) : Optional.empty();
      }
      case Ball ball -> {
        double d = level - ball.center().get(axis);
        double square = (ball.radius() - d) * (ball.radius() + d);
        var center = new ArrayList<>(ball.center());
        center.remove(axis);
        yield square > 0 ? Optional.of(new Disk(plane(), ball.name(), center, Math.sqrt(square))) : Optional.empty();
      }
      case Combination c -> {
        var a = section(c.first(), level, side);
        var b = section(c.second(), level, side);
        yield switch (c.operation()) {
          case UNION -> a.isEmpty() ? b : b.isEmpty() ? a : Optional.of(a.get().union(b.get()));
          case DIFFERENCE -> a.isEmpty() || b.isEmpty() ? a : Optional.of(a.get().minus(b.get()));
          case INTERSECTION -> a.isEmpty() || b.isEmpty() ? Optional.empty() : Optional.of(a.get().intersect(b.get()));
        };
      }
      default -> throw new IllegalArgumentException(g + " is no combination of boxes and balls");
    };
  }

  private List<Coordinate> plane() {
    var plane = new ArrayList<>(solid.coordinates());
    plane.remove(axis);
    return plane;
  }

  /** The boundary of the section, empty where there is none. */
  List<Curve> outline(double level) {
    var known = outlines.get(level);
    if (known == null) {
      known = section(level).map(s -> Outline.of(s).curves()).orElse(List.of());
      outlines.put(level, known);
    }
    return known;
  }

  private double area(double level) {
    return new Outline(outline(level)).area();
  }

  // ---- levels ----

  private TreeSet<Double> levels() {
    var levels = new TreeSet<Double>();
    var balls = new ArrayList<Ball>();
    var boxes = new ArrayList<Box>();
    shapes().forEach(shape -> {
      if (shape instanceof Ball ball) {
        balls.add(ball);
      } else if (shape instanceof Box box) {
        boxes.add(box);
      }
    });
    int p = axis == 0 ? 1 : 0;
    int q = axis == 2 ? 1 : 2;
    double[] onP = ends(boxes, p);
    double[] onQ = ends(boxes, q);
    for (double end : ends(boxes, axis)) {
      levels.add(end);
    }
    for (Ball ball : balls) {
      double z = ball.center().get(axis);
      poles(z, ball.radius() * ball.radius(), levels);
      for (double x : onP) {
        poles(z, square(ball, p, x), levels);
        for (double y : onQ) {
          poles(z, square(ball, p, x) + square(ball, q, y) - ball.radius() * ball.radius(), levels);
        }
      }
      for (double y : onQ) {
        poles(z, square(ball, q, y), levels);
      }
    }
    for (int i = 0; i < balls.size(); i++) {
      for (int j = 0; j < i; j++) {
        var circle = Circle.of(balls.get(i), balls.get(j));
        if (circle == null) {
          continue;
        }
        circle.extremes(axis, levels);
        for (double x : onP) {
          circle.meets(axis, unit(p), x, levels);
        }
        for (double y : onQ) {
          circle.meets(axis, unit(q), y, levels);
        }
        for (int k = 0; k < j; k++) {
          circle.meets(axis, balls.get(k), levels);
        }
      }
    }
    return levels;
  }

  private static double[] ends(List<Box> boxes, int axis) {
    return boxes.stream().flatMapToDouble(b -> Arrays.stream(new double[] {b.ranges().get(axis).lower(), b.ranges().get(axis).upper()}))
        .distinct().toArray();
  }

  /** The square of the radius of the circle in which a plane cuts a ball. */
  private static double square(Ball ball, int along, double value) {
    double d = value - ball.center().get(along);
    return (ball.radius() - d) * (ball.radius() + d);
  }

  private static void poles(double centre, double square, TreeSet<Double> levels) {
    if (square >= 0) {
      levels.add(centre - Math.sqrt(square));
      levels.add(centre + Math.sqrt(square));
    }
  }

  private static double[] unit(int axis) {
    double[] unit = new double[3];
    unit[axis] = 1;
    return unit;
  }

  /** The circle in which two spheres meet: centre + radius (e cos θ + f sin θ). */
  private record Circle(double[] centre, double radius, double[] e, double[] f) {
    static Circle of(Ball a, Ball b) {
      double[] d = new double[3];
      for (int i = 0; i < 3; i++) {
        d[i] = b.center().get(i) - a.center().get(i);
      }
      double distance = Math.sqrt(dot(d, d));
      if (distance == 0) {
        return null;
      }
      double along = (distance * distance + a.radius() * a.radius() - b.radius() * b.radius()) / (2 * distance);
      double square = (a.radius() - along) * (a.radius() + along);
      if (!(square > 0)) {
        return null;
      }
      double[] centre = new double[3];
      int least = 0;
      for (int i = 0; i < 3; i++) {
        d[i] /= distance;
        centre[i] = a.center().get(i) + along * d[i];
        least = Math.abs(d[i]) < Math.abs(d[least]) ? i : least;
      }
      double[] e = unit(least);
      double share = d[least];
      for (int i = 0; i < 3; i++) {
        e[i] -= share * d[i];
      }
      double length = Math.sqrt(dot(e, e));
      for (int i = 0; i < 3; i++) {
        e[i] /= length;
      }
      double[] f = {d[1] * e[2] - d[2] * e[1], d[2] * e[0] - d[0] * e[2], d[0] * e[1] - d[1] * e[0]};
      return new Circle(centre, Math.sqrt(square), e, f);
    }

    void extremes(int axis, TreeSet<Double> levels) {
      double rise = radius * Math.hypot(e[axis], f[axis]);
      levels.add(centre[axis] - rise);
      levels.add(centre[axis] + rise);
    }

    /** The levels of the points with {@code direction · x = value}. */
    void meets(int axis, double[] direction, double value, TreeSet<Double> levels) {
      double c = radius * dot(e, direction);
      double s = radius * dot(f, direction);
      double rest = value - dot(centre, direction);
      double size = Math.hypot(c, s);
      if (size > 0 && Math.abs(rest) <= size) {
        for (int sign : new int[] {-1, 1}) {
          double theta = Math.atan2(s, c) + sign * Math.acos(rest / size);
          levels.add(centre[axis] + radius * (e[axis] * Math.cos(theta) + f[axis] * Math.sin(theta)));
        }
      }
    }

    /** The levels of the points on a third sphere: |x|² − 2 x · c there is linear along the circle. */
    void meets(int axis, Ball ball, TreeSet<Double> levels) {
      double[] w = new double[3];
      for (int i = 0; i < 3; i++) {
        w[i] = centre[i] - ball.center().get(i);
      }
      // w · (x − centre) = (r² − |w|² − radius²) / 2
      meets(axis, w, dot(w, centre) + (ball.radius() * ball.radius() - dot(w, w) - radius * radius) / 2, levels);
    }

    private static double dot(double[] a, double[] b) {
      return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
  }

  // ---- integration ----

  /** Receives a level and its weight in an integral over all levels. */
  interface Level {
    void accept(double level, double weight);
  }

  /** Gauss's rule with 2 m points between each pair of levels. */
  void forEachLevel(int m, Level visitor) {
    double[][] rule = Quadrature.gauss(0, 1, 2 * m);
    for (double[] interval : intervals) {
      double length = interval[1] - interval[0];
      for (int i = 0; i < rule[0].length; i++) {
        double s = rule[0][i];
        double sine = Math.sin(Math.PI * s / 2);
        visitor.accept(interval[0] + length * sine * sine, rule[1][i] * length * Math.PI / 2 * Math.sin(Math.PI * s));
      }
    }
  }

  double volume() {
    double[] sum = {0};
    forEachLevel(POINTS, (level, weight) -> sum[0] += weight * area(level));
    return sum[0];
  }

  Quadrature quadrature(int m) {
    var rules = new ArrayList<Quadrature>();
    forEachLevel(m, (level, weight) -> rules.add(lifted(new Strips(outline(level)).quadrature(m), level, weight)));
    return Quadrature.join(3, rules);
  }

  /** A rule in the plane of a level as one in space. */
  Quadrature lifted(Quadrature plane, double level, double weight) {
    double[] weights = plane.weights().clone();
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= weight;
    }
    return new Quadrature(lifted(plane.points(), level), weights);
  }

  double[][] lifted(double[][] plane, double level) {
    double[] levels = new double[plane[0].length];
    Arrays.fill(levels, level);
    var rows = new ArrayList<>(Arrays.asList(plane));
    rows.add(axis, levels);
    return rows.toArray(double[][]::new);
  }

  /** The first number of a point chooses the level by volume, the others the place in its section. */
  double[][] map(double[][] unit, Geometry whole) {
    double[][] points = new double[3][unit[0].length];
    for (int p = 0; p < unit[0].length; p++) {
      double level = level(unit[0][p]);
      var strips = new Strips(outline(level));
      double[][] place = lifted(strips.map(new double[][] {{unit[1][p]}, {unit[2][p]}}, _ -> true), level);
      double[][] middle = lifted(strips.map(new double[][] {{0.5}, {0.5}}, _ -> true), level);
      for (int i = 0; i < 3; i++) {
        points[i][p] = place[i][0];
      }
      Shapes.pull(points, p, new double[] {middle[0][0], middle[1][0], middle[2][0]}, whole::contains);
    }
    return points;
  }

  /** The level with a share of the volume before it: from a table of {volume before, area times the rate of z} at even s. */
  private double level(double share) {
    if (volumes == null) {
      volumes = table(this::area);
    }
    return level(volumes, share);
  }

  /** What a function of levels adds up to before each knot, and its slope there by s: {@code [interval][2 (KNOTS + 1)]}. */
  double[][] table(DoubleUnaryOperator density) {
    double[][] table = new double[intervals.size()][2 * (KNOTS + 1)];
    double before = 0;
    double[][] rule = Quadrature.gauss(0, 1.0 / KNOTS, 3);
    for (int k = 0; k < table.length; k++) {
      double from = intervals.get(k)[0];
      double length = intervals.get(k)[1] - from;
      DoubleUnaryOperator slope = s -> {
        double sine = Math.sin(Math.PI * s / 2);
        return s <= 0 || s >= 1 ? 0 : density.applyAsDouble(from + length * sine * sine) * length * Math.PI / 2 * Math.sin(Math.PI * s);
      };
      table[k][0] = before;
      for (int i = 0; i < KNOTS; i++) {
        table[k][2 * i + 1] = slope.applyAsDouble((double) i / KNOTS);
        for (int j = 0; j < 3; j++) {
          before += rule[1][j] * slope.applyAsDouble((double) i / KNOTS + rule[0][j]);
        }
        table[k][2 * i + 2] = before;
      }
    }
    return table;
  }

  /** The level before which there is a share of all. */
  double level(double[][] table, double share) {
    double wanted = share * table[table.length - 1][2 * KNOTS];
    int k = 0;
    while (k + 1 < table.length && table[k][2 * KNOTS] < wanted) {
      k++;
    }
    double[] row = table[k];
    int low = 0;
    int high = KNOTS;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (row[2 * middle] <= wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double a = row[2 * low];
    double b = row[2 * high];
    double da = row[2 * low + 1] / KNOTS;
    double db = row[2 * high + 1] / KNOTS;
    // the cubic between two knots, by bisection
    double from = 0;
    double to = 1;
    for (int i = 0; i < 50; i++) {
      double s = (from + to) / 2;
      double value = a * (1 + 2 * s) * (1 - s) * (1 - s) + b * s * s * (3 - 2 * s) + da * s * (1 - s) * (1 - s) - db * s * s * (1 - s);
      if (value < wanted) {
        from = s;
      } else {
        to = s;
      }
    }
    double sine = Math.sin(Math.PI / 2 * (low + (from + to) / 2) / KNOTS);
    double z = intervals.get(k)[0] + (intervals.get(k)[1] - intervals.get(k)[0]) * sine * sine;
    return Math.clamp(z, Math.nextUp(intervals.get(k)[0]), Math.nextDown(intervals.get(k)[1]));
  }
}
