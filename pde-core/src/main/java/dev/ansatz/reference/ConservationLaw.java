package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.Quadrature;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.EvolutionForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A scalar problem as u_t + Σ_a ∂f_a(u)/∂x_a = Σ_a ν_a ∂²u/∂x_a² + s(t, x, u) on an interval or rectangle, read off its
 * equation: a term g(u) u_x of the right-hand side gives f = −∫₀ᵘ g, by a Gauss rule exact for polynomials to degree 39.
 */
final class ConservationLaw {
  private static final int GAUSS_POINTS = 20;

  private final Problem problem;
  private final Field u;
  private final Range time;
  private final List<Range> ranges;
  private final List<Coordinate> space;
  private final Expr[] flux;
  private final double[] viscosity;
  private Expr source = Const.ZERO;
  private final Expr initial;
  private final List<String> obstacles = new ArrayList<>();

  private ConservationLaw(Problem problem) {
    this.problem = problem;
    var unknown = EvolutionForm.of(problem).unknowns().getFirst();
    u = unknown.field();
    initial = unknown.initial();
    time = problem.domain().time().orElseThrow();
    ranges = problem.domain().space().orElseThrow().boundingBox().ranges();
    space = ranges.stream().map(Range::coordinate).toList();
    flux = new Expr[space.size()];
    viscosity = new double[space.size()];
    Arrays.fill(flux, Const.ZERO);
    for (var term : unknown.linear()) {
      int degree = term.index().degree();
      int axis = axis(term.derivative(space));
      if (degree == 0) {
        source = source.plus(term.coefficient().times(u));
      } else if (degree == 1) {
        flux[axis] = flux[axis].minus(term.coefficient().times(u));
      } else if (degree == 2 && axis >= 0 && term.index().order(axis) == 2 && term.value() >= 0) {
        viscosity[axis] += term.value();
      } else {
        obstacles.add(term.coefficient().times(term.derivative(space)) + " is neither a flux nor diffusion");
      }
    }
    for (Expr term : unknown.remainder() instanceof Sum sum ? sum.terms() : List.of(unknown.remainder())) {
      add(term);
    }
  }

  private void add(Expr term) {
    Partial slope = null;
    Expr rest = Const.ONE;
    for (Expr factor : term instanceof Product p ? p.factors() : List.of(term)) {
      if (slope == null && factor instanceof Partial partial && partial.with().size() == 1) {
        slope = partial;
      } else {
        rest = rest.times(factor);
      }
    }
    if (hasDerivative(rest) || slope != null && !rest.leaves(Coordinate.class).isEmpty()) {
      obstacles.add(term + " is not the derivative of a flux f(u)");
    } else if (slope == null) {
      source = source.plus(rest);
    } else {
      int a = axis(slope);
      flux[a] = flux[a].minus(integral(rest));
    }
  }

  private static boolean hasDerivative(Expr e) {
    return e instanceof Partial || e.operands().stream().anyMatch(ConservationLaw::hasDerivative);
  }

  private int axis(Expr derivative) {
    return derivative instanceof Partial partial ? space.indexOf(partial.with().getFirst()) : -1;
  }

  /** ∫₀ᵘ g = u Σ w g(u s) over the points of a rule on [0, 1]. */
  private Expr integral(Expr g) {
    if (g.fields().isEmpty()) {
      return g.times(u);
    }
    if (g.equals(u)) {
      return u.pow(2).over(2);
    }
    double[][] rule = Quadrature.gauss(0, 1, GAUSS_POINTS);
    Expr sum = Const.ZERO;
    for (int i = 0; i < GAUSS_POINTS; i++) {
      sum = sum.plus(g.substitute(Map.of(u, u.times(rule[0][i]))).times(rule[1][i]));
    }
    return u.times(sum);
  }

  /** Why a problem is none of these; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    if (problem.domain().time().isEmpty()) {
      return List.of("it has no time coordinate");
    }
    var obstacles = BoxEquations.obstacles(problem);
    obstacles.addAll(EvolutionForm.obstacles(problem));
    int dimension = problem.domain().space().map(g -> g.coordinates().size()).orElse(0);
    if (dimension < 1 || dimension > 2) {
      obstacles.add("finite volumes are for one or two space dimensions, not for " + dimension);
    }
    if (problem.fields().size() != 1) {
      obstacles.add("finite volumes are for one field, not for " + problem.fields().size());
    }
    if (obstacles.isEmpty()) {
      if (EvolutionForm.of(problem).unknowns().size() > 1) {
        obstacles.add("it is of order " + EvolutionForm.of(problem).unknowns().size() + " in time");
      } else {
        obstacles.addAll(new ConservationLaw(problem).obstacles);
      }
    }
    return obstacles;
  }

  /** @throws IllegalArgumentException naming all {@link #obstacles} */
  static ConservationLaw of(Problem problem) {
    var obstacles = obstacles(problem);
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", obstacles));
    }
    return new ConservationLaw(problem);
  }

  Problem problem() {
    return problem;
  }

  Field field() {
    return u;
  }

  Range time() {
    return time;
  }

  List<Range> ranges() {
    return ranges;
  }

  int dimension() {
    return space.size();
  }

  Expr initial() {
    return initial;
  }

  Expr flux(int axis) {
    return flux[axis];
  }

  double viscosity(int axis) {
    return viscosity[axis];
  }

  /** True if some flux is not linear in u, and there is no diffusion along it. */
  boolean formsShocks() {
    return IntStream.range(0, flux.length).anyMatch(a -> viscosity[a] == 0 && !derivative(flux[a]).fields().isEmpty());
  }

  /** df/du. */
  private Expr derivative(Expr f) {
    var parameter = new Coordinate("speed", Coordinate.Kind.SPACE);
    return f.substitute(Map.of(u, parameter)).derivative(parameter).substitute(Map.of(parameter, u));
  }

  /** The kernels f_a(u), f_a'(u). */
  BoxEquations.Remainder fluxKernel(int axis) {
    return new BoxEquations.Remainder(time.coordinate(), space, List.of(flux[axis], derivative(flux[axis])));
  }

  /** The kernel of s, if it is not zero. */
  Optional<BoxEquations.Remainder> sourceKernel() {
    return source.equals(Const.ZERO) ? Optional.empty()
        : Optional.of(new BoxEquations.Remainder(time.coordinate(), space, List.of(source)));
  }

  boolean isPeriodic(int axis) {
    return BoxEquations.isPeriodic(problem, space.get(axis));
  }

  /** The condition at one end of an axis; none at an outflow. */
  Optional<FaceCondition> condition(int axis, boolean upper) {
    return BoundaryForm.of(problem).stream().filter(c -> c.part() instanceof Face face && face.axis() == axis && face.upper() == upper)
            .findFirst()
        .map(c -> BoxEquations.condition(c, 0, c.data(), Optional.of(time.coordinate()), space));
  }
}
