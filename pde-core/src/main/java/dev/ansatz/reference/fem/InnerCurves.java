package dev.ansatz.reference.fem;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Locus;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.geometry.Arc;
import dev.ansatz.pde.geometry.Curve;
import dev.ansatz.pde.geometry.Outline;
import dev.ansatz.pde.geometry.Segment;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Curves inside of a domain that edges of its meshes are to lie on: interfaces, and lines on which coefficients change their case. */
final class InnerCurves {
  /** What a field of a problem is above an interface less what it is below. */
  record Jump(Locus where, Field field, Expr value) {}

  /** The jump of F · n across an interface, above less below, for the equation of a field; n points from below to above. */
  record FluxJump(Locus where, Field field, Expr flux) {}

  /** All that interface conditions give. */
  record Jumps(List<Jump> values, List<FluxJump> fluxes) {
    /** The jump of a field, zero where it is continuous. */
    Expr of(Locus where, Field field) {
      return values.stream().filter(j -> j.where.equals(where) && j.field.equals(field)).map(Jump::value).findFirst().orElse(Const.ZERO);
    }
  }

  private static final int SAMPLES = 8;
  private static final double ROUNDING = 1e-9;
  private static final double BEYOND = 1e-6;

  private InnerCurves() {}

  /** Interfaces first. */
  static List<Locus> of(Problem problem) {
    var all = new ArrayList<>(interfaces(problem));
    problem.equations().forEach(e -> {
      collect(e.left(), all);
      collect(e.right(), all);
    });
    return all.stream().filter(l -> !(l instanceof Locus.Level(Coordinate c, _) && c.isTime())).distinct().toList();
  }

  private static List<Locus> interfaces(Problem problem) {
    return problem.conditions().stream().filter(Condition.Interface.class::isInstance).map(c -> ((Condition.Interface) c).where())
        .distinct().toList();
  }

  private static void collect(Expr e, List<Locus> lines) {
    if (e instanceof Piecewise piecewise) {
      for (var c : piecewise.cases()) {
        for (var k : c.conditions()) {
          if (k.left() instanceof Coordinate x && k.right() instanceof Const(double level)) {
            lines.add(new Locus.Level(x, level));
          } else if (k.right() instanceof Coordinate x && k.left() instanceof Const(double level)) {
            lines.add(new Locus.Level(x, level));
          }
        }
      }
    }
    e.operands().forEach(operand -> collect(operand, lines));
  }

  /** What the edges on it are called beside those of boundary parts. */
  static String name(Locus where) {
    return "interface " + where.text();
  }

  /** Of that name, with the side below to the left; beyond the domain too. Empty where a coordinate has no such value. */
  static List<Curve> curves(Locus where, Problem problem) {
    return switch (where) {
      case Locus.Level(Coordinate c, double level) -> {
        var ranges = problem.domain().space().orElseThrow().boundingBox().ranges();
        boolean upright = ranges.get(0).coordinate().equals(c);
        var across = ranges.get(upright ? 0 : 1);
        var along = ranges.get(upright ? 1 : 0);
        // so that it is met on both sides
        double low = along.lower() - BEYOND * along.length();
        double high = along.upper() + BEYOND * along.length();
        yield !(level > across.lower() && level < across.upper()) ? List.of()
            : List.of(upright ? new Segment(name(where), level, low, level, high) : new Segment(name(where), high, level, low, level));
      }
      case Locus.Rim(var set) -> Outline.of(set).curves().stream().map(c -> named(c, name(where))).toList();
    };
  }

  private static Curve named(Curve curve, String name) {
    return switch (curve) {
      case Segment(_, double x0, double y0, double x1, double y1) -> new Segment(name, x0, y0, x1, y1);
      case Arc(_, double x, double y, double radius, double from, double sweep) -> new Arc(name, x, y, radius, from, sweep);
    };
  }

  /** At the nearest point. */
  static double[] normal(Locus where, Problem problem, double x, double y) {
    Curve nearest = curves(where, problem).stream().min(Comparator.comparingDouble(c -> c.distance(x, y))).orElseThrow();
    return nearest.normal(nearest.nearest(x, y));
  }

  static boolean isBelow(Locus where, Problem problem, double x, double y) {
    return switch (where) {
      case Locus.Level(Coordinate c, double level) ->
          (problem.domain().space().orElseThrow().coordinates().getFirst().equals(c) ? x : y) < level;
      case Locus.Rim(var set) -> set.contains(x, y);
    };
  }

  /**
   * The jumps that interface conditions give.
   *
   * @param obstacles gets why a condition gives neither a jump of a field nor one of the flux of its equation
   */
  static Jumps jumps(Problem problem, WeakForm form, List<String> obstacles) {
    var jumps = new Jumps(new ArrayList<>(), new ArrayList<>());
    for (boolean sloped : new boolean[] {false, true}) {
      for (Condition condition : problem.conditions()) {
        if (condition instanceof Condition.Interface(Locus where, Equation e)) {
          var sided = new Sided(problem, form, where, e);
          if (sided.isSloped() == sloped) {
            add(sided, form, jumps, obstacles);
          }
        }
      }
    }
    overlaps(problem, obstacles);
    return jumps;
  }

