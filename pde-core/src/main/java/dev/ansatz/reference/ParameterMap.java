package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.optim.LeastSquares;
import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.UnknownConstant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * From the parameters of the unknowns to what is observed: θ = (coefficients c of {@link CoefficientBasis}, latent constants z of
 * {@link UnknownConstant}) ↦ q(θ), by the solution of the direct problem on a fixed discretisation; and the sum of squares
 *
 * <pre>Σ_i ((q_i(θ) − d_i)/σ_i)² + Σ_b (B_b(θ)/τ_b)² + Σ_k (c_k/δ_k)²</pre>
 *
 * of the observations in units of their noise, of what is stated of coefficients alone in hundredths of their size, and of the prior
 * {@link SmoothnessPrior}, whose two numbers are found anew at each linearisation. Derivatives by θ are forward differences of solutions
 * on one discretisation, one solution for each parameter; where a discretisation cannot be kept, with a step of the root of its error.
 */
final class ParameterMap implements LeastSquares {
  /** Of a parameter of size one. The root of the rounding of a solution, 1e-12 or so. */
  private static final double STEP = 1e-6;
  private static final double ROUGH_STEP = 1e-2;
  /** What is stated of a coefficient holds to so much of its size, since a polynomial can follow it no better. */
  private static final double STRICT = 1e-2;
  /** Of the size of a condition; rounding of polynomials is smaller. */
  private static final double NONLINEAR = 1e-8;
  private static final int POINTS_ON_PART = 40;
  /** Where the deviation of the fields is looked at. */
  private static final int PROBES = 200;

  private final Problem problem;
  private final List<CoefficientBasis> bases = new ArrayList<>();
  private final List<UnknownConstant> constants;
  private final int[] degrees;
  private final List<Condition.Observation> observed;
  private final double[] data;
  private final double[] noise;
  /** Of what is stated of coefficients: B(0), and by columns ∂B/∂c, both over τ. */
  private double[] stated = {};
  private double[][] statedRows;
  private final List<String> obstacles = new ArrayList<>();
  private final double[][] probes;
  private final Watch watch;
  private final Executor executor;
  private Answer.Discretisation discretisation;
  private double step = STEP;
  private SmoothnessPrior prior = SmoothnessPrior.FIRST;
  /** At the last linearisation, by columns: the observations and what is stated, then the fields at the probes. */
  private double[] jacobian = {};
  private double[][] probeColumns = {};
  private double[] probed = {};
  private Supplier<MixedPosterior> linearised;

  ParameterMap(Problem problem, int degree, Watch watch, Executor executor) {
    this.problem = problem;
    this.watch = watch;
    this.executor = executor;
    problem.coefficients().stream().filter(Coefficient.Unknown.class::isInstance).map(Coefficient.Unknown.class::cast)
        .forEach(c -> bases.add(new CoefficientBasis(problem, c, degree > 0 ? degree : degree(c.field().coordinates().size()))));
    constants = problem.parameters().stream().filter(Parameter::unknown).map(UnknownConstant::of).toList();
    degrees = new int[bases.stream().mapToInt(CoefficientBasis::count).sum() + constants.size()];
    Arrays.fill(degrees, SmoothnessPrior.NONE);
    int at = 0;
    for (CoefficientBasis basis : bases) {
      System.arraycopy(basis.degrees(), 0, degrees, at, basis.count());
      at += basis.count();
    }
    observed = problem.conditions().stream().filter(Condition.Observation.class::isInstance)
        .map(Condition.Observation.class::cast).toList();
    data = observed.stream().flatMapToDouble(o -> o.values().stream().mapToDouble(v -> v)).toArray();
    noise = observed.stream().flatMapToDouble(o -> o.values().stream().mapToDouble(_ -> o.noise())).toArray();
    probes = new PointSequence.Halton().interior(problem.domain(), PROBES, 0);
    statedRows = new double[parameters()][0];
    problem.conditions().stream().filter(this::isOfCoefficientsAlone).forEach(this::state);
  }

