package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields that equations leave open by a constant, numbers that are integrals of the solution. */
class GaugeTest {
  private static Solution solve(Problem problem) {
    return Reference.solver("fem-p2", 1e-5).solve(problem, Run.defaults());
  }

  /** u = x² + y² − 1/2, of mean 0 on the unit disk: the source 4 π leaves by the flux 2 over a length of 2 π. */
  private static Problem paraboloid(double flux, String gauge) {
    return Pde.parse("""
        problem paraboloid
        u(x, y)  on  disk (0, 0) radius 1
        lap(u) = 4
        boundary disk: dn(u) = %s
        %s
        """.formatted(flux, gauge));
  }

  @ParameterizedTest
  @CsvSource({"gauge mean(u) = 0,-0.5", "gauge u(0.3; 0.4) = 2,1.75", "gauge integral(u) = 3,0.45492965855137201"})
  void fluxesAllOverTheBoundaryWithAGauge(String gauge, double atTheCentre) {
    var answer = solve(paraboloid(2, gauge.replace(';', ',')));
    var u = answer.problem().fields().getFirst();
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    // the error of the answer, of size 1, and the gauge's own of the shape of the boundary
    assertThat(answer.value(u, 0, 0)).isCloseTo(atTheCentre, within(2e-5));
    assertThat(answer.value(u, -0.6, 0.7)).isCloseTo(atTheCentre + 0.85, within(2e-5));
    // the flux through parabolas instead of arcs: measured 6e-8
    assertThat(Double.parseDouble(answer.provenance().configuration().get("imbalance of the data for u"))).isLessThan(1e-6);
  }

  @ParameterizedTest
  @CsvSource({"1.9,0.026", "2.001,2.5e-4", "-2,1"})
  void incompatibleDataAreNamed(double flux, double imbalance) {
    var answer = solve(paraboloid(flux, "gauge mean(u) = 0"));
    assertThat(answer.termination()).isInstanceOfSatisfying(Termination.Diverged.class,
        d -> assertThat(d.describe()).contains("the data are incompatible").contains("leaves u open by a constant"));
    assertThat(answer.value(answer.problem().fields().getFirst(), 0, 0)).isNaN();
    assertThat(answer.errorEstimate()).isEmpty();
    // |4 π − 2 π flux| of 4 π + 2 π flux
    double found = Double.parseDouble(answer.termination().describe().replaceAll(".* add up to (\\S+) of their size.*", "$1"));
    assertThat(found).isCloseTo(imbalance, within(0.05 * imbalance));
    // told by the statement, without a mesh
    assertThat(answer.provenance().configuration()).doesNotContainKey("meshes");
  }

  /** Data with cases need the meshes: sources of 8/3 and of 4/3 on a square, against a flux of 1 through its sides of length 8. */
  @ParameterizedTest
  @CsvSource({"8/3,true", "2,false"})
  void dataWithCasesAreJudgedByMeshes(String source, boolean compatible) {
    var answer = solve(Pde.parse("""
        problem halves
        u(x, y)  on  x in [-1, 1], y in [-1, 1]
        lap(u) = if x < 0 then %s else 4/3
        boundary dn(u) = 1
        gauge mean(u) = 0
        """.formatted(source)));
    assertThat(answer.termination()).isInstanceOf(compatible ? Termination.Converged.class : Termination.Diverged.class);
    assertThat(answer.provenance().configuration()).containsKey("meshes");
  }

  /** Water that flows in and does not flow out again. */
  @Test
  void incompatibleInflowIsNamed() {
    var answer = solve(Pde.parse("""
        problem filling
        vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
        grad(p) - lap(v) = 0
        div(v) = 0
        boundary x=0: v = (y*(1 - y), 0)
        boundary x=1, y=0, y=1: v = 0
        gauge mean(p) = 0
        """));
    assertThat(answer.termination()).isInstanceOfSatisfying(Termination.Diverged.class,
        d -> assertThat(d.describe()).contains("leaves p open by a constant"));
  }

