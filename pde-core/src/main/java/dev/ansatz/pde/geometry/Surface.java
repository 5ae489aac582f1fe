package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A boundary part of a combination of boxes and balls in space: what the combination leaves of the faces and spheres of one name.
 *
 * <p>On a sphere of radius R a piece of length dl of the circle of radius ρ at level z has the area {@code (R/ρ) dl dz}, so that integrals
 * are those over the outlines of sections; faces across the direction of sections are plane sets themselves. Equal if name, whole and
 * patches are.
 */
public final class Surface implements BoundaryPart {
  /**
   * A plane or a sphere; the sign tells on which side of it the outside is: that of greater coordinates or of the centre's far side for 1.
   */
  private sealed interface Patch {
    double offset(double... point);

    double[] normal(double... point);

    List<Expr> normal(List<Coordinate> coordinates);

    /** The nearest point of the whole plane or sphere. */
    default double[] foot(double... point) {
      double[] n = normal(point);
      double d = offset(point);
      return IntStream.range(0, 3).mapToDouble(i -> point[i] - d * n[i]).toArray();
    }
  }

  private record Plane(int axis, double value, int sign) implements Patch {
    @Override
    public double offset(double... point) {
      return sign * (point[axis] - value);
    }

    @Override
    public double[] normal(double... point) {
      double[] n = new double[3];
      n[axis] = sign;
      return n;
    }

    @Override
    public List<Expr> normal(List<Coordinate> coordinates) {
      return IntStream.range(0, 3).<Expr>mapToObj(i -> new Const(i == axis ? sign : 0)).toList();
    }
  }

  private record Spherical(List<Double> center, double radius, int sign) implements Patch {
    @Override
    public double offset(double... point) {
      return sign * (Shapes.distance(center, point) - radius);
    }

    @Override
    public double[] normal(double... point) {
      double r = Shapes.distance(center, point);
      return r == 0 ? new double[] {sign, 0, 0} : IntStream.range(0, 3).mapToDouble(i -> sign * (point[i] - center.get(i)) / r).toArray();
    }

    @Override
    public List<Expr> normal(List<Coordinate> coordinates) {
      return IntStream.range(0, 3).<Expr>mapToObj(i -> coordinates.get(i).minus(center.get(i)).over(sign * radius)).toList();
    }
  }

  /** Sections are those of constant third coordinate. */
  private static final int AXIS = 2;
  /** Points in each direction for measures and samples. */
  private static final int POINTS = 16;

  private final Combination whole;
  private final Slices slices;
  private final String name;
  private final List<Patch> patches;
  private double[][] table;

  private Surface(Combination whole, Slices slices, String name, List<Patch> patches) {
    this.whole = whole;
    this.slices = slices;
    this.name = name;
    this.patches = patches;
  }

  /** All parts of the boundary, faces of constant first, second and third coordinate before spheres. */
  static List<BoundaryPart> parts(Combination whole, Slices slices) {
    var names = new ArrayList<String>();
    var patches = new ArrayList<List<Patch>>();
    for (Geometry shape : shapes(whole, new ArrayList<>())) {
      switch (shape) {
        case Box box -> {
          for (int axis = 0; axis < 3; axis++) {
            Range r = box.ranges().get(axis);
            for (double value : new double[] {r.lower(), r.upper()}) {
              for (int sign : new int[] {-1, 1}) {
                add(Face.name(r.coordinate(), value), new Plane(axis, value, sign), names, patches);
              }
            }
          }
        }
        case Ball ball -> {
          for (int sign : new int[] {-1, 1}) {
            add(ball.name(), new Spherical(ball.center(), ball.radius(), sign), names, patches);
          }
        }
        default -> throw new AssertionError(shape);
      }
    }
    var parts = new ArrayList<BoundaryPart>();
    for (int k = 0; k < names.size(); k++) {
      String name = names.get(k);
      var there = patches.get(k).stream().filter(p -> new Surface(whole, slices, name, List.of(p)).rule(4).weights().length > 0).toList();
      if (!there.isEmpty()) {
        parts.add(new Surface(whole, slices, name, there));
      }
    }
    return List.copyOf(parts);
  }