  /** What costs some tens of solutions an iteration. */
  private static int degree(int dimension) {
    return switch (dimension) {
      case 1 -> 16;
      case 2 -> 8;
      default -> 4;
    };
  }

  private boolean isOfCoefficientsAlone(Condition condition) {
    return condition.stated().filter(e -> e.residual().fields().stream().noneMatch(f -> f.role() == Field.Role.SOLUTION)).isPresent();
  }

  // ---- what is stated of coefficients ----

  private void state(Condition condition) {
    Equation equation = condition.stated().orElseThrow();
    var sequence = new PointSequence.Halton();
    switch (condition) {
      case Condition.Boundary(List<BoundaryPart> parts, _) -> {
        for (BoundaryPart part : parts) {
          for (BoundaryPart piece : Lowering.pieces(equation.residual(), part)) {
            append(Lowering.onPart(equation.residual(), piece), sequence.boundary(problem.domain(), piece, POINTS_ON_PART, 0));
          }
        }
      }
      case Condition.Initial _ -> append(Lowering.normalForm(equation.residual()), sequence.initial(problem.domain(), POINTS_ON_PART, 0));
      default -> obstacles.add("the condition " + equation + " of coefficients alone is neither a boundary nor an initial condition");
    }
  }

  private void append(Expr residual, double[][] points) {
    double[] c = new double[parameters()];
    double[] at = values(residual, c, points);
    double[] sum = at.clone();
    int old = stated.length;
    stated = Arrays.copyOf(stated, old + at.length);
    for (int k = 0; k < firstConstant(); k++) {
      c[k] = 1;
      double[] moved = values(residual, c, points);
      c[k] = 0;
      statedRows[k] = Arrays.copyOf(statedRows[k], old + at.length);
      for (int p = 0; p < at.length; p++) {
        statedRows[k][old + p] = (moved[p] - at[p]) / (STRICT * bases.getFirst().size());
        sum[p] += moved[p] - at[p];
      }
    }
    Arrays.fill(c, 0, firstConstant(), 1);
    double[] together = values(residual, c, points);
    double largest = Arrays.stream(together).map(Math::abs).max().orElse(0);
    if (IntStream.range(0, at.length).anyMatch(p -> Math.abs(together[p] - sum[p]) > NONLINEAR * largest)) {
      obstacles.add("the condition " + residual + " = 0 is not linear in the coefficients");
    }
    for (int p = 0; p < at.length; p++) {
      stated[old + p] = at[p] / (STRICT * bases.getFirst().size());
    }
  }

  private double[] values(Expr residual, double[] theta, double[][] points) {
    Expr substituted = Lowering.normalForm(residual.substitute(given(theta)));
    return Pointwise.of(substituted).values(problem.coordinates(), points)[0];
  }

  /** Why what is stated of coefficients cannot be heeded; empty if it can. */
  List<String> obstacles() {
    return obstacles;
  }

  // ---- the unknowns ----

  List<CoefficientBasis> bases() {
    return bases;
  }

  List<UnknownConstant> constants() {
    return constants;
  }

  /** Where the constants begin in θ. */
  int firstConstant() {
    return degrees.length - constants.size();
  }

  SmoothnessPrior prior() {
    return prior;
  }

  private double[] priorDeviations() {
    return prior.deviations(degrees);
  }

  /** The guesses. */
  double[] initial() {
    double[] theta = new double[parameters()];
    for (int k = 0; k < constants.size(); k++) {
      theta[firstConstant() + k] = constants.get(k).latent().value();
    }
    return theta;
  }

  private Map<Expr, Expr> given(double[] theta) {
    var given = new HashMap<Expr, Expr>(coefficients(theta));
    values(theta).forEach((name, value) -> problem.parameters().stream().filter(p -> p.name().equals(name))
        .forEach(p -> given.put(p, new Const(value))));
    return given;
  }

