package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.LaplacePosterior;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.solve.UnknownConstant;
import dev.ansatz.solve.Unknowns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How far the observations determine the unknowns of an inverse problem: the normal approximation of their posterior at the trained
 * parameters.
 *
 * <p>The objective over the weight w of {@link Observations} is χ² plus a penalty for the residual of equations and soft conditions. Of its
 * Gauss–Newton matrix JᵀJ, without that part of the residual's change by the unknowns which no weights of the fields can follow
 * ({@link LaplacePosterior#given}), the inverse is the covariance Σ of all parameters. Weights have normal priors about their values, of
 * deviation {@value #FIELD_PRIOR} for those of the fields, which the equations determine, and {@value #PRIOR} for those of coefficients,
 * where it stands for what is believed of functions between the observations; the constants have none. The deviation of a constant comes
 * from its diagonal element of Σ, in which the fields' weights are marginalised, that of a coefficient a at a point from √(g Σ gᵀ) with g =
 * ∂a/∂θ. Both are multiplied by √s,
 *
 * <pre>s = max(1, χ²/(M − tr H)),   tr H = Σ_i g_i Σ g_iᵀ over the M whitened observations,</pre>
 *
 * so that a fit that is worse than the stated noise, be it for the noise, the statement or the network, is not taken for a sharp one.
 *
 * <p>Sources: {@link LaplacePosterior}; A. Tarantola, Inverse Problem Theory, SIAM 2005, doi:10.1137/1.9780898717921, chapter 3.
 */
public final class Inference {
  static final String SETTLED = "between the last draws of points no unknown moved by a twentieth of its standard deviation";
  private static final double PRIOR = 10;
  private static final double FIELD_PRIOR = 1000;
  private static final double MOVED = 0.05;
  private static final int PROBES = 64;
  private static final double ACCEPTED_MISFIT = 2;
  private static final double REMARKABLE_MISFIT = 1.5;
  /** Enough to tell the trace of H to a few per cent. */
  private static final int MOST_ROWS = 500;
  private static final int LANES = 256;

  private final Problem problem;
  private final NetworkModel model;
  private final Observations observations;
  private final Executor executor;
  private final List<UnknownConstant> constants;
  private final List<Field> coefficients;
  private final int first;
  private double[] before;
  private boolean settledBefore;
  /** Of the last posterior; the observations are its last rows. */
  private double[] jacobian = {};

  Inference(Problem problem, NetworkModel model, Observations observations, Executor executor) {
    this.problem = problem;
    this.model = model;
    this.observations = observations;
    this.executor = executor;
    constants = model.trials().constants();
    coefficients = problem.coefficients().stream().filter(Coefficient.Unknown.class::isInstance).map(Coefficient::field).toList();
    first = nothingUnknown() ? 0 : model.firstOfCoefficients();
  }

  private boolean nothingUnknown() {
    return constants.isEmpty() && coefficients.isEmpty();
  }

  /**
   * Whether the unknowns have stopped moving: at this call and the last one, none had moved by more than a twentieth of its deviation
   * since the call before, and the observations are met within about their noise. False if nothing is unknown.
   */
  boolean isSettled(WeightedResiduals objective, double[] theta) {
    if (nothingUnknown() || observations.misfit(theta) > ACCEPTED_MISFIT * observations.count()) {
      return false;
    }
    LaplacePosterior posterior = posterior(objective, theta).marginal(first);
    var now = new ArrayList<Double>();
    var deviations = new ArrayList<Double>();
    for (int k = 0; k < constants.size(); k++) {
      now.add(theta[constant(k, theta.length)]);
      deviations.add(posterior.deviation(unit(constant(k, theta.length) - first, posterior.size())));
    }
    for (Field field : coefficients) {
      double[][] points = new PointSequence.Halton().interior(problem.domain(), PROBES, 0);
      double[] values = new double[PROBES];
      double[] rows = rows(field, points, theta, values, executor);
      for (int p = 0; p < PROBES; p++) {
        now.add(values[p]);
        deviations.add(posterior.deviation(row(rows, PROBES, p, theta.length)));
      }
    }
    double[] values = now.stream().mapToDouble(Double::doubleValue).toArray();
    boolean settled = before != null;
    for (int i = 0; settled && i < values.length; i++) {
      settled = Math.abs(values[i] - before[i]) <= MOVED * deviations.get(i);
    }
    before = values;
    boolean twice = settled && settledBefore;
    settledBefore = settled;
    return twice;
  }

  /** The unknown constants at θ by name, in the order of the statement. */
  Map<String, Double> constants(double[] theta) {
    var values = new LinkedHashMap<String, Double>();
    for (int k = 0; k < constants.size(); k++) {
      UnknownConstant c = constants.get(k);
      values.put(c.parameter().name(), c.value(theta[constant(k, theta.length)]));
    }
    return values;
  }

  /** What {@link #isSettled} remembers of its calls: whether the last was settled, and the unknowns then; empty before the first. */
  double[] state() {
    if (before == null) {
      return new double[0];
    }
    double[] state = new double[1 + before.length];
    state[0] = settledBefore ? 1 : 0;
    System.arraycopy(before, 0, state, 1, before.length);
    return state;
  }

  /** Takes back {@link #state}. */
  void restore(double[] state) {
    before = state.length == 0 ? null : Arrays.copyOfRange(state, 1, state.length);
    settledBefore = state.length > 0 && state[0] != 0;
  }

  /** The unknowns at θ. */
  Unknowns unknowns(Supplier<WeightedResiduals> objective, double[] theta) {
    if (nothingUnknown()) {
      return Unknowns.NONE;
    }
    var remarks = new ArrayList<String>();
    LaplacePosterior posterior = null;
    double scale = Double.POSITIVE_INFINITY;
    try {
      LaplacePosterior all = posterior(objective.get(), theta);
      scale = Math.sqrt(Math.max(1, reducedMisfit(all, theta, remarks)));
      posterior = all.marginal(first);
    } catch (ArithmeticException _) {
      remarks.add("the uncertainty of the unknowns cannot be told, since the residuals are not finite at the answer");
    }
    var found = new ArrayList<Unknowns.Constant>();
    for (int k = 0; k < constants.size(); k++) {
      UnknownConstant c = constants.get(k);
      int at = constant(k, theta.length);
      double deviation = posterior == null ? scale
          : scale * Math.abs(c.slope(theta[at])) * posterior.deviation(unit(at - first, posterior.size()));
      found.add(new Unknowns.Constant(c.parameter(), c.value(theta[at]), deviation));
      found.getLast().remark().ifPresent(remarks::add);
    }
    var functions = new ArrayList<Unknowns.Coefficient>();
    for (Field field : coefficients) {
      functions.add(coefficient(field, theta, posterior, scale));
    }
    return new Unknowns(found, functions, remarks);
  }

  /** In units of the noise: J of the objective over w. */
  private LaplacePosterior posterior(WeightedResiduals objective, double[] theta) {
    int m = objective.residuals();
    int n = theta.length;
    jacobian = new double[Math.multiplyExact(m, n)];
    if (!Double.isFinite(objective.jacobian(theta, new double[m], jacobian))) {
      throw new ArithmeticException("the residuals are not finite");
    }
    double unit = 1 / Math.sqrt(observations.weight());
    for (int i = 0; i < jacobian.length; i++) {
      jacobian[i] *= unit;
    }
    double[] prior = new double[n];
    Arrays.fill(prior, 0, first, FIELD_PRIOR);
    Arrays.fill(prior, first, n, PRIOR);
    Arrays.fill(prior, n - constants.size(), n, Double.POSITIVE_INFINITY);
    return LaplacePosterior.given(m - observations.count(), first, m, jacobian, prior, executor);
  }

  private double reducedMisfit(LaplacePosterior posterior, double[] theta, List<String> remarks) {
    int count = observations.count();
    int n = theta.length;
    int m = jacobian.length / n;
    double fitted = 0;
    if (posterior.isDetermined()) {
      int every = Math.ceilDiv(count, MOST_ROWS);
      int rows = 0;
      double sum = 0;
      double[] g = new double[n];
      for (int i = m - count; i < m; i += every) {
        for (int q = 0; q < n; q++) {
          g[q] = jacobian[q * m + i];
        }
        double deviation = posterior.deviation(g);
        sum += deviation * deviation;
        rows++;
      }
      fitted = Math.min(sum / rows * count, 0.9 * count);
    }
    jacobian = new double[0];
    double reduced = observations.misfit(theta) / (count - fitted);
    if (reduced > REMARKABLE_MISFIT) {
      remarks.add(String.format(Locale.ROOT,
          "the observations are missed by %.2g times their stated noise, and the deviations are enlarged by as much: train longer or with "
              + "a wider network; if that does not help, the equations or the noise are not as stated", Math.sqrt(reduced)));
    }
    return reduced;
  }

  private int constant(int k, int parameters) {
    return parameters - constants.size() + k;
  }

  private static double[] unit(int at, int length) {
    double[] unit = new double[length];
    unit[at] = 1;
    return unit;
  }

  private Unknowns.Coefficient coefficient(Field field, double[] theta, LaplacePosterior posterior, double scale) {
    return new Unknowns.Coefficient(field, arguments -> {
      double[] values = new double[arguments[0].length];
      try (var alone = new Executor(1)) {
        model.express(List.of(field)).at(alone, places(field, arguments)).values(theta, values, 0);
      }
      return values;
    }, arguments -> deviations(field, places(field, arguments), theta, posterior, scale));
  }

  private double[] deviations(Field field, double[][] points, double[] theta, LaplacePosterior posterior, double scale) {
    int lanes = points[0].length;
    double[] deviations = new double[lanes];
    Arrays.fill(deviations, scale);
    for (int from = 0; posterior != null && from < lanes; from += LANES) {
      int begin = from;
      int end = Math.min(lanes, from + LANES);
      double[][] part = Arrays.stream(points).map(row -> Arrays.copyOfRange(row, begin, end)).toArray(double[][]::new);
      try (var alone = new Executor(1)) {
        double[] rows = rows(field, part, theta, new double[end - from], alone);
        for (int p = from; p < end; p++) {
          deviations[p] = scale * posterior.deviation(row(rows, end - from, p - from, theta.length));
        }
      }
    }
    return deviations;
  }

  /** ∂a/∂θ by columns, and a itself. */
  private double[] rows(Field field, double[][] points, double[] theta, double[] values, Executor executor) {
    Evaluation evaluation = model.express(List.of(field)).at(executor, points);
    double[] rows = new double[theta.length * values.length];
    evaluation.jacobian(theta, new double[] {1}, null, values, rows, values.length, 0);
    return rows;
  }

  private double[] row(double[] rows, int lanes, int lane, int parameters) {
    double[] row = new double[parameters - first];
    for (int q = 0; q < row.length; q++) {
      row[q] = rows[(first + q) * lanes + lane];
    }
    return row;
  }

  /** Points of the problem with these arguments of a coefficient. */
  private double[][] places(Field field, double[][] arguments) {
    var coordinates = problem.coordinates();
    double[][] points = new double[coordinates.size()][];
    for (int i = 0; i < points.length; i++) {
      int at = field.coordinates().indexOf(coordinates.get(i));
      if (at >= 0) {
        points[i] = arguments[at];
      } else {
        points[i] = new double[arguments[0].length];
        Arrays.fill(points[i], problem.domain().ranges().get(i).lower());
      }
    }
    return points;
  }
}
