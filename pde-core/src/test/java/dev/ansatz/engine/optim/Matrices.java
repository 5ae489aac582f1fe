package dev.ansatz.engine.optim;

import java.util.Random;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/** Matrices of Hipparchus from and to arrays by rows. */
final class Matrices {
  private Matrices() {}

  static RealMatrix of(int rows, int columns, double[] a) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.setEntry(i, j, a[i * columns + j]);
      }
    }
    return matrix;
  }

  static RealMatrix random(int rows, int columns, long seed) {
    return of(rows, columns, new Random(seed).doubles((long) rows * columns, -1, 1).toArray());
  }

  static double[] rows(RealMatrix matrix) {
    double[] a = new double[matrix.getRowDimension() * matrix.getColumnDimension()];
    for (int i = 0; i < a.length; i++) {
      a[i] = matrix.getEntry(i / matrix.getColumnDimension(), i % matrix.getColumnDimension());
    }
    return a;
  }
}
