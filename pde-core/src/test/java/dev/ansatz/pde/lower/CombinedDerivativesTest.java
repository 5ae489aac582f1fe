package dev.ansatz.pde.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.engine.jet.DifferentialOperator;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CombinedDerivativesTest {
  private static final Coordinate X = Pde.space("x");
  private static final Coordinate Y = Pde.space("y");
  private static final Coordinate T = Pde.time("t");
  private static final List<Coordinate> PLANE = List.of(X, Y);
  private static final Field U = Pde.field("u", X, Y);
  private static final Field V = Pde.field("v", T, X);
  private static final Parameter NU = Pde.param("nu", 0.1);

  private static CombinedDerivatives plane(Expr... expressions) {
    return CombinedDerivatives.of(List.of(expressions), PLANE, Set.of());
  }

  private static CombinedDerivatives inTime(Set<Parameter> varying, Equation... equations) {
    return CombinedDerivatives.of(Stream.of(equations).map(Equation::residual).toList(), List.of(T, X), varying);
  }

  private static void assertApart(String what, CombinedDerivatives combined, List<Coordinate> coordinates) {
    assertThat(combined.jets().operator()).as(what).isEmpty();
    assertThat(combined.jets()).as(what).isEqualTo(Lowering.jetPlan(combined.expressions(), coordinates));
    assertThat(combined.folded()).as(what).isEmpty();
  }

  @Test
  void aLaplacianTakesOneChannel() {
    var combined = plane(Pde.lap(U).negate().minus(Pde.sin(X.times(U))));
    assertThat(combined.jets().operator()).contains(DifferentialOperator.laplacian(2, List.of(0, 1)));
    assertThat(combined.jets().indices())
        .containsExactly(new MultiIndex(0, 0), new MultiIndex(1, 0), new MultiIndex(0, 1), new MultiIndex(2, 0));
    assertThat(combined.expressions()).containsExactly(Pde.d(U, X, X).negate().minus(Pde.sin(X.times(U))));
  }

  @Test
  void burgersTakesThreeChannels() {
    var combined = inTime(Set.of(), Pde.dt(V).plus(V.times(Pde.d(V, X))).eq(Pde.d(V, X, X).times(NU)));
    assertThat(combined.jets().operator())
        .contains(new DifferentialOperator(List.of(new MultiIndex(0, 2), new MultiIndex(1, 0)), List.of(1.0, -1 / NU.value())));
    assertThat(combined.jets().indices()).containsExactly(new MultiIndex(0, 0), new MultiIndex(0, 1), new MultiIndex(0, 2));
    assertThat(combined.folded()).containsExactly(NU);
  }

  @Test
  void theTimeDerivativeJoinsTheFourthOfKuramotoSivashinsky() {
    var combined = inTime(Set.of(),
        Pde.dt(V).plus(V.times(Pde.d(V, X))).plus(Pde.d(V, X, X)).plus(Pde.d(V, X, X, X, X).times(NU)).eq(0));
    assertThat(combined.jets().size()).isEqualTo(5);
    assertThat(combined.jets().operator().orElseThrow().indices()).containsExactly(new MultiIndex(0, 4), new MultiIndex(1, 0));
  }

  @Test
  void aFactorOfAllTermsDoesNotMatter() {
    Expr vanishing = T.times(Const.ONE.minus(X.pow(2)));
    Expr residual = Lowering.normalForm(vanishing.times(Pde.dt(V)).minus(vanishing.times(NU).times(Pde.d(V, X, X))).plus(V));
    var combined = CombinedDerivatives.of(List.of(residual), List.of(T, X), Set.of());
    assertThat(combined.jets().size()).isEqualTo(3);
  }

  @Test
  void aParameterThatVariesIsNoNumber() {
    var equation = Pde.dt(V).eq(Pde.d(V, X, X).times(NU));
    assertApart("varying", inTime(Set.of(NU), equation), List.of(T, X));
    assertThat(inTime(Set.of(Pde.param("other", 1)), equation).jets().operator()).isPresent();
  }

  @Test
  void productsWithALaplacianAreCombinedTooAndTimeIsLeftOut() {
    Field v = Pde.field("v", T, X, Y);
    Expr laplacian = Pde.d(v, X, X).plus(Pde.d(v, Y, Y));
    var combined = CombinedDerivatives.of(List.of(Pde.dt(v).eq(laplacian.times(v).times(NU).plus(v.pow(2))).residual()), List.of(T, X, Y),
        Set.of());
    assertThat(combined.jets().operator()).contains(DifferentialOperator.laplacian(3, List.of(1, 2)));
    assertThat(combined.jets().size()).isEqualTo(5);
  }

  @Test
  void theSumOfFiveSecondDerivativesSavesFourChannels() {
    var x = IntStream.range(1, 6).mapToObj(i -> Pde.space("x" + i)).toList();
    Field w = Pde.field("w", x.toArray(Coordinate[]::new));
    Expr sum = x.stream().map(c -> Pde.d(w, c, c)).reduce(Expr::plus).orElseThrow();
    assertThat(CombinedDerivatives.of(List.of(sum), x, Set.of()).jets().size()).isEqualTo(7);
  }

  @Test
  void theOperatorsOfWavesAndOfScaledAxesAreCombined() {
    assertThat(plane(Pde.d(U, X, X).minus(Pde.d(U, Y, Y))).jets().operator().orElseThrow().coefficients()).containsExactly(1.0, -1.0);
    assertThat(plane(Pde.d(U, X, X).plus(Pde.d(U, Y, Y).times(2))).jets().operator().orElseThrow().coefficients())
        .containsExactly(1.0, 2.0);
  }

  @Test
  void otherDerivativesStayApart() {
    Map<String, Expr> cases = Map.of(
        "a coefficient that varies with one term only", Pde.d(U, X, X).times(X).plus(Pde.d(U, Y, Y)),
        "one alone", Pde.d(U, X, X).plus(U),
        "a square", Pde.d(U, X, X).pow(2).plus(Pde.d(U, Y, Y).pow(2)),
        "inside of a function", Pde.sin(Pde.d(U, X, X).plus(Pde.d(U, Y, Y))),
        "derivatives above", Pde.lap(U).plus(Pde.d(U, X, X, X).pow(2)),
        "mixed derivatives above", Pde.lap(U).plus(Pde.d(U, X, X, Y, Y).times(X)));
    cases.forEach((what, expression) -> assertApart(what, plane(expression), PLANE));
  }

  @Test
  void twoExpressionsAndTwoFieldsMustAgree() {
    Field v = Pde.field("v", X, Y);
    assertThat(plane(Pde.lap(U).plus(v), Pde.lap(v).minus(U)).jets().operator()).isPresent();
    assertApart("fields", plane(Pde.lap(U).plus(v), Pde.d(v, X, X)), PLANE);
    assertApart("ratios", plane(Pde.lap(U).plus(v), Pde.d(v, X, X).plus(Pde.d(v, Y, Y).times(2))), PLANE);
    assertApart("expressions", plane(Pde.lap(U), Pde.d(U, Y, Y).minus(U)), PLANE);
  }
}
