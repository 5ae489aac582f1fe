package dev.ansatz.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of the operations against their definitions, written out; derivatives are tested by random programs. */
class OperationsTest {
  /** Sums of fewer than 100 terms of order 1. */
  private static final double ROUNDING = 1e-13;

  private static final int SAMPLES = 3;

  /** The result on three samples, {@code [sample][output][lane]}. */
  private static double[][][] run(double[][] points, int lanes, double[] theta, BiFunction<ProgramBuilder, Value, Value> build) {
    var builder = Program.builder(points.length, lanes);
    Value y = build.apply(builder, builder.input());
    Program program = builder.build(y);
    try (var executor = new Executor(1)) {
      var evaluation = new Evaluation(executor, program, points);
      double[] values = new double[evaluation.size()];
      evaluation.values(theta, values, 0);
      double[][][] result = new double[SAMPLES][program.outputs()][y.lanes()];
      for (int s = 0; s < SAMPLES; s++) {
        for (int k = 0; k < program.outputs(); k++) {
          System.arraycopy(values, (k * SAMPLES + s) * y.lanes(), result[s][k], 0, y.lanes());
        }
      }
      return result;
    }
  }

  private static double[][] points(int rows, int lanes) {
    var random = new Random(rows * 1000L + lanes);
    var points = new double[rows][SAMPLES * lanes];
    for (double[] row : points) {
      Arrays.setAll(row, p -> random.nextGaussian());
    }
    return points;
  }

  @Test
  void concatAndSliceKeepChannelsApart() {
    double[][] x = points(4, 1);
    double[][][] y = run(x, 1, new double[0], (b, in) -> {
      Value twoChannels = in.reshape(2, 2);
      Value second = b.slice(twoChannels, 1, 1);
      return b.concat(List.of(second, twoChannels));
    });
    for (int s = 0; s < SAMPLES; s++) {
      int[] expected = {1, 0, 1, 3, 2, 3};
      for (int k = 0; k < expected.length; k++) {
        assertThat(y[s][k][0]).isEqualTo(x[expected[k]][s]);
      }
    }
  }

  @Test
  void reductionsOverFeaturesAndLanes() {
    double[][] x = points(4, 5);
    double[][][] features = run(x, 5, new double[0], (b, in) -> b.concat(List.of(b.sumFeatures(in), b.meanFeatures(in))));
    double[][][] lanes = run(x, 5, new double[0], (b, in) -> b.concat(List.of(b.sumLanes(in), b.meanLanes(in))));
    for (int s = 0; s < SAMPLES; s++) {
      for (int p = 0; p < 5; p++) {
        double sum = 0;
        for (double[] row : x) {
          sum += row[5 * s + p];
        }
        assertThat(features[s][0][p]).isCloseTo(sum, within(ROUNDING));
        assertThat(features[s][1][p]).isCloseTo(sum / 4, within(ROUNDING));
      }
      for (int i = 0; i < 4; i++) {
        double sum = Arrays.stream(x[i], 5 * s, 5 * s + 5).sum();
        assertThat(lanes[s][i][0]).isCloseTo(sum, within(ROUNDING));
        assertThat(lanes[s][4 + i][0]).isCloseTo(sum / 5, within(ROUNDING));
      }
    }
  }

  @Test
  void flattenedLanesAreFeatures() {
    double[][] x = points(2, 3);
    double[][][] y = run(x, 3, new double[0], ProgramBuilder::flattenLanes);
    for (int s = 0; s < SAMPLES; s++) {
      for (int k = 0; k < 6; k++) {
        assertThat(y[s][k]).containsExactly(x[k / 3][3 * s + k % 3]);
      }
    }
  }

  @Test
  void gatherScatterAndSoftmaxWorkSampleBySample() {
    double[][] x = points(2, 4);
    int[] source = {2, 2, 0, 1, 3};
    int[] target = {0, 1, 1, 2, 0};
    double[][][] edges = run(x, 4, new double[0], (b, in) -> b.gather(in, source));
    double[][][] soft = run(x, 4, new double[0], (b, in) -> b.segmentSoftmax(b.gather(in, source), target));
    double[][][] nodes = run(x, 4, new double[0], (b, in) -> b.scatterAdd(b.gather(in, source), target, 3));
    for (int s = 0; s < SAMPLES; s++) {
      for (int i = 0; i < 2; i++) {
        double[] sums = new double[3];
        double[] exponentials = new double[3];
        for (int e = 0; e < 5; e++) {
          double at = x[i][4 * s + source[e]];
          assertThat(edges[s][i][e]).isEqualTo(at);
          sums[target[e]] += at;
          exponentials[target[e]] += Math.exp(at);
        }
        assertThat(nodes[s][i]).containsExactly(sums, within(ROUNDING));
        for (int e = 0; e < 5; e++) {
          assertThat(soft[s][i][e]).isCloseTo(Math.exp(x[i][4 * s + source[e]]) / exponentials[target[e]], within(ROUNDING));
        }
      }
    }
  }

