package dev.ansatz.reference;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A matrix that acts along one axis of a tensor; entries outside of {@code [first[i], end[i])} in row i are zero. Immutable.
 *
 * @param a by rows
 */
record AxisMap(int rows, int cols, double[] a, int[] first, int[] end) {

  static AxisMap of(int rows, int cols, double[] a) {
    int[] first = new int[rows];
    int[] end = new int[rows];
    for (int i = 0; i < rows; i++) {
      int from = 0;
      int to = cols;
      while (from < to && a[i * cols + from] == 0) {
        from++;
      }
      while (to > from && a[i * cols + to - 1] == 0) {
        to--;
      }
      first[i] = from;
      end[i] = to;
    }
    return new AxisMap(rows, cols, a, first, end);
  }

  static AxisMap of(DMatrixRMaj a) {
    return of(a.numRows, a.numCols, a.data);
  }

  static AxisMap identity(int n) {
    return of(CommonOps_DDRM.identity(n));
  }

  DMatrixRMaj matrix() {
    return DMatrixRMaj.wrap(rows, cols, a);
  }

  /** This times another. */
  AxisMap times(AxisMap other) {
    var out = new DMatrixRMaj(rows, other.cols);
    CommonOps_DDRM.mult(matrix(), other.matrix(), out);
    return of(out);
  }

  /** out[o, i, k] ← Σ_j a[i, j] in[o, j, k] for o below {@code outer} and k below {@code inner}, {@code in} from {@code at} on. */
  void apply(int outer, int inner, double[] in, int at, double[] out) {
    for (int o = 0; o < outer; o++) {
      int from = at + o * cols * inner;
      int to = o * rows * inner;
      for (int i = 0; i < rows; i++) {
        if (inner == 1) {
          out[to + i] = dot(i, in, from);
        } else {
          row(i, inner, in, from, out, to + i * inner);
        }
      }
    }
  }

  private double dot(int i, double[] in, int from) {
    // four partial sums, since a single one would wait for each addition
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int row = i * cols;
    int j = first[i];
    for (; j + 3 < end[i]; j += 4) {
      s0 += a[row + j] * in[from + j];
      s1 += a[row + j + 1] * in[from + j + 1];
      s2 += a[row + j + 2] * in[from + j + 2];
      s3 += a[row + j + 3] * in[from + j + 3];
    }
    for (; j < end[i]; j++) {
      s0 += a[row + j] * in[from + j];
    }
    return s0 + s1 + (s2 + s3);
  }

  private void row(int i, int inner, double[] in, int from, double[] out, int to) {
    Arrays.fill(out, to, to + inner, 0);
    int j = first[i];
    for (; j + 1 < end[i]; j += 2) {
      double p = a[i * cols + j];
      double q = a[i * cols + j + 1];
      int at = from + j * inner;
      for (int k = 0; k < inner; k++) {
        out[to + k] += p * in[at + k] + q * in[at + inner + k];
      }
    }
    for (; j < end[i]; j++) {
      double p = a[i * cols + j];
      int at = from + j * inner;
      for (int k = 0; k < inner; k++) {
        out[to + k] += p * in[at + k];
      }
    }
  }
}
