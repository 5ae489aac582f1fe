package dev.ansatz.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.io.Checkpoint;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pinn.Pinn;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.solve.Checkpointing;
import dev.ansatz.solve.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training whose process is killed at random moments, in the middle of a write among them, ends with the same parameters to the bit
 * as one that was left alone. Kills: {@code -Dansatz.kills=20}, by default 3.
 */
class KilledTrainingTest {
  private static final int KILLS = Integer.getInteger("ansatz.kills", 3);

  /** Trains to the end; every iteration writes, so that most of the time passes in writing. */
  static final class Training {
    private Training() {}

    public static void main(String[] arguments) {
      // two slabs of 60 and 90 iterations, with everything that has a state of its own
      var options = PinnOptions.preset("accurate").with(Map.of("layers", "2", "width", "10", "points", "300", "adam-steps", "60",
          "iterations", "90", "redraw", "40", "tolerance", "0"))
          .with(Map.of("slabs", "2", "causal", "100", "sampling", "r3", "conditions", "soft", "weighting", "m-config"));
      Run run = Run.defaults().withThreads(1).withBudget(Duration.ofHours(1))
          .withCheckpointing(new Checkpointing(Path.of(arguments[0]), Duration.ZERO));
      new Pinn(options).solve(Catalog.get("burgers-viscous").problem(), run);
    }
  }

  private static Process start(Path file) throws Exception {
    return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "--add-modules", "jdk.incubator.vector",
        "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Training.class.getName(), file.toString())
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void endsWithTheSameBits(@TempDir Path directory) throws Exception {
    Path whole = directory.resolve("whole");
    long begun = System.nanoTime();
    assertThat(start(whole).waitFor()).isZero();
    double seconds = (System.nanoTime() - begun) / 1e9;
    var expected = Checkpoint.read(whole);
    assertThat(expected.whole("iteration")).isEqualTo(300);

    Path file = directory.resolve("killed");
    var random = new Random(1);
    int killed = 0;
    long furthest = 0;
    while (killed < KILLS) {
      Process process = start(file);
      // a training that has ended starts at its end again, and there would be nothing to kill
      if (process.waitFor((long) (1000 * seconds * random.nextDouble()), TimeUnit.MILLISECONDS)) {
        assertThat(process.exitValue()).isZero();
        Files.delete(file);
        furthest = 0;
        continue;
      }
      process.destroyForcibly().waitFor();
      killed++;
      if (Files.exists(file)) {
        long reached = Checkpoint.read(file).whole("iteration");
        assertThat(reached).as("no step back").isGreaterThanOrEqualTo(furthest);
        furthest = reached;
      }
    }
    assertThat(start(file).waitFor()).isZero();
    var resumed = Checkpoint.read(file);
    assertThat(resumed.whole("iteration")).isEqualTo(300);
    for (String name : new String[] {"slab.0.theta", "theta", "best", "optimiser.h", "loss.0.points", "causal"}) {
      assertThat(resumed.doubles(name)).as(name).containsExactly(expected.doubles(name));
    }
    try (var files = Files.list(directory)) {
      assertThat(files).as("nothing half-written is left").containsExactlyInAnyOrder(whole, file);
    }
  }
}
