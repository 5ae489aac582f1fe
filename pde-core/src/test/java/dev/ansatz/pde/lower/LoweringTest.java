package dev.ansatz.pde.lower;

import static dev.ansatz.pde.lower.Statements.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoweringTest {
  @Test
  void derivativesArePushedOntoTheFields() {
    assertThat(Lowering.normalForm(d(U.pow(2), X))).isEqualTo(U.times(d(U, X)).times(2));
    assertThat(Lowering.normalForm(d(NU.times(X).times(d(U, X)), X)))
        .isEqualTo(NU.times(d(U, X)).plus(NU.times(X).times(d(U, X, X))));
    assertThat(Lowering.normalForm(d(Call.of(Elementary.SIN, U), X, X)))
        .hasToString(
            Call.of(Elementary.COS, U)
                .times(d(U, X, X))
                .minus(Call.of(Elementary.SIN, U).times(d(U, X).pow(2)))
                .toString());
    assertThat(Lowering.normalForm(d(d(U, X).times(U), T)))
        .isEqualTo(d(U, T, X).times(U).plus(d(U, X).times(d(U, T))));
  }

  @Test
  void theNormalFormIsAFixedPoint() {
    Expr once = Lowering.normalForm(d(U.times(d(U, X).pow(2)).times(X), X, T));
    assertThat(Lowering.normalForm(once)).isEqualTo(once);
  }

  @Test
  void normalDerivativesPointOutwards() {
    var parts = SQUARE.parts();
    Expr robin = new NormalDerivative(W.times(W)).plus(W);
    assertThat(Lowering.onPart(robin, parts.get(0))).isEqualTo(W.minus(W.times(d(W, X)).times(2)));
    assertThat(Lowering.onPart(robin, parts.get(1))).isEqualTo(W.plus(W.times(d(W, X)).times(2)));
    assertThat(Lowering.onPart(robin, parts.get(2))).isEqualTo(W.minus(W.times(d(W, Y)).times(2)));
    assertThatThrownBy(() -> Lowering.normalForm(robin)).hasMessageContaining("boundary part only");
  }

  @Test
  void indexCountsOrdersInTheGivenOrder() {
    var mixed = (Partial) d(U, X, T, X);
    assertThat(Lowering.index(mixed, List.of(T, X))).isEqualTo(new MultiIndex(1, 2));
    assertThat(Lowering.index(mixed, List.of(X, T))).isEqualTo(new MultiIndex(2, 1));
    assertThat(Lowering.index(U, List.of(T, X))).isEqualTo(MultiIndex.zero(2));
    assertThatThrownBy(() -> Lowering.index(mixed, List.of(X))).hasMessageContaining("not among the coordinates [x]");
  }

  @Test
  void jetPlanIsTheDownwardClosureOfWhatIsUsed() {
    Expr ks = d(U, T).plus(d(U.pow(2).over(2), X)).plus(d(U, X, X)).plus(d(U, X, X, X, X));
    assertThat(Lowering.jetPlan(List.of(ks), List.of(T, X)).indices())
        .containsExactly(
            new MultiIndex(0, 0), new MultiIndex(1, 0), new MultiIndex(0, 1), new MultiIndex(0, 2),
            new MultiIndex(0, 3), new MultiIndex(0, 4));
    assertThat(Lowering.jetPlan(List.of(d(W, X, Y)), List.of(X, Y)).size()).isEqualTo(4);
    assertThat(Lowering.jetPlan(List.of(X.plus(1)), List.of(X, Y)).size()).isEqualTo(1);
  }
}
