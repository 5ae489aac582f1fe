package dev.ansatz.validation.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round numbers within a range, spaced 1, 2 or 5 times a power of ten. */
record Ticks(List<BigDecimal> values) {
  Ticks {
    values = List.copyOf(values);
  }

  /** At most {@code count} ticks in {@code [lower, upper]}; none if the range is empty or not finite. */
  static Ticks within(double lower, double upper, int count) {
    var ticks = new ArrayList<BigDecimal>();
    if (!(upper > lower) || !Double.isFinite(upper - lower)) {
      return new Ticks(ticks);
    }
    var step = step((upper - lower) / count);
    var tick = new BigDecimal(lower).divide(step, 0, RoundingMode.CEILING).multiply(step);
    // an end that is round but for the last bits still gets its tick
    double slack = 1e-9 * (upper - lower);
    if (tick.subtract(step).doubleValue() >= lower - slack) {
      tick = tick.subtract(step);
    }
    for (; tick.doubleValue() <= upper + slack; tick = tick.add(step)) {
      ticks.add(tick);
    }
    return new Ticks(ticks);
  }

  /** One tick. */
  static Ticks at(BigDecimal value) {
    return new Ticks(List.of(value));
  }

  /** Powers of ten in {@code [lower, upper]}, at most about {@code count}; round numbers where there are not two of them. */
  static Ticks decades(double lower, double upper, int count) {
    int first = (int) Math.ceil(Math.log10(lower) - 1e-9);
    int last = (int) Math.floor(Math.log10(upper) + 1e-9);
    if (last <= first) {
      return within(lower, upper, count);
    }
    int stride = Math.ceilDiv(last - first, count);
    var ticks = new ArrayList<BigDecimal>();
    for (int power = first; power <= last; power += stride) {
      ticks.add(BigDecimal.ONE.scaleByPowerOfTen(power));
    }
    return new Ticks(ticks);
  }

  private static BigDecimal step(double atLeast) {
    for (var power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(atLeast)) - 1); ; power = power.scaleByPowerOfTen(1)) {
      for (int digit : new int[] {1, 2, 5}) {
        var step = power.multiply(BigDecimal.valueOf(digit));
        if (step.doubleValue() >= atLeast * (1 - 1e-12)) {
          return step;
        }
      }
    }
  }

  /** A label of at most four figures: plain where that is short, else with an exponent. */
  static String label(BigDecimal value) {
    var rounded = value.round(new MathContext(4)).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0";
    }
    int magnitude = rounded.precision() - rounded.scale() - 1;
    if (magnitude >= -3 && magnitude < 5) {
      return rounded.toPlainString().replace('-', '−');
    }
    var mantissa = rounded.scaleByPowerOfTen(-magnitude).toPlainString();
    return (mantissa + "e" + magnitude).replace('-', '−');
  }
}
