package dev.ansatz.engine.kernel;

/**
 * Elementary functions as sequences of IEEE operations, with one rounding per operation. Arguments are reduced as by Cody and
 * Waite (Software Manual for the Elementary Functions, 1980), with fused multiply–add; the polynomials
 * interpolate at the Chebyshev nodes of the reduced range. Errors are at most 2 ulp (tested); what is not here (TAN,
 * ASIN, ACOS, ATAN2, POW) is evaluated lane by lane.
 */
final class Elementary {
  private static final double LOG_2 = 0.6931471805599453;

  // (exp(r) - 1 - r) / r² in r, |r| ≤ log(2) / 2
  private static final double[] EXP = {0.5, 0.16666666666666669, 0.04166666666662064, 0.008333333333329793,
    0.0013888888918939168, 0.00019841269864380513, 2.4801518641395993e-05, 2.75572664186123e-06, 2.7621338669142925e-07,
    2.510134692835034e-08};
  private static final double[] EXP_SINGLE = {0.5, 0.16666573381900845, 0.04166655011030512, 0.008363773874405574,
    0.0013926926614021907};

  // the same for -0.21 log(2) ≤ r ≤ 0.81 log(2)
  private static final double[] EXP_OF_TANH = {0.5, 0.16666666666666674, 0.04166666666666747, 0.008333333333316248, 0.0013888888888472374,
    0.0001984126997284374, 2.4801584093704303e-05, 2.755708012273568e-06, 2.7573073250840337e-07,
    2.4677791328414004e-08, 2.494529126197922e-09};
  private static final double[] EXP_OF_TANH_SINGLE = {0.5, 0.166666641831398, 0.04166700318455696, 0.008334052748978138,
    0.0013757949827921755, 0.00023261502792593092};

  // (sin(r) - r) / r³ and (cos(r) - 1 + r²/2) / r⁴ in r², |r| ≤ π/4
  private static final double[] SIN = {-0.16666666666666666, 0.0083333333333307, -0.00019841269836385435, 2.7557315910939e-06,
    -2.5051092308431318e-08, 1.5915309183057952e-10};
  private static final double[] SIN_SINGLE = {-0.16666664539365847, 0.008332724613783694, -0.000195828306788358};
  private static final double[] COS = {0.041666666666666664, -0.0013888888888887241, 2.480158729853226e-05,
    -2.7557317151858866e-07, 2.0876121534608454e-09, -1.1380868171449914e-11};
  private static final double[] COS_SINGLE = {0.04166666453632113, -0.0013888279330556918, 2.4542871110870263e-05};
  private static final double[] HALF_PI = {1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33};
  private static final double[] HALF_PI_SINGLE = {1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15};

  // (log((1 + s) / (1 - s)) - 2 s) / s³ in s², (1 + s) / (1 - s) in [√½, √2]
  private static final double[] LOG = {0.6666666666666666, 0.4000000000000101, 0.2857142857072283, 0.2222222240984404,
    0.18181793722272505, 0.15386342974308154, 0.1326603503726105, 0.13114976096717038};
  private static final double[] LOG_SINGLE = {0.6666666654507885, 0.40000129465675294, 0.28549964284819396,
    0.2335354248644052};

  // (sinh(x) - x) / x³ in x², |x| ≤ 1
  private static final double[] SINH = {0.16666666666666666, 0.008333333333333299, 0.00019841269841324198,
    2.7557319191381816e-06, 2.5052117695907823e-08, 1.6057679623801638e-10, 7.746178593018827e-13};
  private static final double[] SINH_SINGLE = {0.16666666646842135, 0.00833333967591706, 0.00019838101968683888,
    2.8062802582276946e-06};

  // (atan(t) - t) / t³ in t², |t| ≤ tan(π/8)
  private static final double[] ATAN = {-0.3333333333333333, 0.199999999999998, -0.14285714285658824, 0.1111111110505757,
    -0.09090908748635232, 0.07692296234491514, -0.06666422364033206, 0.05878900032342983, -0.052302411507894,
    0.045506220391755364, -0.034545610104858494, 0.016258132064979208};
  private static final double[] ATAN_SINGLE = {-0.3333333327864667, 0.19999977048786138, -0.1428413988308126, 0.11071155604715895,
    -0.08623116025090267, 0.0504411682706411};