  private static void add(Sided sided, WeakForm form, Jumps jumps, List<String> obstacles) {
    var fields = sided.fields();
    String what = "the interface condition " + sided.equation;
    var row = form.rows().stream().filter(r -> fields.size() == 1 && r.field().equals(fields.getFirst()) && r.hasFlux()).findFirst();
    if (row.isEmpty()) {
      obstacles.add(what + " is not for one field with second derivatives");
      return;
    }
    Field field = row.get().field();
    if (!sided.isSloped()) {
      Expr value = sided.jump(field);
      if (value == null) {
        obstacles.add(what + " gives no jump of " + field.name() + ": finite elements need jump(" + field.name() + ") = ...");
      } else if (!value.equals(Const.ZERO)) {
        jumps.values.add(new Jump(sided.where, field, value));
      }
      return;
    }
    Expr through = IntStream.range(0, 2).mapToObj(i -> row.get().flux().get(i).times(form.normal().get(i))).reduce(Const.ZERO, Expr::plus);
    Expr flux = sided.jump(through, jumps);
    if (flux == null) {
      obstacles.add(what + " gives no jump of the flux " + row.get().flux() + " of the equation of " + field.name());
    } else {
      jumps.fluxes.add(new FluxJump(sided.where, field, flux));
    }
  }

