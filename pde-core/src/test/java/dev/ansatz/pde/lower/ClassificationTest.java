package dev.ansatz.pde.lower;

import static dev.ansatz.pde.Pde.parse;
import static dev.ansatz.pde.lower.Statements.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.lower.BoundaryForm.Kind;
import dev.ansatz.pde.lower.Classification.Conservation;
import dev.ansatz.pde.lower.Classification.Linearity;
import dev.ansatz.pde.lower.Classification.Type;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationTest {
  private static final Expr U_T = d(U, T);
  private static final Expr U_TT = d(U, T, T);
  private static final Expr U_X = d(U, X);
  private static final Expr U_XX = d(U, X, X);
  private static final Expr U_XXX = d(U, X, X, X);
  private static final Expr U_XXXX = d(U, X, X, X, X);
  private static final Expr W_XX = d(W, X, X);
  private static final Expr W_YY = d(W, Y, Y);

  private static Arguments evolves(Type type, Linearity linearity, boolean constant, Expr... residuals) {
    return Arguments.of(evolution(Stream.of(residuals).map(r -> r.eq(0)).toList()), type, linearity, constant);
  }

  private static Arguments stands(Type type, Linearity linearity, boolean constant, Expr residual) {
    return Arguments.of(stationary(residual.eq(0)), type, linearity, constant);
  }

  static Stream<Arguments> equations() {
    Expr w = W;
    return Stream.of(
        evolves(Type.PARABOLIC, Linearity.LINEAR, true, U_T.minus(NU.times(U_XX))),
        evolves(Type.UNDECIDED, Linearity.LINEAR, true, U_T.plus(U_XX)), // backward in time: ill-posed
        evolves(Type.PARABOLIC, Linearity.SEMILINEAR, true, U_T.plus(U.times(U_X)).minus(NU.times(U_XX))),
        evolves(Type.PARABOLIC, Linearity.LINEAR, false, U_T.minus(d(X.pow(2).plus(1).times(U_X), X))),
        evolves(Type.UNDECIDED, Linearity.LINEAR, false, U_T.minus(X.times(U_XX))), // X changes sign in (-1, 1)
        evolves(Type.UNDECIDED, Linearity.QUASILINEAR, true, U_T.minus(d(U.pow(2).times(U_X), X))),
        evolves(Type.PARABOLIC, Linearity.SEMILINEAR, true, U_T.plus(U.times(U_X)).plus(U_XX).plus(U_XXXX)),
        evolves(Type.DISPERSIVE, Linearity.SEMILINEAR, true, U_T.plus(U.times(U_X)).plus(U_XXX)),
        evolves(Type.HYPERBOLIC, Linearity.LINEAR, true, U_T.plus(U_X.times(30))),
        evolves(Type.HYPERBOLIC, Linearity.QUASILINEAR, true, U_T.plus(U.times(U_X))),
        evolves(Type.HYPERBOLIC, Linearity.NONLINEAR, true, U_T.plus(U_X.pow(2))),
        evolves(Type.HYPERBOLIC, Linearity.LINEAR, true, U_TT.minus(U_XX.times(4))),
        evolves(Type.HYPERBOLIC, Linearity.LINEAR, true, U_TT.plus(U_T).minus(U_XX)),
        evolves(Type.ELLIPTIC, Linearity.LINEAR, true, U_TT.plus(U_XX)),
        evolves(Type.DISPERSIVE, Linearity.LINEAR, true, U_TT.plus(U_XXXX)),
        evolves(Type.ORDINARY, Linearity.SEMILINEAR, true, U_T.minus(U.times(U.minus(1).negate()))),
        evolves(Type.UNDECIDED, Linearity.LINEAR, true, U_T.minus(d(U, T, X, X)).plus(U_X)),
        // Schrödinger, in real and imaginary part
        evolves(Type.DISPERSIVE, Linearity.LINEAR, true, U_T.plus(d(V, X, X)), d(V, T).minus(U_XX)),
        // the wave equation as a system of first order
        evolves(Type.HYPERBOLIC, Linearity.LINEAR, true, U_T.plus(d(V, X)), d(V, T).plus(U_X)),
        // Cauchy–Riemann, the same with one sign changed, has no real characteristics
        evolves(Type.UNDECIDED, Linearity.LINEAR, true, U_T.plus(d(V, X)), d(V, T).minus(U_X)),
        evolves(Type.PARABOLIC, Linearity.SEMILINEAR, true,
            U_T.minus(U_XX).plus(U.times(V)), d(V, T).minus(d(V, X, X).times(3)).minus(U_XX)),
        stands(Type.ELLIPTIC, Linearity.LINEAR, true, W_XX.plus(W_YY)),
        stands(Type.ELLIPTIC, Linearity.SEMILINEAR, true, W_XX.plus(W_YY).minus(Call.of(Elementary.EXP, w))),
        stands(Type.ELLIPTIC, Linearity.LINEAR, true, W_XX.plus(d(W, X, Y)).plus(W_YY)),
        stands(Type.HYPERBOLIC, Linearity.LINEAR, true, W_XX.plus(d(W, X, Y).times(3)).plus(W_YY)),
        stands(Type.HYPERBOLIC, Linearity.LINEAR, true, d(W, X, Y)),
        stands(Type.PARABOLIC, Linearity.LINEAR, true, W_XX.plus(d(W, X, Y).times(2)).plus(W_YY)),
        stands(Type.UNDECIDED, Linearity.LINEAR, false, W_XX.plus(X.minus(0.5).times(W_YY))), // Tricomi
        stands(Type.ELLIPTIC, Linearity.LINEAR, true,
            d(W, X, X, X, X).plus(d(W, X, X, Y, Y).times(2)).plus(d(W, Y, Y, Y, Y))),
        stands(Type.UNDECIDED, Linearity.NONLINEAR, true, W_XX.times(W_YY).minus(d(W, X, Y).pow(2)).minus(1)));
  }

  @ParameterizedTest
  @MethodSource("equations")
  void equationsHaveTheTypeOfTheTextbook(Problem problem, Type type, Linearity linearity, boolean constant) {
    Classification classification = Lowering.classify(problem);
    assertThat(classification.type()).as("%s", problem.equations()).isEqualTo(type);
    assertThat(classification.linearity()).as("%s", problem.equations()).isEqualTo(linearity);
    assertThat(classification.constantCoefficients()).as("%s", problem.equations()).isEqualTo(constant);
  }

  @Test
  void ordersAreCountedPerCoordinate() {
    var equations = List.of(U_TT.plus(d(U, X, X, X)).plus(d(V, X)).eq(0), d(V, T).eq(U));
    var classification = Lowering.classify(evolution(equations));
    assertThat(classification.timeOrder()).isEqualTo(2);
    assertThat(classification.spaceOrder()).isEqualTo(3);
    assertThat(classification.orders().get(U)).containsEntry(T, 2).containsEntry(X, 3);
    assertThat(classification.orders().get(V)).containsEntry(T, 1).containsEntry(X, 1);
  }

  @Test
  void boundaryConditionsAreBroughtToOneForm() {
    var left = SQUARE.parts().get(0);
    Expr dn = new NormalDerivative(W);
    assertForm(BoundaryForm.of(W.times(2).eq(X), left), Kind.DIRICHLET, "2", "0", "x");
    assertForm(BoundaryForm.of(dn.eq(1), left), Kind.NEUMANN, "0", "1", "1");
    // u_x points inwards at the left end
    assertForm(BoundaryForm.of(d(W, X).eq(3), left), Kind.NEUMANN, "0", "-1", "3");
    assertForm(BoundaryForm.of(dn.plus(W.times(2)).eq(Y), left), Kind.ROBIN, "2", "1", "y");
    for (Equation other : List.of(d(W, Y).eq(0), dn.plus(W.pow(2)).eq(0), d(W, X, X).eq(0), U.plus(W).eq(0), X.eq(0))) {
      assertThat(BoundaryForm.of(other, left).kind()).as("%s", other).isEqualTo(Kind.OTHER);
    }
  }

  private static void assertForm(BoundaryForm form, Kind kind, String value, String normal, String data) {
    assertThat(form.kind()).isEqualTo(kind);
    assertThat(form.value()).hasToString(value);
    assertThat(form.normal()).hasToString(normal);
    assertThat(form.data()).hasToString(data);
  }

  @Test
  void printsWhatItFound() {
    var burgers =
        evolution(
            List.of(U_T.plus(U.times(U_X)).eq(NU.times(U_XX))), initial(U.eq(X)), onAll(EVOLUTION, U.eq(0)));
    assertThat(Lowering.classify(burgers))
        .hasToString(
            """
            evolution of order 1 in time, order 2 in space, parabolic, semilinear, constant coefficients
            a conservation law
            u: order 1 in t, order 2 in x
            Dirichlet u = 0 on x=-1
            Dirichlet u = 0 on x=1""");
    var periodic = evolution(List.of(U_T.eq(U_X)), initial(U.eq(0)), new Condition.Periodic(X));
    assertThat(Lowering.classify(periodic))
        .hasToString(
            """
            evolution of order 1 in time, order 1 in space, hyperbolic, linear, constant coefficients
            a conservation law
            u: order 1 in t, order 1 in x
            periodic in x""");
  }

  @Test
  void conservationIsDecidedByTheVariationalDerivative() {
    Expr v = V;
    assertConserved(Conservation.CONSERVED, U_T.plus(U.times(U_X)).minus(NU.times(U_XX)), U_T.plus(U.times(U_X)).plus(U_XXX),
        U_T.minus(d(U.pow(2).times(U_X), X)), U_TT.minus(U_XX), U_T.plus(d(Call.of(Elementary.SIN, X).times(U), X)),
        // u u_xxx + 2 u_x u_xx is the derivative of u u_xx + u_x²/2
        U_T.plus(U.times(U_XXX)).plus(U_X.times(U_XX).times(2)), U_T.plus(U.times(d(V, X))).plus(v.times(U_X)));
    assertConserved(Conservation.BALANCE, U_T.minus(U_XX).minus(U).plus(U.pow(3)), U_T.minus(U_XX).minus(X.times(T)),
        // x u u_x is the derivative of x u²/2 less u²/2
        U_T.plus(X.times(U.times(U_X))), U_T.minus(U_XX).plus(U.times(V)));
    assertConserved(Conservation.NONE, U_T.plus(U_X.pow(2)), U_T.minus(U.times(U_XX)),
        U_T.plus(v.times(U_X)), U_T.plus(U.pow(2).times(U_XXX)));
  }

  private static void assertConserved(Conservation expected, Expr... residuals) {
    for (Expr residual : residuals) {
      // the second equation is there for the field it gives
      var problem = evolution(List.of(residual.eq(0), d(V, T).eq(d(V, X, X))));
      assertThat(Lowering.classify(problem).conservation().getFirst()).as("%s", residual).isEqualTo(expected);
    }
  }

  @Test
  void otherConditionsAndInputFieldsAreToldToo() {
    assertThat(Lowering.classify(parse("""
        problem layers
        u(x) on x in [0, 1]
        unknown k = 2
        -d(piecewise(x < 1/2: k, else 4)*u_x, x) = mean(u)
        interface x=1/2: jump(u) = 0
        interface x=1/2: jump(piecewise(x < 1/2: k, else 4)*u_x) = 0
        boundary u = 0
        observe u at 0.5 = 1 noise 0.1
        """))).hasToString("""
        stationary, order 2 in space, elliptic, linear, variable coefficients
        u: order 2 in x
        Dirichlet u = 0 on x=0
        Dirichlet u = 0 on x=1
        interface jump(u) = 0 at x=0.5
        interface jump(piecewise(x < 0.5: k, else 4) u_x) = 0 at x=0.5
        observation of u at 1 point""");
    var darcy = Lowering.classify(parse("""
        problem darcy
        s(x, y) on x in [0, 1], y in [0, 1]
        input a(x, y)
        -div(a*grad(s)) = 1
        boundary s = 0
        """));
    assertThat(darcy.linearity()).isEqualTo(Linearity.LINEAR);
    assertThat(darcy.constantCoefficients()).isFalse();
    assertThat(darcy.conservation()).containsExactly(Conservation.BALANCE);
  }
}
