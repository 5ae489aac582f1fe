package dev.ansatz.engine.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class CacheLinesTest {
  private static final int LARGE = 1 << 14;

  private static String option(String name) {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name).getValue();
  }

  /** Then G1 gives it regions of its own. */
  @Test
  void aLargeArrayIsAtLeastHalfOfARegion() {
    assumeThat(option("UseG1GC")).isEqualTo("true");
    long region = Long.parseLong(option("G1HeapRegionSize"));
    assertThat(8L * Arithmetic.f64().allocateOnLines(LARGE).length).isGreaterThanOrEqualTo(region / 2);
    assertThat(4L * Arithmetic.f32().allocateOnLines(LARGE).length).isGreaterThanOrEqualTo(region / 2);
  }

  @Test
  void theFirstElementOnALineFollowsTheHeader() {
    assertThat(16 + Double.BYTES * Arithmetic.f64().firstOnLine()).isEqualTo(64);
    assertThat(16 + Float.BYTES * Arithmetic.f32().firstOnLine()).isEqualTo(64);
  }

  @Test
  void thereIsRoomForAllElements() {
    for (int elements : new int[] {1, 100, LARGE, 1 << 20}) {
      assertThat(Arithmetic.f64().allocateOnLines(elements)).hasSizeGreaterThanOrEqualTo(Arithmetic.f64().firstOnLine() + elements);
    }
    assertThat(Arithmetic.f64().allocateOnLines(100)).hasSize(106);
  }
}
