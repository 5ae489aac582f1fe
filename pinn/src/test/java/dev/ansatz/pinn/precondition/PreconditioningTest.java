package dev.ansatz.pinn.precondition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PreconditioningTest {
  private static final Mlp SMALL = new Mlp(1, 8, Activation.TANH);

  /** The trace of A is the mean square of the gradients, which forward differences of the residual give without any Jacobian. */
  @Test
  void theEigenvaluesAddUpToTheMeanSquareOfTheGradients() {
    Problem problem = Catalog.get("poisson-square").problem();
    var model = new NetworkModel(problem, TrialFunctions.hard(problem), SMALL, 1);
    double[] theta = model.initial(3);
    var report = new Preconditioning(50, 10, List.of(1.0), 7).report(problem, model, theta);
    assertThat(report.conditions()).isZero();
    double trace = report.best().eigenvalues().stream().mapToDouble(e -> e).sum();
    double[][] points = new PointSequence.Sobol().interior(problem.domain(), 50, 7);
    double squares = 0;
    try (var executor = new Executor(1)) {
      var residual = model.express(List.of(problem.equations().getFirst().residual())).at(executor, points);
      double h = 1e-6;
      for (int q = 0; q < theta.length; q++) {
        double[] above = new double[50];
        double[] below = new double[50];
        double kept = theta[q];
        theta[q] = kept + h;
        residual.values(theta, above, 0);
        theta[q] = kept - h;
        residual.values(theta, below, 0);
        theta[q] = kept;
        for (int p = 0; p < 50; p++) {
          squares += Math.pow((above[p] - below[p]) / (2 * h), 2) / 50;
        }
      }
    }
    // central differences: h² and ε/h, both about 1e-10, times the size of the residual
    assertThat(trace).isCloseTo(squares, within(1e-7 * squares));
  }

  @Test
  void theReportFindsAWeightBetweenItsEnds() {
    var report = Preconditioning.report(Catalog.get("poisson-square").problem(), SMALL);
    assertThat(report.parameters()).isEqualTo(33);
    assertThat(report.conditions()).isEqualTo(800);
    assertThat(report.spectra()).hasSize(11);
    assertThat(report.best().weight()).isStrictlyBetween(1e-4, 1e6);
    for (var spectrum : report.spectra()) {
      assertThat(spectrum.effectiveRank()).isBetween(1.0, (double) spectrum.rank());
      assertThat(report.conditionNumber(spectrum)).isGreaterThanOrEqualTo(report.conditionNumber(report.best()));
    }
    assertThat(report.toString()).contains("poisson-square: 33 parameters, 2,000 residuals, 800 rows of conditions").contains("  least");
  }

  /** The Jacobian of u_t + β u_x is β times that of u_x for large β, and the largest eigenvalue grows as its square. */
  @Test
  void fasterAdvectionIsWorseConditioned() {
    Problem problem = Catalog.get("advection").problem();
    double[] largest = new double[2];
    for (int i = 0; i < 2; i++) {
      largest[i] = Preconditioning.report(problem.with("beta", 100 * (i + 1)), SMALL).spectra().getFirst().eigenvalues().getFirst();
    }
    // the mixed terms are of relative size 1/β
    assertThat(Math.log(largest[1] / largest[0]) / Math.log(2)).isCloseTo(2, within(0.05));
  }

  @Test
  void everyFaultIsTold() {
    assertThatThrownBy(() -> new Preconditioning(0, 1, List.of(-1.0), 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one point is needed").hasMessageContaining("not negative");
  }
}