  // erf(x) / x - 1 in x², |x| ≤ 1
  private static final double[] ERF = {0.12837916709551256, -0.37612638903183543, 0.11283791670945006, -0.02686617064323777,
    0.0052239776071164225, -0.0008548325975389692, 0.00012055294904839707, -1.492473690741966e-05, 1.6447424703317362e-06,
    -1.6208483801871705e-07, 1.3720064546777686e-08, -7.795898827002142e-10};
  private static final double[] ERF_SINGLE = {0.12837916584835093, -0.37612626666720334, 0.11283594715160218,
    -0.026854212010626412, 0.005189087423433974, -0.000801686428716587, 7.875875062685488e-05};
  // exp(x²) erfc(x) in (x - 3) / (x + 3), 1 ≤ x ≤ 6
  private static final double[] ERFC = {0.17900115118138996, -0.32623356004303716, 0.24560380171233195, -0.15011593650078744,
    0.07166583719774874, -0.024392499318273194, 0.004269136347508256, 0.0007077464443901538, -0.0005970623517093284,
    4.525472635483354e-05, 6.406182073530546e-05, -1.284889451252353e-05, -8.008021319412685e-06, 2.023603179641757e-06,
    1.2801900862962662e-06};
  private static final double[] ERFC_SINGLE = {0.17900115101468306, -0.32623364153267814, 0.2456038130956809, -0.15011078746520026,
    0.07166871523267872, -0.024475881392722634, 0.00417900462030857, 0.0011079989561569232};

  private final KernelBuilder builder;
  private final boolean single;
  /** Added and subtracted, rounds to an integer; that integer then stands in the low bits of the sum. */
  private final Scalar rounder;
  private final int mantissa;

  Elementary(KernelBuilder builder, boolean single) {
    this.builder = builder;
    this.single = single;
    this.mantissa = single ? 23 : 52;
    this.rounder = constant(single ? 0x1.8p23 : 0x1.8p52);
  }

  /** The expansion, or null where the operation stays. */
  Scalar expand(Op op, Scalar x) {
    return switch (op) {
      case SIGN -> select(x, constant(0), constant(-1), select(constant(0), x, constant(1), x));
      case EXP -> exp(x, 0);
      case TANH -> tanh(x);
      case SIN -> sine(x, false);
      case COS -> sine(x, true);
      case LOG -> log(x);
      case SINH -> sinh(x);
      case COSH -> cosh(x);
      case ATAN -> atan(x);
      case ERF -> erf(x);
      default -> null;
    };
  }

  /** 2^k exp(x) for k = 0 or -1. */
  private Scalar exp(Scalar x, int k) {
    // beyond these the result is 0 or ∞ all the same
    double low = single ? -105 : -750;
    double high = single ? 90 : 715;
    Scalar bounded = select(x, constant(low), constant(low), select(constant(high), x, constant(high), x));
    Scalar shifted = fma(bounded, constant(1 / LOG_2), rounder);
    Scalar n = shifted.minus(rounder);
    Scalar q = expm1(reduce(bounded, n));
    // two steps, since 2^n may be beyond the range, and the second must round to a subnormal
    Scalar half = fma(n, constant(0.5), rounder);
    Scalar rest = n.minus(half.minus(rounder)).plus(constant(rounderValue() + k));
    Scalar power = powerOfTwo(half);
    return fma(q, power, power).times(powerOfTwo(rest));
  }

  /**
   * e / (e + 2) with e = exp(2|x|) - 1 = 2^n q + (2^n - 1), q = exp(r) - 1; the sign of x. Below 0.8 log(2), n is 0 and e is q; n is
   * rounded down more often than up, so that q is small where 2 q + 1 would magnify its error.
   */
  private Scalar tanh(Scalar x) {
    Scalar magnitude = builder.unary(Op.ABS, x);
    double limit = single ? 10 : 20;
    Scalar twice = select(constant(limit), magnitude, constant(limit), magnitude).times(2);
    Scalar shifted = fma(twice, constant(1 / LOG_2), constant(-0.3)).plus(rounder);
    Scalar r = reduce(twice, shifted.minus(rounder));
    Scalar q = fma(r.times(r), polynomial(single ? EXP_OF_TANH_SINGLE : EXP_OF_TANH, r), r);
    Scalar power = powerOfTwo(shifted);
    Scalar e = fma(q, power, power.minus(1));
    return raw(Op.BITS_OR, e.over(e.plus(2)), sign(x));
  }

