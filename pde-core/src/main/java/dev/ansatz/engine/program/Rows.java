package dev.ansatz.engine.program;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Element by element arithmetic on pieces of arrays, which may be pieces of one array but must not overlap. */
final class Rows {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private Rows() {}

  /** {@code to += factor from}. */
  static void add(double[] to, int t, double factor, double[] from, int f, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, from, f + p)
          .fma(DoubleVector.broadcast(SPECIES, factor), DoubleVector.fromArray(SPECIES, to, t + p)).intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      to[t + p] = Math.fma(from[f + p], factor, to[t + p]);
    }
  }

  /** {@code to += a b}. */
  static void addProduct(double[] to, int t, double[] a, int i, double[] b, int j, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, a, i + p)
          .fma(DoubleVector.fromArray(SPECIES, b, j + p), DoubleVector.fromArray(SPECIES, to, t + p)).intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      to[t + p] = Math.fma(a[i + p], b[j + p], to[t + p]);
    }
  }

  /** {@code to -= a b}. */
  static void subtractProduct(double[] to, int t, double[] a, int i, double[] b, int j, int n) {
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      DoubleVector.fromArray(SPECIES, a, i + p).neg()
          .fma(DoubleVector.fromArray(SPECIES, b, j + p), DoubleVector.fromArray(SPECIES, to, t + p)).intoArray(to, t + p);
    }
    for (int p = body; p < n; p++) {
      to[t + p] = Math.fma(-a[i + p], b[j + p], to[t + p]);
    }
  }
}