  @Test
  void softmaxOfLargeNumbersDoesNotOverflow() {
    double[][] x = {{1000, 1001, -1000, 1000, 1001, -1000, 1000, 1001, -1000}};
    double[][][] y = run(x, 3, new double[0], (b, in) -> b.segmentSoftmax(in, 0, 0, 1));
    double e = Math.exp(-1);
    assertThat(y[1][0]).containsExactly(new double[] {e / (1 + e), 1 / (1 + e), 1}, within(ROUNDING));
  }

  @Test
  void layerNormHasMeanZeroAndTheVarianceThatEpsilonLeaves() {
    double[][] x = points(6, 2);
    double[][][] y = run(x, 2, new double[0], (b, in) -> b.layerNorm(in, 0.1));
    for (int s = 0; s < SAMPLES; s++) {
      for (int p = 0; p < 2; p++) {
        double[] lane = new double[6];
        double[] normed = new double[6];
        for (int i = 0; i < 6; i++) {
          lane[i] = x[i][2 * s + p];
          normed[i] = y[s][i][p];
        }
        double mean = Arrays.stream(lane).average().orElseThrow();
        double variance = Arrays.stream(lane).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        assertThat(Arrays.stream(normed).sum()).isCloseTo(0, within(ROUNDING));
        assertThat(Arrays.stream(normed).map(v -> v * v).average().orElseThrow()).isCloseTo(variance / (variance + 0.1), within(ROUNDING));
        assertThat((normed[1] - normed[0]) * (lane[1] - lane[0])).isPositive();
      }
    }
  }

  @Test
  void einsumIsTheProductOfMatricesOnEveryLane() {
    double[][] x = points(6 + 12, 2);
    double[][][] y = run(x, 2, new double[0], (b, in) -> b.batchedProduct(in.slice(0, 6), in.slice(6, 12), 2, 3, 4));
    double[][][] inner = run(x, 2, new double[0], (b, in) -> b.einsum("ij,ji->", in.slice(0, 6), in.slice(6, 6), 2, 3));
    for (int s = 0; s < SAMPLES; s++) {
      for (int p = 0; p < 2; p++) {
        int lane = 2 * s + p;
        double trace = 0;
        for (int i = 0; i < 2; i++) {
          for (int k = 0; k < 4; k++) {
            double sum = 0;
            for (int j = 0; j < 3; j++) {
              sum += x[3 * i + j][lane] * x[6 + 4 * j + k][lane];
            }
            assertThat(y[s][4 * i + k][p]).isCloseTo(sum, within(ROUNDING));
          }
          for (int j = 0; j < 3; j++) {
            trace += x[3 * i + j][lane] * x[6 + 2 * j + i][lane];
          }
        }
        assertThat(inner[s][0][p]).isCloseTo(trace, within(ROUNDING));
      }
    }
  }