  private Map<Field, Expr> coefficients(double[] theta) {
    var expressions = new HashMap<Field, Expr>();
    int from = 0;
    for (CoefficientBasis basis : bases) {
      expressions.put(basis.field(), basis.expression(theta, from));
      from += basis.count();
    }
    return expressions;
  }

  private Map<String, Double> values(double[] theta) {
    var values = new HashMap<String, Double>();
    for (int k = 0; k < constants.size(); k++) {
      UnknownConstant c = constants.get(k);
      values.put(c.parameter().name(), c.value(theta[firstConstant() + k]));
    }
    return values;
  }

  /** The problem with the unknowns given. */
  Problem direct(double[] theta) {
    return problem.direct(values(theta), coefficients(theta));
  }

  // ---- the observed ----

  /**
   * On which solutions are sought from now on.
   *
   * @param error of a solution that is no smooth function of θ, 0 for those that are
   */
  void discretise(Answer.Discretisation discretisation, double error) {
    this.discretisation = discretisation;
    step = Math.clamp(Math.sqrt(error), STEP, ROUGH_STEP);
  }

  /** The solution at θ, if there is one. */
  Optional<Solution.Evaluator> solution(double[] theta) {
    return discretisation.solve(direct(theta), watch);
  }

  private double[] observed(Solution.Evaluator fields, double[] theta) {
    double[] all = new double[data.length];
    Map<Expr, Expr> given = given(theta);
    List<Coordinate> coordinates = problem.coordinates();
    int at = 0;
    for (Condition.Observation o : observed) {
      int lanes = o.points().size();
      double[][] points = new double[coordinates.size()][lanes];
      for (int i = 0; i < points.length; i++) {
        int place = o.coordinates().indexOf(coordinates.get(i));
        // those that do not matter
        Arrays.fill(points[i], problem.domain().ranges().get(i).lower());
        for (int p = 0; place >= 0 && p < lanes; p++) {
          points[i][p] = o.points().get(p).get(place);
        }
      }
      var quantity = Pointwise.of(o.quantity().substitute(given));
      var inputs = new HashMap<Expr, double[]>();
      for (Expr input : quantity.inputs()) {
        double[] row = new double[lanes];
        if (input instanceof Coordinate x) {
          row = points[coordinates.indexOf(x)];
        } else {
          Expr field = input instanceof Partial partial ? partial.operand() : input;
          fields.evaluate(problem.fields().indexOf(field), Lowering.index(input, coordinates), points, row);
        }
        inputs.put(input, row);
      }
      System.arraycopy(quantity.values(inputs, lanes)[0], 0, all, at, lanes);
      at += lanes;
    }
    return all;
  }

  private double[] probed(Solution.Evaluator fields) {
    double[] all = new double[problem.fields().size() * PROBES];
    double[] one = new double[PROBES];
    for (int f = 0; f < problem.fields().size(); f++) {
      fields.evaluate(f, MultiIndex.zero(probes.length), probes, one);
      System.arraycopy(one, 0, all, f * PROBES, PROBES);
    }
    return all;
  }

  /** How many values were observed. */
  int count() {
    return data.length;
  }

  /** Observations and what is stated of coefficients. */
  int rows() {
    return data.length + stated.length;
  }

  /** Whitened; false if there is no solution. */
  private boolean misfit(double[] theta, Optional<Solution.Evaluator> fields, double[] r) {
    if (fields.isEmpty()) {
      return false;
    }
    double[] q = observed(fields.get(), theta);
    for (int i = 0; i < data.length; i++) {
      r[i] = (q[i] - data[i]) / noise[i];
    }
    for (int b = 0; b < stated.length; b++) {
      r[data.length + b] = stated[b];
      for (int k = 0; k < firstConstant(); k++) {
        r[data.length + b] += statedRows[k][b] * theta[k];
      }
    }
    return true;
  }

  /** Σ ((q − d)/σ)²; NaN if there is no solution. */
  double chiSquare(double[] theta) {
    double[] r = new double[rows()];
    return misfit(theta, solution(theta), r) ? squares(r, data.length) : Double.NaN;
  }