  /** sin or cos: x = r + n π/2, then ± sin r or ± cos r by the last two bits of n; n too large for that: lane by lane. */
  private Scalar sine(Scalar x, boolean cosine) {
    double[] halfPi = single ? HALF_PI_SINGLE : HALF_PI;
    Scalar shifted = fma(x, constant(2 / Math.PI), rounder);
    Scalar n = shifted.minus(rounder);
    Scalar r = x;
    for (double part : halfPi) {
      r = fma(n, constant(-part), r);
    }
    Scalar square = r.times(r);
    Scalar sin = fma(r.times(square), polynomial(single ? SIN_SINGLE : SIN, square), r);
    Scalar cos = fma(square.times(square), polynomial(single ? COS_SINGLE : COS, square), fma(square, constant(-0.5), constant(1)));
    Scalar quadrant = cosine ? shifted.plus(1) : shifted;
    Scalar odd = raw(Op.BITS_OR, shift(Op.SHIFT_LEFT, quadrant, single ? 31 : 63), constant(1));
    Scalar flip = raw(Op.BITS_AND, shift(Op.SHIFT_LEFT, quadrant, single ? 30 : 62), constant(-0.0));
    Scalar near = raw(Op.BITS_XOR, select(odd, constant(0), cos, sin), flip);
    return builder.raw(cosine ? Op.COS_BEYOND : Op.SIN_BEYOND, single ? 0x1p17 : 0x1p27, x, near);
  }

  /** x = 2^k m with m in [√½, √2); s = (m - 1) / (m + 1). */
  private Scalar log(Scalar x) {
    double smallest = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    int raise = mantissa + 2;
    Scalar subnormal = raw(Op.LESS, x, constant(smallest));
    Scalar normal = builder.select(subnormal, x.times(Math.scalb(1.0, raise)), x);
    // the mantissa of √½ taken off makes the exponent change at √2; it keeps its bias, less one, in k
    Scalar k = shift(Op.SHIFT_RIGHT, raw(Op.BITS_SUB, normal, bits(single ? 0x3504f3L : 0x6a09e667f3bcdL)), mantissa);
    Scalar m = raw(Op.BITS_ADD, raw(Op.BITS_SUB, normal, shift(Op.SHIFT_LEFT, k, mantissa)), constant(0.5));
    int bias = single ? 126 : 1022;
    double one = single ? 0x1p23 : 0x1p52;
    Scalar integer = raw(Op.BITS_OR, k, constant(one))
        .minus(builder.select(subnormal, constant(one + bias + raise), constant(one + bias)));
    Scalar f = m.minus(1);
    Scalar s = f.over(f.plus(2));
    Scalar square = s.times(s);
    Scalar tail = polynomial(single ? LOG_SINGLE : LOG, square).times(square);
    // 2 s = f - s f, so log m = 2 s + s tail = f - (f²/2 - s (f²/2 + tail)), whose leading term is exact
    Scalar half = f.times(f).times(0.5);
    Scalar correction = fma(integer, constant(single ? 1.4286068203094173e-06 : 5.497923018708371e-14), s.times(half.plus(tail)));
    Scalar value = fma(integer, constant(single ? 0.693145751953125 : 0.6931471805598903), f.minus(half.minus(correction)));
    value = select(x, constant(Double.POSITIVE_INFINITY), value, x);
    Scalar zero = select(constant(-1), x, constant(Double.NEGATIVE_INFINITY), x);
    return select(constant(0), x, value, select(x, constant(0), constant(Double.NaN), zero));
  }

  private Scalar sinh(Scalar x) {
    Scalar magnitude = builder.unary(Op.ABS, x);
    Scalar e = exp(magnitude, -1);
    Scalar large = raw(Op.BITS_OR, e.minus(constant(0.25).over(e)), sign(x));
    Scalar square = x.times(x);
    Scalar small = fma(x.times(square), polynomial(single ? SINH_SINGLE : SINH, square), x);
    return select(magnitude, constant(1), small, large);
  }

  private Scalar cosh(Scalar x) {
    Scalar e = exp(builder.unary(Op.ABS, x), -1);
    return e.plus(constant(0.25).over(e));
  }

