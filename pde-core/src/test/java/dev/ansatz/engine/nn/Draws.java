package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import java.util.Arrays;

/** The entries of a block, to be judged as a sample; bounds are at 4.5 standard deviations of what is judged. */
record Draws(double[] entries) {
  static Draws of(Program program, double[] theta, String name) {
    ParameterBlock block = program.block(name);
    return new Draws(Arrays.copyOfRange(theta, block.offset(), block.offset() + block.size()));
  }

  void uniform(double bound) {
    int n = entries.length;
    for (double entry : entries) {
      assertThat(entry).isBetween(-bound, bound);
    }
    // of n the largest falls short of the bound by a part k/n with probability e⁻ᵏ
    assertThat(Arrays.stream(entries).map(Math::abs).max().orElseThrow()).isGreaterThan(bound * (1 - 12.0 / n));
    // a uniform x has E x² = b²/3 and Var x² = 4b⁴/45
    assertThat(mean(1)).isCloseTo(0, within(4.5 * bound / Math.sqrt(3.0 * n)));
    assertThat(mean(2)).isCloseTo(bound * bound / 3, within(4.5 * bound * bound * Math.sqrt(4.0 / 45 / n)));
  }

  void normal(double mean, double deviation) {
    int n = entries.length;
    assertThat(mean(1)).isCloseTo(mean, within(4.5 * deviation / Math.sqrt(n)));
    double second = Arrays.stream(entries).map(x -> (x - mean) * (x - mean)).sum() / n;
    double fourth = Arrays.stream(entries).map(x -> Math.pow(x - mean, 4)).sum() / n;
    // Var x² = 2σ⁴ and Var x⁴ = 96σ⁸
    assertThat(second).isCloseTo(deviation * deviation, within(4.5 * Math.pow(deviation, 2) * Math.sqrt(2.0 / n)));
    assertThat(fourth).isCloseTo(3 * Math.pow(deviation, 4), within(4.5 * Math.pow(deviation, 4) * Math.sqrt(96.0 / n)));
  }

  double mean(int power) {
    return Arrays.stream(entries).map(x -> Math.pow(x, power)).sum() / entries.length;
  }
}
