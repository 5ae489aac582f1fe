package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void exponentialDecayMultipliesByGammaEveryPeriod() {
    var schedule = new Schedule.ExponentialDecay(0.1, 0.9, 2000);
    assertThat(schedule.applyAsDouble(0)).isEqualTo(0.1);
    assertThat(schedule.applyAsDouble(1000)).isCloseTo(0.1 * Math.sqrt(0.9), within(1e-16));
    assertThat(schedule.applyAsDouble(4000)).isCloseTo(0.081, within(1e-16));
  }

  @Test
  void cosineFallsFromFirstToLast() {
    var schedule = new Schedule.Cosine(1, 0.1, 100);
    assertThat(schedule.applyAsDouble(0)).isEqualTo(1);
    assertThat(schedule.applyAsDouble(50)).isCloseTo(0.55, within(1e-16));
    assertThat(schedule.applyAsDouble(100)).isEqualTo(0.1);
    assertThat(schedule.applyAsDouble(1_000_000)).isEqualTo(0.1);
  }

  @Test
  void schedulesAreComposed() {
    var schedule = new Schedule.WarmUp(4, new Schedule.Piecewise(
        List.of(new Schedule.Piece(10, new Schedule.Constant(1)), new Schedule.Piece(10, new Schedule.Cosine(1, 0, 10)),
            new Schedule.Piece(0, new Schedule.Constant(0.5)))));
    assertThat(schedule.applyAsDouble(0)).isEqualTo(0.25);
    assertThat(schedule.applyAsDouble(3)).isEqualTo(1);
    assertThat(schedule.applyAsDouble(13)).isEqualTo(1);
    assertThat(schedule.applyAsDouble(19)).isCloseTo(0.5, within(1e-16));
    assertThat(schedule.applyAsDouble(24)).isEqualTo(0.5);
    assertThat(schedule.applyAsDouble(1000)).isEqualTo(0.5);
  }

  @Test
  void emptySchedulesAreRefused() {
    assertThatThrownBy(() -> new Schedule.Piecewise(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Schedule.Cosine(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