  /** atan |x| = 0, π/4 or π/2 plus the arctangent of x, (x - 1) / (x + 1) or -1 / x. */
  private Scalar atan(Scalar x) {
    Scalar magnitude = builder.unary(Op.ABS, x);
    Scalar one = constant(1);
    Scalar middle = raw(Op.LESS, constant(Math.sqrt(2) - 1), magnitude);
    Scalar large = raw(Op.LESS, constant(Math.sqrt(2) + 1), magnitude);
    Scalar numerator = builder.select(large, constant(-1), builder.select(middle, magnitude.minus(one), magnitude));
    Scalar denominator = builder.select(large, magnitude, builder.select(middle, magnitude.plus(one), one));
    Scalar t = numerator.over(denominator);
    Scalar square = t.times(t);
    double[] halfPi = single ? HALF_PI_SINGLE : HALF_PI;
    Scalar low = builder.select(large, constant(halfPi[1]), builder.select(middle, constant(halfPi[1] / 2), constant(0)));
    Scalar high = builder.select(large, constant(halfPi[0]), builder.select(middle, constant(halfPi[0] / 2), constant(0)));
    Scalar tail = fma(t.times(square), polynomial(single ? ATAN_SINGLE : ATAN, square), low);
    return raw(Op.BITS_OR, high.plus(t.plus(tail)), sign(x));
  }

  /** x + x P(x²) up to 1, above it 1 - exp(-x²) T((x - 3) / (x + 3)). */
  private Scalar erf(Scalar x) {
    Scalar magnitude = builder.unary(Op.ABS, x);
    Scalar square = magnitude.times(magnitude);
    Scalar small = fma(magnitude, polynomial(single ? ERF_SINGLE : ERF, square), magnitude);
    Scalar six = constant(6);
    Scalar bounded = select(six, magnitude, six, magnitude);
    Scalar t = bounded.minus(3).over(bounded.plus(3));
    Scalar power = bounded.times(bounded).negate();
    Scalar shifted = fma(power, constant(1 / LOG_2), rounder);
    Scalar scale = powerOfTwo(shifted);
    Scalar e = fma(expm1(reduce(power, shifted.minus(rounder))), scale, scale);
    Scalar large = fma(e.negate(), polynomial(single ? ERFC_SINGLE : ERFC, t), constant(1));
    return raw(Op.BITS_OR, select(constant(1), magnitude, large, small), sign(x));
  }

  /** x - n log 2. */
  private Scalar reduce(Scalar x, Scalar n) {
    Scalar r = fma(n, constant(single ? -0.6931471824645996 : -LOG_2), x);
    return fma(n, constant(single ? 1.904654299957768e-09 : -2.3190468138462996e-17), r);
  }

  /** exp(r) - 1 for |r| up to log(2) / 2. */
  private Scalar expm1(Scalar r) {
    return fma(r.times(r), polynomial(single ? EXP_SINGLE : EXP, r), r);
  }

  /** 2^n, with the integer n in the low bits of {@code shifted}. */
  private Scalar powerOfTwo(Scalar shifted) {
    return raw(Op.BITS_ADD, constant(1), shift(Op.SHIFT_LEFT, shifted, mantissa));
  }

  private Scalar sign(Scalar x) {
    return raw(Op.BITS_AND, x, constant(-0.0));
  }

  /** Even and odd powers apart, which halves the chain of dependent operations. */
  private Scalar polynomial(double[] c, Scalar x) {
    Scalar square = x.times(x);
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
    return fma(odd, x, even);
  }

  /** yes where a &lt; b, else (and for NaN) no. */
  private Scalar select(Scalar a, Scalar b, Scalar yes, Scalar no) {
    return builder.select(raw(Op.LESS, a, b), yes, no);
  }

  private Scalar fma(Scalar a, Scalar b, Scalar c) {
    return raw(Op.FMA, a, b, c);
  }

  private Scalar shift(Op op, Scalar x, int by) {
    return builder.raw(op, by, x);
  }

  private Scalar raw(Op op, Scalar... operands) {
    return builder.raw(op, 0, operands);
  }

  private double rounderValue() {
    return builder.instruction(rounder.id).value();
  }

  /** The number with these bits. */
  private Scalar bits(long pattern) {
    return constant(single ? Float.intBitsToFloat((int) pattern) : Double.longBitsToDouble(pattern));
  }

  private Scalar constant(double value) {
    return builder.constant(value);
  }
}
