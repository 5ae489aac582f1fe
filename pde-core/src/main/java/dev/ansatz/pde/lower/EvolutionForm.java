package dev.ansatz.pde.lower;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * A problem solved for its time derivatives: {@code ∂v/∂t = L v + N(t, x, v)} for each unknown {@code v}, with L
 * linear and of constant coefficients. An equation of higher order in time is written as a system of first order,
 * with unknowns {@code u, u_t, …}.
 *
 * @param unknowns in the order of the problem's fields, each field followed by its time derivatives below the highest
 */
public record EvolutionForm(List<Unknown> unknowns) {

  /**
   * One unknown and its equation {@code ∂field/∂t = rightHandSide}.
   *
   * @param of the problem's field of which this is a time derivative (or which it is)
   * @param derivative how often {@code of} is differentiated in time; 0 for the field itself
   * @param field the unknown: {@code of} itself, or a field of its own named like {@code u_t}
   * @param rightHandSide in normal form over coordinates, parameters, the unknowns and their space derivatives
   * @param linear the part of the right-hand side with constant coefficients
   * @param remainder {@code rightHandSide} less {@code linear}: nonlinear and variable-coefficient terms, sources
   * @param initial its value at the initial time
   */
  public record Unknown(
      Field of, int derivative, Field field, Expr rightHandSide, List<LinearTerm> linear, Expr remainder, Expr initial) {
    public Unknown {
      linear = List.copyOf(linear);
    }
  }

  public EvolutionForm {
    unknowns = List.copyOf(unknowns);
  }

  /** True if some unknown's remainder depends on an unknown. */
  public boolean isNonlinear() {
    return unknowns.stream().anyMatch(unknown -> Leaves.hasUnknown(unknown.remainder()));
  }

  /** What keeps a problem from being written in this form, in the user's words; empty if nothing does. */
  public static List<String> obstacles(Problem problem) {
    var solving = new Solving(problem);
    solving.form();
    return List.copyOf(solving.obstacles);
  }

  /**
   * @throws IllegalArgumentException naming all {@link #obstacles}
   */
  public static EvolutionForm of(Problem problem) {
    var solving = new Solving(problem);
    EvolutionForm form = solving.form();
    if (!solving.obstacles.isEmpty()) {
      throw new IllegalArgumentException(
          "%s cannot be solved for its time derivatives:\n- %s"
              .formatted(problem.name(), String.join("\n- ", solving.obstacles)));
    }
    return form;
  }

  private static final class Solving {
    final Problem problem;
    final List<String> obstacles = new ArrayList<>();
    /** Per field the expression that its highest time derivative equals. */
    final SequencedMap<Field, Expr> highest = new LinkedHashMap<>();

    final Map<Field, Integer> orders = new HashMap<>();
    final Map<Expr, Expr> initial = new HashMap<>();

    Solving(Problem problem) {
      this.problem = problem;
    }

    EvolutionForm form() {
      if (problem.domain().time().isEmpty()) {
        obstacles.add("it has no time coordinate");
        return null;
      }
      Coordinate t = problem.domain().time().get().coordinate();
      problem.equations().forEach(equation -> solve(equation, t));
      for (Field field : problem.fields()) {
        if (!highest.containsKey(field)) {
          obstacles.add("no equation gives the time derivative of %s".formatted(field.name()));
        }
      }
      for (Condition condition : problem.conditions()) {
        if (condition instanceof Condition.Initial(Equation equation)) {
          addInitial(equation);
        }
      }
      return obstacles.isEmpty() ? substitute(t) : null;
    }

