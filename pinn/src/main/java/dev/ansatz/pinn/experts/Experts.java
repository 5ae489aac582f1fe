package dev.ansatz.pinn.experts;

import dev.ansatz.engine.optim.Objective;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pinn.ansatz.SoftCondition;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The networks of all cells on one problem: their weights, their rows, and their training. One hidden layer each. */
final class Experts {
  private final Problem problem;
  private final ExpertOptions options;
  private final Executor executor;
  private final Partition partition;
  private final NetworkModel model;
  private final Program program;
  private final int[] outputs;
  private final int[] hidden;
  private final NetworkModel.Expression equations;
  private final List<NetworkModel.Expression> conditions;
  /** Per coordinate, what must not jump across a face on which it is constant. */
  private final List<List<NetworkModel.Expression>> continuous = new ArrayList<>();

  Experts(Problem problem, ExpertOptions options, Executor executor) {
    this.problem = problem;
    this.options = options;
    this.executor = executor;
    TrialFunctions trials = TrialFunctions.hard(problem);
    partition = new Partition(problem.domain().ranges(), counts(problem, options));
    model = new NetworkModel(problem, trials, options.architecture().network(), options.harmonics());
    program = model.express(List.copyOf(problem.fields())).program();
    outputs = indices("network.1.");
    hidden = indices("network.0.");
    equations = model.express(problem.equations().stream().map(Equation::residual).toList());
    conditions = trials.soft().stream().map(condition -> model.express(List.of(condition.residual()))).toList();
    for (int axis = 0; axis < problem.coordinates().size(); axis++) {
      continuous.add(partition.counts().get(axis) == 1 ? List.of()
          : continuous(problem.coordinates().get(axis)).stream().map(e -> model.express(List.of(e))).toList());
    }
  }

  /** Cells along each coordinate. */
  static List<Integer> counts(Problem problem, ExpertOptions options) {
    if (options.cells().size() > 1) {
      return options.cells();
    }
    var periodic = Lowering.classify(problem).periodic();
    return problem.coordinates().stream().map(c -> periodic.contains(c) ? 1 : options.cells().getFirst()).toList();
  }

  /** Each field with its derivatives along a coordinate below the equations' order in it. */
  private List<Expr> continuous(Coordinate along) {
    var orders = Lowering.classify(problem).orders();
    var all = new ArrayList<Expr>();
    for (Field field : problem.fields()) {
      int order = orders.containsKey(field) ? orders.get(field).getOrDefault(along, 0) : 0;
      for (int k = 0; k < order; k++) {
        all.add(k == 0 ? field : Partial.of(field, Collections.nCopies(k, along)));
      }
    }
    return all;
  }

  private int[] indices(String prefix) {
    return program.blocks().stream().filter(b -> b.name().startsWith(prefix))
        .flatMapToInt(b -> IntStream.range(b.offset(), b.offset() + b.size())).toArray();
  }

  NetworkModel model() {
    return model;
  }

  Partition partition() {
    return partition;
  }

  /** The output weights of all cells. */
  int unknowns() {
    return partition.cells() * outputs.length;
  }

  /**
   * Random hidden weights, every cell's drawn for its own width: each unit changes sign on a plane through a random point of the cell.
   * Output weights are zero.
   */
  double[][] initial(long seed) {
    var random = new SplittableRandom(seed);
    double[][] weights = new double[partition.cells()][program.parameters()];
    ParameterBlock w = program.block("network.0.W");
    ParameterBlock b = program.block("network.0.b");
    for (int cell = 0; cell < weights.length; cell++) {
      double[] own = weights[cell];
      int feature = 0;
      for (int i = 0; i < problem.coordinates().size(); i++) {
        boolean periodic = model.trials().periodic().contains(problem.coordinates().get(i));
        int features = periodic ? 2 * options.harmonics() : 1;
        // features run over [−1, 1]
        double half = periodic ? 1 : 1.0 / partition.counts().get(i);
        var range = partition.ranges().get(i);
        double middle = periodic ? 0
            : (partition.lower(cell, i) + partition.upper(cell, i) - range.lower() - range.upper()) / range.length();
        for (int k = 0; k < features; k++, feature++) {
          for (int j = 0; j < options.features(); j++) {
            double slope = options.scale() * random.nextDouble(-1, 1) / half;
            own[w.offset() + feature * options.features() + j] = slope;
            own[b.offset() + j] -= slope * (middle + half * random.nextDouble(-1, 1));
          }
        }
      }
    }
    return weights;
  }

