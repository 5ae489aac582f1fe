package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.LinearTerm;
import dev.ansatz.pde.lower.Lowering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What diffusion makes, just after the start, of initial values that do not fit a condition on a line x = c: the part of a solution that
 * no smooth function of space and time follows, in closed form.
 *
 * <p>Let τ = t − t₀, s the distance from c, ω = √(4Dτ) and z = s/ω. Diffusion alone turns the kink |s| into
 *
 * <pre>
 * M = ω exp(−z²)/√π + s erf z
 * </pre>
 *
 * and a jump of height 1 at a wall that is kept at 1 into erfc z. Both are similarity solutions of v_t = D v_xx, that start as |s| and 0.
 *
 * <ul>
 *   <li>Across the ends of a period the slope of the initial values jumps by 2a: u₀ − aσ is smooth there, σ = (L/π) sin(πs/L) being a
 *       distance that is periodic, and u₀ − aσ + a M(σ) starts as u₀ and is smooth and periodic at every later time. The kink
 *       moves with the velocity of the equation linearised about u₀.
 *   <li>At a wall whose condition asks for another slope than that of u₀, the same with σ = s has the slope that is asked for.
 *   <li>At a wall whose condition asks for another value, erfc z times the difference is added.
 * </ul>
 *
 * <p>At walls each is multiplied by 1 − (s/L)², so that a value on the opposite wall is kept. Other terms of the equation, such as
 * a reaction, change a layer by a share of order τ, which is left to the network; with the shape of the layer among its features it need
 * not find a width that grows from nothing.
 *
 * <p>At t₀ itself τ is replaced by {@value #LEAST} of T, so that values and derivatives are finite numbers everywhere.
 *
 * <p>Source: the similarity solutions of H. S. Carslaw, J. C. Jaeger, Conduction of Heat in Solids, 2nd edition, Oxford 1959, sections
 * 2.4 to 2.9; that subtracting them restores the accuracy of methods for smooth solutions, N. Flyer, B. Fornberg, Accurate numerical
 * resolution of transients in initial-boundary value problems for the heat equation, J. Comput. Phys. 184 (2003).
 *
 * @param field whose layer it is
 * @param kink the part of the initial values that is not smooth, 0 at a wall with a value
 * @param flow what diffusion makes of it; {@code kink} at t₀ up to rounding, but on c
 * @param shape M or erf z, scaled to [−1, 1]: a feature by which a network follows what the layer entails
 */
public record InitialLayer(Field field, Expr kink, Expr flow, Expr shape) {
  private static final double LEAST = 1e-30;
  /** Largest misfit of data that counts as rounding, relative to the largest data. */
  private static final double ROUNDING = 1e-9;
  private static final int SAMPLES = 24;

  /**
   * The layers of a problem on a box whose field has one time derivative and, along x, no higher derivative than the second, with a
   * positive constant before it; none at walls with a value where the equation has a first derivative along x, which makes a layer of
   * another shape. None in problems with unknown or given coefficients.
   */
  public static List<InitialLayer> of(Problem problem) {
    return problem.domain().time().isEmpty() || !(problem.domain().space().orElse(null) instanceof Box box)
        || !problem.coefficients().isEmpty() || problem.parameters().stream().anyMatch(Parameter::unknown)
        || !EvolutionForm.obstacles(problem).isEmpty() ? List.of() : new Reading(problem, box).layers();
  }

  private static final class Reading {
    private final Problem problem;
    private final Box box;
    private final Range time;
    private final EvolutionForm form;
    private final List<InitialLayer> layers = new ArrayList<>();

    Reading(Problem problem, Box box) {
      this.problem = problem;
      this.box = box;
      time = problem.domain().time().orElseThrow();
      form = EvolutionForm.of(problem);
    }

    List<InitialLayer> layers() {
      for (EvolutionForm.Unknown unknown : form.unknowns()) {
        boolean first = form.unknowns().stream().filter(other -> other.of().equals(unknown.of())).count() == 1;
        for (Range range : first ? box.ranges() : List.<Range>of()) {
          diffusivity(unknown, range.coordinate()).ifPresent(d -> add(unknown, range, d));
        }
      }
      return List.copyOf(layers);
    }

    /** D of u_t = D u_xx + terms of lower order in x. */
    private OptionalDouble diffusivity(EvolutionForm.Unknown unknown, Coordinate x) {
      List<Expr> highest = Lowering.unknowns(List.of(unknown.rightHandSide())).stream().filter(u -> order(u, x) >= 2).toList();
      Expr second = Partial.of(unknown.field(), x, x);
      boolean apart = Lowering.unknowns(List.of(unknown.remainder())).stream().allMatch(u -> order(u, x) < 2);
      return !highest.equals(List.of(second)) || !apart ? OptionalDouble.empty()
          : unknown.linear().stream().filter(term -> term.derivative(box.coordinates()).equals(second)).mapToDouble(LinearTerm::value)
              .filter(d -> d > 0).findFirst();
    }

    private static int order(Expr unknown, Coordinate x) {
      return unknown instanceof Partial(var _, List<Coordinate> with) ? (int) with.stream().filter(x::equals).count() : 0;
    }

    private void add(EvolutionForm.Unknown unknown, Range range, double diffusivity) {
      Coordinate x = range.coordinate();
      if (problem.conditions().contains(new Condition.Periodic(x))) {
        addSeam(unknown, range, diffusivity);
        return;
      }
      for (Condition condition : problem.conditions()) {
        if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, var equation)) {
          parts.stream().filter(part -> part instanceof Face face && face.fixed().equals(x)).forEach(part ->
              addWall(unknown, range, diffusivity, (Face) part, Lowering.onPart(equation.residual(), part)));
        }
      }
    }

    private void addSeam(EvolutionForm.Unknown unknown, Range range, double diffusivity) {
      Coordinate x = range.coordinate();
      Expr slope = unknown.initial().derivative(x);
      Expr half = on(range, false, slope).minus(on(range, true, slope)).times(0.5);
      if (vanishes(half, slope, unknown.initial().times(1 / range.length()))) {
        return;
      }
      double velocity = -0.5 * (rate(unknown, Partial.of(unknown.field(), x), range, false)
          + rate(unknown, Partial.of(unknown.field(), x), range, true));
      double number = Math.PI / range.length();
      Expr fromEnd = x.minus(range.lower());
      Expr flow = flow(Pde.sin(fromEnd.minus(elapsed().times(velocity)).times(number)).times(1 / number), diffusivity);
      layers.add(new InitialLayer(unknown.field(), number(half).times(Pde.sin(fromEnd.times(number)).times(1 / number)),
          number(half).times(flow), flow.times(2 * number).minus(1)));
    }

    private void addWall(EvolutionForm.Unknown unknown, Range range, double diffusivity, Face face, Expr residual) {
      Coordinate x = range.coordinate();
      Expr slope = Partial.of(unknown.field(), x);
      if (!List.of(unknown.field(), slope).containsAll(Lowering.unknowns(List.of(residual)))) {
        return;
      }
      Expr started = atStart(residual);
      Expr data = atStart(Lowering.replaceLeaves(residual, leaf -> leaf instanceof Field || leaf instanceof Partial ? Const.ZERO : leaf));
      Expr misfit = on(range, face.upper(), started);
      if (vanishes(misfit, data, started.minus(data))) {
        return;
      }
      Expr distance = face.upper() ? x.minus(range.upper()).negate() : x.minus(range.lower());
      Expr cut = distance.times(1 / range.length()).pow(2).negate().plus(1);
      Expr bySlope = GrowthRate.sensitivity(residual, slope);
      Expr byValue = GrowthRate.sensitivity(residual, unknown.field());
      if (bySlope instanceof Const(double c) && c != 0) {
        // the slope that is missing, towards the inside, is minus this
        Expr kink = number(misfit.times((face.upper() ? -1 : 1) / c)).times(cut);
        Expr flow = flow(distance, diffusivity);
        layers.add(new InitialLayer(unknown.field(), kink.times(distance), kink.times(flow), flow.times(2 / range.length()).minus(1)));
      } else if (bySlope.equals(Const.ZERO) && byValue instanceof Const(double c) && c != 0
          && Lowering.unknowns(List.of(unknown.rightHandSide())).stream().noneMatch(u -> order(u, x) == 1)) {
        Expr erf = Call.of(Elementary.ERF, distance.over(width(diffusivity)));
        layers.add(new InitialLayer(unknown.field(), Const.ZERO,
            number(misfit.times(-1 / c)).times(erf.negate().plus(1)).times(cut), erf.times(2).minus(1)));
      }
    }

    private Expr elapsed() {
      return time.coordinate().minus(time.lower());
    }

    /** ω. */
    private Expr width(double diffusivity) {
      return Call.of(Elementary.SQRT, Call.of(Elementary.MAX, elapsed(), new Const(LEAST * time.length())).times(4 * diffusivity));
    }

    /** M. */
    private Expr flow(Expr distance, double diffusivity) {
      Expr width = width(diffusivity);
      Expr z = distance.over(width);
      return width.times(1 / Math.sqrt(Math.PI)).times(Pde.exp(z.pow(2).negate())).plus(distance.times(Call.of(Elementary.ERF, z)));
    }

    /** How fast the time derivative changes with an unknown at the start, in the middle of an end of a range. */
    private double rate(EvolutionForm.Unknown unknown, Expr by, Range range, boolean upper) {
      var at = new HashMap<Coordinate, Double>();
      box.ranges().forEach(r -> at.put(r.coordinate(), r.lower() + 0.5 * r.length()));
      return on(range, upper, atStart(GrowthRate.sensitivity(unknown.rightHandSide(), by))).evaluate(at);
    }

    /** An expression with everything unknown as it is at the start. */
    private Expr atStart(Expr e) {
      return Lowering.replaceLeaves(e, leaf -> switch (leaf) {
        case Field field -> initial(field);
        case Partial(Expr field, List<Coordinate> with) -> {
          Expr derivative = initial(field);
          for (Coordinate x : with) {
            derivative = derivative.derivative(x);
          }
          yield derivative;
        }
        default -> leaf;
      }).substitute(Map.of(time.coordinate(), new Const(time.lower())));
    }

    private Expr initial(Expr field) {
      return form.unknowns().stream().filter(unknown -> unknown.field().equals(field)).findFirst().orElseThrow().initial();
    }

    private static Expr on(Range range, boolean upper, Expr e) {
      return e.substitute(Map.of(range.coordinate(), new Const(upper ? range.upper() : range.lower())));
    }

    /** Whether a function of space is nowhere more than rounding beside others, or no number, as a slope that is infinite makes it. */
    private boolean vanishes(Expr e, Expr... others) {
      double largest = Arrays.stream(others).flatMapToDouble(this::sizes).filter(Double::isFinite).max().orElse(0);
      return sizes(e).noneMatch(size -> Double.isFinite(size) && size > ROUNDING * largest);
    }

    private DoubleStream sizes(Expr e) {
      double[][] points = new PointSequence.Uniform().interior(problem.domain(), SAMPLES, 1);
      return IntStream.range(0, SAMPLES).mapToDouble(p -> {
        var at = new HashMap<Coordinate, Double>();
        for (int i = 0; i < points.length; i++) {
          at.put(problem.coordinates().get(i), points[i][p]);
        }
        return Math.abs(e.evaluate(at));
      });
    }

    /** The number that an expression without coordinates is. */
    private static Expr number(Expr e) {
      return e.leaves(Coordinate.class).isEmpty() ? new Const(e.evaluate(Map.of())) : e;
    }
  }
}
