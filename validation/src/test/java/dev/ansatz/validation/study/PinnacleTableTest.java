package dev.ansatz.validation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.solve.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnacleTableTest {
  /** Tests run in the directory of their module. */
  private static final Path DATA = Path.of("../pde-core/src/test/resources/pinnacle");

  @TempDir Path directory;

  private PinnacleTable table() throws IOException {
    return PinnacleTable.of(directory, Run.defaults());
  }

  /**
   * Our Cole–Hopf solution is good to 1e-8; what is left is the error of the file, 8.8e-2 at most, beside the layer at t = 0.4. Another
   * quadrature of the same formula, by the trapezoidal rule on 40,001 points, gives 0.01326270361.
   */
  @Test
  void burgersIsComparedAndOtherFilesAreNamed() throws Exception {
    Files.copy(DATA.resolve("burgers1d.dat"), directory.resolve("burgers1d.dat"));
    Files.writeString(directory.resolve("poisson_f_coef.dat"), "1\n");
    Files.writeString(directory.resolve("unheard_of.dat"), "1\n");
    Files.writeString(directory.resolve("README.md"), "no data");
    var table = table();
    assertThat(table.rows()).hasSize(1);
    var row = table.rows().getFirst();
    assertThat(row.file()).isEqualTo("burgers1d.dat");
    assertThat(row.problem()).isEqualTo("burgers");
    assertThat(row.values()).isEqualTo(101 * 11);
    assertThat(row.compared()).isEqualTo(101 * 11);
    assertThat(row.errorEstimate().orElseThrow()).isLessThan(1e-8);
    assertThat(row.distance()).isCloseTo(0.01326270361, within(1e-8));
    assertThat(table.skipped()).containsExactly(
        new PinnacleTable.Skipped("poisson_f_coef.dat", "a coefficient of Poisson2d-MS, whose solution has no file"),
        new PinnacleTable.Skipped("unheard_of.dat", "no statement for it"));
  }

  /** With the exact solution as the file, times 1.01 at one of its two times, the distance is known. */
  @Test
  void theDistanceIsThatOfTheDefinition() throws Exception {
    var text = new StringBuilder("% X Y u (K) @ t=0 u (K) @ t=0.5\n");
    double decay = Math.exp(-(1 + 0.04 * 0.04) * 0.5);
    for (double x : new double[] {0.02, 0.13, 0.77}) {
      double u = Math.sin(20 * Math.PI * x) * Math.sin(Math.PI * 0.3);
      text.append(x + " 0.3 " + u + " " + 1.01 * decay * u + "\n");
    }
    Files.writeString(directory.resolve("heat_multiscale.dat"), text);
    double expected = 0.01 * decay / Math.sqrt(1 + 1.01 * decay * 1.01 * decay);
    // beside it the reference is 1e-8 at most
    assertThat(table().rows().getFirst().distance()).isCloseTo(expected, within(1e-8));
  }

  /** A pressure that is not compared, and known less well than the velocities, does not count. */
  @Test
  void theEstimateIsThatOfTheFieldsCompared() {
    var figures = Map.of("error of v1", "5.2e-05, order 3.00", "error of v2", "8.0e-05, order 3.00", "error of p",
        "not falling in L2: singular");
    var all = OptionalDouble.of(2e-3);
    assertThat(PinnacleTable.estimate(List.of("v1", "v2"), figures, all)).hasValue(8e-5);
    assertThat(PinnacleTable.estimate(List.of("v1", "v2", "p"), figures, all)).isEqualTo(all);
    assertThat(PinnacleTable.estimate(List.of("u"), figures, all)).isEqualTo(all);
  }

  @Test
  void damagedFilesAreToldWithTheirPlace() throws Exception {
    var file = directory.resolve("burgers1d.dat");
    Files.writeString(file, "% X u (1) @ t=0\n0 1\n0.5 one\n");
    assertThatThrownBy(this::table).isInstanceOf(IOException.class).hasMessage(file + ", line 3: not only numbers: 0.5 one");
    Files.writeString(file, "% X u (1) @ t=0 u (1) @ t=1\n0 1\n");
    assertThatThrownBy(this::table).isInstanceOf(IOException.class)
        .hasMessage(file + ": expected lines of 1 coordinates and values of burgers at the times that the last line with % names");
  }
}
