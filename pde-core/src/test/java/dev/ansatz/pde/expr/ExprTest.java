package dev.ansatz.pde.expr;

import static dev.ansatz.pde.Pde.*;
import static dev.ansatz.pde.expr.Expressions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExprTest {

  /** What is typed, as text again, as mathematics, and for a renderer. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      u_t + u*u_x - nu*u_xx      | u_t + u*u_x - nu*u_xx       | u_t + u u_x - ν u_xx      | u_{t} + u\\,u_{x} - \\nu\\,u_{xx}
      u_xxxx + u_xx + u*u_x + u_t| u_t + u*u_x + u_xx + u_xxxx | u_t + u u_x + u_xx + u_xxxx | u_{t} + u\\,u_{x} + u_{xx} + u_{xxxx}
      5*(u - u^3)                | 5*(u - u^3)                 | 5 (u - u³)                | 5\\,\\left(u - {u}^{3}\\right)
      -sin(pi*x)                 | -sin(pi*x)                  | -sin(π x)                 | -\\sin\\left(\\pi\\,x\\right)
      cos(x/16)*(1 + sin(x/16))  | cos(x/16)*(1 + sin(x/16))   | cos(x/16) (1 + sin(x/16)) | \\cos\\left(\\frac{x}{16}\\right)\\,\\left(1 + \\sin\\left(\\frac{x}{16}\\right)\\right)
      d(u*u, x)                  | d(u^2, x)                   | (u²)_x                    | \\left({u}^{2}\\right)_{x}
      dn(u) + 2*u - 1            | -1 + 2*u + dn(u)            | -1 + 2 u + ∂_n u          | -1 + 2\\,u + \\partial_n u
      1/(2*x*u^2)                | 0.5/(x*u^2)                 | 0.5/(x u²)                | \\frac{0.5}{x\\,{u}^{2}}
      u_yxt                      | u_txy                       | u_txy                     | u_{txy}
      x^(2/3)                    | x^(2/3)                     | x^(2/3)                   | {x}^{2/3}
      exp(-t)*2*pi               | 2*pi*exp(-t)                | 2π exp(-t)                | 2\\pi\\,\\exp\\left(-t\\right)
      0.01/pi                    | 0.01/pi                     | 0.01/π                    | 0.01/\\pi
      2*x/3                      | 2/3*x                       | (2/3) x                   | \\left(2/3\\right)\\,x
      -(x + t)                   | -t - x                      | -t - x                    | -t - x
      sqrt(x^2)                  | sqrt(x^2)                   | sqrt(x²)                  | \\sqrt{{x}^{2}}
      1e-4*u_xx                  | 1e-4*u_xx                   | 1e-4 u_xx                 | 1\\cdot 10^{-4}\\,u_{xx}
      """)
  void prints(String typed, String text, String math, String latex) {
    Expr e = expression(typed, NAMES);
    assertThat(e.text()).isEqualTo(text);
    assertThat(e.toString()).isEqualTo(math);
    assertThat(e.latex()).isEqualTo(latex);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      u + u            | 2*u
      2*u - 2*u        | 0
      u*u^2            | u^3
      u/u              | u/u
      u^2/u            | u^2/u
      sqrt(x)*sqrt(x)  | sqrt(x)^2
      x^0.5*x^0.5      | x^0.5*x^0.5
      (x^2)^0.5        | (x^2)^0.5
      (x^2)^3          | x^6
      (2*x)^2          | 4*x^2
      0*log(x)         | 0
      1*u + 0          | u
      u^1 + x^0        | 1 + u
      2*(u + x) - 3*(u + x) | -x - u
      x - (u + x)      | -u
      sin(0) + exp(0)  | 1
      sqrt(4)*u        | 2*u
      sin(pi)          | sin(pi)
      d(x*3, x)        | d(3*x, x)
      d(nu, x)         | 0
      d(d(u, x), t)    | u_tx
      2^3              | 8
      1/0              | 0^(-1)
      """)
  void simplifiesLocallyAndNoMore(String typed, String text) {
    assertThat(expression(typed, NAMES).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      x^3*sin(t)   | 3*x^2*sin(t)
      x^nu         | nu*x^(-1 + nu)
      2^x          | 0.6931471805599453*2^x
      u^2          | 2*u*u_x
      sin(u)       | cos(u)*u_x
      u_t          | u_tx
      abs(x)       | sign(x)
      log(x)       | 1/x
      d(u^2, x)    | 2*u_x^2 + 2*u*u_xx
      """)
  void differentiates(String f, String derivative) {
    Expr found = expression(f, NAMES).derivative(X);
    // log(2) is a number only when evaluated
    assertThat(found.text().replace("2^x*log(2)", "0.6931471805599453*2^x")).isEqualTo(derivative);
  }

  @Test
  void minimumAndMaximumHaveTheSlopeOfTheOneTaken() {
    Expr f = max(X, X.pow(2)).derivative(X);
    assertThat(f.evaluate(Map.of(X, 0.5))).isEqualTo(1);
    assertThat(f.evaluate(Map.of(X, 3.0))).isEqualTo(6);
    Expr g = min(X, X.pow(2)).derivative(X);
    assertThat(g.evaluate(Map.of(X, 0.5))).isEqualTo(1);
    assertThat(g.evaluate(Map.of(X, 3.0))).isEqualTo(1);
  }

  @Test
  void substitutesFieldsUnderDerivativesAndCoordinatesAfterThem() {
    Expr heat = dt(U).minus(NU.times(d(U, X, X)));
    Expr exact = exp(T.negate()).times(sin(X.times(2)));
    Expr residual = heat.substitute(Map.of(U, exact));
    assertThat(residual.evaluate(Map.of(X, 0.3, T, 0.2))).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-15));
    assertThat(d(X.pow(3), X).substitute(Map.of(X, new Const(2)))).isEqualTo(new Const(12));
    assertThat(dt(U).substitute(Map.of(T, Const.ZERO))).isEqualTo(dt(U));
    assertThatThrownBy(() -> U.substitute(Map.of(U.plus(1), X))).hasMessageContaining("1 + u");
  }

  @Test
  void onlyExplicitExpressionsHaveValues() {
    assertThatThrownBy(() -> U.plus(1).evaluate(Map.of())).hasMessage("the field u has no value before a problem is solved");
    assertThatThrownBy(() -> X.evaluate(Map.of())).hasMessage("no value given for the coordinate x");
    assertThatThrownBy(() -> dn(U).derivative(X)).hasMessage("∂_n u is known only on the boundary and cannot be differentiated");
  }

  @Test
  void vectorCalculus() {
    VectorExpr v = vector("v", T, X, Y);
    assertThat(v).hasToString("(v1, v2)");
    assertThat(div(v)).hasToString("v1_x + v2_y");
    assertThat(rot(v)).hasToString("-v1_y + v2_x");
    assertThat(advect(v, v)).hasToString("(v1 v1_x + v2 v1_y, v1 v2_x + v2 v2_y)");
    assertThat(dt(v)).hasToString("(v1_t, v2_t)");
    assertThat(lap(U)).hasToString("u_xx + u_yy");
    assertThat(div(grad(U).times(NU))).hasToString("(ν u_x)_x + (ν u_y)_y");
    assertThat(dot(v, grad(U))).isEqualTo(advect(v, U));
    var z = space("z");
    VectorExpr w = vector("w", X, Y, z);
    assertThat(curl(w)).hasToString("(-w2_z + w3_y, w1_z - w3_x, -w1_y + w2_x)");
    assertThatThrownBy(() -> curl(v)).hasMessageContaining("rot is for two");
    assertThatThrownBy(() -> v.plus(w)).hasMessage("a vector over [x, y] meets one over [x, y, z]");
  }

  /** {@code grad(u).plus(u)} must not compile. */
  @Test
  void scalarsAndVectorsDoNotAdd() {
    assertThat(Expr.class.isAssignableFrom(VectorExpr.class)).isFalse();
    assertThat(Arrays.stream(VectorExpr.class.getMethods()).filter(m -> List.of("plus", "minus").contains(m.getName())))
        .isNotEmpty().allSatisfy(m -> assertThat(m.getParameterTypes()).containsExactly(VectorExpr.class));
  }

  @Test
  void greekLettersAndTheirNamesAreOne() {
    assertThat(param("ν", 1)).isEqualTo(param("nu", 1)).hasToString("ν");
    assertThat(space("θ").text()).isEqualTo("theta");
    var theta = space("theta");
    var f = field("f", theta);
    assertThat(d(f, theta, theta).text()).isEqualTo("f_{theta theta}");
    assertThat(d(f, theta, theta)).hasToString("f_θθ");
    assertThat(expression("f_{θ θ}", f)).isEqualTo(expression("f_θθ", f)).isEqualTo(d(f, theta, 2));
  }
}
