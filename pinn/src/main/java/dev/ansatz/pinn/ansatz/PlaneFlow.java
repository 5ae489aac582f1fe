package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.Lowering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Steady plane flow of an incompressible fluid of constant viscosity, as equations state it: a (v · ∇) v + ∇p = ν Δv + f and div v = 0,
 * each times any constant.
 *
 * @param velocity along x and along y
 * @param pressure p
 * @param viscosity ν, greater than 0
 * @param convection a, 0 in Stokes flow
 */
record PlaneFlow(List<Field> velocity, Field pressure, Expr viscosity, Expr convection) {
  private static final int SAMPLES = 24;
  private static final double ROUNDING = 1e-9;

  PlaneFlow {
    velocity = List.copyOf(velocity);
  }

  /** That which the equations of a problem state, if they do. */
  static Optional<PlaneFlow> of(Problem problem) {
    if (problem.domain().time().isPresent() || problem.coordinates().size() != 2 || problem.fields().size() != 3
        || problem.equations().size() != 3 || !problem.coefficients().isEmpty()
        || problem.parameters().stream().anyMatch(Parameter::unknown)) {
      return Optional.empty();
    }
    List<Expr> forms = problem.equations().stream().map(e -> Lowering.normalForm(e.residual())).toList();
    var candidates = new ArrayList<Reading>();
    for (Field u : problem.fields()) {
      for (Field w : problem.fields()) {
        for (Field p : problem.fields()) {
          if (!u.equals(w) && !p.equals(u) && !p.equals(w)) {
            candidates.add(new Reading(problem.coordinates(), u, w, p, forms));
          }
        }
      }
    }
    return candidates.stream().flatMap(reading -> reading.flow().stream()).findFirst();
  }

  /** One choice of which field is what. */
  private record Reading(List<Coordinate> xy, Field u, Field w, Field p, List<Expr> forms) {
    private Optional<PlaneFlow> flow() {
      Coordinate x = xy.getFirst();
      Coordinate y = xy.getLast();
      var rest = new ArrayList<>(forms);
      if (!rest.removeIf(form -> isDivergence(form, x, y)) || rest.size() != 2) {
        return Optional.empty();
      }
      List<Expr> along = rest.stream().map(form -> solenoidal(form, x, y)).toList();
      for (int k = 0; k < 2; k++) {
        Optional<PlaneFlow> one = momentum(along.get(k), u, x);
        Optional<PlaneFlow> other = momentum(along.get(1 - k), w, y);
        if (one.isPresent() && other.isPresent() && agrees(one.get().viscosity, other.get().viscosity)
            && agrees(one.get().convection, other.get().convection) && one.get().viscosity.evaluate(Map.of()) > 0) {
          return one;
        }
      }
      return Optional.empty();
    }

    private boolean isDivergence(Expr form, Coordinate x, Coordinate y) {
      Expr ux = Partial.of(u, x);
      Expr wy = Partial.of(w, y);
      Expr factor = GrowthRate.sensitivity(form, ux);
      return Set.copyOf(Lowering.unknowns(List.of(form))).equals(Set.of(ux, wy)) && isNumber(factor) && factor.evaluate(Map.of()) != 0
          && agrees(form, ux.plus(wy).times(factor));
    }

    /** With ∂w/∂y and its derivatives as those of −∂u/∂x. */
    private Expr solenoidal(Expr form, Coordinate x, Coordinate y) {
      return Lowering.replaceLeaves(form, leaf -> {
        if (leaf instanceof Partial(Expr operand, List<Coordinate> with) && operand.equals(w) && with.contains(y)) {
          var others = new ArrayList<>(with);
          others.set(others.indexOf(y), x);
          return Partial.of(u, others).negate();
        }
        return leaf;
      });
    }

    /** The coefficients in one component of the equation of motion, by that of the pressure. */
    private Optional<PlaneFlow> momentum(Expr form, Field velocity, Coordinate along) {
      Coordinate x = xy.getFirst();
      Coordinate y = xy.getLast();
      Expr px = Partial.of(p, along);
      Expr xx = velocity.equals(u) ? Partial.of(u, x, x) : Partial.of(w, x, x);
      Expr vx = Partial.of(velocity, x);
      Expr pressure = at(GrowthRate.sensitivity(form, px), Map.of());
      Expr viscosity = at(GrowthRate.sensitivity(form, xx), Map.of()).negate();
      Expr convection = at(GrowthRate.sensitivity(form, vx), Map.of(u, Const.ONE));
      if (!List.of(pressure, viscosity, convection).stream().allMatch(Reading::isNumber) || pressure.evaluate(Map.of()) == 0) {
        return Optional.empty();
      }
      Expr vy = velocity.equals(u) ? Partial.of(u, y) : Partial.of(u, x).negate();
      Expr yy = velocity.equals(u) ? Partial.of(u, y, y) : Partial.of(u, x, y).negate();
      Expr stated = convection.times(u.times(vx).plus(w.times(vy))).plus(pressure.times(px)).minus(viscosity.times(xx.plus(yy)))
          .plus(at(form, Map.of()));
      return agrees(form, stated)
          ? Optional.of(new PlaneFlow(List.of(u, w), p, viscosity.over(pressure), convection.over(pressure))) : Optional.empty();
    }

    private static boolean isNumber(Expr e) {
      return e.leaves(Coordinate.class).isEmpty() && Lowering.unknowns(List.of(e)).isEmpty();
    }

    /** The expression with fields and derivatives replaced, by 0 where nothing else is given. */
    private static Expr at(Expr form, Map<Expr, Expr> values) {
      return Lowering.replaceLeaves(form, leaf -> leaf instanceof Field || leaf instanceof Partial
          ? values.getOrDefault(leaf, Const.ZERO) : leaf);
    }

    /** Whether two expressions are the same up to rounding, tried at random values of all that they hold. */
    private static boolean agrees(Expr a, Expr b) {
      var random = new SplittableRandom(1);
      for (int k = 0; k < SAMPLES; k++) {
        var jet = new HashMap<Expr, Expr>();
        double left = value(a, jet, random);
        double right = value(b, jet, random);
        if (!(Math.abs(left - right) <= ROUNDING * Math.abs(left))) {
          return false;
        }
      }
      return true;
    }

    private static double value(Expr e, Map<Expr, Expr> jet, SplittableRandom random) {
      return Lowering.replaceLeaves(e, leaf -> leaf instanceof Const ? leaf
          : jet.computeIfAbsent(leaf, _ -> new Const(random.nextDouble(0.5, 1.5)))).evaluate(Map.of());
    }
  }
}