  private static double squares(double[] r, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += r[i] * r[i];
    }
    return sum;
  }

  // ---- the sum of squares ----

  @Override
  public int parameters() {
    return degrees.length;
  }

  @Override
  public int residuals() {
    return rows() + firstConstant();
  }

  private void prior(double[] theta, double[] r) {
    double[] deviations = priorDeviations();
    for (int k = 0; k < firstConstant(); k++) {
      r[rows() + k] = theta[k] / deviations[k];
    }
  }

  @Override
  public double residuals(double[] theta, double[] r) {
    if (!misfit(theta, solution(theta), r)) {
      return Double.NaN;
    }
    prior(theta, r);
    return squares(r, r.length);
  }

  @Override
  public double jacobian(double[] theta, double[] r, double[] out) {
    var fields = solution(theta);
    if (!misfit(theta, fields, r)) {
      return Double.NaN;
    }
    int rows = rows();
    int n = parameters();
    double[] columns = new double[rows * n];
    double[] here = probed(fields.get());
    double[][] there = new double[n][];
    double[] moved = new double[rows];
    double[] other = theta.clone();
    for (int q = 0; q < n; q++) {
      other[q] = theta[q] + step * Math.max(1, Math.abs(theta[q]));
      double h = other[q] - theta[q];
      var neighbour = solution(other);
      if (!misfit(other, neighbour, moved)) {
        return Double.NaN;
      }
      for (int i = 0; i < rows; i++) {
        columns[q * rows + i] = (moved[i] - r[i]) / h;
      }
      there[q] = probed(neighbour.get());
      for (int i = 0; i < here.length; i++) {
        there[q][i] = (there[q][i] - here[i]) / h;
      }
      other[q] = theta[q];
    }
    jacobian = columns;
    probed = here;
    probeColumns = there;
    learn(theta, r);
    prior(theta, r);
    double[] deviations = priorDeviations();
    int m = residuals();
    Arrays.fill(out, 0);
    for (int q = 0; q < n; q++) {
      System.arraycopy(jacobian, q * rows, out, q * m, rows);
      if (q < firstConstant()) {
        out[q * m + rows + q] = 1 / deviations[q];
      }
    }
    return squares(r, m);
  }

  /** The priors under which the linearised data are probable; the most probable one is taken from now on. */
  private void learn(double[] theta, double[] r) {
    int rows = rows();
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = -r[i];
      for (int k = 0; k < firstConstant(); k++) {
        y[i] += jacobian[k * rows + i] * theta[k];
      }
    }
    var qr = new StreamingQr(parameters(), 1, executor);
    qr.append(rows, jacobian, 0, 1, rows, y, 0);
    Map<SmoothnessPrior, Double> probable =
        bases.isEmpty() ? Map.of(prior, 1.0) : SmoothnessPrior.probable(degrees, qr.triangle(), qr.rightSide(0));
    prior = Collections.max(probable.entrySet(), Map.Entry.comparingByValue()).getKey();
    linearised = () -> new MixedPosterior(theta.clone(), degrees, probable, qr, executor);
  }

  /** What is known of θ by the last linearisation. */
  MixedPosterior posterior() {
    return linearised.get();
  }

  /** Of the last linearisation, {@link #rows} by columns. */
  double[] jacobian() {
    return jacobian;
  }

  /** The values of the fields at some points of the domain at the last linearisation. */
  double[] probed() {
    return probed;
  }

  /** Their derivatives by θ, {@code [parameter][value]}. */
  double[][] probeColumns() {
    return probeColumns;
  }

  @Override
  public double gradient(double[] theta, double[] gradient) {
    int m = residuals();
    double[] r = new double[m];
    double[] columns = new double[Math.multiplyExact(m, parameters())];
    double value = jacobian(theta, r, columns);
    for (int q = 0; q < gradient.length; q++) {
      gradient[q] = 0;
      for (int i = 0; i < m; i++) {
        gradient[q] += 2 * r[i] * columns[q * m + i];
      }
    }
    return value;
  }
}
