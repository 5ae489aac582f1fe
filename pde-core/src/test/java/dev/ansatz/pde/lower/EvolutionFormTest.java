package dev.ansatz.pde.lower;

import static dev.ansatz.pde.lower.Statements.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvolutionFormTest {
  @Test
  void splitsOffTheLinearPartWithConstantCoefficients() {
    // Allen–Cahn, written with a factor before the bracket and all on the left
    var equation = d(U, T).minus(NU.times(d(U, X, X))).minus(U.minus(U.pow(3)).times(5)).minus(X.times(U)).eq(0);
    var form = EvolutionForm.of(evolution(List.of(equation), initial(U.times(2).eq(X))));
    var u = form.unknowns().getFirst();
    assertThat(u.field()).isEqualTo(U);
    assertThat(u.initial()).isEqualTo(X.times(0.5));
    assertThat(u.linear())
        .containsExactlyInAnyOrder(
            new LinearTerm(U, new MultiIndex(2), NU), new LinearTerm(U, new MultiIndex(0), new Const(5)));
    assertThat(u.linear().stream().filter(term -> term.index().degree() == 2).findFirst().orElseThrow().value())
        .isEqualTo(0.25);
    assertThat(u.remainder()).isEqualTo(X.times(U).minus(U.pow(3).times(5)));
    assertThat(form.isNonlinear()).isTrue();
  }

  @Test
  void dividesByTheCoefficientOfTheTimeDerivative() {
    var form = EvolutionForm.of(evolution(List.of(d(U, X).minus(d(U, T).times(2)).eq(X)), initial(U.eq(0))));
    assertThat(form.unknowns().getFirst().linear()).extracting(LinearTerm::value).containsExactly(0.5);
    assertThat(form.unknowns().getFirst().remainder()).isEqualTo(X.times(-0.5));
    assertThat(form.isNonlinear()).isFalse();
  }

  @Test
  void higherOrdersInTimeBecomeUnknownsOfTheirOwn() {
    var telegraph = d(U, T, T).plus(d(U, T).times(3)).eq(d(U, X, X).plus(d(U, T, X)));
    var form = EvolutionForm.of(evolution(List.of(telegraph), initial(U.eq(X)), initial(d(U, T).eq(1))));
    assertThat(form.unknowns()).extracting(unknown -> unknown.field().name()).containsExactly("u", "u_t");
    Field rate = form.unknowns().get(1).field();
    assertThat(form.unknowns().get(0).linear()).containsExactly(new LinearTerm(rate, new MultiIndex(0), Const.ONE));
    assertThat(form.unknowns().get(1).rightHandSide()).isEqualTo(d(U, X, X).plus(d(rate, X)).minus(rate.times(3)));
    assertThat(form.unknowns().get(1).initial()).hasToString("1");
    assertThat(form.unknowns().get(1).of()).isEqualTo(U);
  }

  @Test
  void systemsAreSolvedFieldByField() {
    var form =
        EvolutionForm.of(
            evolution(
                List.of(d(V, T).eq(U.times(V).plus(d(U, X))), d(U, T).eq(V)), initial(U.eq(0)), initial(V.eq(1))));
    assertThat(form.unknowns()).extracting(EvolutionForm.Unknown::field).containsExactly(U, V);
    assertThat(form.unknowns().get(1).remainder()).isEqualTo(U.times(V));
  }

  static Stream<Problem> catalogue() {
    return Catalog.all().stream().map(Catalog.Entry::problem).filter(problem -> problem.domain().time().isPresent()
        && Feature.of(problem).isEmpty());
  }

  /** Whatever values the unknowns and their derivatives take, the residuals vanish once the form gives the highest in time. */
  @ParameterizedTest
  @MethodSource("catalogue")
  void theFormSolvesTheEquations(Problem problem) {
    var form = EvolutionForm.of(problem);
    Coordinate t = problem.domain().time().orElseThrow().coordinate();
    List<Coordinate> space = problem.coordinates().stream().filter(c -> !c.equals(t)).toList();
    var random = new SplittableRandom(1);
    var given = new HashMap<Expr, double[]>();
    var solved = new HashMap<Expr, Expr>();
    for (var unknown : form.unknowns()) {
      Expr linear = Const.ZERO;
      for (LinearTerm term : unknown.linear()) {
        linear = linear.plus(term.coefficient().times(term.derivative(space)));
      }
      var both = Pointwise.of(unknown.rightHandSide(), linear.plus(unknown.remainder()));
      both.inputs().forEach(input -> given.computeIfAbsent(input, _ -> random.doubles(10, -1, 1).toArray()));
      double[][] sides = both.values(given, 10);
      assertThat(sides[1]).containsExactly(sides[0], within(1e-13));
      solved.put(Partial.of(unknown.of(), Collections.nCopies(unknown.derivative() + 1, t)), unknown.rightHandSide());
    }
    for (Equation equation : problem.equations()) {
      Expr residual =
          Lowering.replaceLeaves(Lowering.normalForm(equation.residual()), leaf -> solved.getOrDefault(leaf, leaf));
      double[] values = Pointwise.of(residual).values(given, 10)[0];
      assertThat(values).containsExactly(new double[10], within(1e-13)); // terms of order 1 to 10
    }
  }

  @Test
  void namesEveryObstacle() {
    assertThatThrownBy(() -> EvolutionForm.of(evolution(List.of(d(U, T).pow(2).eq(U)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonlinear in its time derivative")
        .hasMessageContaining("no equation gives the time derivative of u");
    assertThat(EvolutionForm.obstacles(evolution(List.of(d(U, T).eq(U)), initial(d(U, X).eq(0)))))
        .containsExactly("no initial condition gives u");
    assertThat(EvolutionForm.obstacles(evolution(List.of(d(U, T).eq(U)), initial(U.pow(2).eq(X)))))
        .containsExactly("the initial condition u² = x does not give the value of one unknown");
    assertThat(EvolutionForm.obstacles(evolution(List.of(d(U, T).eq(d(U, T, X, X))), initial(U.eq(0)))))
        .anyMatch(obstacle -> obstacle.contains("more than one term"));
    assertThat(EvolutionForm.obstacles(evolution(List.of(d(U, T, X).eq(U)), initial(U.eq(0)))))
        .anyMatch(obstacle -> obstacle.contains("mixed in time and space"));
    assertThat(EvolutionForm.obstacles(evolution(List.of(d(U, T).eq(V), d(U, X).eq(d(V, X))), initial(U.eq(0)))))
        .anyMatch(obstacle -> obstacle.contains("has no time derivative"))
        .contains("no equation gives the time derivative of v");
    assertThat(EvolutionForm.obstacles(stationary(d(W, X, X).eq(0)))).containsExactly("it has no time coordinate");
  }

  @Test
  void stationaryResidualsSplitIntoLinearNonlinearAndSource() {
    Expr exp = Call.of(Elementary.EXP, W);
    var form = StationaryForm.of(stationary(d(W, X, X).plus(X.times(d(W, Y))).eq(exp.plus(Y))));
    var row = form.rows().getFirst();
    assertThat(row.linear())
        .extracting(LinearTerm::index)
        .containsExactlyInAnyOrder(new MultiIndex(2, 0), new MultiIndex(0, 1));
    assertThat(row.linear()).extracting(LinearTerm::isConstant).containsExactlyInAnyOrder(true, false);
    assertThat(row.nonlinear()).isEqualTo(exp.negate());
    assertThat(row.source()).isEqualTo(Y.negate());
    assertThat(form.isLinear()).isFalse();
    assertThat(StationaryForm.of(stationary(d(W, X, X).eq(Y))).isLinear()).isTrue();
  }
}
