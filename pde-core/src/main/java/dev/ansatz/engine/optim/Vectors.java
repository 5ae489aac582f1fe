package dev.ansatz.engine.optim;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums over vectors of parameters. */
final class Vectors {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private Vectors() {}

  static double dot(double[] a, double[] b) {
    return dot(a, 0, b, 0, a.length);
  }

  static double dot(double[] a, int aFrom, double[] b, int bFrom, int n) {
    var sum = DoubleVector.zero(SPECIES);
    int body = SPECIES.loopBound(n);
    for (int j = 0; j < body; j += SPECIES.length()) {
      sum = DoubleVector.fromArray(SPECIES, a, aFrom + j).fma(DoubleVector.fromArray(SPECIES, b, bFrom + j), sum);
    }
    // the order of summation of reduceLanes differs between the interpreter and the JIT
    double total = 0;
    for (int lane = 0; lane < SPECIES.length(); lane++) {
      total += sum.lane(lane);
    }
    for (int j = body; j < n; j++) {
      total = Math.fma(a[aFrom + j], b[bFrom + j], total);
    }
    return total;
  }

  /** y ← y + αx. */
  static void add(double alpha, double[] x, int xFrom, double[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = Math.fma(alpha, x[xFrom + j], y[j]);
    }
  }

  static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  static boolean isFinite(double[] x) {
    for (double value : x) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
