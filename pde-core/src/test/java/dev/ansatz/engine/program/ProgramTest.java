package dev.ansatz.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.ansatz.engine.OwnProcess;
import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernel.Extent;
import dev.ansatz.engine.kernel.Scalar;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  /** More lanes than a chunk holds (512 at most), and not a multiple of it or of a vector. */
  private static final int LANES = 1237;

  private static Kernel tanh() {
    var kernel = Kernel.builder();
    Scalar z = kernel.input("z", Extent.LANE);
    kernel.store("y", z.plus(kernel.input("b", Extent.ROW)).apply(Scalar.Function.TANH));
    return kernel.build();
  }

  private static Kernel product() {
    var kernel = Kernel.builder();
    kernel.store("y", kernel.input("a", Extent.LANE).times(kernel.input("b", Extent.LANE)));
    return kernel.build();
  }

  /**
   * Two layers that share their weights, a layer that nothing reads, a product of overlapping pieces of one value, a constant and
   * parameters that nothing reads.
   */
  private static Program program() {
    var builder = Program.builder(3);
    Value x = builder.input();
    Value h = builder.linear("shared", x, 3, true);
    h = builder.kernel(tanh(), 3, List.of(Argument.lanes(h, 0), new Argument.Trainable(builder.parameters("slope", 1, 3))));
    h = builder.linear("shared", h, 3, true);
    builder.linear("unread", h, 4, false);
    builder.parameters("unused", 2, 2);
    Value p = builder.kernel(product(), 2, List.of(Argument.lanes(h.slice(0, 2), 0), Argument.lanes(x.slice(1, 2), 0)));
    Value q = builder.kernel(product(), 2, List.of(Argument.lanes(h.slice(1, 2), 0), Argument.lanes(p, 0)));
    var scaled = Kernel.builder();
    scaled.store("y", scaled.input("q", Extent.LANE).times(scaled.input("c", Extent.UNIFORM)));
    return builder.build(builder.kernel(scaled.build(), 2, List.of(Argument.lanes(q, 0), builder.constant())));
  }

  private static double[][] points(int rows, int lanes) {
    var random = new Random(11);
    var points = new double[rows][lanes];
    for (double[] row : points) {
      Arrays.setAll(row, p -> random.nextGaussian());
    }
    return points;
  }

  private static double[] normal(int n, long seed) {
    return new Random(seed).doubles(n, -1, 1).toArray();
  }

  /** The same network written out with loops. */
  private static double[] byHand(Program program, double[] theta, double[] x) {
    int w = program.block("shared.W").offset();
    int b = program.block("shared.b").offset();
    int s = program.block("slope").offset();
    double[] h = x;
    for (int layer = 0; layer < 2; layer++) {
      double[] next = new double[3];
      for (int j = 0; j < 3; j++) {
        next[j] = theta[b + j];
        for (int i = 0; i < 3; i++) {
          next[j] += theta[w + 3 * i + j] * h[i];
        }
        if (layer == 0) {
          next[j] = Math.tanh(next[j] + theta[s + j]);
        }
      }
      h = next;
    }
    return new double[] {3 * h[1] * h[0] * x[1], 3 * h[2] * h[1] * x[2]};
  }

  private static Evaluation evaluation(Executor executor) {
    Program program = program();
    var evaluation = new Evaluation(executor, program, points(3, LANES));
    evaluation.constant(new Argument.Constant(0), 3);
    return evaluation;
  }

  @Test
  void valuesAreThoseOfTheSameNetworkWrittenOut() {
    try (var executor = new Executor(2)) {
      var evaluation = evaluation(executor);
      double[] theta = normal(evaluation.program().parameters(), 1);
      double[] values = new double[evaluation.size() + 5];
      evaluation.values(theta, values, 5);
      for (int p = 0; p < LANES; p++) {
        double[] expected = byHand(evaluation.program(), theta,
            new double[] {evaluation.point(0, p), evaluation.point(1, p), evaluation.point(2, p)});
        // about 20 roundings of numbers below 100
        assertThat(values[5 + p]).isCloseTo(expected[0], within(1e-12));
        assertThat(values[5 + LANES + p]).isCloseTo(expected[1], within(1e-12));
      }
    }
  }

  /** Central differences of the network written out: nothing of the program takes part in them. */
  @Test
  void gradientOfSquaresAgreesWithDifferencesOfTheNetworkWrittenOut() {
    try (var executor = new Executor(2)) {
      var evaluation = evaluation(executor);
      double[] theta = normal(evaluation.program().parameters(), 1);
      double[] weights = {0.5 / LANES, 2.0 / LANES};
      double[] gradient = new double[theta.length];
      Arrays.fill(gradient, 1);
      double loss = evaluation.squares(theta, weights, null, gradient);
      assertThat(loss).isCloseTo(lossByHand(evaluation, theta, weights), within(1e-12 * loss));
      for (int q = 0; q < theta.length; q++) {
        double h = 1e-5;
        double[] plus = theta.clone();
        double[] minus = theta.clone();
        plus[q] += h;
        minus[q] -= h;
        double expected = (lossByHand(evaluation, plus, weights) - lossByHand(evaluation, minus, weights)) / (2 * h);
        // h² times a third derivative of order 100, plus rounding 1e-16 / h times a loss of order 10
        assertThat(gradient[q] - 1).as("parameter %d", q).isCloseTo(expected, within(1e-7));
      }
    }
  }

  private static double lossByHand(Evaluation evaluation, double[] theta, double[] weights) {
    double loss = 0;
    for (int p = 0; p < LANES; p++) {
      double[] y = byHand(evaluation.program(), theta,
          new double[] {evaluation.point(0, p), evaluation.point(1, p), evaluation.point(2, p)});
      loss += weights[0] * y[0] * y[0] + weights[1] * y[1] * y[1];
    }
    return loss;
  }

  /** J from the pass lane by lane, d ↦ Jd from forward mode, c ↦ Jᵀc from reverse mode: three codes, one matrix. */
  @Test
  void jacobianAndItsProductsAgree() {
    try (var executor = new Executor(2)) {
      var evaluation = evaluation(executor);
      int parameters = evaluation.program().parameters();
      double[] theta = normal(parameters, 1);
      double[] direction = normal(parameters, 2);
      int m = evaluation.size();
      double[] outputWeights = {0.5, 2};
      double[] laneWeights = new Random(3).doubles(LANES, 0.1, 1).toArray();
      double[] jacobian = new double[m * parameters];
      // what was there before must not matter, not even for parameters that nothing reads
      Arrays.fill(jacobian, Double.NaN);
      double[] residuals = new double[m];
      evaluation.jacobian(theta, new double[] {1, 1}, null, residuals, jacobian, m, 0);
      double[] forward = new double[m];
      evaluation.jvp(theta, direction, forward, 0);
      double[] cotangents = normal(m, 4);
      double[] reverse = new double[parameters];
      evaluation.vjp(theta, cotangents, 0, reverse);
      double[] gaussNewton = new double[parameters];
      evaluation.gaussNewton(theta, direction, outputWeights, laneWeights, gaussNewton);
      double[] expectedForward = new double[m];
      for (int q = 0; q < parameters; q++) {
        for (int i = 0; i < m; i++) {
          expectedForward[i] += jacobian[q * m + i] * direction[q];
        }
      }
      // sums of fewer than 40 terms of order 10
      assertThat(forward).containsExactly(expectedForward, within(1e-12));
      for (int q = 0; q < parameters; q++) {
        double expected = 0;
        double product = 0;
        for (int i = 0; i < m; i++) {
          expected += jacobian[q * m + i] * cotangents[i];
          product += jacobian[q * m + i] * outputWeights[i / LANES] * laneWeights[i % LANES] * expectedForward[i];
        }
        // sums of 2,474 terms of order 10 to 100
        assertThat(reverse[q]).isCloseTo(expected, within(1e-10));
        assertThat(gaussNewton[q]).isCloseTo(product, within(1e-9));
      }
    }
  }

  @Test
  void resultsAreTheSameToTheBitForAnyNumberOfThreads() {
    double[] expected = null;
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (var executor = new Executor(threads)) {
        var evaluation = evaluation(executor);
        int parameters = evaluation.program().parameters();
        double[] theta = normal(parameters, 1);
        double[] gradient = new double[parameters];
        evaluation.squares(theta, new double[] {0.5, 2}, null, gradient);
        evaluation.gaussNewton(theta, normal(parameters, 2), new double[] {0.5, 2}, null, gradient);
        if (expected == null) {
          expected = gradient;
        }
        assertThat(gradient).containsExactly(expected);
      }
    }
  }

  /** Prints the least bytes that a step allocated, averaged over some; with an argument, after {@link #others}. */
  static final class Steps {
    public static void main(String[] arguments) {
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      try (var executor = new Executor(1)) {
        if (arguments.length > 0) {
          others(executor);
        }
        // more lanes than a chunk holds
        var evaluation = new Evaluation(executor, layers(3, 8), points(3, 640));
        double[] theta = normal(evaluation.program().parameters(), 1);
        double[] gradient = new double[theta.length];
        double[] weights = {1, 1};
        int calls = 20;
        long least = Long.MAX_VALUE;
        // until all is compiled every vector is an object: that takes about 2 s of this thread's own time, which on a busy machine passes
        // no faster than that of the compiler
        for (long end = threads.getCurrentThreadCpuTime() + 20_000_000_000L; least >= 1024 && threads.getCurrentThreadCpuTime() < end;) {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int call = 0; call < calls; call++) {
            evaluation.squares(theta, weights, null, gradient);
          }
          least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / calls);
        }
        System.out.println(least);
      }
    }

    private static Program layers(int inputs, int width) {
      var builder = Program.builder(inputs);
      Value h = builder.linear("in", builder.input(), width, false);
      h = builder.kernel(tanh(), width, List.of(Argument.lanes(h, 0), new Argument.Trainable(builder.parameters("b", 1, width))));
      return builder.build(builder.linear("out", h, 2, true));
    }

    /** Every kind of pass, in both precisions, over other shapes: the tiles and the kernels of the step are then profiled by these. */
    private static void others(Executor executor) {
      for (int width = 3; width <= 11; width += 4) {
        Program program = layers(1 + width % 4, width);
        double[][] points = points(program.inputs(), 29 * width);
        for (var arithmetic : List.of(Arithmetic.f64(), Arithmetic.f32())) {
          var evaluation = new Evaluation(executor, program, points, arithmetic);
          double[] theta = normal(program.parameters(), width);
          double[] weights = {1, 2};
          double[] gradient = new double[theta.length];
          double[] results = new double[evaluation.size()];
          double[] jacobian = new double[results.length * theta.length];
          for (int call = 0; call < 40; call++) {
            evaluation.squares(theta, weights, null, gradient);
            evaluation.jvp(theta, theta, results, 0);
            evaluation.gaussNewton(theta, theta, weights, null, gradient);
            evaluation.jacobian(theta, weights, null, results, jacobian, results.length, 0);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "others"})
  void aStepAllocatesNothing(String before) throws Exception {
    String[] arguments = before.isEmpty() ? new String[0] : new String[] {before};
    assertThat(Long.parseLong(OwnProcess.printed(Steps.class, arguments))).isLessThan(1024);
  }

  @Test
  void blocksAreFoundByNameAndSharedOnlyInOneShape() {
    var builder = Program.builder(2);
    ParameterBlock block = builder.parameters("W", 2, 3);
    assertThat(builder.parameters("W", 2, 3)).isEqualTo(block);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.parameters("W", 3, 2))
        .withMessage("parameters 'W' are 2 × 3 already, not 3 × 2");
    Program program = builder.build(builder.input());
    assertThat(program.block("W")).isEqualTo(block);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> program.block("V"))
        .withMessage("no parameters 'V'; there are [W]");
  }

  @Test
  void everyMisfitOfAKernelIsNamed() {
    var builder = Program.builder(2);
    Value x = builder.input();
    var kernel = Kernel.builder();
    Scalar a = kernel.input("a", Extent.LANE);
    Scalar b = kernel.input("b", Extent.ROW);
    Scalar c = kernel.input("c", Extent.LANE);
    Scalar d = kernel.input("d", Extent.LANE);
    kernel.sum("s", a.times(b).times(c).times(d), Extent.ROW);
    var block = builder.parameters("b", 1, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.kernel(kernel.build(), 2, List.of(Argument.lanes(x, 0), new Argument.Trainable(block),
            builder.constant(), Argument.lanes(x.slice(1, 1), 0))))
        .withMessage("input 'b' is ROW over 2 rows and cannot be parameters 'b' of size 5; input 'c' is LANE but is given a constant; "
            + "input 'd' reads past the last feature of its value; output 's' is a sum; only LANE outputs have lanes");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.kernel(product(), 1, List.of(Argument.lanes(x, 0))))
        .withMessage("the kernel has 2 inputs, not 1");
    Value trained = builder.linear("w", x, 2, false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.kernel(product(), 2, List.of(Argument.lanes(trained, 0), Argument.lanes(trained, 0))))
        .withMessage("input 'b' reads a value that another input reads");
  }

  @Test
  void pointsThatDoNotFitAreRefused() {
    var builder = Program.builder(2, 4);
    Program program = builder.build(builder.linear("l", builder.input(), 1, true));
    try (var executor = new Executor(1)) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Evaluation(executor, program, new double[3][8]))
          .withMessage("the program has 2 input rows, not 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Evaluation(executor, program, new double[][] {new double[7], new double[8]}))
          .withMessage("input row 1 has 8 lanes, row 0 has 7; 7 lanes are not whole samples of 4 lanes each");
    }
  }
}
