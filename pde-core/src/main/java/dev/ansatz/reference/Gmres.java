package dev.ansatz.reference;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;

/**
 * The generalised minimal residual method, restarted (Y. Saad and M. H. Schultz, SIAM J. Sci. Stat. Comput. 7 (1986),
 * doi:10.1137/0907058), with modified Gram–Schmidt and Givens rotations. Holds {@code restart + 1} vectors.
 */
final class Gmres {
  private final int restart;
  private final int most;
  private final DoubleConsumer history;

  /** @param most applications of the operator at the most */
  Gmres(int restart, int most) {
    this(restart, most, relative -> {});
  }

  /** @param history is told the relative residual after each application */
  Gmres(int restart, int most, DoubleConsumer history) {
    this.restart = restart;
    this.most = most;
    this.history = history;
  }

  /**
   * Improves x, a solution of A x = b, until the residual is at most {@code tolerance} times b; {@code a.accept(in, out)} applies A.
   *
   * @return the residual reached, relative to b
   */
  double solve(BiConsumer<double[], double[]> a, double[] b, double[] x, double tolerance) {
    int n = b.length;
    double size = norm(b);
    if (size == 0) {
      Arrays.fill(x, 0);
      return 0;
    }
    double[][] v = new double[restart + 1][];
    double[] r = new double[n];
    double relative = Double.POSITIVE_INFINITY;
    int applied = 0;
    while (applied < most) {
      a.accept(x, r);
      for (int i = 0; i < n; i++) {
        r[i] = b[i] - r[i];
      }
      double beta = norm(r);
      boolean stalls = beta / size > relative / 2;
      relative = beta / size;
      if (!(relative > tolerance) || stalls) {
        break;
      }
      double[][] h = new double[restart][];
      double[] cosine = new double[restart];
      double[] sine = new double[restart];
      double[] g = new double[restart + 1];
      g[0] = beta;
      v[0] = scaled(r, 1 / beta);
      int m = 0;
      while (m < restart && applied < most && Math.abs(g[m]) > tolerance * size) {
        double[] w = new double[n];
        a.accept(v[m], w);
        applied++;
        double[] column = new double[m + 2];
        for (int j = 0; j <= m; j++) {
          column[j] = dot(v[j], w);
          add(-column[j], v[j], w);
        }
        column[m + 1] = norm(w);
        v[m + 1] = column[m + 1] == 0 ? w : scaled(w, 1 / column[m + 1]);
        for (int j = 0; j < m; j++) {
          double up = cosine[j] * column[j] + sine[j] * column[j + 1];
          column[j + 1] = cosine[j] * column[j + 1] - sine[j] * column[j];
          column[j] = up;
        }
        double length = Math.hypot(column[m], column[m + 1]);
        cosine[m] = length == 0 ? 1 : column[m] / length;
        sine[m] = length == 0 ? 0 : column[m + 1] / length;
        column[m] = length;
        g[m + 1] = -sine[m] * g[m];
        g[m] *= cosine[m];
        h[m++] = column;
        history.accept(Math.abs(g[m]) / size);
      }
      for (int j = m - 1; j >= 0; j--) {
        double sum = g[j];
        for (int k = j + 1; k < m; k++) {
          sum -= h[k][j] * g[k];
        }
        g[j] = h[j][j] == 0 ? 0 : sum / h[j][j];
        add(g[j], v[j], x);
      }
    }
    return relative;
  }

  private static double[] scaled(double[] v, double factor) {
    double[] out = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      out[i] = factor * v[i];
    }
    return out;
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] v) {
    return Math.sqrt(dot(v, v));
  }
}
