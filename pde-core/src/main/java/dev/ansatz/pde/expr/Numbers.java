package dev.ansatz.pde.expr;

import java.util.Locale;

/** Constants as text: the shortest of a decimal, a fraction and a multiple of π that reads back to the same bits. */
final class Numbers {
  /** Longest decimal that is printed before a fraction or a multiple of π is looked for. */
  private static final int SHORT = 7;

  private Numbers() {}

  /** {@code value >= 0}; {@code pi} is what π is called, {@code times} what stands between a number and it. */
  static String positive(double value, String pi, String times) {
    String decimal = decimal(value);
    if (decimal.length() <= SHORT || !(value > 1e-9 && value < 1e9)) {
      return decimal;
    }
    for (int q = 1; q <= 16; q++) {
      double p = Math.rint(value * q / Math.PI);
      if (p >= 1 && p <= 1000 && p * Math.PI / q == value) {
        return (p == 1 ? pi : decimal(p) + times + pi) + (q == 1 ? "" : "/" + q);
      }
    }
    double overPi = rounded(value * Math.PI);
    if (overPi / Math.PI == value) {
      return decimal(overPi) + "/" + pi;
    }
    double timesPi = rounded(value / Math.PI);
    if (timesPi * Math.PI == value) {
      return decimal(timesPi) + times + pi;
    }
    for (int q = 2; q <= 999; q++) {
      double p = Math.rint(value * q);
      if (p >= 1 && p <= 999 && p / q == value) {
        return decimal(p) + "/" + q;
      }
    }
    return decimal;
  }

  /** The shortest decimal that reads back to the same double. */
  static String decimal(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    return Double.toString(value).replace(".0E", "e").replace("E", "e");
  }

  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
  }
}
