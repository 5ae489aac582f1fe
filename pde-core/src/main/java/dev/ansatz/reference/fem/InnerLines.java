package dev.ansatz.reference.fem;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Lines inside of a domain that edges of its meshes are to lie on: where there are interfaces, and where coefficients change their case. */
final class InnerLines {
  /** Where a coordinate has a value. */
  record Line(Coordinate coordinate, double level) {}

  /** The jump of F · e across a line, above less below, for the equation of a field; e the direction of the line's coordinate. */
  record Jump(Line line, Field field, Expr flux) {}

  private static final int SAMPLES = 8;
  private static final double ROUNDING = 1e-9;

  private InnerLines() {}

  static List<Line> of(Problem problem) {
    var lines = new ArrayList<Line>();
    problem.conditions().stream().filter(Condition.Interface.class::isInstance).map(Condition.Interface.class::cast)
        .forEach(i -> lines.add(new Line(i.coordinate(), i.level())));
    problem.equations().forEach(e -> {
      collect(e.left(), lines);
      collect(e.right(), lines);
    });
    return lines.stream().filter(l -> !l.coordinate.isTime()).distinct().toList();
  }

  private static void collect(Expr e, List<Line> lines) {
    if (e instanceof Piecewise piecewise) {
      for (var c : piecewise.cases()) {
        for (var k : c.conditions()) {
          if (k.left() instanceof Coordinate x && k.right() instanceof Const(double level)) {
            lines.add(new Line(x, level));
          } else if (k.right() instanceof Coordinate x && k.left() instanceof Const(double level)) {
            lines.add(new Line(x, level));
          }
        }
      }
    }
    e.operands().forEach(operand -> collect(operand, lines));
  }

  /**
   * The jumps of fluxes that interface conditions give.
   *
   * @param obstacles gets why a condition is not one of {@code jump(u) = 0} and of a jump of the flux of an equation of the problem
   */
  static List<Jump> jumps(Problem problem, WeakForm form, List<String> obstacles) {
    var jumps = new ArrayList<Jump>();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Interface(Coordinate x, double level, Equation e)) {
        var line = new Line(x, level);
        var sided = new Sided(problem, line, e);
        var fields = sided.fields();
        boolean sloped = sided.leaves.keySet().stream().anyMatch(l -> l.leaf instanceof Partial);
        if (fields.size() != 1 || sloped && form.rows().stream().noneMatch(r -> r.field().equals(fields.getFirst()) && r.hasFlux())) {
          obstacles.add("the interface condition " + e + " is not for one field with second derivatives");
        } else if (!sloped) {
          if (!sided.isContinuity(fields.getFirst())) {
            obstacles.add("finite elements are continuous across an interface: instead of " + e + " they need jump(" + fields.getFirst().name() + ") = 0");
          }
        } else {
          var row = form.rows().stream().filter(r -> r.field().equals(fields.getFirst())).findFirst().orElseThrow();
          var flux = row.flux().get(problem.domain().space().orElseThrow().coordinates().indexOf(x));
          var jump = sided.jump(flux);
          if (jump == null) {
            obstacles.add("the interface condition " + e + " gives no jump of the flux " + flux + " of the equation of " + row.field().name());
          } else {
            jumps.add(new Jump(line, row.field(), jump));
          }
        }
      }
    }
    return jumps;
  }

  /** A leaf of an expression on one side of a line. */
  private record OneSided(Expr leaf, boolean above) {}

  /** An interface condition with coordinates of their own for the fields and derivatives on both sides. */
  private static final class Sided {
    final Line line;
    final Map<OneSided, Coordinate> leaves = new LinkedHashMap<>();
    final Expr residual;
    final Problem problem;

    Sided(Problem problem, Line line, Equation e) {
      this.problem = problem;
      this.line = line;
      residual = resolved(e.residual());
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
      return Lowering.replaceLeaves(Lowering.normalForm(e), leaf -> leaf instanceof Field || leaf instanceof Partial
          ? leaves.computeIfAbsent(new OneSided(leaf, above), l -> new Coordinate("side_" + leaves.size(), Coordinate.Kind.SPACE))
          : leaf.equals(line.coordinate) ? new Const(line.level + (above ? 1 : -1) * 1e-9 * extent()) : leaf);
    }

    private double extent() {
      return problem.domain().ranges().stream().filter(r -> r.coordinate().equals(line.coordinate)).mapToDouble(r -> r.length()).findFirst().orElse(1);
    }

    List<Field> fields() {
      return leaves.keySet().stream().map(l -> l.leaf instanceof Partial(Field f, _) ? f : (Field) l.leaf).distinct().toList();
    }

    private Map<Coordinate, Double> sample(SplittableRandom random, boolean zero) {
      var point = new HashMap<Coordinate, Double>();
      var values = new TreeMap<String, Double>();
      problem.domain().ranges().forEach(r -> point.put(r.coordinate(), r.lower() + random.nextDouble(0.05, 0.95) * r.length()));
      point.put(line.coordinate, line.level);
      leaves.forEach((l, c) -> {
        // a field is continuous, and so are its derivatives along the line
        boolean one = l.leaf instanceof Field || l.leaf instanceof Partial(Field _, var with) && !with.contains(line.coordinate);
        double v = zero ? 0 : random.nextDouble(-1, 1);
        point.put(c, one ? values.computeIfAbsent(l.leaf.text(), _ -> v) : v);
      });
      return point;
    }

    boolean isContinuity(Field field) {
      var above = leaves.get(new OneSided(field, true));
      var below = leaves.get(new OneSided(field, false));
      if (above == null || below == null) {
        return false;
      }
      var random = new SplittableRandom(1);
      for (int k = 0; k < SAMPLES; k++) {
        var point = sample(random, false);
        double slope = residual.derivative(above).evaluate(point);
        // equal values make it true, and others do not
        if (Math.abs(residual.evaluate(point)) > ROUNDING || Math.abs(slope) < ROUNDING) {
          return false;
        }
      }
      return true;
    }

    /** The jump of a flux that makes the condition true: the condition is a multiple of one less the other. Null if it is not. */
    Expr jump(Expr flux) {
      Expr difference = on(flux, true).minus(on(flux, false));
      var random = new SplittableRandom(1);
      double ratio = Double.NaN;
      for (int k = 0; k < SAMPLES; k++) {
        var at = sample(random, false);
        var zero = new HashMap<>(at);
        leaves.values().forEach(c -> zero.put(c, 0.0));
        double e = residual.evaluate(at) - residual.evaluate(zero);
        double f = difference.evaluate(at) - difference.evaluate(zero);
        double here = e / f;
        if (!Double.isFinite(here) || here == 0 || !Double.isNaN(ratio) && Math.abs(here - ratio) > 1e-6 * Math.abs(ratio)) {
          return null;
        }
        ratio = here;
      }
      Map<Expr, Expr> zeros = new HashMap<>();
      leaves.values().forEach(c -> zeros.put(c, Const.ZERO));
      Expr given = Lowering.replaceLeaves(residual, leaf -> zeros.getOrDefault(leaf, leaf));
      Expr own = Lowering.replaceLeaves(difference, leaf -> zeros.getOrDefault(leaf, leaf));
      return own.minus(given.over(ratio));
    }
  }
}
