package dev.ansatz.pinn.train;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.solve.Solution;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The trial functions of a trained network; the program of each derivative is built when it is first asked for. */
public final class TrainedNetwork implements Solution.Evaluator {
  private final Problem problem;
  private final NetworkModel model;
  private final double[] theta;
  private final Map<Derivative, NetworkModel.Expression> programs = new ConcurrentHashMap<>();

  private record Derivative(int field, MultiIndex index) {}

  /** @param theta not copied and not changed */
  public TrainedNetwork(Problem problem, NetworkModel model, double[] theta) {
    this.problem = problem;
    this.model = model;
    this.theta = theta;
  }

  /** The parameters, not copied. */
  public double[] theta() {
    return theta;
  }

  @Override
  public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
    var program = programs.computeIfAbsent(new Derivative(field, index), this::express);
    try (var executor = new Executor(1)) {
      program.at(executor, points).values(theta, out, 0);
    }
  }

  private NetworkModel.Expression express(Derivative derivative) {
    return model.express(List.of(Partial.of(problem.fields().get(derivative.field()),
        Lowering.with(derivative.index(), problem.coordinates()))));
  }
}
