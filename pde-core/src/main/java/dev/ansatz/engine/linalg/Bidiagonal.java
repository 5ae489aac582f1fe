package dev.ansatz.engine.linalg;

import dev.ansatz.engine.array.PackedMatrix;
import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Uᵀ R V = B, upper bidiagonal, and g = Uᵀ c, for the triangle R of a factorisation: Golub and Kahan's Householder reduction, 8/3 n³
 * operations (SIAM J. Numer. Anal. 2 (1965), doi:10.1137/0702016).
 *
 * <p>A step reads the matrix once and does not write it. What {@link #PANEL} steps do to it is kept as a product P Q, P
 * with two columns and Q with two rows a step, and subtracted at once: half of the operations, as in J. Dongarra, D.
 * Sorensen, S. Hammarling, J. Comput. Appl. Math. 27 (1989), doi:10.1016/0377-0427(89)90367-1, who read it twice. Here,
 * while a row is in the cache for its product with the right reflector of step k, it is also summed into the products
 * of column k + 1 with all columns, which is all that the left reflector of step k + 1 needs.
 *
 * <p>The rows of a step are cut into four parts, and the sums of the parts are added in order: the result is the same
 * to the bit for any executor.
 */
final class Bidiagonal {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int PANEL = 16;
  private static final int TERMS = 2 * PANEL;
  private static final int PARTS = 4;
  /** Elements below which threads would wait for each other longer than they work. */
  private static final int SHARED = 60_000;

  final double[] d;
  final double[] e;
  final double[] g;
  private final int n;
  private final int stride;
  private final Executor executor;
  /** The matrix before the panel; the right-hand side is column n, and zeros fill up the vectors. */
  private final double[] a;
  private final double[] tau;
  private final double[] p;
  private final double[] q;
  /** The right reflector of a step. */
  private final double[] u;
  /** Column k of the matrix as it is now. */
  private final double[] column;
  private final double[][] products = new double[PARTS][];
  private final double[][] pSums = new double[PARTS][TERMS];
  private final double[][] lanes = new double[2 * PARTS][S.length()];
  /** Q times the right reflector, and column k + 1 of Q. */
  private final double[] qu = new double[TERMS];
  private final double[] qNext = new double[TERMS];

  /** For matrices of n columns; {@link #reduce} fills it. */
  Bidiagonal(int n, Executor executor) {
    this.n = n;
    this.executor = executor;
    d = new double[n];
    e = new double[n];
    g = new double[n];
    tau = new double[n];
    column = new double[n];
    int step = 2 * S.length();
    stride = ((n + step) / step | 1) * step;
    a = new double[Math.multiplyExact(n, stride)];
    p = new double[n * TERMS];
    q = new double[TERMS * stride];
    u = new double[stride];
    for (int part = 0; part < PARTS; part++) {
      products[part] = new double[stride];
    }
  }

  /** Reduces the triangle with its columns divided by a scale, and right-hand side 0. */
  void reduce(StreamingQr qr, double[] scale) {
    Arrays.fill(a, 0);
    Arrays.fill(tau, 0);
    Arrays.fill(e, 0);
    Arrays.fill(products[0], 0);
    qr.copyTriangle(a, stride);
    double[] c = qr.rightSide(0);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        a[i * stride + j] /= scale[j];
      }
      a[i * stride + n] = c[i];
    }
    reduce();
    for (int i = 0; i < n; i++) {
      g[i] = a[i * stride + n];
    }
  }

  private void reduce() {
    for (int i = 0; i < n; i++) {
      column[i] = a[i * stride];
      if (i > 0) {
        axpy(column[i], a, i * stride, 0, products[0]);
      }
    }
    for (int k = 0; k < n; k++) {
      int term = 2 * (k % PANEL);
      if (k > 0) {
        joinProducts(k, term == 0 ? TERMS : term);
      }
      double factor = leftReflector(k, term, products[0]);
      Arrays.fill(u, 0);
      if (k + 1 < n) {
        rightReflector(k, u);
      }
      System.arraycopy(u, 0, q, (term + 1) * stride, stride);
      boolean last = term + 2 == TERMS;
      int from = aligned(k + 1);
      for (int t = 0; t < term + 1; t++) {
        qu[t] = dot(q, t * stride, from, u);
      }
      for (int t = 0; t < term + 2; t++) {
        qNext[t] = k + 1 < n ? q[t * stride + k + 1] : 0;
      }
      int step = k;
      share((n - k) * (n - k), (_, part) -> passPart(step, part, term, factor, u));
      if (last) {
        share(Integer.MAX_VALUE, (_, part) -> subtractPart(step + 1, part));
      }
    }
  }

  private void share(int elements, Executor.Task task) {
    if (elements < SHARED) {
      for (int part = 0; part < PARTS; part++) {
        task.run(0, part);
      }
    } else {
      executor.run(PARTS, task);
    }
  }

  /** Sums what the parts found, and takes off what P Q changes: Σ_i x_i (A − P Q)_i = Σ x_i A_i − (Σ x_i P_i) Q. */
  private void joinProducts(int k, int terms) {
    int from = aligned(k);
    double[] sum = products[0];
    double[] pSum = pSums[0];
    for (int part = 1; part < PARTS; part++) {
      axpy(1, products[part], 0, from, sum);
      for (int t = 0; t < terms; t++) {
        pSum[t] += pSums[part][t];
      }
    }
    for (int t = 0; t < terms; t++) {
      axpy(-pSum[t], q, t * stride, from, sum);
    }
  }

  /** Brings row k up to date, leaves w of the left reflector I − x wᵀ in Q, and returns what x is of the column. */
  private double leftReflector(int k, int term, double[] products) {
    int row = k * stride;
    int from = aligned(k);
    for (int t = 0; t < term; t++) {
      double f = -p[k * TERMS + t];
      int l = S.length();
      var x = DoubleVector.broadcast(S, f);
      for (int c = from; c < stride; c += l) {
        x.fma(DoubleVector.fromArray(S, q, t * stride + c), DoubleVector.fromArray(S, a, row + c)).intoArray(a, row + c);
      }
    }
    Arrays.fill(q, term * stride, (term + 1) * stride, 0);
    d[k] = column[k];
    double square = products[k];
    if (!(square > 0)) {
      return 0;
    }
    double beta = -Math.copySign(Math.sqrt(d[k] * d[k] + square), d[k]);
    double top = d[k] - beta;
    for (int c = k + 1; c <= n; c++) {
      double w = -top / beta * (a[row + c] + products[c] / top);
      a[row + c] -= w;
      q[term * stride + c] = w;
    }
    d[k] = beta;
    return 1 / top;
  }

  /** Leaves the reflector of row k in u, and in the row for {@link #applyV}. */
  private void rightReflector(int k, double[] u) {
    int row = k * stride;
    double square = 0;
    for (int c = k + 2; c < n; c++) {
      square = Math.fma(a[row + c], a[row + c], square);
    }
    e[k] = a[row + k + 1];
    if (square > 0) {
      double beta = -Math.copySign(Math.sqrt(e[k] * e[k] + square), e[k]);
      double top = e[k] - beta;
      tau[k] = -top / beta;
      e[k] = beta;
      u[k + 1] = 1;
      a[row + k + 1] = 1;
      for (int c = k + 2; c < n; c++) {
        u[c] = a[row + c] / top;
        a[row + c] = u[c];
      }
    }
  }

  private int start(int part, int from) {
    return from + (int) ((long) part * (n - from) / PARTS);
  }

  /**
   * For the rows of a part after k: their two elements of P, their elements of column k + 1, and the sums of these with
   * the rows of A and P after k + 1.
   */
  private void passPart(int k, int part, int term, double factor, double[] u) {
    double[] sum = products[part];
    double[] pSum = pSums[part];
    double[] lane = lanes[2 * part];
    double[] lane2 = lanes[2 * part + 1];
    int from = aligned(k + 1);
    Arrays.fill(sum, from, stride, 0);
    Arrays.fill(pSum, 0);
    int end = start(part + 1, k + 1);
    int i = start(part, k + 1);
    if (i == k + 1 && i < end) {
      leadingElement(i, k, term, factor, dot(a, i * stride, from, u, lane));
      i++;
    }
    for (; i + 1 < end; i += 2) {
      dot2(i * stride, from, u, lane, lane2);
      double x0 = leadingElement(i, k, term, factor, sum(lane));
      double x1 = leadingElement(i + 1, k, term, factor, sum(lane2));
      axpy2(x0, x1, i * stride, from, sum);
      for (int t = 0; t < TERMS; t++) {
        pSum[t] += x0 * p[i * TERMS + t] + x1 * p[(i + 1) * TERMS + t];
      }
    }
    if (i < end) {
      double x = leadingElement(i, k, term, factor, dot(a, i * stride, from, u, lane));
      axpy(x, a, i * stride, from, sum);
      for (int t = 0; t < TERMS; t++) {
        pSum[t] += x * p[i * TERMS + t];
      }
    }
  }

  /** The new element of the next column in row i, and that row of P, from the product of the row of A and u. */
  private double leadingElement(int i, int k, int term, double factor, double product) {
    int o = i * TERMS;
    if (term == 0) {
      Arrays.fill(p, o, o + TERMS, 0);
    }
    p[o + term] = column[i] * factor;
    double dot = product;
    double next = k + 1 < n ? a[i * stride + k + 1] : 0;
    for (int t = 0; t <= term; t++) {
      dot -= p[o + t] * qu[t];
      next -= p[o + t] * qNext[t];
    }
    p[o + term + 1] = tau[k] * dot;
    next -= p[o + term + 1] * qNext[term + 1];
    column[i] = next;
    return next;
  }

  /** A ← A − P Q for the rows of a part from a row on. */
  private void subtractPart(int first, int part) {
    int i = start(part, first);
    int from = aligned(first);
    int rows = start(part + 1, first) - i;
    if (rows > 0) {
      PackedMatrix.addProduct(rows, stride - from, TERMS, -1, p, i * TERMS, TERMS, 1, q, from, stride, a,
          i * stride + from, stride);
    }
  }

  private static int aligned(int column) {
    return column / (2 * S.length()) * (2 * S.length());
  }

  private double dot(double[] x, int o, int from, double[] y) {
    return dot(x, o, from, y, lanes[0]);
  }

  private double dot(double[] x, int o, int from, double[] y, double[] lane) {
    int l = S.length();
    var s0 = DoubleVector.zero(S);
    var s1 = DoubleVector.zero(S);
    for (int c = from; c < stride; c += 2 * l) {
      s0 = DoubleVector.fromArray(S, x, o + c).fma(DoubleVector.fromArray(S, y, c), s0);
      s1 = DoubleVector.fromArray(S, x, o + c + l).fma(DoubleVector.fromArray(S, y, c + l), s1);
    }
    // the order of summation of reduceLanes differs between the interpreter and the JIT
    s0.add(s1).intoArray(lane, 0);
    return sum(lane);
  }

  /** Leaves the products of the row of A at o and of the next with u in the lanes. */
  private void dot2(int o, int from, double[] u, double[] lane, double[] lane2) {
    int l = S.length();
    int next = o + stride;
    var s0 = DoubleVector.zero(S);
    var s1 = DoubleVector.zero(S);
    var t0 = DoubleVector.zero(S);
    var t1 = DoubleVector.zero(S);
    for (int c = from; c < stride; c += 2 * l) {
      var u0 = DoubleVector.fromArray(S, u, c);
      var u1 = DoubleVector.fromArray(S, u, c + l);
      s0 = DoubleVector.fromArray(S, a, o + c).fma(u0, s0);
      s1 = DoubleVector.fromArray(S, a, o + c + l).fma(u1, s1);
      t0 = DoubleVector.fromArray(S, a, next + c).fma(u0, t0);
      t1 = DoubleVector.fromArray(S, a, next + c + l).fma(u1, t1);
    }
    s0.add(s1).intoArray(lane, 0);
    t0.add(t1).intoArray(lane2, 0);
  }

  private static double sum(double[] lane) {
    double s = 0;
    for (double z : lane) {
      s += z;
    }
    return s;
  }

  /** y += f x. */
  private void axpy(double f, double[] x, int o, int from, double[] y) {
    int l = S.length();
    var b = DoubleVector.broadcast(S, f);
    for (int c = from; c < stride; c += l) {
      b.fma(DoubleVector.fromArray(S, x, o + c), DoubleVector.fromArray(S, y, c)).intoArray(y, c);
    }
  }

  /** y += f0 times the row of A at o, and f1 times the next. */
  private void axpy2(double f0, double f1, int o, int from, double[] y) {
    int l = S.length();
    int next = o + stride;
    var b0 = DoubleVector.broadcast(S, f0);
    var b1 = DoubleVector.broadcast(S, f1);
    for (int c = from; c < stride; c += l) {
      var s = b0.fma(DoubleVector.fromArray(S, a, o + c), DoubleVector.fromArray(S, y, c));
      b1.fma(DoubleVector.fromArray(S, a, next + c), s).intoArray(y, c);
    }
  }

  /** Overwrites z with V z: 2 n² operations. */
  void applyV(double[] z) {
    for (int k = n - 2; k >= 0; k--) {
      if (tau[k] != 0) {
        int row = k * stride;
        double s = 0;
        for (int c = k + 1; c < n; c++) {
          s += a[row + c] * z[c];
        }
        s *= tau[k];
        for (int c = k + 1; c < n; c++) {
          z[c] -= s * a[row + c];
        }
      }
    }
  }
}
