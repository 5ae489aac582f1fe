package dev.ansatz.pinn.train;

import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.pinn.PinnOptions.Sampling;
import dev.ansatz.pinn.sampling.CausalGate;
import dev.ansatz.pinn.sampling.GreedyRefinement;
import dev.ansatz.pinn.sampling.ResidualAdaptive;
import dev.ansatz.pinn.sampling.RetainResampleRelease;
import java.util.Arrays;
import java.util.OptionalDouble;

/** The collocation points in the interior: drawn, kept or moved as {@link Sampling} says. */
final class Collocation {
  private static final int CANDIDATES_PER_POINT = 10;

  /** The magnitude of the residual at points {@code [coordinate][lane]}, finite. */
  @FunctionalInterface
  interface Magnitude {
    double[] at(double[][] points);
  }

  private final Domain domain;
  private final PinnOptions options;
  private final Magnitude residual;
  private double[][] points;
  private CausalGate gate;

  Collocation(Domain domain, PinnOptions options, Magnitude residual) {
    this.domain = domain;
    this.options = options;
    this.residual = residual;
    gate = options.sampling() == Sampling.CAUSAL_R3 ? CausalGate.shut() : null;
  }

  /** γ of the gate, empty where there is none. */
  OptionalDouble gamma() {
    return gate == null ? OptionalDouble.empty() : OptionalDouble.of(gate.gamma());
  }

  /** Goes on from points that were drawn before, and from γ of the gate there was. */
  void restore(double[][] points, OptionalDouble gamma) {
    this.points = points;
    gate = gamma.isPresent() ? new CausalGate(CausalGate.shut().alpha(), gamma.getAsDouble()) : null;
  }

  /** The points to train on from now, {@code [coordinate][lane]}. */
  double[][] next(long seed) {
    int count = options.points();
    points = switch (options.sampling()) {
      case UNIFORM -> uniform(count, seed);
      case LATIN_HYPERCUBE -> latinHypercube(count, seed);
      case SOBOL -> new PointSequence.Sobol().interior(domain, count, seed);
      case FIXED -> points == null ? latinHypercube(count, seed) : points;
      case RAD -> {
        double[][] candidates = uniform(CANDIDATES_PER_POINT * count, seed);
        yield ResidualAdaptive.standard().draw(candidates, residual.at(candidates), count, seed);
      }
      case RAR_G -> points == null ? latinHypercube(count / 2, seed) : refined(count, seed);
      case R3, CAUSAL_R3 -> points == null ? uniform(count, seed)
          : RetainResampleRelease.renew(points, fitness(), released -> uniform(released, seed));
    };
    return points;
  }

  private double[][] uniform(int count, long seed) {
    return new PointSequence.Uniform().interior(domain, count, seed);
  }

  private double[][] latinHypercube(int count, long seed) {
    return new PointSequence.LatinHypercube().interior(domain, count, seed);
  }

  private double[][] refined(int count, long seed) {
    int added = Math.min(Math.ceilDiv(count, 20), count - points[0].length);
    if (added == 0) {
      return points;
    }
    double[][] candidates = uniform(count, seed);
    return new GreedyRefinement(added).refine(points, candidates, residual.at(candidates));
  }

  /** The residual, behind the gate where there is one, which moves on. */
  private double[] fitness() {
    double[] fitness = residual.at(points);
    if (gated()) {
      double[] g = gate();
      double meanSquare = 0;
      for (int p = 0; p < g.length; p++) {
        fitness[p] *= g[p];
        meanSquare += fitness[p] * fitness[p] / g.length;
      }
      gate = gate.shifted(CausalGate.rate(options.adamSteps()), meanSquare);
    }
    return fitness;
  }

  boolean gated() {
    return gate != null;
  }

  /** From now on all times are trained alike. */
  void openGate() {
    gate = null;
  }

  /** g at each of the present points. */
  double[] gate() {
    var time = domain.time().orElseThrow();
    return Arrays.stream(times()).map(t -> gate.at((t - time.lower()) / time.length())).toArray();
  }

  /** The times of the present points, of a problem that has time. */
  double[] times() {
    return points[0];
  }
}