  /** An edge of a mesh belongs to one interface. */
  private static void overlaps(Problem problem, List<String> obstacles) {
    var all = interfaces(problem);
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        var others = curves(all.get(j), problem);
        boolean overlap = curves(all.get(i), problem).stream().anyMatch(c -> {
          double tolerance = ROUNDING * c.length();
          double[] at = Stream.concat(Stream.of(0.0, 1.0), others.stream().flatMap(o -> c.meetings(o, tolerance).stream()))
              .mapToDouble(Double::doubleValue).sorted().toArray();
          return IntStream.range(1, at.length).filter(k -> at[k] - at[k - 1] > ROUNDING).anyMatch(k -> {
            double[] p = c.point((at[k - 1] + at[k]) / 2);
            return others.stream().anyMatch(o -> o.distance(p[0], p[1]) < tolerance);
          });
        });
        if (overlap) {
          obstacles.add("the interfaces " + all.get(j) + " and " + all.get(i) + " lie on each other: give all conditions on one of them");
        }
      }
    }
  }

  /** A leaf of an expression on one side of an interface. */
  private record OneSided(Expr leaf, boolean above) {}

  /** An interface condition with coordinates of their own for the fields and derivatives on both sides. */
  private static final class Sided {
    final Problem problem;
    final Locus where;
    final Equation equation;
    final List<Coordinate> space;
    final List<Coordinate> normal;
    final Map<OneSided, Coordinate> leaves = new LinkedHashMap<>();
    final Expr residual;

    Sided(Problem problem, WeakForm form, Locus where, Equation equation) {
      this.problem = problem;
      this.where = where;
      this.equation = equation;
      space = problem.domain().space().orElseThrow().coordinates();
      normal = form.normal();
      residual = Lowering.normalForm(alongNormal(resolved(equation.residual())));
    }

    private Expr resolved(Expr e) {
      if (e instanceof Trace(Expr operand, Trace.Side side)) {
        return switch (side) {
          case ABOVE -> on(operand, true);
          case BELOW -> on(operand, false);
          case JUMP -> on(operand, true).minus(on(operand, false));
        };
      }
      return e.mapOperands(this::resolved);
    }

    private Expr on(Expr e, boolean above) {
      Expr explicit = Lowering.normalForm(alongNormal(e));
      boolean cases = hasCases(explicit);
      double aside = (above ? 1 : -1) * ROUNDING * extent();
      return Lowering.replaceLeaves(explicit, leaf -> leaf instanceof Field || leaf instanceof Partial
          ? leaves.computeIfAbsent(new OneSided(leaf, above), l -> new Coordinate("side_" + leaves.size(), Coordinate.Kind.SPACE))
          : cases && space.contains(leaf) ? leaf.plus(normal.get(space.indexOf(leaf)).times(aside)) : leaf);
    }

    private Expr alongNormal(Expr e) {
      return e instanceof NormalDerivative(Expr operand) ? IntStream.range(0, space.size())
          .mapToObj(i -> Partial.of(alongNormal(operand), space.get(i)).times(normal.get(i))).reduce(Const.ZERO, Expr::plus)
          : e.mapOperands(this::alongNormal);
    }

    /** Whether the value at a point of the interface need not be that of its side. */
    private static boolean hasCases(Expr e) {
      return e instanceof Piecewise || e instanceof Call call && call.function() == Elementary.SIGN
          || e.operands().stream().anyMatch(Sided::hasCases);
    }

    private double extent() {
      return problem.domain().space().orElseThrow().boundingBox().ranges().stream().mapToDouble(r -> r.length()).max().orElseThrow();
    }

    boolean isSloped() {
      return leaves.keySet().stream().anyMatch(l -> l.leaf instanceof Partial);
    }

    List<Field> fields() {
      return leaves.keySet().stream().map(l -> l.leaf instanceof Partial(Field f, _) ? f : (Field) l.leaf).distinct().toList();
    }

    /** A place on the interface, with the normal there. */
    private Map<Coordinate, Double> place(SplittableRandom random) {
      var point = new HashMap<Coordinate, Double>();
      problem.domain().time().ifPresent(r -> point.put(r.coordinate(), r.lower() + random.nextDouble(0.05, 0.95) * r.length()));
      var curves = curves(where, problem);
      Curve curve = curves.get(random.nextInt(curves.size()));
      double s = random.nextDouble(0.05, 0.95);
      for (int i = 0; i < 2; i++) {
        point.put(space.get(i), curve.point(s)[i]);
        point.put(normal.get(i), curve.normal(s)[i]);
      }
      return point;
    }

    /** The jump of a field that the condition gives, null if it gives none. */
    Expr jump(Field field) {
      var above = leaves.get(new OneSided(field, true));
      var below = leaves.get(new OneSided(field, false));
      if (above == null || below == null) {
        return null;
      }
      Expr slope = residual.derivative(above);
      Expr balance = slope.plus(residual.derivative(below));
      var random = new SplittableRandom(1);
      for (int k = 0; k < SAMPLES; k++) {
        var point = place(random);
        leaves.values().forEach(c -> point.put(c, random.nextDouble(-1, 1)));
        double factor = slope.evaluate(point);
        // linear in the difference of the two values
        double change = Math.abs(balance.evaluate(point));
        leaves.values().forEach(c -> point.put(c, 0.0));
        change += Math.abs(slope.evaluate(point) - factor);
        if (!(Math.abs(factor) > ROUNDING && change <= ROUNDING)) {
          return null;
        }
      }
      Map<Expr, Expr> zeros = Map.of(above, Const.ZERO, below, Const.ZERO);
      return residual.substitute(zeros).negate().over(slope.substitute(zeros));
    }

    /**
     * The jump of a flux that makes the condition true: the condition is a multiple of one less the other. Null if it is not.
     *
     * @param through F · n
     */
    Expr jump(Expr through, Jumps jumps) {
      Expr difference = on(through, true).minus(on(through, false));
      // what is known of the side above where everything is zero below
      Map<Expr, Expr> known = new HashMap<>();
      leaves.forEach((l, c) -> known.put(c, l.above ? ofJump(l.leaf, jumps) : Const.ZERO));
      Expr own = difference.substitute(known);
      Expr given = residual.substitute(known);
      var random = new SplittableRandom(1);
      double ratio = Double.NaN;
      for (int k = 0; k < SAMPLES; k++) {
        var point = place(random);
        var at = new HashMap<>(point);
        // a field, its change along the interface, and its slopes on both sides
        var values = new HashMap<String, Double>();
        leaves.forEach((l, c) -> {
          double common = switch (l.leaf) {
            case Partial(Field f, var with) when with.size() == 1 && space.contains(with.getFirst()) -> {
              int i = space.indexOf(with.getFirst());
              double n = point.get(normal.get(i));
              double tangent = (i == 0 ? -1 : 1) * point.get(normal.get(1 - i));
              double along = values.computeIfAbsent(f.text() + " along", _ -> random.nextDouble(-1, 1));
              double across = values.computeIfAbsent(l.above ? f.text() + " above" : f.text() + " below", _ -> random.nextDouble(-1, 1));
              yield along * tangent + across * n;
            }
            default -> values.computeIfAbsent(l.leaf.text(), _ -> random.nextDouble(-1, 1));
          };
          at.put(c, common + known.get(c).evaluate(point));
        });
        double e = residual.evaluate(at) - given.evaluate(point);
        double f = difference.evaluate(at) - own.evaluate(point);
        double here = e / f;
        if (!Double.isFinite(here) || here == 0 || !Double.isNaN(ratio) && Math.abs(here - ratio) > 1e-6 * Math.abs(ratio)) {
          return null;
        }
        ratio = here;
      }
      return own.minus(given.over(ratio));
    }

    /** What the jump of a field makes of a leaf: the jump, and the part along the interface of its gradient. */
    private Expr ofJump(Expr leaf, Jumps jumps) {
      return switch (leaf) {
        case Field f -> jumps.of(where, f);
        case Partial(Field f, var with) when with.size() == 1 && space.contains(with.getFirst()) -> {
          int i = space.indexOf(with.getFirst());
          Expr jump = jumps.of(where, f);
          yield Lowering.normalForm(jump.derivative(space.get(i)).minus(alongNormal(new NormalDerivative(jump)).times(normal.get(i))));
        }
        case Partial(Field f, var with) when with.size() == 1 -> Lowering.normalForm(jumps.of(where, f).derivative(with.getFirst()));
        default -> Const.ZERO;
      };
    }
  }
}
