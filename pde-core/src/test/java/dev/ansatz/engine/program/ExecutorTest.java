package dev.ansatz.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutorTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void runsEveryTaskOnce(int threads) {
    try (var executor = new Executor(threads)) {
      for (int round = 0; round < 200; round++) {
        var runs = new AtomicIntegerArray(37);
        executor.run(37, (_, task) -> runs.incrementAndGet(task));
        for (int task = 0; task < 37; task++) {
          assertThat(runs.get(task)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void noTwoTasksShareAWorker() {
    try (var executor = new Executor(4)) {
      var inside = new AtomicIntegerArray(4);
      executor.run(400, (worker, _) -> {
        assertThat(inside.incrementAndGet(worker)).isEqualTo(1);
        Thread.onSpinWait();
        inside.decrementAndGet(worker);
      });
    }
  }

  @Test
  void aFailureReachesTheCallerAndTheNextRunIsWhole() {
    try (var executor = new Executor(3)) {
      assertThatThrownBy(() -> executor.run(10, (_, task) -> {
        if (task == 4) {
          throw new IllegalStateException("task four");
        }
      })).isInstanceOf(IllegalStateException.class).hasMessage("task four");
      var runs = new AtomicIntegerArray(10);
      executor.run(10, (_, task) -> runs.incrementAndGet(task));
      for (int task = 0; task < 10; task++) {
        assertThat(runs.get(task)).isEqualTo(1);
      }
    }
  }

  @Test
  void aClosedExecutorSaysSo() {
    var executor = new Executor(2);
    executor.close();
    assertThatThrownBy(() -> executor.run(1, (_, _) -> { })).hasMessage("the executor is closed");
  }
}
