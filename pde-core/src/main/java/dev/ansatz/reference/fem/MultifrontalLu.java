package dev.ansatz.reference.fem;

import java.util.Arrays;
import org.ejml.data.DMatrixSparseCSC;

/**
 * The LU factors of a sparse matrix of symmetric pattern, unknowns in an elimination order that comes in blocks, such as the leaves and
 * separators of a nested dissection. Each block is eliminated in one dense front with the later unknowns that it meets; what is left
 * of the front is added into the front of the first of these. Rows are interchanged within a block only.
 *
 * <p>Source: I. S. Duff and J. K. Reid, The multifrontal solution of unsymmetric sets of linear equations, SIAM J. Sci. Stat. Comput. 5
 * (1984), doi:10.1137/0905045.
 */
final class MultifrontalLu {
  /** A pivot below this part of the largest entry of its front is none. */
  private static final double SINGULAR = 1e-14;
  /** Pivots whose rows stay in the second-level cache while all rows below are swept once. */
  private static final int PANEL = 32;

  private final int n;
  private final int[] blocks;
  /** For each block the later unknowns of its front, rising. */
  private final int[][] outside;
  /** For each block the order in which its rows are pivots. */
  private final int[][] pivots;
  /** For each block its rows of U and L within, {@code pivots × (pivots + outside)}. */
  private final double[][] upper;
  /** For each block the multipliers of the later rows, {@code outside × pivots}. */
  private final double[][] lower;

  private MultifrontalLu(int n, int[] blocks) {
    this.n = n;
    this.blocks = blocks;
    int count = blocks.length - 1;
    outside = new int[count][];
    pivots = new int[count][];
    upper = new double[count][];
    lower = new double[count][];
  }

  /**
   * The factors of a matrix.
   *
   * @param blocks block b holds the unknowns from {@code blocks[b]} to {@code blocks[b + 1] − 1}
   * @return null if the matrix is singular or nearly so
   */
  static MultifrontalLu of(DMatrixSparseCSC a, int[] blocks) {
    var lu = new MultifrontalLu(a.numCols, blocks);
    return lu.factor(a, a.numCols) ? lu : null;
  }

  private boolean factor(DMatrixSparseCSC a, int size) {
    int count = blocks.length - 1;
    int[] blockOf = new int[size];
    for (int b = 0; b < count; b++) {
      Arrays.fill(blockOf, blocks[b], blocks[b + 1], b);
    }
    double[] rowWise = rowWise(a);
    // the children whose remainders wait, as linked lists
    int[] firstChild = new int[count];
    int[] nextChild = new int[count];
    Arrays.fill(firstChild, -1);
    double[][] remainders = new double[count][];
    int[] local = new int[size];
    int[] seen = new int[size];
    Arrays.fill(seen, -1);
    for (int b = 0; b < count; b++) {
      int first = blocks[b];
      int last = blocks[b + 1];
      int np = last - first;
      int[] later = later(a, b, seen, firstChild, nextChild);
      outside[b] = later;
      int nf = np + later.length;
      for (int i = 0; i < np; i++) {
        local[first + i] = i;
      }
      for (int i = 0; i < later.length; i++) {
        local[later[i]] = np + i;
      }
      double[] front = new double[nf * nf];
      for (int j = first; j < last; j++) {
        for (int k = a.col_idx[j]; k < a.col_idx[j + 1]; k++) {
          int i = a.nz_rows[k];
          if (i >= first) {
            front[local[i] * nf + j - first] = a.nz_values[k];
            if (i >= last) {
              front[(j - first) * nf + local[i]] = rowWise[k];
            }
          }
        }
      }
      for (int child = firstChild[b]; child >= 0; child = nextChild[child]) {
        int[] of = outside[child];
        double[] remainder = remainders[child];
        for (int i = 0; i < of.length; i++) {
          int row = local[of[i]] * nf;
          for (int j = 0; j < of.length; j++) {
            front[row + local[of[j]]] += remainder[i * of.length + j];
          }
        }
        remainders[child] = null;
      }
      if (!eliminate(front, nf, np, b)) {
        return false;
      }
      int nb = later.length;
      upper[b] = Arrays.copyOf(front, np * nf);
      lower[b] = new double[nb * np];
      double[] remainder = new double[nb * nb];
      for (int i = 0; i < nb; i++) {
        System.arraycopy(front, (np + i) * nf, lower[b], i * np, np);
        System.arraycopy(front, (np + i) * nf + np, remainder, i * nb, nb);
      }
      if (nb > 0) {
        int parent = blockOf[later[0]];
        remainders[b] = remainder;
        nextChild[b] = firstChild[parent];
        firstChild[parent] = b;
      }
    }
    return true;
  }

  /** For each stored entry (i, j) the value of (j, i). */
  static double[] rowWise(DMatrixSparseCSC a) {
    double[] out = new double[a.nz_length];
    int[] at = a.col_idx.clone();
    // columns in rising order visit the entries of each row, which is a column of the pattern, in rising order
    for (int j = 0; j < a.numCols; j++) {
      for (int k = a.col_idx[j]; k < a.col_idx[j + 1]; k++) {
        out[at[a.nz_rows[k]]++] = a.nz_values[k];
      }
    }
    return out;
  }