  /** The rows of equations, conditions and interfaces on newly drawn points. */
  LeastSquaresLayer layer(double[][] weights, long seed) {
    var layer = new LeastSquaresLayer(outputs, partition.cells());
    for (int cell = 0; cell < partition.cells(); cell++) {
      layer.add(equations.at(executor, partition.interior(cell, options.points(), seed + cell)), cell, weights[cell], 1);
    }
    var soft = model.trials().soft();
    for (int k = 0; k < soft.size(); k++) {
      double[][] points = points(soft.get(k), options.conditionPoints(), seed + k);
      List<int[]> lanes = partition.split(points);
      for (int cell = 0; cell < lanes.size(); cell++) {
        if (lanes.get(cell).length > 0) {
          layer.add(conditions.get(k).at(executor, Partition.select(points, lanes.get(cell))), cell, weights[cell],
              options.conditionWeight());
        }
      }
    }
    for (var between : partition.interfaces()) {
      double[][] points = partition.on(between, options.conditionPoints(), seed);
      for (var expression : continuous.get(between.axis())) {
        layer.addDifference(expression.at(executor, points), between.below(), between.above(), weights[between.below()],
            options.conditionWeight());
      }
    }
    return layer;
  }

  private double[][] points(SoftCondition condition, int count, long seed) {
    return condition.points(problem.domain(), new PointSequence.LatinHypercube(), count, seed);
  }

  /**
   * The root of the sum of mean squares, on points of their own, of the residual, of each condition in the least squares, and of what
   * jumps at interfaces.
   */
  double heldOut(double[][] weights, long seed) {
    double total = 0;
    for (int cell = 0; cell < partition.cells(); cell++) {
      var evaluation = equations.at(executor, partition.interior(cell, options.points(), seed + cell));
      total += squares(values(evaluation, weights[cell])) / evaluation.lanes() / partition.cells();
    }
    var soft = model.trials().soft();
    for (int k = 0; k < soft.size(); k++) {
      double[][] points = points(soft.get(k), options.conditionPoints() * partition.cells(), seed + k);
      List<int[]> lanes = partition.split(points);
      for (int cell = 0; cell < lanes.size(); cell++) {
        if (lanes.get(cell).length > 0) {
          total += squares(values(conditions.get(k).at(executor, Partition.select(points, lanes.get(cell))), weights[cell]))
              / points[0].length;
        }
      }
    }
    for (var between : partition.interfaces()) {
      double[][] points = partition.on(between, options.conditionPoints(), seed);
      for (var expression : continuous.get(between.axis())) {
        Evaluation evaluation = expression.at(executor, points);
        double[] jump = values(evaluation, weights[between.below()]);
        double[] other = values(evaluation, weights[between.above()]);
        for (int i = 0; i < jump.length; i++) {
          jump[i] -= other[i];
        }
        total += squares(jump) / jump.length / partition.interfaces().size();
      }
    }
    return Math.sqrt(total);
  }

  private static double[] values(Evaluation evaluation, double[] weights) {
    double[] values = new double[evaluation.size()];
    evaluation.values(weights, values, 0);
    return values;
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }

  /**
   * The mean square of the rows of {@code outer} at ω*(θ) of {@code inner}, as a function of all hidden weights. {@code weights} holds
   * those, and ω*, of the last evaluation.
   */
  Objective trained(LeastSquaresLayer inner, LeastSquaresLayer outer, double[][] weights) {
    return new Objective() {
      @Override
      public int parameters() {
        return weights.length * hidden.length;
      }

      @Override
      public double gradient(double[] theta, double[] gradient) {
        for (int i = 0; i < theta.length; i++) {
          weights[i / hidden.length][hidden[i % hidden.length]] = theta[i];
        }
        inner.solve(weights);
        double[] f = outer.residual(weights);
        double[][] all = new double[weights.length][weights[0].length];
        outer.addVjp(weights, f, 2.0 / f.length, all);
        inner.addImplicitVjp(weights, outer.omega(all), all);
        for (int i = 0; i < theta.length; i++) {
          gradient[i] = all[i / hidden.length][hidden[i % hidden.length]];
        }
        return squares(f) / f.length;
      }
    };
  }

  /** All hidden weights, cell by cell. */
  double[] hidden(double[][] weights) {
    return Arrays.stream(weights).flatMapToDouble(own -> Arrays.stream(hidden).mapToDouble(q -> own[q])).toArray();
  }
}
