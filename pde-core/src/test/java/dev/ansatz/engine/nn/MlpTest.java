package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.Value;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlpTest {
  private static final Mlp NET = new Mlp(3, 11, Activation.TANH);

  /** t, sin 2x and cos 2x: nonlinear features, so that their own derivatives are tested too. */
  private static List<Scalar> features(List<Scalar> x) {
    Scalar twice = x.get(1).times(2);
    return List.of(x.get(0), twice.apply(Scalar.Function.SIN), twice.apply(Scalar.Function.COS));
  }

  private static Program network(Network network, JetSet jets, int outputs) {
    var builder = Program.builder(2);
    Value features = ((Embedding) MlpTest::features).build(builder, builder.input(), jets);
    return builder.build(network.build(builder, "net", features, jets, outputs));
  }

  /** The residual u_t + u u_x − ν u_xx of the network, ν a constant of the program. */
  static Program burgers(JetSet jets) {
    var builder = Program.builder(2);
    Value features = ((Embedding) MlpTest::features).build(builder, builder.input(), jets);
    Value u = NET.build(builder, "net", features, jets, 1);
    var kernel = Kernel.builder();
    Scalar value = kernel.input("u", Kernel.Extent.LANE);
    Scalar t = kernel.input("u_t", Kernel.Extent.LANE);
    Scalar x = kernel.input("u_x", Kernel.Extent.LANE);
    Scalar xx = kernel.input("u_xx", Kernel.Extent.LANE);
    Scalar nu = kernel.input("nu", Kernel.Extent.UNIFORM);
    kernel.store("r", t.plus(value.times(x)).minus(nu.times(xx)));
    return builder.build(builder.kernel(kernel.build(), 1, List.of(
        Argument.lanes(u, 0),
        Argument.lanes(u, jets.channel(new MultiIndex(1, 0))),
        Argument.lanes(u, jets.channel(new MultiIndex(0, 1))),
        Argument.lanes(u, jets.channel(new MultiIndex(0, 2))),
        builder.constant())));
  }

  static double[] initial(Network network, Program program, long seed) {
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

  /** Every derivative up to order 4, mixed ones too, against Hipparchus' truncated Taylor algebra. */
  @ParameterizedTest
  @EnumSource(Activation.class)
  void jetsAgreeWithDerivativeStructure(Activation activation) {
    var network = new Mlp(3, 7, activation);
    JetSet jets = JetSet.closure(2, List.of(new MultiIndex(0, 4), new MultiIndex(2, 2), new MultiIndex(1, 3), new MultiIndex(4, 0), new MultiIndex(3, 1)));
    Program program = network(network, jets, 2);
    double[] theta = initial(network, program, 3);
    double[][] points = points(5);
    double[] found = new double[program.outputs() * 5];
    try (var executor = new Executor(1)) {
      new Evaluation(executor, program, points).values(theta, found, 0);
    }
    var factory = new DSFactory(2, 4);
    for (int p = 0; p < 5; p++) {
      DerivativeStructure t = factory.variable(0, points[0][p]);
      DerivativeStructure x = factory.variable(1, points[1][p]);
      DerivativeStructure[] h = {t, x.multiply(2).sin(), x.multiply(2).cos()};
      for (int layer = 0; layer <= 3; layer++) {
        var w = program.block("net." + layer + ".W");
        var b = program.block("net." + layer + ".b");
        var next = new DerivativeStructure[w.columns()];
        for (int j = 0; j < next.length; j++) {
          next[j] = factory.constant(theta[b.offset() + j]);
          for (int i = 0; i < h.length; i++) {
            next[j] = next[j].add(h[i].multiply(theta[w.offset() + i * w.columns() + j]));
          }
          if (layer < 3) {
            next[j] = switch (activation) {
              case TANH -> next[j].tanh();
              case SIN -> next[j].sin();
              case SWISH -> next[j].divide(next[j].negate().exp().add(1));
            };
          }
        }
        h = next;
      }
      for (int c = 0; c < jets.size(); c++) {
        for (int j = 0; j < 2; j++) {
          double expected = h[j].getPartialDerivative(jets.get(c).orders());
          // relative to the largest derivative of that order: a channel near a zero crossing has no small relative error
          assertThat(found[(c * 2 + j) * 5 + p]).as("∂%s of output %d at point %d", jets.get(c), j, p)
              .isCloseTo(expected, within(1e-12 * Math.max(1, scale(h[j], jets.get(c).degree()))));
        }
      }
    }
  }

  private static double scale(DerivativeStructure f, int degree) {
    double largest = 0;
    for (int k = 0; k <= degree; k++) {
      largest = Math.max(largest, Math.abs(f.getPartialDerivative(k, degree - k)));
    }
    return largest;
  }

  @Test
  void gradientAgreesWithCentralDifferences() {
    JetSet jets = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));
    Program program = burgers(jets);
    double[] theta = initial(NET, program, 5);
    double[][] points = points(77);
    double[] laneWeights = new Random(2).doubles(77).toArray();
    double[] gradient = new double[theta.length];
    try (var executor = new Executor(2)) {
      var evaluation = new Evaluation(executor, program, points);
      evaluation.constant(new Argument.Constant(0), 0.3);
      evaluation.squares(theta, new double[] {0.7}, laneWeights, gradient);
      double[] ignored = new double[theta.length];
      double norm = Math.sqrt(java.util.Arrays.stream(gradient).map(v -> v * v).sum());
      for (int q = 0; q < theta.length; q++) {
        double step = 1e-5;
        double[] moved = theta.clone();
        moved[q] += step;
        double up = evaluation.squares(moved, new double[] {0.7}, laneWeights, ignored);
        moved[q] = theta[q] - step;
        double down = evaluation.squares(moved, new double[] {0.7}, laneWeights, ignored);
        // truncation h² f‴/6 and rounding ε f/h are both about 1e-9 of the gradient's norm
        assertThat(gradient[q]).isCloseTo((up - down) / (2 * step), within(2e-8 * norm));
      }
    }
  }

  @Test
  void jacobianRowsAreGradientsOfResiduals() {
    JetSet jets = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));
    Program program = burgers(jets);
    double[] theta = initial(NET, program, 5);
    int n = 45;
    double[][] points = points(n);
    double[] laneWeights = new Random(2).doubles(n).toArray();
    try (var executor = new Executor(1)) {
      var evaluation = new Evaluation(executor, program, points);
      evaluation.constant(new Argument.Constant(0), 0.3);
      double[] gradient = new double[theta.length];
      double loss = evaluation.squares(theta, new double[] {0.7}, laneWeights, gradient);
      int stride = n + 3;
      double[] residuals = new double[n + 3];
      double[] jacobian = new double[stride * theta.length];
      evaluation.jacobian(theta, new double[] {0.7}, laneWeights, residuals, jacobian, stride, 2);
      double sum = 0;
      for (double r : residuals) {
        sum += r * r;
      }
      assertThat(sum).isCloseTo(loss, within(1e-14 * loss));
      for (int q = 0; q < theta.length; q++) {
        double twiceJr = 0;
        for (int i = 0; i < stride; i++) {
          twiceJr += 2 * jacobian[q * stride + i] * residuals[i];
        }
        // two orders of summation over 45 lanes
        assertThat(twiceJr).isCloseTo(gradient[q], within(1e-13 * Math.max(1, loss)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void sameBitsForAnyNumberOfThreads(int threads) {
    JetSet jets = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));
    Program program = burgers(jets);
    double[] theta = initial(NET, program, 5);
    double[][] points = points(10_007);
    double[][] gradients = new double[2][theta.length];
    double[] losses = new double[2];
    int[] counts = {1, threads};
    for (int k = 0; k < 2; k++) {
      try (var executor = new Executor(counts[k])) {
        losses[k] = new Evaluation(executor, program, points).squares(theta, new double[] {1}, null, gradients[k]);
      }
    }
    assertThat(losses[1]).isEqualTo(losses[0]);
    assertThat(gradients[1]).isEqualTo(gradients[0]);
  }
}
