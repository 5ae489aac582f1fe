package dev.ansatz.validation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.solve.Run;
import dev.ansatz.validation.report.TextReport;
import dev.ansatz.validation.study.ScaleTable.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTableTest {
  @Test
  void theSquareOfSideOneIsThatOfTheCatalogue() {
    var unit = Catalog.get("poisson-four-discs").problem();
    var scaled = ScaleTable.problem(1);
    assertThat(scaled.domain()).isEqualTo(unit.domain());
    assertThat(scaled.equations()).isEqualTo(unit.equations());
    assertThat(scaled.conditions()).isEqualTo(unit.conditions());
    double measure = ScaleTable.problem(8).domain().parts().stream().mapToDouble(part -> part.measure()).sum();
    assertThat(measure).isCloseTo(8 * (4 + 4 * 2 * Math.PI * 0.1), within(1e-12));
  }

  /**
   * In eighths of the side the losses of the equation differ by the factor 8⁴ and nothing else does, up to the rounding of single
   * precision, which 20 steps leave below 1e-3: measured 3e-5. Adam's errors differ.
   */
  @Test
  void multiAdamDoesNotSeeTheSizeOfTheDomain() {
    var table = ScaleTable.of(new Setting(List.of(8.0, 1.0), ScaleTable.METHODS, 20, 0.005, 8, false, 1), Run.defaults().withThreads(1),
        t -> {});
    assertThat(table.range("multiadam").orElseThrow()).isLessThan(1.001);
    assertThat(table.range("adam").orElseThrow()).isGreaterThan(1.01);
    assertThat(TextReport.of(table)).contains("multiadam", "8.0 × 8.0", "multiadam: the largest mean is 1.00 of the smallest");
  }
}
