package dev.ansatz.validation.study;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Embedding;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.pinn.train.NetworkModel.Expression;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Run;
import dev.ansatz.validation.study.SampledLosses.MeanSquare;
import dev.ansatz.validation.study.SampledLosses.Periodicity;
import dev.ansatz.validation.study.SampledLosses.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One problem of the ConFIG paper as its authors train it: a plain network of five hidden layers of 50 units in the coordinates as they
 * are; one loss for the equations, one for the boundary and one for the initial time where there is one, the mean square over points
 * that are drawn anew by Latin hypercubes each time. Where the exact solution is known, the conditions give the values of all fields,
 * the pressure among them. The error is the mean square over a grid and all fields.
 *
 * @param name in the catalogue
 * @param interior points of the equations in the paper, {@code boundary} those of the boundary, {@code initial} of the initial time
 * @param epochs steps in the paper
 * @param grid counts of the values of each coordinate where the error is taken
 */
record ConflictCase(String name, int interior, int boundary, int initial, int epochs, int... grid) {
  /** In the order of the paper. */
  static final List<ConflictCase> ALL = List.of(
      new ConflictCase("burgers", 10_000, 250, 250, 30_000, 100, 256),
      new ConflictCase("nonlinear-schroedinger", 20_000, 500, 500, 100_000, 201, 256),
      new ConflictCase("kovasznay", 20_000, 1000, 0, 100_000, 27, 36),
      new ConflictCase("beltrami", 25_000, 5000, 5000, 100_000, 5, 7, 7, 8));

  private static final PointSequence SEQUENCE = new PointSequence.LatinHypercube();
  /** Far below the errors that first-order training leaves. */
  private static final double REFERENCE_TOLERANCE = 1e-4;

  /** The problem with its network and the values to judge by, to be trained again and again. */
  Prepared prepare(Executor executor) {
    return new Prepared(this, executor);
  }

  /** A problem, its network, and the values to judge by. */
  static final class Prepared {
    private final ConflictCase settings;
    private final Executor executor;
    private final Catalog.Entry entry;
    private final Problem problem;
    private final Domain domain;
    private final NetworkModel model;
    private final Expression fields;
    private final double[][] grid;
    private final double[] truth;

    private Prepared(ConflictCase settings, Executor executor) {
      this.settings = settings;
      this.executor = executor;
      entry = Catalog.get(settings.name);
      problem = entry.problem();
      domain = problem.domain();
      // every condition is a loss of its own here, and periodicity is one too
      Embedding coordinates = features -> features;
      var trials = new TrialFunctions(problem.fields(), problem.fields().stream().collect(Collectors.toMap(f -> f, f -> f)), List.of(),
          List.of());
      model = new NetworkModel(problem, trials, new Mlp(5, 50, Activation.TANH), coordinates);
      fields = model.express(List.copyOf(problem.fields()));
      grid = Grid.of(problem, settings.grid).points(problem);
      truth = entry.exact().isEmpty() ? reference() : exact();
    }

    private double[] reference() {
      var solution = Reference.solver(REFERENCE_TOLERANCE).solve(problem, Run.defaults().withThreads(executor.threads())).orThrow();
      double[] all = new double[problem.fields().size() * grid[0].length];
      double[] values = new double[grid[0].length];
      for (int f = 0; f < problem.fields().size(); f++) {
        solution.fields().evaluate(f, MultiIndex.zero(grid.length), grid, values);
        System.arraycopy(values, 0, all, f * values.length, values.length);
      }
      return all;
    }

    private double[] exact() {
      int lanes = grid[0].length;
      double[] all = new double[problem.fields().size() * lanes];
      var at = new HashMap<Coordinate, Double>();
      for (int p = 0; p < lanes; p++) {
        for (int i = 0; i < grid.length; i++) {
          at.put(problem.coordinates().get(i), grid[i][p]);
        }
        for (int f = 0; f < problem.fields().size(); f++) {
          all[f * lanes + p] = entry.exact(problem.fields().get(f)).orElseThrow().evaluate(at);
        }
      }
      return all;
    }

    double[] parameters(long seed) {
      return model.initial(seed);
    }

    /** The mean square error of the network with given parameters. */
    ToDoubleFunction<double[]> error() {
      var evaluation = fields.at(executor, grid);
      double[] values = new double[truth.length];
      return theta -> {
        evaluation.values(theta, values, 0);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
          sum += (values[i] - truth[i]) * (values[i] - truth[i]);
        }
        return sum / values.length;
      };
    }

    /**
     * The losses on a share of the paper's points.
     *
     * @param joint whether the conditions at the boundary and at the initial time are one loss
     */
    SampledLosses losses(double share, boolean joint, long seed) {
      int interior = share(share, settings.interior);
      int boundary = share(share, settings.boundary);
      int initial = share(share, settings.initial);
      var losses = new ArrayList<List<Term>>();
      losses.add(List.of(new MeanSquare(executor, model.express(problem.equations().stream().map(Equation::residual).toList()),
          seedOfDraw -> SEQUENCE.interior(domain, interior, seedOfDraw), 1)));
      boolean starts = settings.initial > 0;
      double part = joint && starts ? (double) boundary / (boundary + initial) : 1;
      var conditions = new ArrayList<Term>();
      conditions.add(periodic() ? new Periodicity(executor, fields, s -> pairs(boundary / 2, s), part)
          : data(Condition.Boundary.class, s -> BoundaryPoints.on(domain, domain.parts(), SEQUENCE, boundary, s), part));
      if (starts) {
        conditions.add(data(Condition.Initial.class, s -> SEQUENCE.initial(domain, initial, s), joint ? 1 - part : 1));
      }
      if (joint) {
        losses.add(conditions);
      } else {
        conditions.forEach(condition -> losses.add(List.of(condition)));
      }
      return new SampledLosses(losses, fields.program().parameters(), seed);
    }

    /** So many that every face has some. */
    private int share(double share, int points) {
      return Math.max(2 * domain.parts().size(), (int) Math.round(share * points));
    }

    private boolean periodic() {
      return problem.conditions().stream().anyMatch(Condition.Periodic.class::isInstance);
    }

    /** The mean over points and residuals of conditions of one kind, or of all fields against the exact ones, times a part. */
    private Term data(Class<? extends Condition> kind, LongFunction<double[][]> sampler, double part) {
      List<Expr> residuals = !entry.exact().isEmpty()
          ? problem.fields().stream().map(field -> field.minus(entry.exact(field).orElseThrow())).toList()
          : problem.conditions().stream().filter(kind::isInstance).map(Prepared::residual).toList();
      return new MeanSquare(executor, model.express(residuals), sampler, part / residuals.size());
    }

    private static Expr residual(Condition condition) {
      return switch (condition) {
        case Condition.Boundary(var _, Equation equation) -> equation.residual();
        case Condition.Initial(Equation equation) -> equation.residual();
        default -> throw new IllegalArgumentException("no residual at single points: " + condition);
      };
    }

    /** Points at one end of the only coordinate of space, then those at the same times at the other. */
    private double[][] pairs(int count, long seed) {
      double[][] lower = SEQUENCE.boundary(domain, domain.parts().getFirst(), count, seed);
      double[][] upper = SEQUENCE.boundary(domain, domain.parts().getLast(), count, seed);
      return BoundaryPoints.joined(List.of(lower, upper));
    }
  }
}
