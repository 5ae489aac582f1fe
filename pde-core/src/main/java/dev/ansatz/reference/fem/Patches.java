package dev.ansatz.reference.fem;

import java.util.List;

/** Planes and spheres, sets of them as bits by their numbers. */
record Patches(List<Patch> all) {
  /** The bits of a set. */
  static final int MOST = 64;
  private static final int MOST_ITERATIONS = 30;
  /** Squared sine of the angle below which tangent planes are taken for one. */
  private static final double PARALLEL = 1e-3;

  Patches {
    all = List.copyOf(all);
  }

  /** Those of a set that are spheres. */
  long spheres() {
    long set = 0;
    for (int k = 0; k < all.size(); k++) {
      set |= all.get(k) instanceof Patch.Sphere ? 1L << k : 0;
    }
    return set;
  }

  /**
   * Moves a point onto all patches of a set, by Newton's method with the shortest step that their tangent planes allow. On one patch it
   * is the nearest point.
   *
   * @return whether it converged
   */
  boolean project(long set, double[] p) {
    int n = Long.bitCount(set);
    if (n == 0) {
      return true;
    }
    if (n > 3) {
      return false;
    }
    int[] which = new int[n];
    long rest = set;
    for (int i = 0; i < n; i++) {
      which[i] = Long.numberOfTrailingZeros(rest);
      rest &= rest - 1;
    }
    double scale = Math.abs(p[0]) + Math.abs(p[1]) + Math.abs(p[2]) + 1e-300;
    double[][] gram = new double[n][n + 1];
    double[][] slopes = new double[n][3];
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double worst = 0;
      for (int i = 0; i < n; i++) {
        Patch patch = all.get(which[i]);
        gram[i][n] = patch.offset(p[0], p[1], p[2]);
        worst = Math.max(worst, Math.abs(gram[i][n]));
        for (int axis = 0; axis < 3; axis++) {
          slopes[i][axis] = patch.slope(axis, p[0], p[1], p[2]);
        }
      }
      if (worst <= 4e-16 * scale) {
        break;
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gram[i][j] = slopes[i][0] * slopes[j][0] + slopes[i][1] * slopes[j][1] + slopes[i][2] * slopes[j][2];
        }
      }
      if (!eliminate(gram, n)) {
        return false;
      }
      for (int i = 0; i < n; i++) {
        for (int axis = 0; axis < 3; axis++) {
          p[axis] -= gram[i][n] * slopes[i][axis];
        }
      }
    }
    double left = 0;
    for (int i = 0; i < n; i++) {
      left = Math.max(left, Math.abs(all.get(which[i]).offset(p[0], p[1], p[2])));
      if (all.get(which[i]) instanceof Patch.Plane(_, int axis, double value)) {
        p[axis] = value;
      }
    }
    return left <= 1e-13 * scale;
  }

  /** Solves a small positive definite system, the right-hand side in the last column; false where tangent planes nearly coincide. */
  private static boolean eliminate(double[][] a, int n) {
    for (int k = 0; k < n; k++) {
      if (!(a[k][k] > PARALLEL)) {
        return false;
      }
      for (int i = 0; i < n; i++) {
        if (i != k) {
          double factor = a[i][k] / a[k][k];
          for (int j = k; j <= n; j++) {
            a[i][j] -= factor * a[k][j];
          }
        }
      }
    }
    for (int k = 0; k < n; k++) {
      a[k][n] /= a[k][k];
    }
    return true;
  }
}
