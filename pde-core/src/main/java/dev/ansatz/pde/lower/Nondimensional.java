package dev.ansatz.pde.lower;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Locus;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Face;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A problem in scaled variables of the same names, and the way back: {@code x = X x̂}, {@code u = U û}. See
 * {@link Lowering#nondimensionalise}.
 *
 * @param problem of û in x̂, each equation divided by the size of the coefficient of its first term
 * @param scales X and U, greater than 0, for coordinates and fields whose scale is not 1
 */
public record Nondimensional(Problem problem, Map<Expr, Double> scales) {
  public Nondimensional {
    scales = Collections.unmodifiableMap(new LinkedHashMap<>(scales));
  }

  /** X of a coordinate, U of a field. */
  public double scale(Expr name) {
    return scales.getOrDefault(name, 1.0);
  }

  /**
   * The points {@code [coordinate][lane]} in scaled coordinates, in the order of {@code problem.coordinates()}.
   */
  public double[][] scaled(double[][] points) {
    double[][] scaled = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      double length = scale(problem.coordinates().get(i));
      scaled[i] = Arrays.stream(points[i]).map(x -> x / length).toArray();
    }
    return scaled;
  }

  /** By what a value of û or of a partial derivative of û is multiplied to give that of u. */
  public double factor(Expr unknown) {
    double factor = scale(Leaves.field(unknown));
    for (Coordinate c : Leaves.derivatives(unknown)) {
      factor /= scale(c);
    }
    return factor;
  }

  /** The solution u of the original problem, from an explicit û. */
  public Map<Field, Expr> restored(Map<Field, ? extends Expr> solution) {
    var coordinates = new LinkedHashMap<Expr, Expr>();
    problem.coordinates().forEach(c -> coordinates.put(c, c.over(scale(c))));
    var restored = new LinkedHashMap<Field, Expr>();
    solution.forEach((f, u) -> restored.put(f, u.substitute(coordinates).times(scale(f))));
    return restored;
  }

  static Nondimensional of(Problem problem, Map<? extends Expr, Double> scales) {
    var faults = new ArrayList<String>();
    var names = Stream.concat(problem.coordinates().stream(), Stream.concat(problem.fields().stream(),
        problem.coefficients().stream().map(Coefficient::field))).map(Expr.class::cast).toList();
    scales.forEach((name, scale) -> {
      if (!names.contains(name)) {
        faults.add("%s is none of its coordinates and fields; they are %s".formatted(name, names));
      }
      if (!(scale > 0 && Double.isFinite(scale))) {
        faults.add("the scale %s of %s is not positive and finite".formatted(new Const(scale), name));
      }
    });
    if (problem.domain().space().filter(g -> !(g instanceof Box)).isPresent()) {
      faults.add("its domain is not a box");
    }
    if (problem.conditions().stream().anyMatch(c -> c instanceof Condition.Interface(Locus.Rim _, _))) {
      faults.add("it has an interface that is no plane");
    }
    if (problem.coefficients().stream().anyMatch(c -> c instanceof Coefficient.Input(_, var law) && law.isPresent())) {
      faults.add("it has input fields with a law: take an instance of the family");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("'%s' cannot be made dimensionless:\n- %s".formatted(problem.name(), String.join("\n- ", faults)));
    }
    return new Scaling(problem, new LinkedHashMap<>(scales)).scaled();
  }

  private record Scaling(Problem problem, Map<Expr, Double> scales) {
    double scale(Expr name) {
      return scales.getOrDefault(name, 1.0);
    }

    Nondimensional scaled() {
      Optional<Box> box = problem.domain().space().map(g -> new Box(((Box) g).ranges().stream().map(this::range).toList()));
      var domain = new Domain(box.map(b -> b), problem.domain().time().map(this::range));
      var conditions = problem.conditions().stream().flatMap(c -> condition(c, domain)).toList();
      var coefficients = problem.coefficients().stream().map(c -> c.map(g -> rewritten(g, 1).over(scale(c.field())))).toList();
      return new Nondimensional(new Problem(problem.name(), domain, problem.fields(), problem.parameters(),
          problem.equations().stream().map(e -> equation(e, 1)).toList(), conditions, coefficients), scales);
    }

    private Range range(Range r) {
      double length = scale(r.coordinate());
      return new Range(r.coordinate(), r.lower() / length, r.upper() / length);
    }

    private Stream<Condition> condition(Condition c, Domain domain) {
      return switch (c) {
        case Condition.Initial(Equation e) -> Stream.of(new Condition.Initial(equation(e, 1)));
        case Condition.Boundary(var parts, Equation e) -> boundary(parts, e, domain);
        case Condition.Periodic p -> Stream.of(p);
        case Condition.Interface(Locus.Level(Coordinate x, double level), Equation e) ->
            Stream.of(new Condition.Interface(new Locus.Level(x, level / scale(x)), equation(e, scale(x))));
        case Condition.Interface(Locus.Rim rim, Equation _) -> throw new AssertionError(rim);
        case Condition.Gauge(Equation e) -> Stream.of(new Condition.Gauge(equation(e, 1)));
        case Condition.Observation o -> Stream.of(new Condition.Observation(rewritten(o.quantity(), 1), o.coordinates(),
            o.points().stream().map(point -> scaled(point, o.coordinates())).toList(), o.values(), o.noise()));
      };
    }

    private List<Double> scaled(List<Double> point, List<Coordinate> coordinates) {
      var scaled = new ArrayList<Double>();
      for (int i = 0; i < point.size(); i++) {
        scaled.add(point.get(i) / scale(coordinates.get(i)));
      }
      return scaled;
    }

    /** Normal derivatives scale with the coordinate that is fixed, so that a condition is split where those differ. */
    private Stream<Condition> boundary(List<BoundaryPart> parts, Equation e, Domain domain) {
      var byScale = new LinkedHashMap<Double, List<BoundaryPart>>();
      for (BoundaryPart part : parts) {
        boolean normal = Lowering.hasNormalDerivative(e.left()) || Lowering.hasNormalDerivative(e.right());
        Face face = (Face) part;
        Box box = (Box) domain.space().orElseThrow();
        byScale.computeIfAbsent(normal ? scale(face.fixed()) : 1.0, _ -> new ArrayList<>()).add(new Face(box, face.axis(), face.upper()));
      }
      return byScale.entrySet().stream().map(g -> new Condition.Boundary(g.getValue(), equation(e, g.getKey())));
    }

    private Equation equation(Equation e, double normal) {
      Expr left = rewritten(e.left(), normal);
      double size = Math.abs(leading(left));
      return new Equation(divided(left, size), divided(rewritten(e.right(), normal), size));
    }

    private static double leading(Expr e) {
      Expr term = e instanceof Sum(var terms) ? terms.getFirst() : e;
      return term instanceof Product(var factors) && factors.getFirst() instanceof Const(double c) ? c : 1;
    }

    private static Expr divided(Expr e, double by) {
      return e instanceof Sum(var terms) ? Sum.of(terms.stream().map(t -> t.over(by)).toList()) : e.over(by);
    }

    /** The expression in scaled variables; {@code normal} is the scale of length along the normal. */
    private Expr rewritten(Expr e, double normal) {
      return switch (e) {
        case Coordinate c -> c.times(scale(c));
        case Field f -> f.times(scale(f));
        case Partial(Expr operand, var with) -> {
          double lengths = with.stream().mapToDouble(this::scale).reduce(1, (a, b) -> a * b);
          yield factored(rewritten(operand, normal), inner -> Partial.of(inner, with)).over(lengths);
        }
        case NormalDerivative(Expr operand) -> factored(rewritten(operand, normal), NormalDerivative::new).over(normal);
        case Integral(Expr operand, var over, boolean mean) -> {
          var bound = over.isEmpty() ? problem.coordinates().stream().filter(c -> !c.isTime()).toList() : over;
          double measure = mean ? 1 : bound.stream().mapToDouble(this::scale).reduce(1, (a, b) -> a * b);
          yield factored(rewritten(operand, normal), inner -> Integral.of(inner, over, mean)).times(measure);
        }
        case PointValue(Field f, var at) -> {
          var place = new ArrayList<Expr>();
          for (int i = 0; i < at.size(); i++) {
            place.add(at.get(i) instanceof Const(double value) ? new Const(value / scale(f.coordinates().get(i))) : at.get(i));
          }
          yield new PointValue(f, place).times(scale(f));
        }
        default -> e.mapOperands(operand -> rewritten(operand, normal));
      };
    }

    /** A linear operator applied behind the numeric factor. */
    private static Expr factored(Expr e, UnaryOperator<Expr> linear) {
      if (e instanceof Product(var factors) && factors.getFirst() instanceof Const(double c)) {
        return linear.apply(Product.of(factors.subList(1, factors.size()))).times(c);
      }
      return linear.apply(e);
    }
  }
}
