package dev.ansatz.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.solve.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final Map<String, String> WORK = Map.of("problem", "heat\nu_t = u_xx\n", "seed", "1", "steps", "5");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("state");
  }

  @Test
  void comesBackAsItWas() throws IOException {
    new Checkpoint(WORK, Map.of("o.x", Tensor.of(new double[] {1, Double.NaN}), "k", Tensor.of(3L), "p",
        Tensor.of(new double[][] {{1, 2}, {3, 4}})))
        .write(file);
    var read = Checkpoint.resume(file, WORK, Set.of()).orElseThrow();
    assertThat(read.description()).isEqualTo(WORK);
    assertThat(read.doubles("o.x", 2)).containsExactly(1, Double.NaN);
    assertThat(read.doublesUnder("o.")).containsOnlyKeys("x");
    assertThat(read.whole("k")).isEqualTo(3);
    assertThat(read.rows("p", 2)).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
    assertThatThrownBy(() -> read.number("q")).hasMessage("there is no array of doubles named 'q'");
    assertThatThrownBy(() -> read.whole("p")).hasMessage("there is no whole number named 'p'");
    assertThatThrownBy(() -> read.rows("p", 3)).hasMessageContaining("in 3 rows");
    assertThatThrownBy(() -> read.doubles("o.x", 3)).hasMessage("'o.x' has 2 elements instead of 3");
  }

  @Test
  void noFileIsAFreshStart() {
    assertThat(Checkpoint.resume(file, WORK, Set.of())).isEmpty();
  }

  @Test
  void otherWorkIsRefusedWithEverythingThatDiffers() throws IOException {
    new Checkpoint(WORK, Map.of()).write(file);
    var other = Map.of("problem", "heat\nu_t = 2 u_xx\n", "seed", "2", "steps", "6", "width", "9");
    assertThatThrownBy(() -> Checkpoint.resume(file, other, Set.of("steps"))).isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("the checkpoint " + file, "problem: u_t = u_xx in the checkpoint, u_t = 2 u_xx now",
            "seed: 1 in the checkpoint, 2 now", "width: nothing in the checkpoint, 9 now")
        .hasMessageNotContaining("steps");
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    Files.writeString(file, "a letter to somebody, and no checkpoint");
    assertThatThrownBy(() -> Checkpoint.resume(file, WORK, Set.of())).isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll("it is damaged, or no checkpoint", "delete it");
    new Safetensors(Map.of(), Map.of()).write(file);
    assertThatThrownBy(() -> Checkpoint.resume(file, WORK, Set.of())).hasMessageContaining("not marked as 'ansatz checkpoint 1'");
    assertThatThrownBy(() -> Checkpoint.resume(directory, WORK, Set.of())).isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it cannot be read");
  }

  @Test
  void leftoversOfKilledWritersAreRemovedAndNothingElse() throws IOException {
    new Checkpoint(WORK, Map.of()).write(file);
    Path leftover = Files.createFile(directory.resolve(".state.123.partial"));
    Path others = Files.createFile(directory.resolve(".state.b.123.partial"));
    Checkpoint.resume(file, WORK, Set.of());
    assertThat(leftover).doesNotExist();
    assertThat(others).exists();
  }

  /** A writer that fails half-way leaves the old file and nothing else. */
  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    new Checkpoint(WORK, Map.of("a", Tensor.of(1.0))).write(file);
    assertThatThrownBy(() -> AtomicFile.write(file, out -> {
      out.write(new byte[1000]);
      throw new IOException("no space left");
    })).hasMessage("no space left");
    assertThat(Checkpoint.read(file).number("a")).isEqualTo(1);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }
}