    private void solve(Equation equation, Coordinate t) {
      Terms terms = Terms.of(Lowering.normalForm(equation.residual()));
      int order =
          terms.coefficients().keySet().stream()
              .flatMap(monomial -> Leaves.unknowns(monomial).stream())
              .mapToInt(unknown -> timeOrder(unknown, t))
              .max()
              .orElse(0);
      if (order == 0) {
        obstacles.add("%s has no time derivative".formatted(equation));
        return;
      }
      Predicate<Expr> leads = monomial -> Leaves.unknowns(monomial).stream().anyMatch(u -> timeOrder(u, t) == order);
      List<Expr> leading = terms.coefficients().keySet().stream().filter(leads).toList();
      Expr unknown = leading.getFirst();
      if (leading.size() > 1) {
        obstacles.add("%s has more than one term with the highest time derivative".formatted(equation));
      } else if (!Leaves.isUnknown(unknown)) {
        obstacles.add("%s is nonlinear in its time derivative".formatted(equation));
      } else if (Leaves.derivatives(unknown).size() > order) {
        obstacles.add("%s has a derivative mixed in time and space, %s".formatted(equation, unknown));
      } else {
        Field field = Leaves.field(unknown);
        Expr solved = terms.sumOver(leads.negate(), terms.coefficients().get(unknown).negate());
        if (highest.putIfAbsent(field, solved) != null) {
          obstacles.add("more than one equation gives the time derivative of %s".formatted(field.name()));
        }
        orders.put(field, order);
      }
    }

    private static int timeOrder(Expr unknown, Coordinate t) {
      return (int) Leaves.derivatives(unknown).stream().filter(t::equals).count();
    }

    private void addInitial(Equation equation) {
      Terms terms = Terms.of(Lowering.normalForm(equation.residual()));
      List<Expr> unknowns = terms.coefficients().keySet().stream().filter(Leaves::hasUnknown).toList();
      if (unknowns.size() != 1 || !Leaves.isUnknown(unknowns.getFirst())) {
        obstacles.add("the initial condition %s does not give the value of one unknown".formatted(equation));
        return;
      }
      Expr unknown = unknowns.getFirst();
      initial.put(unknown, terms.sumOver(m -> !m.equals(unknown), terms.coefficients().get(unknown).negate()));
    }

    private EvolutionForm substitute(Coordinate t) {
      var unknowns = new ArrayList<Unknown>();
      for (Field field : problem.fields()) {
        for (int k = 0; k < orders.get(field); k++) {
          Expr time = timeDerivative(field, t, k);
          Expr value = initial.get(time);
          if (value == null) {
            obstacles.add("no initial condition gives %s".formatted(time));
            continue;
          }
          Expr right = k + 1 < orders.get(field) ? auxiliary(field, t, k + 1) : onUnknowns(highest.get(field), t);
          var split = LinearSplit.of(right, space(t), true);
          unknowns.add(
              new Unknown(field, k, auxiliary(field, t, k), right, split.linear(), split.remainder(), value));
        }
      }
      return new EvolutionForm(unknowns);
    }

    private List<Coordinate> space(Coordinate t) {
      return problem.coordinates().stream().filter(coordinate -> !coordinate.equals(t)).toList();
    }

    private static Expr timeDerivative(Field field, Coordinate t, int k) {
      return Partial.of(field, Collections.nCopies(k, t));
    }

    private static Field auxiliary(Field field, Coordinate t, int k) {
      return k == 0 ? field : new Field(field.name() + "_" + t.name().repeat(k), field.coordinates());
    }

    /** The expression with the time derivatives below the highest replaced by unknowns of their own. */
    private Expr onUnknowns(Expr expression, Coordinate t) {
      return Lowering.replaceLeaves(
          expression,
          leaf -> {
            if (!Leaves.isUnknown(leaf) || timeOrder(leaf, t) == 0) {
              return leaf;
            }
            Field field = Leaves.field(leaf);
            int k = timeOrder(leaf, t);
            if (k >= orders.get(field)) {
              obstacles.add("%s appears on the right-hand side, where only lower time derivatives may".formatted(leaf));
            }
            var rest = Leaves.derivatives(leaf).stream().filter(c -> !c.equals(t)).toList();
            return Partial.of(auxiliary(field, t, k), rest);
          });
    }
  }
}
