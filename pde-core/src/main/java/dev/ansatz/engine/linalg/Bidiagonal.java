package dev.ansatz.engine.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Uᵀ R V = B, upper bidiagonal, and g = Uᵀ c, for a square R: Golub and Kahan's Householder reduction, 8/3 n³
 * operations (SIAM J. Numer. Anal. 2 (1965), doi:10.1137/0702016).
 *
 * <p>The matrix goes through the processor once a step, not four times: as a row receives the left and the right
 * reflector of step k, the products of its new leading element with the row are summed, which is all that the left
 * reflector of step k + 1 needs.
 */
final class Bidiagonal {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;

  final double[] d;
  final double[] e;
  final double[] g;
  private final int n;
  private final int stride;
  private final double[] a;
  private final double[] tau;
  private final double[] lanes = new double[S.length()];

  /** Reduces R, n × n by rows, with the right-hand side c. */
  Bidiagonal(int n, double[] r, double[] c) {
    this.n = n;
    d = new double[n];
    e = new double[n];
    g = new double[n];
    tau = new double[n];
    // the right-hand side is column n; the rest of a row is zero, so that loops need no tail
    int step = 2 * S.length();
    stride = ((n + step) / step | 1) * step;
    a = new double[Math.multiplyExact(n, stride)];
    for (int i = 0; i < n; i++) {
      System.arraycopy(r, i * n, a, i * stride, n);
      a[i * stride + n] = c[i];
    }
    reduce();
    for (int i = 0; i < n; i++) {
      g[i] = a[i * stride + n];
    }
  }

  private void reduce() {
    double[] products = new double[stride];
    double[] w = new double[stride];
    double[] u = new double[stride];
    for (int i = 1; i < n; i++) {
      addProducts(a[i * stride], i * stride, 0, products);
    }
    for (int k = 0; k < n; k++) {
      int row = k * stride;
      double factor = 0;
      java.util.Arrays.fill(w, 0);
      d[k] = a[row + k];
      if (products[k] > 0) {
        double beta = -Math.copySign(Math.sqrt(d[k] * d[k] + products[k]), d[k]);
        double top = d[k] - beta;
        factor = 1 / top;
        for (int c = k + 1; c <= n; c++) {
          w[c] = -top / beta * (a[row + c] + products[c] / top);
          a[row + c] -= w[c];
        }
        d[k] = beta;
      }
      java.util.Arrays.fill(u, 0);
      if (k + 1 < n) {
        rightReflector(k, u);
      }
      java.util.Arrays.fill(products, 0);
      int from = (k + 1) / (2 * S.length()) * (2 * S.length());
      for (int i = k + 1; i < n; i++) {
        int o = i * stride;
        double dot = updateAndDot(-a[o + k] * factor, o, from, w, u);
        subtract(tau[k] * dot, o, from, u);
        if (i > k + 1) {
          addProducts(a[o + k + 1], o, from, products);
        }
      }
    }
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

  /** Row at o += f w; its product with u. */
  private double updateAndDot(double f, int o, int from, double[] w, double[] u) {
    int l = S.length();
    var s0 = DoubleVector.zero(S);
    var s1 = DoubleVector.zero(S);
    var q = DoubleVector.broadcast(S, f);
    for (int c = from; c < stride; c += 2 * l) {
      var x0 = q.fma(DoubleVector.fromArray(S, w, c), DoubleVector.fromArray(S, a, o + c));
      var x1 = q.fma(DoubleVector.fromArray(S, w, c + l), DoubleVector.fromArray(S, a, o + c + l));
      x0.intoArray(a, o + c);
      x1.intoArray(a, o + c + l);
      s0 = x0.fma(DoubleVector.fromArray(S, u, c), s0);
      s1 = x1.fma(DoubleVector.fromArray(S, u, c + l), s1);
    }
    // the order of summation of reduceLanes differs between the interpreter and the JIT
    s0.add(s1).intoArray(lanes, 0);
    double s = 0;
    for (double x : lanes) {
      s += x;
    }
    return s;
  }

  private void subtract(double f, int o, int from, double[] u) {
    int l = S.length();
    var q = DoubleVector.broadcast(S, -f);
    for (int c = from; c < stride; c += l) {
      q.fma(DoubleVector.fromArray(S, u, c), DoubleVector.fromArray(S, a, o + c)).intoArray(a, o + c);
    }
  }

  private void addProducts(double f, int o, int from, double[] products) {
    int l = S.length();
    var q = DoubleVector.broadcast(S, f);
    for (int c = from; c < stride; c += l) {
      q.fma(DoubleVector.fromArray(S, a, o + c), DoubleVector.fromArray(S, products, c)).intoArray(products, c);
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