  private int[] later(DMatrixSparseCSC a, int b, int[] seen, int[] firstChild, int[] nextChild) {
    int last = blocks[b + 1];
    int[] list = new int[16];
    int count = 0;
    for (int j = blocks[b]; j < last; j++) {
      for (int k = a.col_idx[j]; k < a.col_idx[j + 1]; k++) {
        int i = a.nz_rows[k];
        if (i >= last && seen[i] != b) {
          seen[i] = b;
          list = count == list.length ? Arrays.copyOf(list, 2 * count) : list;
          list[count++] = i;
        }
      }
    }
    for (int child = firstChild[b]; child >= 0; child = nextChild[child]) {
      for (int i : outside[child]) {
        if (i >= last && seen[i] != b) {
          seen[i] = b;
          list = count == list.length ? Arrays.copyOf(list, 2 * count) : list;
          list[count++] = i;
        }
      }
    }
    list = Arrays.copyOf(list, count);
    Arrays.sort(list);
    return list;
  }

  private boolean eliminate(double[] f, int nf, int np, int b) {
    double largest = 0;
    for (double v : f) {
      largest = Math.max(largest, Math.abs(v));
    }
    int[] order = new int[np];
    for (int i = 0; i < np; i++) {
      order[i] = i;
    }
    for (int from = 0; from < np; from += PANEL) {
      int to = Math.min(np, from + PANEL);
      for (int k = from; k < to; k++) {
        int pivot = k;
        for (int i = k + 1; i < np; i++) {
          if (Math.abs(f[i * nf + k]) > Math.abs(f[pivot * nf + k])) {
            pivot = i;
          }
        }
        double value = f[pivot * nf + k];
        if (!(Math.abs(value) > SINGULAR * largest)) {
          return false;
        }
        if (pivot != k) {
          swap(f, nf, pivot, k);
          int o = order[k];
          order[k] = order[pivot];
          order[pivot] = o;
        }
        for (int i = k + 1; i < nf; i++) {
          double l = f[i * nf + k] / value;
          f[i * nf + k] = l;
          if (l != 0) {
            for (int j = k + 1; j < to; j++) {
              f[i * nf + j] -= l * f[k * nf + j];
            }
          }
        }
      }
      // the rows of the panel, then all rows below with all of them at once
      for (int k = from; k < to; k++) {
        for (int i = k + 1; i < to; i++) {
          axpy(f, i * nf, f[i * nf + k], k * nf, to, nf);
        }
      }
      for (int i = to; i < nf; i++) {
        int k = from;
        for (; k + 4 <= to; k += 4) {
          axpy4(f, i * nf, k, nf, to);
        }
        for (; k < to; k++) {
          axpy(f, i * nf, f[i * nf + k], k * nf, to, nf);
        }
      }
    }
    pivots[b] = order;
    return true;
  }

  private static void swap(double[] f, int nf, int i, int k) {
    for (int j = 0; j < nf; j++) {
      double v = f[i * nf + j];
      f[i * nf + j] = f[k * nf + j];
      f[k * nf + j] = v;
    }
  }

  private static void axpy(double[] f, int row, double l, int pivotRow, int from, int to) {
    for (int j = from; j < to; j++) {
      f[row + j] -= l * f[pivotRow + j];
    }
  }

  /** Four pivot rows at once: one load and store of the row for eight operations. */
  private static void axpy4(double[] f, int row, int k, int nf, int from) {
    double l0 = f[row + k];
    double l1 = f[row + k + 1];
    double l2 = f[row + k + 2];
    double l3 = f[row + k + 3];
    int r0 = k * nf;
    int r1 = r0 + nf;
    int r2 = r1 + nf;
    int r3 = r2 + nf;
    for (int j = from; j < nf; j++) {
      f[row + j] -= l0 * f[r0 + j] + l1 * f[r1 + j] + l2 * f[r2 + j] + l3 * f[r3 + j];
    }
  }

  /** The solution of A x = b. */
  double[] solve(double[] b) {
    double[] x = b.clone();
    int count = blocks.length - 1;
    double[] y = new double[n];
    for (int block = 0; block < count; block++) {
      int first = blocks[block];
      int np = blocks[block + 1] - first;
      int nf = np + outside[block].length;
      double[] u = upper[block];
      for (int i = 0; i < np; i++) {
        double sum = x[first + pivots[block][i]];
        for (int k = 0; k < i; k++) {
          sum -= u[i * nf + k] * y[first + k];
        }
        y[first + i] = sum;
      }
      double[] l = lower[block];
      for (int i = 0; i < outside[block].length; i++) {
        double sum = 0;
        for (int k = 0; k < np; k++) {
          sum += l[i * np + k] * y[first + k];
        }
        x[outside[block][i]] -= sum;
      }
    }
    for (int block = count - 1; block >= 0; block--) {
      int first = blocks[block];
      int np = blocks[block + 1] - first;
      int[] later = outside[block];
      int nf = np + later.length;
      double[] u = upper[block];
      for (int i = np - 1; i >= 0; i--) {
        double sum = y[first + i];
        for (int k = i + 1; k < np; k++) {
          sum -= u[i * nf + k] * x[first + k];
        }
        for (int k = 0; k < later.length; k++) {
          sum -= u[i * nf + np + k] * x[later[k]];
        }
        x[first + i] = sum / u[i * nf + i];
      }
    }
    return x;
  }

  /** Numbers stored. */
  long entries() {
    long sum = 0;
    for (int b = 0; b < upper.length; b++) {
      sum += upper[b].length + lower[b].length;
    }
    return sum;
  }
}