  /** Lengths that are powers of two, products of small primes, and a prime beyond those that have a radix of their own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 15, 29})
  void fourierCoefficientsAreThoseOfTheDefinition(int n) {
    double[][] u = points(1, 2 * n);
    for (FourierModes modes : List.of(FourierModes.all(n), FourierModes.upTo(new int[] {n}, new int[] {2}))) {
      double[][][] y = run(u, 2 * n, new double[0], (b, in) -> b.fourier(in, modes));
      for (int s = 0; s < SAMPLES; s++) {
        for (int grid = 0; grid < 2; grid++) {
          for (int c = 0; c < modes.size(); c++) {
            int k = modes.frequencies(c)[0];
            double re = 0;
            double im = 0;
            for (int j = 0; j < n; j++) {
              double v = u[0][2 * n * s + n * grid + j] / Math.sqrt(n);
              re += v * Math.cos(2 * Math.PI * k * j / n);
              im -= v * Math.sin(2 * Math.PI * k * j / n);
            }
            double expected = c < modes.selfConjugate() ? re
                : Math.sqrt(2) * (c < modes.selfConjugate() + modes.pairs() ? re : im);
            assertThat(y[s][0][grid * modes.size() + c]).isCloseTo(expected, within(ROUNDING));
          }
        }
      }
    }
    assertThat(FourierModes.all(n).size()).isEqualTo(n);
  }

  @Test
  void fourierInTwoDimensionsIsOrthogonalAndFindsPlaneWaves() {
    int[] shape = {6, 5};
    FourierModes modes = FourierModes.all(shape);
    double[][] u = points(1, 30);
    double[][][] back = run(u, 30, new double[0], (b, in) -> b.inverseFourier(b.fourier(in, modes), modes));
    assertThat(back[1][0]).containsExactly(Arrays.copyOfRange(u[0], 30, 60), within(ROUNDING));
    for (int j = 0; j < 90; j++) {
      u[0][j] = Math.cos(2 * Math.PI * (2.0 * (j % 30 / 5) / 6 - 1.0 * (j % 5) / 5) + 0.7);
    }
    double[][][] y = run(u, 30, new double[0], (b, in) -> b.fourier(in, modes));
    for (int c = 0; c < modes.size(); c++) {
      int[] k = modes.frequencies(c);
      boolean wave = Arrays.equals(k, new int[] {2, -1}) || Arrays.equals(k, new int[] {-2, 1});
      boolean real = c < modes.selfConjugate() + modes.pairs();
      // half of √2 √N e^{±0.7 i}, the sign that of the frequency kept
      double expected = !wave ? 0 : Math.sqrt(15) * (real ? Math.cos(0.7) : k[0] / 2 * Math.sin(0.7));
      assertThat(y[0][0][c]).as(Arrays.toString(k)).isCloseTo(expected, within(ROUNDING));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 12})
  void cosineCoefficientsAreThoseOfTheDefinition(int n) {
    int inner = 3;
    int kept = (n + 1) / 2;
    double[][] u = points(1, 2 * n * inner);
    double[][][] y = run(u, 2 * n * inner, new double[0], (b, in) -> b.cosine(in, n, inner, kept));
    double[][][] back = run(u, 2 * n * inner, new double[0], (b, in) -> b.inverseCosine(b.cosine(in, n, inner, n), n, inner, n));
    for (int outer = 0; outer < 2; outer++) {
      for (int i = 0; i < inner; i++) {
        for (int k = 0; k < kept; k++) {
          double sum = 0;
          for (int j = 0; j < n; j++) {
            sum += u[0][(outer * n + j) * inner + i] * Math.cos(Math.PI * k * (j + 0.5) / n);
          }
          assertThat(y[0][0][(outer * kept + k) * inner + i]).isCloseTo(Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * sum, within(ROUNDING));
        }
      }
    }
    assertThat(back[0][0]).containsExactly(Arrays.copyOf(u[0], 2 * n * inner), within(ROUNDING));
  }

  /** On each mode a matrix with real and imaginary part: the sum over the features of circular convolutions. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void mixingModesIsCircularConvolution(int n) {
    FourierModes modes = FourierModes.upTo(new int[] {n}, new int[] {n});
    double[][] u = points(2, n);
    double[] theta = new Random(5).doubles(2 * 3 * n, -1, 1).toArray();
    double[][][] y = run(u, n, theta, (b, in) -> b.inverseFourier(b.mixModes("R", b.fourier(in, modes), modes, 3), modes));
    for (int o = 0; o < 3; o++) {
      double[] expected = new double[n];
      for (int i = 0; i < 2; i++) {
        double[] kernel = new double[n];
        for (int c = 0; c < modes.selfConjugate() + modes.pairs(); c++) {
          int k = modes.frequencies(c)[0];
          boolean pair = c >= modes.selfConjugate();
          int at = (i * 3 + o) * n + c;
          for (int x = 0; x < n; x++) {
            double angle = 2 * Math.PI * k * x / n;
            kernel[x] += (pair ? 2 : 1) * (theta[at] * Math.cos(angle) - (pair ? theta[at + modes.pairs()] * Math.sin(angle) : 0)) / n;
          }
        }
        for (int x = 0; x < n; x++) {
          for (int z = 0; z < n; z++) {
            expected[x] += kernel[Math.floorMod(x - z, n)] * u[i][n + z];
          }
        }
      }
      assertThat(y[1][o]).containsExactly(expected, within(ROUNDING));
    }
  }

  /** In two dimensions: what comes out of a shifted function is shifted. */
  @Test
  void mixingModesCommutesWithTranslations() {
    int n = 6;
    int m = 5;
    FourierModes modes = FourierModes.upTo(new int[] {n, m}, new int[] {2, 1});
    double[][] u = points(1, n * m);
    double[][] shifted = new double[1][u[0].length];
    for (int j = 0; j < u[0].length; j++) {
      int s = j / (n * m);
      shifted[0][s * n * m + (j / m + 2) % n * m + (j % m + 1) % m] = u[0][j];
    }
    double[] theta = new Random(5).doubles(modes.size(), -1, 1).toArray();
    BiFunction<ProgramBuilder, Value, Value> layer = (b, in) ->
        b.inverseFourier(b.mixModes("R", b.fourier(in, modes), modes, 1), modes);
    double[][][] y = run(u, n * m, theta, layer);
    double[][][] z = run(shifted, n * m, theta, layer);
    for (int j = 0; j < n * m; j++) {
      assertThat(z[2][0][(j / m + 2) % n * m + (j % m + 1) % m]).isCloseTo(y[2][0][j], within(ROUNDING));
    }
  }

