package dev.ansatz.pinn.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Support;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MixtureOfExpertsTest {
  private static final Run RUN = Run.defaults().withThreads(1);

  private static double error(String problem, Map<String, String> settings) {
    var solution = new MixtureOfExperts(ExpertOptions.preset("accurate").with(settings)).solve(Catalog.get(problem).problem(), RUN);
    return solution.compare(Reference.solver(Reference.TOLERANCE).solve(solution.problem(), RUN)).relativeL2();
  }

  @Test
  void linearProblemsAreSolvedInOneFit() {
    // measured: 1.3e-10 in one cell, 9.2e-10 in four
    assertThat(error("poisson-square", Map.of("cells", "1"))).isLessThan(1e-8);
    assertThat(error("heat-1d", Map.of())).isLessThan(1e-8);
  }

  @Test
  void whatIsNotLinearOrNoBoxIsRefused() {
    var solver = new MixtureOfExperts(ExpertOptions.preset("accurate"));
    assertThat(solver.supports(Catalog.get("burgers").problem())).isInstanceOfSatisfying(Support.No.class,
        no -> assertThat(no.reasons()).anyMatch(reason -> reason.contains("the least squares are linear")));
    assertThat(solver.supports(Catalog.get("poisson-four-discs").problem())).isInstanceOfSatisfying(Support.No.class,
        no -> assertThat(no.reasons()).anyMatch(reason -> reason.contains("its domain is no box")));
  }

  @Test
  void everyWrongSettingIsTold() {
    assertThatThrownBy(() -> ExpertOptions.preset("accurate").with(Map.of("cell", "3", "features", "x", "ridge", "y")))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no setting 'cell'")
        .hasMessageContaining("features must be a whole number, not 'x'").hasMessageContaining("ridge must be a number, not 'y'");
  }
}
