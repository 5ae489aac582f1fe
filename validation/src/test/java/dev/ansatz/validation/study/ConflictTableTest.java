package dev.ansatz.validation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.solve.Run;
import dev.ansatz.validation.report.TextReport;
import dev.ansatz.validation.study.ConflictTable.Setting;
import dev.ansatz.validation.study.SampledLosses.MeanSquare;
import dev.ansatz.validation.study.TrainingRow.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConflictTableTest {
  private static final double SHARE = 0.004;
  private static final Setting KOVASZNAY =
      new Setting(List.of("kovasznay"), ConflictTable.METHODS, 4, SHARE, false, OptionalDouble.empty(), 1);

  private static ConflictCase named(String name) {
    return ConflictCase.ALL.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Along each gradient, by central differences on the same points: losses of equations, values and periodicity, of one field and of
   * several. What is left falls as h², 3.0e-3, 3.4e-4 and 2.3e-5 for h = 3e-3, 1e-3 and 3e-4, in the worst of the five, the others being
   * below 1e-5.
   */
  @Test
  void gradientsAreThoseOfTheLosses() {
    double h = 1e-3;
    try (var executor = new Executor(1)) {
      for (String name : List.of("nonlinear-schroedinger", "kovasznay")) {
        var prepared = named(name).prepare(executor);
        double[] theta = prepared.parameters(3);
        double[] gradient = new double[theta.length];
        double[] unused = new double[theta.length];
        for (boolean joint : new boolean[] {false, true}) {
          for (int k = 0; k < prepared.losses(SHARE, joint, 1).lossCount(); k++) {
            prepared.losses(SHARE, joint, 1).gradient(k, theta, gradient);
            double norm = Math.sqrt(dot(gradient, gradient));
            double slope = (prepared.losses(SHARE, joint, 1).gradient(k, moved(theta, h / norm, gradient), unused)
                - prepared.losses(SHARE, joint, 1).gradient(k, moved(theta, -h / norm, gradient), unused)) / (2 * h);
            assertThat(slope).as("%s, loss %d, joint %s", name, k, joint).isCloseTo(norm, within(1e-3 * norm));
          }
        }
      }
    }
  }

  private static double[] moved(double[] theta, double by, double[] direction) {
    double[] moved = theta.clone();
    for (int q = 0; q < theta.length; q++) {
      moved[q] += by * direction[q];
    }
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int q = 0; q < a.length; q++) {
      sum += a[q] * b[q];
    }
    return sum;
  }

  /** Functions of the points that are costly are evaluated when points are drawn: with each draw anew. */
  @Test
  void dataAreThoseOfThePointsDrawn() {
    var problem = Catalog.get("beltrami").problem();
    var trials = new TrialFunctions(problem.fields(), problem.fields().stream().collect(Collectors.toMap(f -> f, f -> f)), List.of(),
        List.of());
    var model = new NetworkModel(problem, trials, new Mlp(1, 4, Activation.TANH), features -> features);
    var residual = model.express(problem.fields().stream().map(f -> f.minus(Catalog.get("beltrami").exact(f).orElseThrow())).toList());
    double[] theta = model.initial(1);
    double[] gradient = new double[theta.length];
    double[] weights = new double[problem.fields().size()];
    Arrays.fill(weights, 1.0 / 8);
    try (var executor = new Executor(1)) {
      var loss = new MeanSquare(executor, residual, seed -> new PointSequence.Uniform().interior(problem.domain(), 8, seed), 1);
      for (long seed = 0; seed < 3; seed++) {
        double expected = residual.at(executor, new PointSequence.Uniform().interior(problem.domain(), 8, seed))
            .squares(theta, weights, null, new double[theta.length]);
        // single precision
        assertThat(loss.gradient(seed, theta, gradient)).isCloseTo(expected, within(1e-5 * expected));
      }
    }
  }

  /** The n-th points of a loss do not depend on what else was evaluated, and are new each time. */
  @Test
  void everyMethodSeesTheSamePoints() {
    try (var executor = new Executor(1)) {
      var prepared = named("kovasznay").prepare(executor);
      double[] theta = prepared.parameters(0);
      double[] gradient = new double[theta.length];
      var all = prepared.losses(SHARE, false, 1);
      var one = prepared.losses(SHARE, false, 1);
      double first = all.gradient(1, theta, gradient);
      all.gradient(0, theta, gradient);
      double second = all.gradient(1, theta, gradient);
      assertThat(second).isNotEqualTo(first);
      assertThat(one.gradient(1, theta, gradient)).isEqualTo(first);
      assertThat(one.gradient(1, theta, gradient)).isEqualTo(second);
      assertThat(all.backPropagations()).isEqualTo(3);
    }
  }

  /**
   * Where u = 0, Burgers' conditions are missed by sin πx at the start and by nothing at the ends, which have as many points: a mean
   * square of 1/4. Latin hypercubes of 50 points miss it by about 1e-3.
   */
  @Test
  void jointConditionsAreOneMeanOverTheirPoints() {
    try (var executor = new Executor(1)) {
      var joint = named("burgers").prepare(executor).losses(0.2, true, 1);
      assertThat(joint.lossCount()).isEqualTo(2);
      double[] zero = new double[joint.parameters()];
      assertThat(joint.gradient(1, zero, new double[zero.length])).isCloseTo(0.25, within(5e-3));
    }
  }

  @Test
  void allMethodsMakeAsManyBackPropagations() {
    var told = new ArrayList<Training<String>>();
    var table = ConflictTable.of(KOVASZNAY, Run.defaults().withThreads(1), told::add);
    assertThat(told).hasSize(5);
    assertThat(table.rows()).extracting(TrainingRow::method).containsExactly("adam", "pcgrad", "imtl-g", "config", "m-config");
    for (var training : told) {
      assertThat(training.backPropagations()).isEqualTo(8);
      assertThat(training.steps()).isEqualTo(training.method().equals("m-config") ? 8 : 4);
      assertThat(training.error()).isFinite().isPositive();
    }
  }

  @Test
  void whatHasEndedIsKeptWhenCancelled() {
    var polls = new AtomicInteger();
    // one poll for the problem and one for each of the four steps of the first training
    var run = Run.defaults().withThreads(1).withCancelled(() -> polls.getAndIncrement() > 4);
    var table = ConflictTable.of(KOVASZNAY, run, training -> {});
    assertThat(table.rows()).hasSize(1);
    assertThat(table.rows().getFirst().method()).isEqualTo("adam");
  }

  @Test
  void rowsGatherTheSeedsAndTheReportComparesThem() {
    var table = ConflictTable.of(List.of(training("adam", 0, 4), training("adam", 1, 8), training("pcgrad", 0, 5), training("config", 0, 3),
        training("config", 1, 6), training("m-config", 0, Double.NaN)));
    var adam = table.rows().getFirst();
    assertThat(adam.mean()).isEqualTo(6);
    assertThat(adam.worst()).isEqualTo(8);
    assertThat(table.overOthers("burgers", "config").orElseThrow()).isEqualTo(4.5 / 5);
    assertThat(table.overOthers("kovasznay", "config")).isEmpty();
    assertThat(table.rows().getLast().worst()).isNaN();
    assertThat(TextReport.of(table)).contains("back-propagations", "mean of least MSE", "6.00e+00", "8.00e+00",
        "burgers: the mean of the least MSE of config is 0.90 of the smallest of the others'");
  }

  private static Training<String> training(String method, long seed, double error) {
    return new Training<>("burgers", method, seed, 10, 30, error, error, 1);
  }
}
