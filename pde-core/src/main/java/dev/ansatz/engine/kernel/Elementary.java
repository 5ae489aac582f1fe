package dev.ansatz.engine.kernel;

/**
 * Elementary functions as sequences of IEEE operations, with one rounding per operation. Argument reductions follow Cody and
 * Waite (Software Manual for the Elementary Functions, 1980) with fused multiply–add; the polynomials were fitted at
 * Chebyshev nodes of the reduced range. Errors are bounded by 2 ulp (tested); what is not here is evaluated lane by lane.
 */
final class Elementary {
  private static final double LOG2_E = 1 / 0.6931471805599453;
  private static final double[] EXP = {0.5, 0.16666666666666669, 0.04166666666662064, 0.008333333333329793,
    0.0013888888918939168, 0.00019841269864380513, 2.4801518641395993e-05, 2.75572664186123e-06, 2.7621338669142925e-07,
    2.510134692835034e-08};
  private static final double[] EXP_SINGLE = {0.5, 0.16666573381900845, 0.04166655011030512, 0.008363773874405574,
    0.0013926926614021907};

  private final KernelBuilder builder;
  private final boolean single;
  /** Added and subtracted, rounds to an integer; that integer then stands in the low bits of the sum. */
  private final Scalar rounder;
  private final int mantissa;

  Elementary(KernelBuilder builder, boolean single) {
    this.builder = builder;
    this.single = single;
    this.mantissa = single ? 23 : 52;
    this.rounder = builder.constant(single ? 0x1.8p23 : 0x1.8p52);
  }

  /** The expansion, or null where the operation stays. */
  Scalar expand(Op op, Scalar a, Scalar b) {
    return switch (op) {
      case SIGN -> select(a, constant(0), constant(-1), select(constant(0), a, constant(1), a));
      case EXP -> exp(a);
      case TANH -> tanh(a);
      default -> null;
    };
  }

  private Scalar exp(Scalar x) {
    // beyond these the result is 0 or ∞ all the same
    double low = single ? -105 : -750;
    double high = single ? 90 : 715;
    Scalar bounded = select(x, constant(low), constant(low), select(constant(high), x, constant(high), x));
    Scalar shifted = fma(bounded, constant(LOG2_E), rounder);
    Scalar n = shifted.minus(rounder);
    Scalar q = expm1(reduce(bounded, n));
    // two steps, since the first may be 2^1024 and the second must round to a subnormal
    Scalar half = fma(n, constant(0.5), rounder);
    Scalar rest = n.minus(half.minus(rounder)).plus(rounder);
    return scale(q.plus(1), half).times(scale(constant(1), rest));
  }

  /** tanh x = -E / (E + 2) with E = exp(-2 |x|) - 1 in (-1, 0], and the sign of x. */
  private Scalar tanh(Scalar x) {
    Scalar sign = raw(Op.BITS_AND, x, constant(-0.0));
    Scalar magnitude = builder.unary(Op.ABS, x);
    double limit = single ? 10 : 20;
    Scalar bounded = select(constant(limit), magnitude, constant(limit), magnitude).times(-2);
    Scalar shifted = fma(bounded, constant(LOG2_E), rounder);
    Scalar n = shifted.minus(rounder);
    Scalar q = expm1(reduce(bounded, n));
    Scalar power = scale(constant(1), shifted);
    Scalar e = fma(power, q, power.minus(1));
    Scalar quotient = e.over(constant(-2).minus(e));
    return raw(Op.BITS_OR, quotient, sign);
  }

  /** x - n log 2. */
  private Scalar reduce(Scalar x, Scalar n) {
    Scalar r = fma(n, constant(single ? -0.6931471824645996 : -0.6931471805599453), x);
    return fma(n, constant(single ? 1.904654299957768e-09 : -2.3190468138462996e-17), r);
  }

  /** exp(r) - 1 for |r| up to log(2) / 2. */
  private Scalar expm1(Scalar r) {
    Scalar square = r.times(r);
    return fma(square, polynomial(single ? EXP_SINGLE : EXP, r, square), r);
  }

  /** x 2^n, with the integer n in the low bits of {@code shifted}. */
  private Scalar scale(Scalar x, Scalar shifted) {
    return raw(Op.BITS_ADD, x, builder.raw(Op.SHIFT_LEFT, mantissa, shifted));
  }

  /** Even and odd powers apart, which halves the chain of dependent operations. */
  private Scalar polynomial(double[] c, Scalar x, Scalar square) {
    Scalar even = null;
    Scalar odd = null;
    for (int k = c.length - 1; k >= 0; k--) {
      Scalar sum = k % 2 == 0 ? even : odd;
      Scalar next = sum == null ? constant(c[k]) : fma(sum, square, constant(c[k]));
      if (k % 2 == 0) {
        even = next;
      } else {
        odd = next;
      }
    }
    return odd == null ? even : fma(odd, x, even);
  }

  /** yes where a &lt; b, else (and for NaN) no. */
  private Scalar select(Scalar a, Scalar b, Scalar yes, Scalar no) {
    return builder.select(raw(Op.LESS, a, b), yes, no);
  }

  private Scalar fma(Scalar a, Scalar b, Scalar c) {
    return raw(Op.FMA, a, b, c);
  }

  private Scalar raw(Op op, Scalar... operands) {
    return builder.raw(op, 0, operands);
  }

  private Scalar constant(double value) {
    return builder.constant(value);
  }
}
