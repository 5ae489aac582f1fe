package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A reflection x → 2c − x of a box that takes a problem to itself if every field changes its sign: where the solution is unique, it is
 * odd about c, and half of the box is enough, with zero values in the middle.
 *
 * <p>Half of a box takes half of the points; besides, a layer in the middle is held in its place, which collocation
 * points around it do not do.
 *
 * <p>That the statement is kept is verified at random values of coordinates, fields and unknown constants, up to the sign of each
 * equation. What was observed on one half is as good as observed at its mirror image.
 *
 * @param coordinate x
 * @param centre c
 */
public record OddReflection(Coordinate coordinate, double centre) {
  private static final int SAMPLES = 24;
  private static final double ROUNDING = 1e-9;

  /**
   * A reflection that a problem allows, if there is one. It looks at boxes only, at coordinates that are not periodic, and at equations of
   * order 2 at most in the coordinate, which the zero values make well-posed on one half.
   */
  public static Optional<OddReflection> of(Problem problem) {
    if (!problem.coefficients().isEmpty() || !(problem.domain().space().orElse(null) instanceof Box box)) {
      return Optional.empty();
    }
    return box.ranges().stream().map(range -> new OddReflection(range.coordinate(), 0.5 * (range.lower() + range.upper())))
        .filter(reflection -> reflection.keeps(problem, box)).findFirst();
  }

