package dev.ansatz.pde.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakFormTest {
  private static Problem problem(String text) {
    return Pde.parse("problem test\n" + text);
  }

  private static Problem plane(String equation, String conditions) {
    return problem("u(x, y) on x in [0, 1], y in [0, 1]\n" + equation + "\n" + conditions);
  }

  private static WeakForm.Row row(String equation) {
    return WeakForm.of(plane(equation, "boundary u = 0")).rows().getFirst();
  }

  private static List<String> text(List<Expr> expressions) {
    return expressions.stream().map(Expr::text).toList();
  }

  private static String flux(String equation, String condition) {
    return WeakForm.of(plane(equation, condition)).natural().getFirst().flux().text();
  }

  @Test
  void constantCoefficients() {
    var row = row("-(u_xx + 3*u_yy) + 2*u_x + 5*u = sin(x)");
    assertThat(text(row.flux())).containsExactly("u_x", "3*u_y");
    assertThat(row.source().text()).isEqualTo("-sin(x) + 5*u + 2*u_x");
  }

  @Test
  void theSignIsThatOfTheEquation() {
    assertThat(text(row("u_xx + u_yy = 1").flux())).containsExactly("-u_x", "-u_y");
  }

  @Test
  void divergenceFormIsKept() {
    var row = row("-d((1 + x^2)*u_x, x) - d(exp(u)*u_y, y) = 1");
    assertThat(text(row.flux())).containsExactly("(1 + x^2)*u_x", "exp(u)*u_y");
    assertThat(row.source().text()).isEqualTo("-1");
  }

  @Test
  void aVariableCoefficientOutsideLeavesAConvection() {
    var row = row("-(1 + x)*u_xx - u^2*u_yy = 0");
    assertThat(text(row.flux())).containsExactly("(1 + x)*u_x", "u^2*u_y");
    assertThat(row.source().text()).isEqualTo("2*u*u_y^2 + u_x");
  }

  @Test
  void mixedDerivativesAreShared() {
    assertThat(text(row("-u_xx - u_yy - u_xy = 0").flux())).containsExactly("u_x + 0.5*u_y", "0.5*u_x + u_y");
  }

  @Test
  void nonlinearFluxes() {
    var row = row("-div(grad(u)/sqrt(1 + u_x^2 + u_y^2)) + u^3 = 0");
    assertThat(text(row.flux())).containsExactly("u_x/sqrt(1 + u_x^2 + u_y^2)", "u_y/sqrt(1 + u_x^2 + u_y^2)");
    assertThat(WeakForm.of(plane("-div(grad(u)/sqrt(1 + u_x^2 + u_y^2)) = 0", "boundary u = 0")).isLinear()).isFalse();
    assertThat(WeakForm.of(plane("-div(x*grad(u)) + u = 0", "boundary u = 0")).isLinear()).isTrue();
  }

  @Test
  void linearisation() {
    var row = row("-d(u^3*u_x, x) - u_yy + u*u_x = 0");
    var x = new Coordinate("x", Coordinate.Kind.SPACE);
    Expr flux = row.flux().getFirst();
    assertThat(WeakForm.derivative(flux, row.field()).text()).isEqualTo("3*u^2*u_x");
    assertThat(WeakForm.derivative(flux, row.field().derivative(x)).text()).isEqualTo("u^3");
    assertThat(WeakForm.derivative(row.source(), row.field().derivative(x)).text()).isEqualTo("u");
  }

  @Test
  void conditionsBecomeFluxes() {
    String isotropic = "-div((1 + x*y)*grad(u)) = 0";
    assertThat(flux(isotropic, "boundary x=1: dn(u) = y\nboundary x=0, y=0, y=1: u = 0")).isEqualTo("y*(1 + x*y)");
    assertThat(flux(isotropic, "boundary x=0: dn(u) + 2*u = y\nboundary x=1, y=0, y=1: u = 0")).isEqualTo("(1 + x*y)*(y - 2*u)");
    assertThat(flux(isotropic, "boundary y=0: u_y = x\nboundary x=0, x=1, y=1: u = 0")).isEqualTo("-x*(1 + x*y)");
    assertThat(flux("-u_xx - u_yy = 0", "boundary y=1: 2*dn(u) = 1 - u^4\nboundary x=0, x=1, y=0: u = 0")).isEqualTo("0.5 - 0.5*u^4");
  }

  /** F · n = (2 u_x + u_y/2) n_x + …: on x = 1 the condition gives u_x, and u_y is along the edge. */
  @Test
  void theConormalOfATensorKeepsTheTangentialPart() {
    assertThat(flux("-2*u_xx - u_xy - u_yy = 0", "boundary x=1: dn(u) = 3\nboundary x=0, y=0, y=1: u = 0")).isEqualTo("6 + 0.5*u_y");
    assertThat(flux("-u_xx - u_yy = 0", "boundary x=1: dn(u) + u_y = 3\nboundary x=0, y=0, y=1: u = 0")).isEqualTo("3 - u_y");
  }

  @Test
  void essentialConditionsAreSolvedForTheField() {
    var essential = WeakForm.of(plane("-u_xx - u_yy = 0", "boundary 2*u - x = y")).essential();
    assertThat(essential).hasSize(4);
    assertThat(essential.getFirst().value().text()).isEqualTo("0.5*(x + y)");
  }

  @Test
  void navierStokesPairsContinuityWithThePressure() {
    var form = WeakForm.of(problem("""
        vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
        div(v) = 0
        advect(v, v) + grad(p) = lap(v)/100
        boundary v = 0
        """));
    assertThat(form.rows().stream().map(r -> r.field().name())).containsExactly("p", "v1", "v2");
    assertThat(form.rows().stream().map(WeakForm.Row::hasFlux)).containsExactly(false, true, true);
    assertThat(text(form.rows().get(1).flux())).containsExactly("0.01*v1_x", "0.01*v1_y");
    assertThat(form.rows().get(1).source().text()).isEqualTo("v1*v1_x + v2*v1_y + p_x");
    assertThat(form.isLinear()).isFalse();
  }

  @Test
  void everyStationaryProblemOfSecondOrderInTheCatalogueHasOne() {
    for (String name : List.of("poisson-square", "poisson-neumann", "helmholtz", "boundary-layer")) {
      assertThat(WeakForm.obstacles(Catalog.get(name).problem())).as(name).isEmpty();
    }
    assertThat(WeakForm.obstacles(Catalog.get("heat-2d").problem())).isEmpty();
  }

  @Test
  void refusalsSayWhy() {
    String zero = "boundary u = 0";
    assertThat(WeakForm.obstacles(Catalog.get("clamped-plate").problem())).anyMatch(o -> o.contains("is of an order above 2"));
    assertThat(WeakForm.obstacles(plane("u_xx*u_yy - u_xy^2 = 1", zero)))
        .anyMatch(o -> o.contains("is not linear in the second derivatives"));
    assertThat(WeakForm.obstacles(plane("-(1 + u_x^2)*u_xx - u_yy = 0", zero)))
        .containsExactly("the coefficient -1 - u_x² in -(1 + u_x²) u_xx - u_yy = 0 depends on derivatives of a field: "
            + "write the term as the divergence of a flux, such as d(a*u_x, x)");
    assertThat(WeakForm.obstacles(plane("-(2 + sign(x - 0.5))*u_xx - u_yy = 0", zero))).anyMatch(o -> o.contains("kinks or jumps"));
    assertThat(WeakForm.obstacles(plane("-d((2 + sign(x - 0.5))*u_x, x) - u_yy = 0", zero))).isEmpty();
    assertThat(WeakForm.obstacles(Catalog.get("wave").problem())).anyMatch(o -> o.contains("only first time derivatives"));
    assertThat(WeakForm.obstacles(plane("-u_xx - u_yy = 0", "boundary dn(u)^2 = 1")))
        .anyMatch(o -> o.contains("is not linear in the derivatives of u"));
    assertThat(WeakForm.obstacles(plane("-u_xx - u_yy = 0", "boundary u_x = 1")))
        .anyMatch(o -> o.contains("on y=0 has no derivative across the boundary"));
    assertThatThrownBy(() -> WeakForm.of(plane("u_xx*u_yy = 1", "boundary u^2 = 1"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("test has no weak form of second order");
  }
}
