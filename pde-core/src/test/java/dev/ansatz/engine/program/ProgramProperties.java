package dev.ansatz.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Programs of random operations: three modes of differentiation, differences, and numbers of threads agree. */
class ProgramProperties {
  private static final int SAMPLES = 7;
  /** So that there are three whole chunks and a part. */
  private static final int CHUNK = 2;

  private static Executor[] executors;

  @BeforeContainer
  static void start() {
    executors = new Executor[] {new Executor(1), new Executor(2), new Executor(3)};
  }

  @AfterContainer
  static void stop() {
    Arrays.stream(executors).forEach(Executor::close);
  }

  private static double[] random(int n, Random random) {
    return random.doubles(n, -0.8, 0.8).toArray();
  }

  private static Evaluation evaluation(Executor executor, Program program, double[][] points, int chunk) {
    var evaluation = new Evaluation(executor, program, points, chunk);
    for (int i = 0; i < program.constants(); i++) {
      evaluation.constant(new Argument.Constant(i), 0.5 + 0.1 * i);
    }
    return evaluation;
  }

  private static double[][] points(Program program, Random random) {
    double[][] points = new double[program.inputs()][];
    for (int i = 0; i < points.length; i++) {
      points[i] = random(SAMPLES * program.lanes(), random);
    }
    return points;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  static double worstInner, worstDiff, worstJac, worstGn; static int coupled, zero, total;

  @Property(seed = "20261", tries = 2500, shrinking = ShrinkingMode.OFF)
  void modesOfDifferentiationDifferencesAndThreadsAgree(@ForAll long seed) {
    Program program = RandomProgram.of(seed);
    var random = new Random(seed);
    double[][] points = points(program, random);
    double[] theta = random(program.parameters(), random);
    double[] direction = random(program.parameters(), random);
    var evaluation = evaluation(executors[0], program, points, CHUNK);
    int m = evaluation.size();
    double[] cotangents = random(m, random);
    double[] outputWeights = random.doubles(program.outputs(), 0.1, 1).toArray();
    double[] laneWeights = random.doubles(evaluation.lanes(), 0.1, 1).toArray();

    double[] forward = new double[m];
    evaluation.jvp(theta, direction, forward, 0);
    double[] reverse = new double[theta.length];
    evaluation.vjp(theta, cotangents, 0, reverse);
    double inner = dot(cotangents, forward);
    double scale = norm(cotangents) * norm(forward) + norm(reverse) * norm(direction);
    total++; if (program.couplesLanes()) coupled++; if (norm(forward) == 0) zero++;
    worstInner = Math.max(worstInner, Math.abs(inner - dot(reverse, direction)) / (scale + 1e-300));

    double[] differences = differences(evaluation, theta, direction);
    double[] values = new double[m];
    evaluation.values(theta, values, 0);
    double d = 0; for (int i = 0; i < m; i++) d = Math.max(d, Math.abs(differences[i] - forward[i]));
    d /= 1 + norm(values) + norm(forward);
    if (d > worstDiff) { worstDiff = d; System.out.println("diff " + d + " " + seed + " " + norm(values) + " " + norm(forward)); }
    double[] gaussNewton = new double[theta.length];
    evaluation.gaussNewton(theta, direction, outputWeights, laneWeights, gaussNewton);
    double[] weighted = new double[m];
    for (int i = 0; i < m; i++) {
      weighted[i] = outputWeights[i / evaluation.lanes()] * laneWeights[i % evaluation.lanes()] * forward[i];
    }
    double[] product = new double[theta.length];
    evaluation.vjp(theta, weighted, 0, product);
    assertThat(gaussNewton).containsExactly(product, within(0.0));
    if (!program.couplesLanes()) {
      double[] jacobian = new double[m * theta.length];
      Arrays.fill(jacobian, Double.NaN);
      evaluation.jacobian(theta, outputWeights, laneWeights, new double[m], jacobian, m, 0);
      double[] jd = new double[m];
      for (int q = 0; q < theta.length; q++) {
        for (int i = 0; i < m; i++) {
          jd[i] += jacobian[q * m + i] * direction[q];
        }
      }
      for (int i = 0; i < m; i++) {
        worstJac = Math.max(worstJac, Math.abs(jd[i] - Math.sqrt(outputWeights[i / evaluation.lanes()] * laneWeights[i % evaluation.lanes()]) * forward[i]) / (scale + 1e-300));
      }
    }
    double[] gradient = new double[theta.length];
    double loss = evaluation.squares(theta, outputWeights, laneWeights, gradient);
    for (int e = 1; e < executors.length; e++) {
      var other = evaluation(executors[e], program, points, CHUNK);
      double[] again = new double[theta.length];
      assertThat(other.squares(theta, outputWeights, laneWeights, again)).isEqualTo(loss);
      assertThat(again).containsExactly(gradient);
      double[] tangents = new double[m];
      other.jvp(theta, direction, tangents, 0);
      assertThat(tangents).containsExactly(forward);
    }
    if (total % 500 == 0) System.out.println(total + " " + coupled + " " + zero + " inner " + worstInner + " diff " + worstDiff + " jac " + worstJac);
  }

  /** Central differences of fourth order: (8 (f₁ − f₋₁) − (f₂ − f₋₂)) / 12h. */
  private static double[] differences(Evaluation evaluation, double[] theta, double[] direction) {
    double h = 1e-3;
    double[] result = new double[evaluation.size()];
    double[] values = new double[result.length];
    for (int step : new int[] {-2, -1, 1, 2}) {
      double[] moved = theta.clone();
      for (int q = 0; q < theta.length; q++) {
        moved[q] += step * h * direction[q];
      }
      evaluation.values(moved, values, 0);
      double factor = (Math.abs(step) == 1 ? 8 : -1) * Math.signum(step) / (12 * h);
      for (int i = 0; i < result.length; i++) {
        result[i] += factor * values[i];
      }
    }
    return result;
  }
}
