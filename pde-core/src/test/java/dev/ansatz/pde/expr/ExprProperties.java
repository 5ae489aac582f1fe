package dev.ansatz.pde.expr;

import static dev.ansatz.pde.expr.Expressions.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.Pde;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.hipparchus.special.Erf;

class ExprProperties {
  @Provide
  Arbitrary<Expr> any() {
    return Expressions.any();
  }

  @Provide
  Arbitrary<Expr> explicit() {
    return Expressions.explicit();
  }

  @Provide
  Arbitrary<Expr> raw() {
    return Expressions.raw();
  }

  @Provide
  Arbitrary<Double> at() {
    return Arbitraries.integers().between(-40, 40).map(i -> i / 32.0 + 0.011);
  }

  @Property(tries = 1500, seed = "20261121")
  void textReadsBackToTheSameTree(@ForAll("any") Expr e) {
    Assume.that(e.leaves(Const.class).stream().allMatch(c -> Double.isFinite(c.value())));
    assertThat(Pde.expression(e.text(), NAMES)).as(e.text()).isEqualTo(e);
  }

  @Property(tries = 500, seed = "20261121")
  void constructorsAreIdempotent(@ForAll("any") Expr e) {
    assertThat(rebuilt(e)).isEqualTo(e);
  }

  @Property(tries = 500, seed = "20261121")
  void sumsAndProductsCommute(@ForAll("any") Expr a, @ForAll("any") Expr b) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.times(b)).isEqualTo(b.times(a));
    assertThat(a.minus(a)).isEqualTo(Const.ZERO);
    assertThat(a.negate().negate()).isEqualTo(a);
  }

  /** Merging and folding change the order of roundings only: trees of at most about 40 operations, values below 1e6. */
  @Property(tries = 1000, seed = "20261121")
  void constructorsKeepFiniteValues(@ForAll("raw") Expr raw, @ForAll("at") double x, @ForAll("at") double t) {
    double expected = raw.evaluate(Map.of(X, x, T, t));
    Assume.that(largest(raw, x, t) < 1e6);
    double found = rebuilt(raw).evaluate(Map.of(X, x, T, t));
    assertThat(found).isCloseTo(expected, within(1e-9 * largest(raw, x, t) * slope(raw, x, t)));
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  /** The largest modulus among the values of all subexpressions, at least 1; NaN where one is undefined. */
  private static double largest(Expr e, double x, double t) {
    double own = Math.abs(e.evaluate(Map.of(X, x, T, t)));
    return e.operands().stream().mapToDouble(o -> largest(o, x, t)).reduce(Math.max(1, own), Math::max);
  }

  /** How much a relative error of a base grows through negative and fractional powers of small numbers, at least 1. */
  private static double slope(Expr e, double x, double t) {
    double inner = e.operands().stream().mapToDouble(o -> slope(o, x, t)).reduce(1, Math::max);
    if (e instanceof Power(Expr base, Const n) && n.value() < 1 && n.value() != 0) {
      return inner * Math.max(1, Math.pow(Math.abs(base.evaluate(Map.of(X, x, T, t))), n.value() - 1));
    }
    return inner;
  }

  @Property(tries = 300, seed = "20261121")
  void derivativeIsLinear(@ForAll("explicit") Expr f, @ForAll("explicit") Expr g, @ForAll("at") double x) {
    var point = Map.of(X, x, T, 0.7);
    double a = f.derivative(X).evaluate(point);
    double b = 3 * g.derivative(X).evaluate(point);
    Assume.that(Double.isFinite(a) && Double.isFinite(b));
    double found = f.plus(g.times(3)).derivative(X).evaluate(point);
    assertThat(found).isCloseTo(a + b, within(1e-9 * (1 + Math.abs(a) + Math.abs(b))));
  }

  @Property(tries = 500, seed = "20261121")
  void derivativeObeysLeibniz(@ForAll("explicit") Expr f, @ForAll("explicit") Expr g, @ForAll("at") double x) {
    var point = Map.of(X, x, T, 0.7);
    double left = f.times(g).derivative(X).evaluate(point);
    double a = f.derivative(X).evaluate(point) * g.evaluate(point);
    double b = f.evaluate(point) * g.derivative(X).evaluate(point);
    Assume.that(Double.isFinite(left) && Math.abs(a) < 1e8 && Math.abs(b) < 1e8 && !Double.isNaN(a + b));
    // 1e-9: a few dozen roundings, times the cancellation that Assume leaves
    assertThat(left).isCloseTo(a + b, within(1e-9 * (1 + Math.abs(a) + Math.abs(b))));
  }

  /** First and second derivatives against truncated Taylor arithmetic, an implementation that is not ours. */
  @Property(tries = 1000, seed = "20261121")
  void derivativesAgreeWithHipparchus(@ForAll("explicit") Expr f, @ForAll("at") double x, @ForAll("at") double t) {
    var factory = new DSFactory(2, 2);
    var point = Map.of(X, x, T, t);
    DerivativeStructure expected = taylor(f, Map.of(X, factory.variable(0, x), T, factory.variable(1, t)), factory);
    double[] all = expected.getAllDerivatives();
    double size = IntStream.range(0, all.length).mapToDouble(i -> Math.abs(all[i])).max().orElse(0);
    Assume.that(size < 1e8);
    // some hundred roundings (1e-14), and up to a factor 1e6 for cancellation inside f that the largest entry hides
    var tolerance = within(1e-8 * (1 + size));
    assertThat(f.derivative(X).evaluate(point)).isCloseTo(expected.getPartialDerivative(1, 0), tolerance);
    assertThat(f.derivative(T).derivative(X).evaluate(point)).isCloseTo(expected.getPartialDerivative(1, 1), tolerance);
    assertThat(Partial.of(f, X, X).evaluate(point)).isCloseTo(expected.getPartialDerivative(2, 0), tolerance);
  }

  private static DerivativeStructure taylor(Expr e, Map<Coordinate, DerivativeStructure> at, DSFactory factory) {
    return switch (e) {
      case Const c -> factory.constant(c.value());
      case Parameter p -> factory.constant(p.value());
      case Coordinate c -> at.get(c);
      case Sum s -> s.terms().stream().map(a -> taylor(a, at, factory)).reduce(DerivativeStructure::add).orElseThrow();
      case Product p ->
          p.factors().stream().map(a -> taylor(a, at, factory)).reduce(DerivativeStructure::multiply).orElseThrow();
      case Power(Expr base, Const n) when n.isInteger() -> taylor(base, at, factory).pow((int) n.value());
      case Power(Expr base, Expr exponent) -> taylor(base, at, factory).pow(taylor(exponent, at, factory));
      case Call c -> {
        DerivativeStructure a = taylor(c.arguments().getFirst(), at, factory);
        yield switch (c.function()) {
          case SIN -> a.sin();
          case COS -> a.cos();
          case TAN -> a.tan();
          case ASIN -> a.asin();
          case ACOS -> a.acos();
          case ATAN -> a.atan();
          case SINH -> a.sinh();
          case COSH -> a.cosh();
          case TANH -> a.tanh();
          case EXP -> a.exp();
          case LOG -> a.log();
          case SQRT -> a.sqrt();
          case ERF -> Erf.erf(a);
          case ATAN2 -> a.atan2(taylor(c.arguments().get(1), at, factory));
          case ABS, SIGN, MIN, MAX -> throw new AssertionError(c.function());
        };
      }
      case Field _, Partial _, NormalDerivative _ -> throw new AssertionError(e);
      default -> throw new AssertionError(e);
    };
  }

  @Property(tries = 200, seed = "20261121")
  void substitutingAValueIsEvaluating(@ForAll("explicit") Expr f, @ForAll("at") double x) {
    double expected = f.evaluate(Map.of(X, x, T, 0.3));
    Assume.that(Double.isFinite(expected) && Math.abs(expected) < 1e8);
    double found = f.substitute(Map.of(X, new Const(x))).evaluate(Map.of(T, 0.3));
    assertThat(found).isCloseTo(expected, within(1e-8 * (1 + Math.abs(expected))));
  }
}
