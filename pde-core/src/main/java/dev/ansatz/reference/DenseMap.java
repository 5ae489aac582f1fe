package dev.ansatz.reference;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** A dense square matrix. */
record DenseMap(int n, double[] a) implements LinearMap {
  DenseMap(DMatrixRMaj a) {
    this(a.numRows, a.data);
  }

  /** The six matrices of {@link Etdrk4.Coefficients} for h times the matrix a. */
  static DMatrixRMaj[] weights(double h, DMatrixRMaj a) {
    var scaled = a.copy();
    CommonOps_DDRM.scale(h, scaled);
    DMatrixRMaj[][] both = Phi.of(scaled);
    DMatrixRMaj[] phi = both[0];
    DMatrixRMaj[] half = both[1];
    var out = new DMatrixRMaj[6];
    for (int w = 0; w < 6; w++) {
      out[w] = new DMatrixRMaj(a.numRows, a.numCols);
    }
    double[] one = new double[4];
    double[] two = new double[4];
    for (int i = 0; i < a.data.length; i++) {
      for (int k = 0; k < 4; k++) {
        one[k] = phi[k].data[i];
        two[k] = half[k].data[i];
      }
      double[] weights = Phi.weights(h, one, two);
      for (int w = 0; w < 6; w++) {
        out[w].data[i] = weights[w];
      }
    }
    return out;
  }

  static Etdrk4.Coefficients coefficients(double h, DMatrixRMaj a) {
    var w = Arrays.stream(weights(h, a)).map(DenseMap::new).toArray(LinearMap[]::new);
    return new Etdrk4.Coefficients(w[0], w[1], w[2], w[3], w[4], w[5]);
  }

  @Override
  public void multiply(double[] x, double[] y) {
    Arrays.fill(y, 0);
    multiplyAdd(x, y);
  }

  @Override
  public void multiplyAdd(double[] x, double[] y) {
    for (int i = 0; i < n; i++) {
      // four partial sums, since a single one would wait for each addition
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int row = i * n;
      int j = 0;
      for (; j + 3 < n; j += 4) {
        s0 += a[row + j] * x[j];
        s1 += a[row + j + 1] * x[j + 1];
        s2 += a[row + j + 2] * x[j + 2];
        s3 += a[row + j + 3] * x[j + 3];
      }
      for (; j < n; j++) {
        s0 += a[row + j] * x[j];
      }
      y[i] += s0 + s1 + (s2 + s3);
    }
  }
}