  private static List<Geometry> shapes(Geometry g, List<Geometry> shapes) {
    if (g instanceof Combination c) {
      shapes(c.first(), shapes);
      shapes(c.second(), shapes);
    } else {
      shapes.add(g);
    }
    return shapes;
  }

  private static void add(String name, Patch patch, List<String> names, List<List<Patch>> patches) {
    int k = names.indexOf(name);
    if (k < 0) {
      names.add(name);
      patches.add(new ArrayList<>());
      k = names.size() - 1;
    }
    if (!patches.get(k).contains(patch)) {
      patches.get(k).add(patch);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Coordinate> coordinates() {
    return whole.coordinates();
  }

  /** The area that a curve of the outline of a section has per length and level if it lies on this part, else 0. */
  private double factor(Curve curve, double level) {
    for (Patch patch : patches) {
      switch (patch) {
        case Plane(int axis, double value, int sign) -> {
          if (curve instanceof Segment s && axis < AXIS) {
            double[] n = s.normal(0.5);
            double[] p = s.point(0.5);
            if (n[axis] * sign > 0.5 && Math.abs(p[axis] - value) <= 1e-11 * Math.max(1, Math.abs(value))) {
              return 1;
            }
          }
        }
        case Spherical(var center, double radius, int sign) -> {
          double d = level - center.get(AXIS);
          double square = (radius - d) * (radius + d);
          if (curve instanceof Arc a && a.name().equals(name) && a.x() == center.get(0) && a.y() == center.get(1) && a.sweep() * sign > 0
              && square > 0 && Math.abs(a.radius() - Math.sqrt(square)) <= 1e-12 * radius) {
            return radius / a.radius();
          }
        }
      }
    }
    return 0;
  }

  /** What of a level plane is a face of this part: sets in the plane with the level. */
  private List<Flat> faces() {
    var faces = new ArrayList<Flat>();
    for (Patch patch : patches) {
      if (patch instanceof Plane(int axis, double value, int sign) && axis == AXIS) {
        // the inside is on the one side of it and not on the other
        var inside = slices.section(value, -sign);
        var outside = slices.section(value, sign);
        inside.map(s -> outside.isEmpty() ? Outline.of(s) : Outline.of(s.minus(outside.get()))).filter(o -> o.area() > 1e-14)
            .ifPresent(o -> faces.add(new Flat(value, new Strips(o.curves()))));
      }
    }
    return faces;
  }

  private record Flat(double level, Strips strips) {}

  private Quadrature rule(int m) {
    var rules = new ArrayList<Quadrature>();
    slices.forEachLevel(m, (level, weight) -> slices.outline(level).forEach(curve -> {
      double factor = factor(curve, level);
      if (factor > 0) {
        rules.add(slices.lifted(Round.along(curve, m), level, weight * factor));
      }
    }));
    faces().forEach(f -> rules.add(slices.lifted(f.strips.quadrature(m), f.level, 1)));
    return Quadrature.join(3, rules);
  }

  @Override
  public Quadrature quadrature(int m) {
    return rule(m);
  }

  @Override
  public double measure() {
    return Arrays.stream(rule(POINTS).weights()).sum();
  }

  private double density(double level) {
    return slices.outline(level).stream().mapToDouble(c -> factor(c, level) * c.length()).sum();
  }

  @Override
  public synchronized double[][] map(double[][] unit) {
    if (table == null) {
      table = slices.table(this::density);
    }
    var faces = faces();
    double around = table[table.length - 1][table[table.length - 1].length - 2];
    double total = around + faces.stream().mapToDouble(f -> f.strips.area()).sum();
    double[][] points = new double[3][unit[0].length];
    for (int p = 0; p < unit[0].length; p++) {
      double place = unit[0][p] * total;
      double[] at;
      if (place < around) {
        at = around(place / around, unit[1][p]);
      } else {
        place -= around;
        int k = 0;
        while (k + 1 < faces.size() && place > faces.get(k).strips.area()) {
          place -= faces.get(k++).strips.area();
        }
        double share = Math.clamp(place / faces.get(k).strips.area(), 0x1p-53, 1 - 0x1p-53);
        double[][] one = slices.lifted(faces.get(k).strips.map(new double[][] {{share}, {unit[1][p]}}, _ -> true), faces.get(k).level);
        at = new double[] {one[0][0], one[1][0], one[2][0]};
      }
      for (int i = 0; i < 3; i++) {
        points[i][p] = at[i];
      }
    }
    return points;
  }

  private double[] around(double share, double along) {
    double level = slices.level(table, share);
    var curves = slices.outline(level).stream().filter(c -> factor(c, level) > 0).toList();
    double place = along * curves.stream().mapToDouble(c -> factor(c, level) * c.length()).sum();
    int k = 0;
    while (k + 1 < curves.size() && place > factor(curves.get(k), level) * curves.get(k).length()) {
      place -= factor(curves.get(k), level) * curves.get(k++).length();
    }
    Curve curve = curves.get(k);
    double[] point = curve.point(Math.clamp(place / factor(curve, level) / curve.length(), 0x1p-53, 1 - 0x1p-53));
    return new double[] {point[0], point[1], level};
  }

  /** Whether a point of a plane or sphere bounds the whole: only on one side of it is the inside. */
  private boolean bounds(Patch patch, double[] foot) {
    double step = 1e-9 * whole.boundingBox().ranges().stream().mapToDouble(Range::length).max().orElse(1);
    double[] n = patch.normal(foot);
    double[] out = IntStream.range(0, 3).mapToDouble(i -> foot[i] + step * n[i]).toArray();
    double[] in = IntStream.range(0, 3).mapToDouble(i -> foot[i] - step * n[i]).toArray();
    return whole.contains(in) && !whole.contains(out);
  }

  /**
   * {@inheritDoc}
   *
   * @return exact where the nearest point is not on the rim of this part; otherwise the distance from the nearest of some hundred points,
   *     which is greater by at most the distance between them
   */
  @Override
  public double distance(double... point) {
    double least = Double.POSITIVE_INFINITY;
    for (Patch patch : patches) {
      double[] foot = patch.foot(point);
      if (bounds(patch, foot)) {
        least = Math.min(least, Math.abs(patch.offset(point)));
      }
    }
    if (least < Double.POSITIVE_INFINITY) {
      return least;
    }
    double[][] some = rule(POINTS).points();
    for (int k = 0; k < some[0].length; k++) {
      least = Math.min(least, Math.sqrt(Math.pow(some[0][k] - point[0], 2) + Math.pow(some[1][k] - point[1], 2)
          + Math.pow(some[2][k] - point[2], 2)));
    }
    return least;
  }

  @Override
  public double[] normal(double... point) {
    Patch nearest = patches.getFirst();
    double least = Double.POSITIVE_INFINITY;
    for (Patch patch : patches) {
      double d = Math.abs(patch.offset(point)) + (bounds(patch, patch.foot(point)) ? 0 : 1e3 * Math.abs(patch.offset(point)) + 1e-6);
      if (d < least) {
        least = d;
        nearest = patch;
      }
    }
    return nearest.normal(point);
  }

  @Override
  public List<BoundaryPart> pieces() {
    return patches.size() == 1 ? List.of(this)
        : patches.stream().<BoundaryPart>map(p -> new Surface(whole, slices, name, List.of(p))).toList();
  }

  @Override
  public List<Expr> normalExpressions() {
    if (patches.size() != 1) {
      throw new IllegalStateException("the normal of " + name + " has " + patches.size() + " formulas, one for each of its pieces");
    }
    return patches.getFirst().normal(coordinates());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Surface s && name.equals(s.name) && patches.equals(s.patches) && whole.equals(s.whole);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + patches.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
