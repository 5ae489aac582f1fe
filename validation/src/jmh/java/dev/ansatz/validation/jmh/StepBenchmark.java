package dev.ansatz.validation.jmh;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What {@code ansatz bench step} measures: a whole step of Adam on a plain network, and what a Gauss–Newton step asks of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class StepBenchmark {
  @Param({"burgers", "allen-cahn", "poisson-square", "kuramoto-sivashinsky"}) String problem;
  @Param("4") int layers;
  @Param("128") int width;
  @Param("4096") int points;
  @Param("1") int threads;

  private Executor executor;
  private WeightedResiduals objective;
  private Adam adam;
  private double[] theta;
  private double[] residuals;

  @Setup
  public void prepare() {
    var stated = Catalog.get(problem).problem();
    var plain = TrialFunctions.soft(stated);
    var trials = new TrialFunctions(plain.networks(), plain.trials(), List.of(), List.of());
    var model = new NetworkModel(stated, trials, new Mlp(layers, width, Activation.TANH), 1);
    executor = new Executor(threads);
    var interior = new PointSequence.Uniform().interior(stated.domain(), points, 1);
    var expression = model.express(stated.equations().stream().map(Equation::residual).toList());
    objective = new WeightedResiduals(List.of(new WeightedResiduals.Loss("residual", expression.at(executor, interior), 1, null)));
    theta = model.initial(0);
    residuals = new double[objective.residuals()];
    adam = new Adam(theta.length, _ -> 1e-6);
  }

  @TearDown
  public void close() {
    executor.close();
  }

  @Benchmark
  public double step() {
    return adam.step(objective, theta);
  }

  @Benchmark
  public double residuals() {
    return objective.residuals(theta, residuals);
  }
}
