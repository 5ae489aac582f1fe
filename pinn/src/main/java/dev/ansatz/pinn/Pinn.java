package dev.ansatz.pinn;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pinn.ansatz.Reduction;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.TimeMarching;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Solves by a physics-informed network.
 *
 * <p>Source: M. Raissi, P. Perdikaris, G. E. Karniadakis, Physics-informed neural networks, J. Comput. Phys. 378 (2019),
 * doi:10.1016/j.jcp.2018.10.045. Deviations: conditions are built into the trial functions where they fit, derivatives are carried
 * forward as Taylor channels, and a small network is trained by a second-order method on points that move to where the residual is.
 *
 * <p>In an inverse problem unknown constants and the networks of unknown coefficients are trained together with that of the fields, and the
 * answer says how far the observations determine them: see {@link dev.ansatz.pinn.train.Inference}.
 */
public final class Pinn implements Solver {
  private static final Set<Feature> INVERSE = Set.of(Feature.UNKNOWN_CONSTANT, Feature.UNKNOWN_COEFFICIENT, Feature.OBSERVATION);

  private final PinnOptions options;

  public Pinn(PinnOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "pinn";
  }

  public PinnOptions options() {
    return options;
  }

  @Override
  public boolean writesCheckpoints() {
    return true;
  }

  @Override
  public Support supports(Problem problem) {
    var reasons = new ArrayList<String>();
    if (problem.domain().space().isEmpty() && problem.domain().time().isEmpty()) {
      reasons.add("it has no coordinates");
    }
    if (problem.domain().time().isEmpty()) {
      if (!options.causal().isNone()) {
        reasons.add("causal weights put earlier times first, and this problem has no time: use causal=none or another preset");
      }
      if (options.sampling() == PinnOptions.Sampling.CAUSAL_R3) {
        reasons.add("causal R3 puts earlier times first, and this problem has no time: use sampling=r3");
      }
      if (options.slabs() > 1) {
        reasons.add("slabs cut the time range, and this problem has no time: use slabs=1");
      }
    } else if (options.slabs() > 1 && problem.fields().stream().allMatch(field -> TrialFunctions.timeOrder(problem, field) == 0)) {
      reasons.add("slabs hand over a state, and no field of this problem evolves: use slabs=1");
    }
    reasons.addAll(options.continuation().refusals(problem));
    if (isInverse(problem) && options.slabs() > 1) {
      reasons.add("what is unknown is found from all times together, not slab by slab: use slabs=1");
    }
    reasons.addAll(Feature.refusals(problem, Feature.GAUGE, Feature.UNKNOWN_CONSTANT, Feature.UNKNOWN_COEFFICIENT, Feature.OBSERVATION));
    reasons.addAll(PointGauge.refusals(problem));
    // only what nothing else speaks against has trial functions
    if (reasons.isEmpty() && options.weighting() != Weighting.SUM && !isInverse(problem)
        && new TimeMarching(reduction(problem), options, Run.defaults()).first().soft().isEmpty()) {
      reasons.add("every condition is built in, so that there is one loss only and nothing to balance: use conditions=soft or "
          + "weighting=sum");
    }
    return Support.unless(reasons);
  }

  @Override
  public Solution solve(Problem problem, Run run) {
    supports(problem).orThrow(this, problem);
    long begun = System.nanoTime();
    Reduction reduction = reduction(problem);
    TimeMarching.Result result = new TimeMarching(reduction, options, run).train();
    return new Solution(problem, gauged(problem, reduction.continued(result.fields())), result.termination(), result.iterations(),
        result.parameters(), result.earlier().plusNanos(System.nanoTime() - begun), OptionalDouble.empty(),
        Solution.figure(result.heldOutResidual()), Provenance.of(this, options.settings(), run, citations()), result.unknowns());
  }

  private Reduction reduction(Problem problem) {
    return options.reflections() == PinnOptions.Reflections.STATED ? Reduction.of(problem) : Reduction.none(problem);
  }

  /** Whether something is unknown or was observed. */
  private static boolean isInverse(Problem problem) {
    return !Collections.disjoint(Feature.of(problem), INVERSE);
  }

  /** The answer with every gauge met. */
  private static Solution.Evaluator gauged(Problem problem, Solution.Evaluator unshifted) {
    List<PointGauge> gauges = PointGauge.of(problem);
    return gauges.isEmpty() ? unshifted : (field, index, points, out) -> {
      unshifted.evaluate(field, index, points, out);
      gauges.stream().filter(gauge -> gauge.field() == field).forEach(gauge -> gauge.shift(unshifted, index, points, out));
    };
  }

  /** What to cite for the methods that these options choose. */
  private List<String> citations() {
    var citations = new ArrayList<String>();
    citations.add("M. Raissi, P. Perdikaris, G. E. Karniadakis, Physics-informed neural networks, J. Comput. Phys. 378 (2019), "
        + "doi:10.1016/j.jcp.2018.10.045");
    if (options.adamSteps() > 0) {
      citations.add("D. P. Kingma, J. Ba, Adam: a method for stochastic optimization, ICLR 2015, arXiv:1412.6980");
    }
    if (!options.optimiser().citation().isEmpty()) {
      citations.add(options.optimiser().citation());
    }
    for (String citation : List.of(options.sampling().citation(), options.weighting().citation())) {
      if (!citation.isEmpty()) {
        citations.add(citation);
      }
    }
    if (!options.causal().isNone()) {
      citations.add("S. Wang, S. Sankaran, P. Perdikaris, Respecting causality for training physics-informed neural networks, Comput. "
          + "Methods Appl. Mech. Eng. 421 (2024) 116813, doi:10.1016/j.cma.2024.116813");
    }
    return citations;
  }
}
