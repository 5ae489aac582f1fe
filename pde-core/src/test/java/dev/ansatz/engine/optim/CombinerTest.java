package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CombinerTest {
  private static double[][] gaussian(int losses, int parameters, long seed) {
    var random = new Random(seed);
    double[][] g = new double[losses][parameters];
    for (double[] row : g) {
      // lengths apart by orders of magnitude, as losses have them
      double length = Math.pow(10, 3 * random.nextGaussian());
      Arrays.setAll(row, _ -> length * random.nextGaussian());
    }
    return g;
  }

  private static double[] combine(Combiner combiner, double[]... gradients) {
    double[] combined = new double[gradients[0].length];
    Arrays.fill(combined, Double.NaN);
    combiner.combine(gradients, combined);
    return combined;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double[] sum(double[]... gradients) {
    double[] sum = new double[gradients[0].length];
    Arrays.setAll(sum, q -> Arrays.stream(gradients).mapToDouble(g -> g[q]).sum());
    return sum;
  }

  private static void assertClose(double[] actual, double[] expected, double relative) {
    double scale = Math.sqrt(dot(expected, expected));
    for (int q = 0; q < expected.length; q++) {
      assertThat(actual[q]).isCloseTo(expected[q], within(relative * scale));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void conflictFreeMakesEqualAcuteAngles(int losses) {
    for (long seed = 0; seed < 20; seed++) {
      double[][] g = gaussian(losses, 40, seed);
      double[] direction = combine(new ConflictFree(), g);
      double first = cosine(g[0], direction);
      assertThat(first).isPositive();
      for (double[] gk : g) {
        assertThat(cosine(gk, direction)).isCloseTo(first, within(1e-12));
      }
      double length = Arrays.stream(g).mapToDouble(gk -> dot(gk, direction)).sum() / Math.sqrt(dot(direction, direction));
      assertThat(Math.sqrt(dot(direction, direction))).isCloseTo(length, within(1e-13 * length));
    }
  }

  /** The two directions that the paper adds up are the components of each gradient across the other. */
  @Test
  void conflictFreeOfTwoIsTheClosedFormAndTheGeneralOne() {
    for (long seed = 0; seed < 20; seed++) {
      double[][] g = gaussian(2, 30, seed);
      double[] a = unit(across(g[0], g[1]));
      double[] b = unit(across(g[1], g[0]));
      double[] direction = unit(sum(a, b));
      double length = dot(g[0], direction) + dot(g[1], direction);
      double[] closed = Arrays.stream(direction).map(x -> length * x).toArray();
      double[] general = new double[30];
      ConflictFree.general(g, general);
      assertClose(combine(new ConflictFree(), g), closed, 1e-12);
      assertClose(general, closed, 1e-12);
    }
  }

  private static double[] across(double[] a, double[] b) {
    double share = dot(a, b) / dot(a, a);
    return IntStream.range(0, a.length).mapToDouble(q -> b[q] - share * a[q]).toArray();
  }

  private static double[] unit(double[] a) {
    double norm = Math.sqrt(dot(a, a));
    return Arrays.stream(a).map(x -> x / norm).toArray();
  }

  @Test
  void conflictFreeWhereThereIsNoSuchDirection() {
    assertThat(combine(new ConflictFree(), new double[] {1, 2}, new double[] {-2, -4})).containsOnly(0);
    assertThat(combine(new ConflictFree(), new double[2], new double[2])).containsOnly(0);
    // a loss without gradient does not count
    assertClose(combine(new ConflictFree(), new double[] {1, 2}, new double[2]), new double[] {1, 2}, 1e-15);
    // three units 120 degrees apart in the plane: the least squares solution is 0
    double h = Math.sqrt(0.75);
    assertClose(sum(combine(new ConflictFree(), new double[] {1, 0}, new double[] {-0.5, h}, new double[] {-0.5, -h}),
        new double[] {1, 1}), new double[] {1, 1}, 1e-14);
  }

  @Test
  void surgeryRemovesTheConflictOfTwo() {
    for (long seed = 0; seed < 50; seed++) {
      double[][] g = gaussian(2, 10, seed);
      double[] combined = combine(new GradientSurgery(1), g);
      if (dot(g[0], g[1]) >= 0) {
        assertClose(combined, sum(g), 1e-15);
      } else {
        assertClose(combined, sum(across(g[1], g[0]), across(g[0], g[1])), 1e-14);
        for (double[] gk : g) {
          assertThat(dot(combined, gk)).isGreaterThanOrEqualTo(-1e-15 * dot(g[0], g[0]) - 1e-15 * dot(g[1], g[1]));
        }
      }
    }
  }

  @Test
  void surgeryLeavesTheSumWithoutConflict() {
    double[][] g = {{1, 2, 0}, {3, 1, 1}, {0, 0, 5}};
    assertThat(combine(new GradientSurgery(1), g)).containsExactly(sum(g));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void impartialLearningProjectsEqually(int losses) {
    for (long seed = 0; seed < 20; seed++) {
      double[][] g = gaussian(losses, 30, seed);
      double[] combined = combine(new ImpartialLearning(), g);
      double first = cosine(g[0], combined);
      for (double[] gk : g) {
        assertThat(cosine(gk, combined)).isCloseTo(first, within(1e-12));
      }
    }
  }

  /**
   * Against the paper's α₂ … α_m = g₁ Uᵀ (D Uᵀ)⁻¹, D = (g₁ − g_k), U = (u₁ − u_k), solved by Hipparchus: the same direction, the same
   * vector where no weight is negative, and downhill on every loss and not longer than the longest gradient where one is. Lengths
   * differ by up to e⁴, so that three gradients of which two conflict give S of both signs.
   */
  @Test
  void impartialLearningIsThePapersAndGoesDownhill() {
    int uphill = 0;
    int convex = 0;
    for (long seed = 0; seed < 300; seed++) {
      int losses = 3 + (int) (seed % 3);
      double[][] g = gaussian(losses, 6, seed);
      var random = new SplittableRandom(seed);
      for (int k = 0; k < losses; k++) {
        double factor = Math.exp(4 * random.nextDouble() - 2) / Math.sqrt(dot(g[k], g[k]));
        for (int q = 0; q < 6; q++) {
          g[k][q] *= factor;
        }
      }
      double[] alpha = papersImpartialWeights(g);
      double[] papers = combine(new WeightedSum(alpha), g);
      double[] combined = combine(new ImpartialLearning(), g);
      boolean nonnegative = Arrays.stream(alpha).allMatch(a -> a >= 0);
      boolean descends = dot(g[0], papers) > 0;
      double longest = Arrays.stream(g).mapToDouble(gk -> Math.sqrt(dot(gk, gk))).max().orElseThrow();
      // the condition of the paper's equations, up to 1e4 here, times the rounding
      assertThat(cosine(papers, combined)).isCloseTo(descends ? 1 : -1, within(1e-10));
      for (double[] gk : g) {
        assertThat(dot(gk, combined)).isPositive();
      }
      assertThat(Math.sqrt(dot(combined, combined))).isLessThanOrEqualTo(longest * (1 + 1e-14));
      if (nonnegative) {
        assertClose(combined, papers, 1e-9 * longest);
        convex++;
      }
      uphill += descends ? 0 : 1;
    }
    assertThat(convex).isGreaterThan(50);
    assertThat(uphill).as("what the sign is for").isGreaterThan(5);
  }

  private static double[] papersImpartialWeights(double[][] g) {
    int m = g.length;
    double[][] du = new double[m - 1][m - 1];
    double[] right = new double[m - 1];
    for (int j = 1; j < m; j++) {
      double[] u = new double[g[0].length];
      for (int q = 0; q < u.length; q++) {
        u[q] = g[0][q] / Math.sqrt(dot(g[0], g[0])) - g[j][q] / Math.sqrt(dot(g[j], g[j]));
      }
      right[j - 1] = dot(g[0], u);
      for (int i = 1; i < m; i++) {
        du[j - 1][i - 1] = dot(g[0], u) - dot(g[i], u);
      }
    }
    double[] tail = new LUDecomposition(new Array2DRowRealMatrix(du)).getSolver().solve(new ArrayRealVector(right)).toArray();
    double[] alpha = new double[m];
    System.arraycopy(tail, 0, alpha, 1, m - 1);
    alpha[0] = 1 - Arrays.stream(tail).sum();
    return alpha;
  }

  /** The weights add up to one: with gradients in the directions of the axes, they can be read off. */
  @Test
  void impartialLearningIsAnAffineCombination() {
    double[] combined = combine(new ImpartialLearning(), new double[] {2, 0, 0}, new double[] {0, 5, 0}, new double[] {0, 0, 10});
    assertThat(combined[0] / 2 + combined[1] / 5 + combined[2] / 10).isCloseTo(1, within(1e-15));
    assertThat(combine(new ImpartialLearning(), new double[] {1, 2}, new double[] {-2, -4})).containsOnly(0);
  }

  /** For two orthogonal gradients, α is in proportion to the length of the other. */
  @Test
  void impartialLearningOfTwoByHand() {
    assertClose(combine(new ImpartialLearning(), new double[] {3, 0}, new double[] {0, 1}), new double[] {0.75, 0.75}, 1e-14);
    assertClose(combine(new ImpartialLearning(), new double[] {3, 4}, new double[2]), new double[] {3, 4}, 1e-14);
  }

  @Test
  void fixedWeights() {
    assertThat(combine(new WeightedSum(2, 0.5), new double[] {1, 2}, new double[] {4, 6})).containsExactly(4, 7);
    assertThat(combine(WeightedSum.ofOnes(2), new double[] {1, 2}, new double[] {4, 6})).containsExactly(5, 8);
    assertThatThrownBy(() -> combine(WeightedSum.ofOnes(3), new double[] {1}, new double[] {2}))
        .hasMessage("3 weights for 2 losses; give one for each");
  }

  @Test
  void gradientNormWeightsMakeLengthsEqual() {
    double[][] g = gaussian(3, 20, 5);
    var weights = new GradientNormWeights(3, 1, 0);
    combine(weights, g);
    double mean = Arrays.stream(g).mapToDouble(gk -> Math.sqrt(dot(gk, gk))).average().orElseThrow();
    for (int k = 0; k < 3; k++) {
      double length = Math.sqrt(dot(g[k], g[k]));
      assertThat(weights.weights()[k]).isCloseTo(mean / (length + 1e-5 * mean), within(1e-13 * mean / length));
    }
  }

  @Test
  void gradientNormWeightsFollowAndAreGuarded() {
    var weights = new GradientNormWeights(2, 3, 0.9);
    double[][] g = {{1, 0}, {0, 0}};
    double guarded = 0.5 / (1e-5 * 0.5);
    combine(weights, g);
    // 0.9·1 + 0.1·½/(1 + 1e-5/2), and 0.9 + 0.1·1e5 for the gradient of length 0
    assertThat(weights.weights()[0]).isCloseTo(0.9 + 0.05 / (1 + 5e-6), within(1e-15));
    assertThat(weights.weights()[1]).isCloseTo(0.9 + 0.1 * guarded, within(1e-10));
    double[] before = weights.weights();
    combine(weights, g);
    combine(weights, g);
    assertThat(weights.weights()).containsExactly(before);
    combine(weights, g);
    assertThat(weights.weights()[0]).isLessThan(before[0]);
  }

  @Test
  void tangentKernelWeightsAreInverseToTheDiagonals() {
    var weights = new TangentKernelWeights(2, 1, 0, () -> new double[] {1, 3});
    assertThat(combine(weights, new double[] {1}, new double[] {1})[0]).isCloseTo(2 / (1 + 2e-5) + 2 / (3 + 2e-5), within(1e-15));
    assertThat(weights.weights()[0] / weights.weights()[1]).isCloseTo(3, within(1e-4));
  }

  @Test
  void annealingLiftsTheMeanToTheLargest() {
    var weights = new LearningRateAnnealing(3, 1, 0.5);
    combine(weights, new double[] {1, -8}, new double[] {1, -3}, new double[2]);
    assertThat(weights.weights()).containsExactly(1, 0.5 + 0.5 * 4, 1);
  }

  @Test
  void momentumConflictFreeWaitsForEveryLoss() {
    var combiner = new MomentumConflictFree(3, 4);
    double[][] g = gaussian(3, 4, 1);
    for (int turn = 0; turn < 3; turn++) {
      for (int k = 0; k < 3; k++) {
        assertThat(combiner.reads(k)).isEqualTo(k == turn);
      }
      double[] combined = combine(combiner, g);
      if (turn < 2) {
        assertThat(combined).containsOnly(0);
      } else {
        // after one turn each, the corrected moments are the gradients, and s = ĝ²
        double[] direction = combine(new ConflictFree(), g);
        for (int q = 0; q < 4; q++) {
          assertThat(combined[q]).isCloseTo(direction[q] / (Math.abs(direction[q]) + 1e-8), within(1e-12));
        }
      }
    }
  }

  /** Σ_k (1 − β)βᵗ⁻ᵏ x_k/(1 − βᵗ) over k = 1, …, t: a moving average without its bias, written out. */
  private static double[] average(List<double[]> x, double beta) {
    double[] average = new double[x.getFirst().length];
    for (int k = 0; k < x.size(); k++) {
      double weight = (1 - beta) * Math.pow(beta, x.size() - 1 - k) / (1 - Math.pow(beta, x.size()));
      for (int q = 0; q < average.length; q++) {
        average[q] += weight * x.get(k)[q];
      }
    }
    return average;
  }

  private static double[] squares(double[] x) {
    return Arrays.stream(x).map(v -> v * v).toArray();
  }

  private static double[] normalised(double[] first, double[] second) {
    return IntStream.range(0, first.length).mapToDouble(q -> first[q] / (Math.sqrt(second[q]) + 1e-8)).toArray();
  }

  /** Only the gradient in turn is finite: nothing else may be read. */
  @Test
  void momentumConflictFreeUpdatesOneMomentAStep() {
    int losses = 3;
    var combiner = new MomentumConflictFree(losses, 6);
    var gradients = Stream.generate(() -> new ArrayList<double[]>()).limit(losses).toList();
    var pseudo = new ArrayList<double[]>();
    double[] before = new double[6];
    for (int step = 0; step < 30; step++) {
      double[][] g = new double[losses][6];
      Arrays.stream(g).forEach(row -> Arrays.fill(row, Double.NaN));
      g[step % losses] = gaussian(1, 6, step)[0];
      gradients.get(step % losses).add(g[step % losses]);
      double[] combined = combine(combiner, g);
      if (step < losses - 1) {
        continue;
      }
      double[] direction = combine(new ConflictFree(), gradients.stream().map(own -> average(own, 0.9)).toArray(double[][]::new));
      int t = pseudo.size() + 1;
      double[] earlier = before;
      pseudo.add(IntStream.range(0, 6).mapToDouble(q ->
          (direction[q] * (1 - Math.pow(0.9, t)) - 0.9 * earlier[q] * (1 - Math.pow(0.9, t - 1))) / 0.1).toArray());
      before = direction;
      // the pseudo-gradients are what the average of them without bias is the direction of
      assertClose(average(pseudo, 0.9), direction, 1e-12);
      assertClose(combined, normalised(direction, average(pseudo.stream().map(CombinerTest::squares).toList(), 0.999)), 1e-11);
    }
  }

  @Test
  void multiAdamIsTheMeanOfTheUpdatesOfItsGroups() {
    var combiner = new MultiAdam(2, 6);
    var gradients = Stream.generate(() -> new ArrayList<double[]>()).limit(2).toList();
    for (int step = 0; step < 30; step++) {
      double[][] g = gaussian(2, 6, step);
      double[] sum = new double[6];
      for (int i = 0; i < 2; i++) {
        gradients.get(i).add(g[i]);
        sum = sum(sum, normalised(average(gradients.get(i), 0.99),
            average(gradients.get(i).stream().map(CombinerTest::squares).toList(), 0.99)));
      }
      assertClose(combine(combiner, g), Arrays.stream(sum).map(x -> x / 2).toArray(), 1e-12);
    }
  }

  private static double trajectoryDistance(Objective first, GradientOptimizer one, Objective second, GradientOptimizer other) {
    double[] theta = {-1.2, 1, 0.5, -0.3};
    double[] phi = theta.clone();
    double largest = 0;
    for (int step = 0; step < 200; step++) {
      one.step(first, theta);
      other.step(second, phi);
      for (int q = 0; q < theta.length; q++) {
        largest = Math.max(largest, Math.abs(theta[q] - phi[q]));
      }
    }
    assertThat(theta[0]).isNotEqualTo(-1.2);
    return largest;
  }

  private static SeveralLosses scaled(double... scales) {
    return new SeveralLosses() {
      @Override
      public int parameters() {
        return 4;
      }

      @Override
      public int lossCount() {
        return scales.length;
      }

      @Override
      public double gradient(int k, double[] theta, double[] gradient) {
        double[] x = theta.clone();
        x[k] -= k;
        double value = scales[k] * TestProblem.POWELL_SINGULAR.gradient(x, gradient);
        for (int q = 0; q < gradient.length; q++) {
          gradient[q] *= scales[k];
        }
        return value;
      }
    };
  }

  @Test
  void ofOneLossAdamIsLeft() {
    var rate = new Schedule.Constant(1e-2);
    // rounding only: measured 7e-16 and 3e-16 over 200 steps
    assertThat(trajectoryDistance(new CombinedLosses(scaled(1), new MomentumConflictFree(1, 4)), new Sgd(4, rate),
        TestProblem.POWELL_SINGULAR, new Adam(4, rate))).isLessThan(1e-13);
    assertThat(trajectoryDistance(new CombinedLosses(scaled(1), new MultiAdam(1, 4)), new Sgd(4, rate),
        TestProblem.POWELL_SINGULAR, new Adam(4, rate, 0.99, 0.99, 1e-8))).isLessThan(1e-13);
  }

  @Test
  void multiAdamDoesNotSeeTheScaleOfALoss() {
    var rate = new Schedule.Constant(1e-2);
    // measured 9e-16; ε is out of the way
    assertThat(trajectoryDistance(new CombinedLosses(scaled(1, 1), new MultiAdam(2, 4, 0.99, 0.99, 1e-300)), new Sgd(4, rate),
        new CombinedLosses(scaled(1, 1e6), new MultiAdam(2, 4, 0.99, 0.99, 1e-300)), new Sgd(4, rate))).isLessThan(1e-13);
  }

  @Test
  void valuesNotEvaluatedAreTheLatest() {
    var objective = new CombinedLosses(scaled(1, 2), new MomentumConflictFree(2, 4));
    double[] theta = {1, 1, 1, 1};
    double[] gradient = new double[4];
    double first = scaled(1, 2).gradient(0, theta, gradient.clone());
    double second = scaled(1, 2).gradient(1, theta, gradient.clone());
    assertThat(objective.gradient(theta, gradient)).isEqualTo(first);
    assertThat(objective.gradient(theta, gradient)).isEqualTo(first + second);
    assertThat(objective.latest()).containsExactly(first, second);
  }

  @Test
  void notANumberSpoilsNoMovingAverage() {
    var combiner = new MultiAdam(1, 4);
    var before = combiner.state();
    var objective = new CombinedLosses(scaled(Double.NaN), combiner);
    assertThat(objective.gradient(new double[] {1, 1, 1, 1}, new double[4])).isNaN();
    assertThat(combiner.state().get("t")).isEqualTo(before.get("t"));
  }

  @Test
  void stateContinuesToTheSameBits() {
    List<java.util.function.Supplier<Combiner>> makers = List.of(() -> new GradientNormWeights(2, 3, 0.9),
        () -> new TangentKernelWeights(2, 3, 0.9, () -> new double[] {1, 5}), () -> new LearningRateAnnealing(2, 3, 0.9),
        () -> new GradientSurgery(4), () -> new MomentumConflictFree(2, 6), () -> new MultiAdam(2, 6), ConflictFree::new,
        ImpartialLearning::new, () -> WeightedSum.ofOnes(2));
    for (var maker : makers) {
      Combiner whole = maker.get();
      Combiner broken = maker.get();
      for (int step = 0; step < 20; step++) {
        if (step == 7) {
          var state = broken.state();
          broken = maker.get();
          broken.restore(state);
        }
        double[][] g = gaussian(2, 6, step);
        assertThat(combine(broken, g)).as("%s", whole).containsExactly(combine(whole, g));
      }
    }
  }

  @Test
  void statesOfOthersAreRefused() {
    assertThatThrownBy(() -> new MultiAdam(2, 3).restore(new MultiAdam(1, 4).state()))
        .hasMessageContaining("'m0' has 4 elements instead of 3")
        .hasMessageContaining("'m1' is missing");
  }
}
