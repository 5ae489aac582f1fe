package dev.ansatz.pinn.spacetime;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pinn.train.RedrawnLeastSquares;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.UnsupportedProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Doc. */
public final class SpacetimeNetwork implements Solver {
  static final String NAME = "spacetime-network";
  private final SpacetimeNetworkOptions options;

  public SpacetimeNetwork(SpacetimeNetworkOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<>(Feature.refusals(problem));
    List<String> obstacles = EvolutionForm.obstacles(problem);
    reasons.addAll(obstacles);
    if (obstacles.isEmpty() && EvolutionForm.of(problem).unknowns().stream().anyMatch(unknown -> unknown.derivative() > 0)) {
      reasons.add("it is of higher than first order in time: state it as a system of first order");
    }
    return Support.unless(reasons);
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    if (supports(problem) instanceof Support.No no) {
      throw new UnsupportedProblemException(name(), problem, no);
    }
    if (run.precision() != Run.Precision.F64) {
      throw new UnsupportedProblemException(name(), problem, new Support.No(List.of("it computes in double precision only: use --precision f64")));
    }
    long begun = System.nanoTime();
    try (var executor = new Executor(run.threads())) {
      var solving = new Solving(problem, run, executor);
      Termination termination = solving.march();
      Map<String, String> configuration = new LinkedHashMap<>();
      options.settings().forEach(setting -> configuration.put(setting.name(), setting.defaultValue()));
      return new Solution(problem, solving.fine.fields(), termination, solving.iterations, solving.parameters,
          Duration.ofNanos(System.nanoTime() - begun), solving.errorEstimate(termination), OptionalDouble.of(solving.heldOut),
          new Provenance(name(), configuration, run.seed(), run.threads(), run.precision(), Provenance.platform(),
              List.of("J. Wang, Z. Chen, D. Luo, Z. Zhao, V. M. Hur, B. K. Clark, Spacetime neural network for high dimensional quantum dynamics, "
                  + "arXiv:2108.02200")));
    }
  }

  private final class Solving {
    private static final int COMPARED = 4096;
    private final Problem problem;
    private final Run run;
    private final Executor executor;
    private final Marching coarse;
    private final Marching fine;
    private final long begun = System.nanoTime();
    private long iterations;
    private long parameters;
    private double heldOut;
    private boolean coarseConverged = true;

    Solving(Problem problem, Run run, Executor executor) {
      this.problem = problem;
      this.run = run;
      this.executor = executor;
      coarse = new Marching(problem, options, options.steps() / 2, executor, run.seed());
      fine = new Marching(problem, options, options.steps(), executor, run.seed());
    }

    Termination march() {
      Termination worst = null;
      while (fine.done() < options.slabs()) {
        double[] start = null;
        if (options.estimate() == SpacetimeNetworkOptions.Estimate.HALVING) {
          Levels levels = coarse.next();
          RedrawnLeastSquares.Result result = train(levels, levels.untrained(), "half of the steps");
          coarse.add(levels.trained(result.theta()));
          coarseConverged &= result.termination() instanceof Termination.Converged;
          start = result.theta();
        }
        Levels levels = fine.next();
        RedrawnLeastSquares.Result result = train(levels, start == null ? levels.untrained() : start, "all steps");
        fine.add(levels.trained(result.theta()));
        parameters += result.theta().length;
        heldOut = Math.max(heldOut, result.heldOut());
        worst = result.termination();
        if (!worst.isUsable() || worst instanceof Termination.Cancelled) {
          break;
        }
      }
      return worst;
    }

    private RedrawnLeastSquares.Result train(Levels levels, double[] start, String stage) {
      long left = run.budget().toNanos() - (System.nanoTime() - begun);
      var result = new RedrawnLeastSquares(run.withBudget(Duration.ofNanos(Math.max(1, left))), executor, options.iterations(), options.redraw())
          .minimise(levels, start);
      iterations += result.iterations();
      System.out.println(stage + " " + result.iterations() + " " + result.heldOut() + " " + levels.target(result.theta()) + " " + result.termination());
      return result;
    }

    OptionalDouble errorEstimate(Termination termination) {
      if (!(termination instanceof Termination.Converged) || !coarseConverged || coarse.done() == 0) {
        return OptionalDouble.empty();
      }
      double[][] points = coarse.atLevels(new PointSequence.Uniform().interior(problem.domain(), COMPARED, ~run.seed()));
      double difference = 0;
      double size = 0;
      var values = new MultiIndex(new int[points.length]);
      double[] of = new double[points[0].length];
      double[] ofCoarse = new double[points[0].length];
      for (int field = 0; field < problem.fields().size(); field++) {
        fine.fields().evaluate(field, values, points, of);
        coarse.fields().evaluate(field, values, points, ofCoarse);
        for (int p = 0; p < of.length; p++) {
          difference += (of[p] - ofCoarse[p]) * (of[p] - ofCoarse[p]);
          size += of[p] * of[p];
        }
      }
      double accumulated = heldOut * problem.domain().time().orElseThrow().length();
      return OptionalDouble.of(Math.sqrt(difference / size) / 3 + accumulated / Math.sqrt(size / COMPARED));
    }
  }
}