  @Test
  void mixingLanesMultipliesEachByItsMatrix() {
    double[][] x = points(2, 6);
    double[] theta = new Random(5).doubles(2 * 2 * 3, -1, 1).toArray();
    double[][][] y = run(x, 6, theta, (b, in) -> b.mixLanes("W", in, 3, 2));
    for (int o = 0; o < 2; o++) {
      for (int p = 0; p < 6; p++) {
        double expected = theta[o * 3 + p % 3] * x[0][6 + p] + theta[(2 + o) * 3 + p % 3] * x[1][6 + p];
        assertThat(y[1][o][p]).isCloseTo(expected, within(ROUNDING));
      }
    }
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    var b = Program.builder(4, 6);
    Value x = b.input();
    Value two = x.reshape(2, 2);
    refused(() -> b.concat(List.of(x, two)), "values of 1 and 2 channels, 6 and 6 lanes per sample cannot be joined");
    refused(() -> b.slice(x, 3, 2), "features 3 to 4 are not among 4");
    refused(() -> b.gather(x, 0, 6, -1), "gather needs indices of lanes 0 to 5, not [6, -1]");
    refused(() -> b.scatterAdd(x, new int[] {0}, 2), "scatterAdd needs an index for each of the 6 lanes, not 1");
    refused(() -> b.segmentSoftmax(x, 0, 1), "segmentSoftmax needs a segment, 0 or more, for each of the 6 lanes");
    refused(() -> b.layerNorm(two, 1e-5),
        "layerNorm is for values of one channel, not 2: it is not linear, so that derivatives need a rule of their own; use a kernel");
    refused(() -> b.layerNorm(x, 0), "layerNorm needs a positive epsilon, not 0.0");
    refused(() -> b.fourier(x, FourierModes.all(4)), "fourier needs a multiple of 4 lanes per sample, not 6");
    refused(() -> b.cosine(x, 3, 1, 4),
        "cosine keeps 1 to n coefficients along an axis with an inner stride of at least 1, not 4 of 3 with stride 1");
    refused(() -> b.einsum("ij", x, x, 2), "'ij' is not of the form ij,jk->ik, two operands and a result of letters a to z");
    refused(() -> b.einsum("ii,j->k", x, x, 2), "'ii,j->k': 'ii' repeats an index; the result's index 'k' is in no operand; "
        + "one size of at least 1 for each of the indices 'ij' is needed, not [2]");
    refused(() -> b.einsum("i,i->", x, b.sumLanes(x), 4),
        "einsum i,i-> over [4] needs 4 and 4 features on the same lanes, not 4 on 6 lanes per sample and 4 on 1");
    refused(() -> FourierModes.upTo(new int[] {4, 0}, new int[] {2, -1}),
        "a grid has a point along every axis, and a highest frequency of at least 0 for each: not [4, 0] and [2, -1]");
  }

  private static void refused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }

  @Test
  void coupledLanesHaveNoJacobianLaneByLane() {
    var b = Program.builder(1, 2);
    Program program = b.build(b.linear("l", b.sumLanes(b.input()), 1, true));
    assertThat(program.couplesLanes()).isTrue();
    try (var executor = new Executor(1)) {
      var evaluation = new Evaluation(executor, program, new double[1][4]);
      assertThat(evaluation.lanes()).isEqualTo(2);
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> evaluation.jacobian(new double[2], new double[] {1}, null, new double[2], new double[4], 2, 0))
          .withMessageEndingWith("use squares, vjp, jvp or gaussNewton");
    }
  }
}
