package dev.ansatz.engine.optim;

import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A dense matrix H that is updated by two outer products and multiplied in turn: one pass over it does both. An update waits for the
 * product after it, so that an iteration reads and writes the n² numbers once, which is what it takes; they are more than caches hold.
 *
 * <p>Rows are shared out among the threads of an executor; what becomes of a row does not depend on which has it.
 */
final class InverseHessian {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  /** Rows of a task: with 1,000 columns half of a megabyte. */
  private static final int ROWS = 64;
  /** Numbers below which threads would wait for each other longer than they work. */
  private static final int SHARED = 100_000;

  private final int n;
  private final Executor executor;
  /** Distance of two rows, whole cache lines; beyond column n everything is zero. */
  private final int stride;
  private final int first;
  private final double[] h;
  private final double[][] lanes;
  private final Executor.Task task = this::pass;

  private boolean waiting;
  private double scale;
  private final double[] a;
  private final double[] byA;
  private final double[] b;
  private final double[] byB;

  private final double[] x;
  private final double[] y;
  private double[] hx;
  private double[] hy;

  /** The identity of that order. */
  InverseHessian(int n, Executor executor) {
    this.n = n;
    this.executor = executor;
    stride = (n + 7) / 8 * 8;
    first = Arithmetic.f64().firstOnLine();
    h = Arithmetic.f64().allocateOnLines(Math.multiplyExact(n + 1, stride));
    lanes = new double[executor.threads()][4 * LANES];
    a = new double[stride];
    byA = new double[n + 1];
    b = new double[stride];
    byB = new double[n + 1];
    x = new double[stride];
    y = new double[stride];
    reset();
  }

  /** Becomes the identity. */
  void reset() {
    noUpdate();
    Arrays.fill(h, 0);
    for (int i = 0; i < n; i++) {
      h[at(i) + i] = 1;
    }
  }

  /** {@code H ← scale H + byA aᵀ + byB bᵀ}. */
  void update(double scale, double[] byA, double[] a, double[] byB, double[] b) {
    flush();
    this.scale = scale;
    System.arraycopy(byA, 0, this.byA, 0, n);
    System.arraycopy(a, 0, this.a, 0, n);
    System.arraycopy(byB, 0, this.byB, 0, n);
    System.arraycopy(b, 0, this.b, 0, n);
    waiting = true;
  }

  /** Writes Hx and Hy; 9 n² operations, even if there is no update, which is the exception. */
  void multiply(double[] x, double[] hx, double[] y, double[] hy) {
    System.arraycopy(x, 0, this.x, 0, n);
    System.arraycopy(y, 0, this.y, 0, n);
    this.hx = hx;
    this.hy = hy;
    int tasks = (n + ROWS - 1) / ROWS;
    if (n * n < SHARED) {
      for (int k = 0; k < tasks; k++) {
        task.run(0, k);
      }
    } else {
      executor.run(tasks, task);
    }
    noUpdate();
  }

  /** What keeps every bit of H: −0 added to it, which leaves a zero its sign. */
  private void noUpdate() {
    waiting = false;
    scale = 1;
    Arrays.fill(a, 0);
    Arrays.fill(byA, -0.0);
    Arrays.fill(b, 0);
    Arrays.fill(byB, -0.0);
  }

  private void flush() {
    if (waiting) {
      multiply(new double[n], new double[n], new double[n], new double[n]);
    }
  }

  /** H, by rows. */
  double[] toArray() {
    flush();
    double[] rows = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(h, at(i), rows, i * n, n);
    }
    return rows;
  }

  /** Becomes what {@link #toArray} was. */
  void set(double[] rows) {
    noUpdate();
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows, i * n, h, at(i), n);
    }
  }

  private int at(int row) {
    return first + row * stride;
  }

  /** Two rows at a time; a last one is paired with a row of zeros that follows it. */
  private void pass(int worker, int block) {
    double[] sums = lanes[worker];
    int end = Math.min(n, (block + 1) * ROWS);
    for (int i = block * ROWS; i < end; i += 2) {
      updateAndMultiply(i, sums);
      hx[i] = sum(sums, 0);
      hy[i] = sum(sums, LANES);
      if (i + 1 < n) {
        hx[i + 1] = sum(sums, 2 * LANES);
        hy[i + 1] = sum(sums, 3 * LANES);
      }
    }
  }

  private void updateAndMultiply(int i, double[] sums) {
    int row = at(i);
    int next = row + stride;
    var s = DoubleVector.broadcast(SPECIES, scale);
    var byA0 = DoubleVector.broadcast(SPECIES, byA[i]);
    var byB0 = DoubleVector.broadcast(SPECIES, byB[i]);
    var byA1 = DoubleVector.broadcast(SPECIES, byA[i + 1]);
    var byB1 = DoubleVector.broadcast(SPECIES, byB[i + 1]);
    var x0 = DoubleVector.zero(SPECIES);
    var y0 = DoubleVector.zero(SPECIES);
    var x1 = DoubleVector.zero(SPECIES);
    var y1 = DoubleVector.zero(SPECIES);
    for (int j = 0; j < stride; j += LANES) {
      var aj = DoubleVector.fromArray(SPECIES, a, j);
      var bj = DoubleVector.fromArray(SPECIES, b, j);
      var h0 = bj.fma(byB0, aj.fma(byA0, DoubleVector.fromArray(SPECIES, h, row + j).mul(s)));
      var h1 = bj.fma(byB1, aj.fma(byA1, DoubleVector.fromArray(SPECIES, h, next + j).mul(s)));
      h0.intoArray(h, row + j);
      h1.intoArray(h, next + j);
      var xj = DoubleVector.fromArray(SPECIES, x, j);
      var yj = DoubleVector.fromArray(SPECIES, y, j);
      x0 = h0.fma(xj, x0);
      y0 = h0.fma(yj, y0);
      x1 = h1.fma(xj, x1);
      y1 = h1.fma(yj, y1);
    }
    x0.intoArray(sums, 0);
    y0.intoArray(sums, LANES);
    x1.intoArray(sums, 2 * LANES);
    y1.intoArray(sums, 3 * LANES);
  }

  /** In one order: that of {@code reduceLanes} differs between the interpreter and the JIT. */
  private static double sum(double[] sums, int from) {
    double total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      total += sums[from + lane];
    }
    return total;
  }
}