  /** The problem on the upper half, with every field zero in the middle. */
  public Problem half(Problem problem) {
    var box = (Box) problem.domain().space().orElseThrow();
    var upper = new Box(box.ranges().stream()
        .map(r -> r.coordinate().equals(coordinate) ? new Range(coordinate, centre, r.upper()) : r).toList());
    var conditions = new ArrayList<Condition>();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, Equation equation)) {
        List<BoundaryPart> kept = parts.stream().map(Face.class::cast).filter(face -> !face.fixed().equals(coordinate) || face.upper())
            .map(face -> (BoundaryPart) new Face(upper, face.axis(), face.upper())).toList();
        if (!kept.isEmpty()) {
          conditions.add(new Condition.Boundary(kept, equation));
        }
      } else if (condition instanceof Condition.Observation observation) {
        conditions.add(moved(problem, observation));
      } else {
        conditions.add(condition);
      }
    }
    var middle = new Face(upper, box.coordinates().indexOf(coordinate), false);
    problem.fields().forEach(field -> conditions.add(new Condition.Boundary(List.of(middle), field.eq(0))));
    return new Problem(problem.name(), new Domain(Optional.of(upper), problem.domain().time()), problem.fields(), problem.parameters(),
        problem.equations(), conditions);
  }

  /** What was observed on the lower half, at the mirror images. */
  private Condition.Observation moved(Problem problem, Condition.Observation o) {
    int axis = o.coordinates().indexOf(coordinate);
    double sign = mirrors(problem, o.quantity(), o.quantity(), 1) ? 1 : -1;
    var points = new ArrayList<List<Double>>();
    var values = new ArrayList<Double>();
    for (int i = 0; i < o.points().size(); i++) {
      var point = new ArrayList<>(o.points().get(i));
      boolean below = point.get(axis) < centre;
      if (below) {
        point.set(axis, reflected(point.get(axis)));
      }
      points.add(point);
      values.add(below ? sign * o.values().get(i) : o.values().get(i));
    }
    return new Condition.Observation(o.quantity(), o.coordinates(), points, values, o.noise());
  }

  /** A solution on the upper half, continued to the lower one; the mirror image of ∂^α u is (−1)^(1 + α_x) times it. */
  public Solution.Evaluator extended(List<Coordinate> coordinates, Solution.Evaluator upper) {
    int axis = coordinates.indexOf(coordinate);
    return (field, index, points, out) -> {
      double[][] mirrored = points.clone();
      mirrored[axis] = Arrays.stream(points[axis]).map(x -> x < centre ? reflected(x) : x).toArray();
      upper.evaluate(field, index, mirrored, out);
      for (int p = 0; p < out.length; p++) {
        if (points[axis][p] < centre && index.order(axis) % 2 == 0) {
          out[p] = -out[p];
        }
      }
    };
  }

  private double reflected(double x) {
    return 2 * centre - x;
  }

  private boolean keeps(Problem problem, Box box) {
    var statements = new ArrayList<Statement>();
    for (Equation equation : problem.equations()) {
      Expr residual = Lowering.normalForm(equation.residual());
      if (Lowering.unknowns(List.of(residual)).stream().anyMatch(unknown -> order(unknown) > 2)
          || !mirrors(problem, residual, residual)) {
        return false;
      }
    }
    for (Condition condition : problem.conditions()) {
      switch (condition) {
        case Condition.Initial(Equation equation) -> {
          Expr residual = Lowering.normalForm(equation.residual());
          if (!mirrors(problem, residual, residual)) {
            return false;
          }
        }
        case Condition.Boundary(List<BoundaryPart> parts, Equation equation) -> {
          for (BoundaryPart part : parts) {
            if (!(part instanceof Face face)) {
              return false;
            }
            statements.add(new Statement(face,
                Lowering.onPart(equation.residual(), face).substitute(Map.of(face.fixed(), new Const(face.value())))));
          }
        }
        case Condition.Periodic(Coordinate periodic) -> {
          if (periodic.equals(coordinate)) {
            return false;
          }
        }
        case Condition.Observation o -> {
          if (!o.coordinates().contains(coordinate) || !mirrors(problem, o.quantity(), o.quantity())) {
            return false;
          }
        }
        default -> {
          return false;
        }
      }
    }
    return statements.stream().anyMatch(s -> s.face.fixed().equals(coordinate)) && statements.stream().allMatch(s -> statements.stream()
        .anyMatch(other -> s.isOpposite(other, coordinate) && mirrors(problem, s.residual, other.residual)));
  }

  private record Statement(Face face, Expr residual) {
    boolean isOpposite(Statement other, Coordinate across) {
      return face.axis() == other.face.axis() && face.upper() == (other.face.upper() ^ face.fixed().equals(across));
    }
  }

  private int order(Expr unknown) {
    return unknown instanceof Partial p ? (int) p.with().stream().filter(coordinate::equals).count() : 0;
  }

  /** Whether b at the mirror image of a jet of the fields is a or −a at the jet, whatever the unknown constants are. */
  private boolean mirrors(Problem problem, Expr a, Expr b) {
    return mirrors(problem, a, b, 1) || mirrors(problem, a, b, -1);
  }

  private boolean mirrors(Problem problem, Expr a, Expr b, int sign) {
    var random = new SplittableRandom(1);
    double[][] points = new PointSequence.Uniform().interior(problem.domain(), SAMPLES, 1);
    boolean kept = true;
    for (int p = 0; p < SAMPLES; p++) {
      var at = new HashMap<Coordinate, Double>();
      for (int i = 0; i < points.length; i++) {
        at.put(problem.coordinates().get(i), points[i][p]);
      }
      var jet = new HashMap<Expr, Double>();
      double here = value(a, at, jet, 1, random);
      at.computeIfPresent(coordinate, (_, x) -> reflected(x));
      double there = value(b, at, jet, -1, random);
      double allowed = ROUNDING * Math.max(1, Math.abs(here));
      kept &= Math.abs(there - sign * here) <= allowed;
    }
    return kept;
  }

  /** The value at a point and a jet, whose entries are drawn when they are first met; with sign −1 at their mirror images. */
  private double value(Expr e, Map<Coordinate, Double> at, Map<Expr, Double> jet, int sign, SplittableRandom random) {
    return Lowering.replaceLeaves(e, leaf -> switch (leaf) {
      case Field _, Partial _ ->
          new Const((sign < 0 && order(leaf) % 2 == 0 ? -1 : 1) * jet.computeIfAbsent(leaf, _ -> random.nextDouble(-1, 1)));
      case Parameter p when p.unknown() -> new Const(jet.computeIfAbsent(leaf, _ -> p.isBounded()
          ? p.lower() + (p.upper() - p.lower()) * random.nextDouble() : p.value() + random.nextDouble(-1, 1)));
      default -> leaf;
    }).evaluate(at);
  }
}