  /** −u_xx − u_yy + u_x has constants in its kernel, its adjoint has not: the source that mends the data is no plain mean. */
  @Test
  void convectionWithFluxesAllOver() {
    var stated = Pde.parse("""
        problem convection
        u(x, y)  on  x in [0, 1], y in [0, 2]
        -lap(u) + 3*u_x = 0
        boundary x=0, x=1, y=0, y=2: dn(u) = 0
        gauge u(0, 0) = 0
        """);
    var u = stated.fields().getFirst();
    var exact = Pde.expression("sin(x + 2*y) + x*y", stated.coordinates().toArray(dev.ansatz.pde.expr.Expr[]::new));
    var problem = dev.ansatz.pde.lower.Lowering.manufacture(stated, java.util.Map.of(u, exact));
    var answer = solve(problem);
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    assertThat(answer.value(u, 0.3, 1.7)).isCloseTo(Math.sin(3.7) + 0.51, within(3e-5));
  }

  @Test
  void withoutAGaugeTheRemedyIsNamed() {
    var problem = paraboloid(2, "");
    assertThat(((Support.No) Reference.solver("fem-p2", 1e-3).supports(problem)).reasons())
        .containsExactly("u is fixed only up to a constant: add a gauge, such as gauge mean(u) = 0");
  }

  /** u = x (1 − x) y (1 − y) has the mean 1/36, and ∫ x u = 1/72: a nonlinear and a linear integral, as unknowns of the system. */
  @Test
  void integralsInEquations() {
    var answer = solve(Pde.parse("""
        problem nonlocal
        u(x, y)  on  x in [0, 1], y in [0, 1]
        -lap(u) + u = mean(u)^2 - 1/1296 + integral(x*u) - 1/72 + 2*x*(1 - x) + 2*y*(1 - y) + x*(1 - x)*y*(1 - y)
        boundary u = 0
        """));
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    assertThat(answer.value(answer.problem().fields().getFirst(), 0.4, 0.7)).isCloseTo(0.24 * 0.21, within(1e-6));
  }

  /** The mean itself closes a problem whose fluxes are given: −Δu + mean(u) = 3 has mean(u) = 3 if nothing leaves. */
  @Test
  void aMeanInTheEquationIsAGauge() {
    var answer = solve(Pde.parse("""
        problem closed
        u(x, y)  on  annulus (0, 0) radius 0.5 to 1
        -lap(u) + mean(u) = 3 + cos(2*atan2(y, x))
        boundary inner, outer: dn(u) = 0
        """));
    assertThat(answer.termination()).isInstanceOf(Termination.Converged.class);
    var u = answer.problem().fields().getFirst();
    // the cosine's part changes its sign by a quarter turn
    assertThat((answer.value(u, 0.7, 0) + answer.value(u, 0, 0.7)) / 2).isCloseTo(3, within(3e-5));
  }

  /** A boundary that gives off heat by the mean temperature of the plate: u = c + (x² + y²)/4, c from −1/2 = mean(u) − 1. */
  @Test
  void integralsInBoundaryConditions() {
    var answer = solve(Pde.parse("""
        problem thermostat
        u(x, y)  on  disk (0, 0) radius 1
        lap(u) = 1
        boundary disk: dn(u) = mean(u)
        """));
    var u = answer.problem().fields().getFirst();
    // mean(u) = 1/2 = c + 1/8
    assertThat(answer.value(u, 0, 0)).isCloseTo(0.375, within(1e-5));
  }

  @Test
  void refusals() {
    var some = Pde.parse("""
        problem some
        u(x, y)  on  x in [0, 1], y in [0, 1]
        -lap(u) = integral(u, x) + mean(u*mean(u))
        boundary u = 0
        """);
    assertThat(((Support.No) Reference.solver("fem-p2", 1e-3).supports(some)).reasons()).hasSize(2)
        .anyMatch(r -> r.endsWith("is not over all of space")).anyMatch(r -> r.endsWith("holds another integral"));
    var value = Pde.parse("""
        problem value
        u(x, y)  on  x in [0, 1], y in [0, 1]
        -lap(u) = 1
        boundary x=0, x=1, y=0: u = mean(u)
        boundary y=1: u = 0
        """);
    assertThat(((Support.No) Reference.solver("fem-p2", 1e-3).supports(value)).reasons()).hasSize(3)
        .allMatch(r -> r.matches("the value of u on (x|y)=[01] holds an integral"));
  }
}
