package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ansatz.engine.jet.DifferentialOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

/** What every network must do: its derivatives, their gradient and Jacobian, its first parameters. */
abstract class NetworkTest {
  static final JetSet BURGERS = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));

  /** The network under test. */
  abstract Network network();

  /** The network evaluated from its definition. */
  abstract DerivativeStructure[] direct(Parameters theta, DerivativeStructure[] features);

  /** The parameters by name. */
  record Parameters(Program program, double[] theta) {
    double get(String block, int entry) {
      return theta[program.block("net." + block).offset() + entry];
    }

    /** Wᵀx + b, or without b where there is none. */
    DerivativeStructure[] affine(String name, DerivativeStructure[] x) {
      ParameterBlock w = program.block("net." + name + ".W");
      boolean biased = program.blocks().stream().anyMatch(b -> b.name().equals("net." + name + ".b"));
      assertThat(x).hasSize(w.rows());
      return IntStream.range(0, w.columns()).mapToObj(j -> {
        DerivativeStructure sum = x[0].newInstance(biased ? get(name + ".b", j) : 0);
        for (int i = 0; i < x.length; i++) {
          sum = sum.add(x[i].multiply(get(name + ".W", i * w.columns() + j)));
        }
        return sum;
      }).toArray(DerivativeStructure[]::new);
    }
  }

  static DerivativeStructure[] map(DerivativeStructure[] x, UnaryOperator<DerivativeStructure> f) {
    return Arrays.stream(x).map(f).toArray(DerivativeStructure[]::new);
  }

  /** (1 − z) ∘ v + z ∘ u. */
  static DerivativeStructure[] blend(DerivativeStructure[] z, DerivativeStructure[] u, DerivativeStructure[] v) {
    return IntStream.range(0, z.length).mapToObj(j -> z[j].negate().add(1).multiply(v[j]).add(z[j].multiply(u[j])))
        .toArray(DerivativeStructure[]::new);
  }

  /** t, sin 2x and cos 2x: nonlinear features, so that their own derivatives are tested too. */
  private static List<Scalar> features(List<Scalar> x) {
    Scalar twice = x.get(1).times(2);
    return List.of(x.get(0), twice.apply(Scalar.Function.SIN), twice.apply(Scalar.Function.COS));
  }

  static Program program(Network network, JetSet jets, int outputs) {
    var builder = Program.builder(2);
    Value features = ((Embedding) NetworkTest::features).build(builder, builder.input(), jets);
    return builder.build(network.build(builder, "net", features, jets, outputs));
  }

  /** The residual u_t + u u_x − ν u_xx of the network, ν a constant of the program. */
  static Program burgers(Network network) {
    var builder = Program.builder(2);
    Value features = ((Embedding) NetworkTest::features).build(builder, builder.input(), BURGERS);
    Value u = network.build(builder, "net", features, BURGERS, 1);
    var kernel = Kernel.builder();
    Scalar value = kernel.input("u", Kernel.Extent.LANE);
    Scalar t = kernel.input("u_t", Kernel.Extent.LANE);
    Scalar x = kernel.input("u_x", Kernel.Extent.LANE);
    Scalar xx = kernel.input("u_xx", Kernel.Extent.LANE);
    Scalar nu = kernel.input("nu", Kernel.Extent.UNIFORM);
    kernel.store("r", t.plus(value.times(x)).minus(nu.times(xx)));
    return builder.build(builder.kernel(kernel.build(), 1, List.of(
        Argument.lanes(u, 0),
        Argument.lanes(u, BURGERS.channel(new MultiIndex(1, 0))),
        Argument.lanes(u, BURGERS.channel(new MultiIndex(0, 1))),
        Argument.lanes(u, BURGERS.channel(new MultiIndex(0, 2))),
        builder.constant())));
  }

  /** The first parameters, moved so that none of them is zero. */
  static double[] moved(Network network, Program program, long seed) {
    double[] theta = new double[program.parameters()];
    network.initialise(program, "net", theta, new SplittableRandom(seed));
    var random = new Random(seed);
    for (int q = 0; q < theta.length; q++) {
      theta[q] += 0.1 * random.nextGaussian();
    }
    return theta;
  }

  static double[][] points(int n) {
    var random = new Random(7);
    double[][] points = new double[2][n];
    for (int p = 0; p < n; p++) {
      points[0][p] = random.nextDouble();
      points[1][p] = 2 * random.nextDouble() - 1;
    }
    return points;
  }

  static double[] values(Program program, double[] theta, double[][] points) {
    double[] values = new double[program.outputs() * points[0].length];
    try (var executor = new Executor(1)) {
      new Evaluation(executor, program, points).values(theta, values, 0);
    }
    return values;
  }

  /** Every mixed derivative up to an order, against Hipparchus' truncated Taylor algebra. */
  void compare(Network network, int order) {
    JetSet jets = JetSet.closure(2, IntStream.rangeClosed(0, order).mapToObj(k -> new MultiIndex(k, order - k)).toList());
    Program program = program(network, jets, 2);
    double[] theta = moved(network, program, 3);
    double[][] points = points(5);
    double[] found = values(program, theta, points);
    var factory = new DSFactory(2, order);
    for (int p = 0; p < 5; p++) {
      DerivativeStructure t = factory.variable(0, points[0][p]);
      DerivativeStructure x = factory.variable(1, points[1][p]);
      DerivativeStructure[] expected = direct(new Parameters(program, theta),
          new DerivativeStructure[] {t, x.multiply(2).sin(), x.multiply(2).cos()});
      for (int c = 0; c < jets.size(); c++) {
        for (int j = 0; j < 2; j++) {
          // relative to the largest derivative of that order: a channel near a zero crossing has no small relative error;
          // measured below 1e-13 for every network
          assertThat(found[(c * 2 + j) * 5 + p]).as("∂%s of output %d at point %d", jets.get(c), j, p)
              .isCloseTo(expected[j].getPartialDerivative(jets.get(c).orders()),
                  within(1e-12 * Math.max(1, scale(expected[j], jets.get(c).degree()))));
        }
      }
    }
  }

  private static double scale(DerivativeStructure f, int degree) {
    return IntStream.rangeClosed(0, degree).mapToDouble(k -> Math.abs(f.getPartialDerivative(k, degree - k))).max().orElseThrow();
  }

  @Test
  void channelsAgreeWithDerivativeStructure() {
    compare(network(), 3);
  }

  @Test
  void gradientAgreesWithCentralDifferences() {
    int n = 33;
    Program program = burgers(network());
    double[] theta = moved(network(), program, 5);
    double[] weights = new Random(2).doubles(n).toArray();
    double[] gradient = new double[theta.length];
    double[] residuals = new double[n];
    try (var executor = new Executor(1)) {
      var evaluation = new Evaluation(executor, program, points(n));
      evaluation.constant(new Argument.Constant(0), 0.3);
      ToDoubleFunction<double[]> loss = at -> {
        evaluation.values(at, residuals, 0);
        return IntStream.range(0, n).mapToDouble(p -> 0.7 * weights[p] * residuals[p] * residuals[p]).sum();
      };
      // sums of 33 terms in two orders
      assertThat(evaluation.squares(theta, new double[] {0.7}, weights, gradient))
          .isCloseTo(loss.applyAsDouble(theta), withinPercentage(1e-12));
      double norm = Math.sqrt(Arrays.stream(gradient).map(v -> v * v).sum());
      double step = 1e-5;
      for (int q = 0; q < theta.length; q++) {
        double[] moved = theta.clone();
        moved[q] += step;
        double up = loss.applyAsDouble(moved);
        moved[q] = theta[q] - step;
        double down = loss.applyAsDouble(moved);
        // truncation h² f‴/6 and rounding ε f/h, measured below 1e-9 of the gradient's norm for every network
        assertThat(gradient[q]).as("parameter %d", q).isCloseTo((up - down) / (2 * step), within(2e-8 * norm));
      }
    }
  }

  @Test
  void jacobianRowsAreGradientsOfResiduals() {
    Program program = burgers(network());
    double[] theta = moved(network(), program, 5);
    int n = 45;
    double[][] points = points(n);
    double[] laneWeights = new Random(2).doubles(n).toArray();
    try (var executor = new Executor(1)) {
      var evaluation = new Evaluation(executor, program, points);
      evaluation.constant(new Argument.Constant(0), 0.3);
      double[] gradient = new double[theta.length];
      double loss = evaluation.squares(theta, new double[] {0.7}, laneWeights, gradient);
      int stride = n + 3;
      double[] residuals = new double[stride];
      double[] jacobian = new double[stride * theta.length];
      Arrays.fill(jacobian, Double.NaN);
      evaluation.jacobian(theta, new double[] {0.7}, laneWeights, residuals, jacobian, stride, 2);
      double sum = Arrays.stream(residuals).map(r -> r * r).sum();
      assertThat(sum).isCloseTo(loss, within(1e-14 * loss));
      double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
      for (int q = 0; q < theta.length; q++) {
        double twiceJr = 0;
        for (int i = 2; i < n + 2; i++) {
          twiceJr += 2 * jacobian[q * stride + i] * residuals[i];
        }
        // two orders of summation over 45 lanes, measured below 2e-14
        assertThat(twiceJr).as("parameter %d", q).isCloseTo(gradient[q], within(1e-13 * Math.max(largest, loss)));
      }
    }
  }

  @Test
  void firstParametersFollowFromTheSeed() {
    Program program = program(network(), BURGERS, 2);
    double[][] theta = new double[3][program.parameters()];
    for (int k = 0; k < 3; k++) {
      network().initialise(program, "net", theta[k], new SplittableRandom(k / 2));
    }
    assertThat(theta[0]).isEqualTo(theta[1]).isNotEqualTo(theta[2]);
    assertThat(values(program, theta[0], points(9))).doesNotContain(Double.NaN);
  }

  static List<DifferentialOperator> operators() {
    MultiIndex first = new MultiIndex(1, 0);
    return List.of(DifferentialOperator.laplacian(2, List.of(0, 1)),
        new DifferentialOperator(List.of(new MultiIndex(0, 2), first), List.of(1.0, -0.3)),
        new DifferentialOperator(List.of(new MultiIndex(0, 4), new MultiIndex(1, 1), new MultiIndex(2, 0)), List.of(1.0, 0.7, -2.0)));
  }

  /** Sums of up to a few hundred terms, each rounded: 2e-13 of the largest derivative at worst of all networks. */
  @ParameterizedTest
  @MethodSource("operators")
  void aCarriedOperatorIsTheCombinationOfItsDerivatives(DifferentialOperator operator) {
    JetSet apart = JetSet.closure(2, operator.indices());
    JetSet combined = apart.carrying(operator);
    assertThat(combined.size()).isEqualTo(apart.size() - operator.indices().size() + 1);
    if (!network().carriesOperators()) {
      assertThatIllegalArgumentException().isThrownBy(() -> program(network(), combined, 2));
      return;
    }
    Program all = program(network(), apart, 2);
    Program sum = program(network(), combined, 2);
    double[] theta = new double[all.parameters()];
    network().initialise(all, "net", theta, new SplittableRandom(3));
    var random = new Random(4);
    double[][] points = {random.doubles(20, -1, 1).toArray(), random.doubles(20, -1, 1).toArray()};
    double[] expected = new double[all.outputs() * 20];
    double[] found = new double[sum.outputs() * 20];
    try (var executor = new Executor(1)) {
      new Evaluation(executor, all, points).values(theta, expected, 0);
      new Evaluation(executor, sum, points).values(theta, found, 0);
    }
    for (int k = 0; k < 2; k++) {
      for (int p = 0; p < 20; p++) {
        double value = 0;
        double scale = 1;
        for (int i = 0; i < operator.indices().size(); i++) {
          double term = operator.coefficients().get(i) * at(expected, apart, operator.indices().get(i), k, p);
          value += term;
          scale += Math.abs(term);
        }
        assertThat(at(found, combined, operator.leading(), k, p)).isCloseTo(value, within(1e-12 * scale));
        assertThat(at(found, combined, new MultiIndex(0, 1), k, p))
            .isCloseTo(at(expected, apart, new MultiIndex(0, 1), k, p), within(1e-13));
      }
    }
  }

  private static double at(double[] values, JetSet jets, MultiIndex index, int output, int point) {
    return values[(jets.channel(index) * 2 + output) * 20 + point];
  }
}
