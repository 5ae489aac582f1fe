package dev.ansatz.pde.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CombinedLaplacianTest {
  private static final Coordinate X = Pde.space("x");
  private static final Coordinate Y = Pde.space("y");
  private static final Coordinate T = Pde.time("t");
  private static final List<Coordinate> PLANE = List.of(X, Y);
  private static final Field U = Pde.field("u", X, Y);

  private static CombinedLaplacian plane(Expr... expressions) {
    return CombinedLaplacian.of(List.of(expressions), PLANE);
  }

  private static Expr residual(Equation equation) {
    return equation.residual();
  }

  @Test
  void aLaplacianTakesOneChannel() {
    var combined = plane(Pde.lap(U).negate().minus(Pde.sin(X.times(U))));
    assertThat(combined.jets().laplacian()).containsExactly(0, 1);
    assertThat(combined.jets().indices())
        .containsExactly(new MultiIndex(0, 0), new MultiIndex(1, 0), new MultiIndex(0, 1), new MultiIndex(2, 0));
    assertThat(combined.expressions()).containsExactly(Pde.d(U, X, X).negate().minus(Pde.sin(X.times(U))));
  }

  @Test
  void productsWithALaplacianAreCombinedTooAndTimeIsLeftOut() {
    var nu = Pde.param("nu", 0.1);
    Field v = Pde.field("v", T, X, Y);
    Expr laplacian = Pde.d(v, X, X).plus(Pde.d(v, Y, Y));
    var combined = CombinedLaplacian.of(List.of(residual(Pde.dt(v).eq(laplacian.times(v).times(nu).plus(v.pow(2))))), List.of(T, X, Y));
    assertThat(combined.jets().laplacian()).containsExactly(1, 2);
    assertThat(combined.jets().size()).isEqualTo(5);
  }

  @Test
  void theSumOfFiveSecondDerivativesSavesFourChannels() {
    var x = IntStream.range(1, 6).mapToObj(i -> Pde.space("x" + i)).toList();
    Field w = Pde.field("w", x.toArray(Coordinate[]::new));
    Expr sum = x.stream().map(c -> Pde.d(w, c, c)).reduce(Expr::plus).orElseThrow();
    assertThat(CombinedLaplacian.of(List.of(sum), x).jets().size()).isEqualTo(7);
  }

  @Test
  void otherSecondDerivativesStayApart() {
    Map<String, Expr> cases = Map.of(
        "different coefficients", Pde.d(U, X, X).plus(Pde.d(U, Y, Y).times(2)),
        "a coefficient that varies with one term only", Pde.d(U, X, X).times(X).plus(Pde.d(U, Y, Y)),
        "one alone", Pde.d(U, X, X).plus(Pde.d(U, Y)),
        "a wave", Pde.d(U, X, X).minus(Pde.d(U, Y, Y)),
        "a square", Pde.d(U, X, X).pow(2).plus(Pde.d(U, Y, Y).pow(2)),
        "inside of a function", Pde.sin(Pde.d(U, X, X).plus(Pde.d(U, Y, Y))),
        "derivatives above", Pde.lap(U).plus(Pde.d(U, X, X, X)),
        "a mixed derivative above", Pde.lap(U).plus(Pde.d(U, X, X, Y)));
    cases.forEach((what, expression) -> {
      var combined = plane(expression);
      assertThat(combined.jets().laplacian()).as(what).isEmpty();
      assertThat(combined.jets()).as(what).isEqualTo(Lowering.jetPlan(List.of(expression), PLANE));
    });
  }

  @Test
  void twoFieldsMustAgree() {
    Field v = Pde.field("v", X, Y);
    assertThat(plane(Pde.lap(U).plus(v), Pde.lap(v).minus(U)).jets().laplacian()).containsExactly(0, 1);
    assertThat(plane(Pde.lap(U).plus(v), Pde.d(v, X, X)).jets().laplacian()).isEmpty();
  }
}
