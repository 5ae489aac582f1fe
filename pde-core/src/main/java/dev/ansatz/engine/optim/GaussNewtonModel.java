package dev.ansatz.engine.optim;

import dev.ansatz.engine.linalg.CosineSketch;
import dev.ansatz.engine.linalg.CountSketch;
import dev.ansatz.engine.linalg.DampedLeastSquares;
import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.program.Executor;

/**
 * The local model |r(θ) + J L y|² of a sum of squares, factored so that the damped step for any λ is cheap; and trial steps from θ.
 *
 * <p>J goes through orthogonal transformations, never through JᵀJ, so that its condition number is not squared. Without sketches L is
 * the identity. With them, L is the lift of a {@link CosineSketch}, and the rows of J L and r are mixed by a {@link CountSketch}; both
 * are drawn at each linearisation.
 */
final class GaussNewtonModel {
  private static final int HASHES = 4;

  private final Executor executor;
  private final int sketchRows;
  private final int sketchColumns;
  private final long seed;
  private long draws;
  private LeastSquares problem;
  private double[] theta;
  private double[] r;
  private double[] jacobian;
  private double[] trialResiduals;
  private double[] lifted;
  private double[] trial;
  private CosineSketch columns;
  /** J with its rows mixed, by columns. */
  private double[] mixed;
  /** What is factored, by rows. */
  private double[] sketched;
  private StreamingQr qr;
  private DampedLeastSquares steps;

  GaussNewtonModel(Executor executor) {
    this(executor, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
  }

  /** With at most that many rows and columns: a Jacobian that has no more of them is not sketched on that side. */
  GaussNewtonModel(Executor executor, int sketchRows, int sketchColumns, long seed) {
    this.executor = executor;
    this.sketchRows = sketchRows;
    this.sketchColumns = sketchColumns;
    this.seed = seed;
  }

  /** Linearises at θ and returns |r|², NaN if it or the Jacobian is not finite. */
  double linearise(LeastSquares problem, double[] theta) {
    this.problem = problem;
    this.theta = theta;
    int n = problem.parameters();
    int m = problem.residuals();
    if (r == null || r.length != m || jacobian.length != m * n) {
      r = new double[m];
      trialResiduals = new double[m];
      jacobian = new double[Math.multiplyExact(m, n)];
      lifted = new double[n];
      trial = new double[n];
      mixed = null;
      sketched = null;
      qr = new StreamingQr(Math.min(n, sketchColumns), 1, executor);
      steps = DampedLeastSquares.of(qr);
    }
    double value = problem.jacobian(theta, r, jacobian);
    if (!Double.isFinite(value)) {
      return Double.NaN;
    }
    qr.clear();
    draws++;
    try {
      append(m, n);
      qr.residualSquare(0);
    } catch (ArithmeticException _) {
      return Double.NaN;
    }
    return value;
  }

  /** Gives the rows to the factorisation: of J and r, or of their sketches, which take the rows first, since they leave fewer. */
  private void append(int m, int n) {
    double[] a = jacobian;
    double[] b = r;
    int rows = m;
    if (sketchRows < m) {
      rows = sketchRows;
      if (mixed == null) {
        mixed = new double[Math.multiplyExact(rows, n)];
      }
      var sketch = CountSketch.of(rows, m, HASHES, seed ^ 2 * draws);
      int s = rows;
      executor.run(n, (_, q) -> sketch.applyToColumn(jacobian, q * m, mixed, q * s));
      a = mixed;
      b = new double[rows];
      sketch.apply(r, b);
    }
    columns = sketchColumns < n ? CosineSketch.of(sketchColumns, n, seed ^ 2 * draws + 1) : null;
    if (columns == null) {
      qr.append(rows, a, 0, 1, rows, b, 0);
      return;
    }
    if (sketched == null) {
      sketched = new double[Math.multiplyExact(rows, sketchColumns)];
    }
    double[] from = a;
    int height = rows;
    int group = 16;
    executor.run((rows + group - 1) / group, (_, q) -> columns.applyToRows(Math.min(group, height - q * group), from, q * group, 1,
        height, sketched, q * group * sketchColumns, sketchColumns));
    qr.append(rows, sketched, 0, sketchColumns, 1, b, 0);
  }

  /** The steps y. */
  DampedLeastSquares steps() {
    return steps;
  }

  /** |J|² in the Frobenius norm. */
  double jacobianSquare() {
    return Vectors.dot(jacobian, jacobian);
  }

  /** |r(θ + L y)|², infinite if not finite. */
  double valueAfter(double[] y) {
    double[] p = lift(y);
    for (int q = 0; q < trial.length; q++) {
      trial[q] = theta[q] + p[q];
    }
    double after = problem.residuals(trial, trialResiduals);
    return Double.isFinite(after) ? after : Double.POSITIVE_INFINITY;
  }

  /** θ ← θ + L y. */
  void accept(double[] y) {
    double[] p = lift(y);
    for (int q = 0; q < theta.length; q++) {
      theta[q] += p[q];
    }
  }

  private double[] lift(double[] y) {
    if (columns == null) {
      return y;
    }
    columns.applyTransposed(y, lifted);
    return lifted;
  }

  /** How many sketches were drawn: with the seed, all that is needed to go on with the same ones. */
  long draws() {
    return draws;
  }

  void draws(long draws) {
    this.draws = draws;
  }
}
