package dev.ansatz.pde.law;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.jtransforms.fft.DoubleFFT_1D;
import org.jtransforms.fft.DoubleFFT_2D;
import org.jtransforms.fft.DoubleFFT_3D;

/** Samples of Gaussian random fields: see {@link Law#sample}. */
final class GaussianSampler {
  static final int MOST_DENSE = 1500;
  /** Grids are embedded in tori of up to this many times their size along each axis. */
  private static final int MOST_PADDING = 8;
  private static final int MOST_EMBEDDED = 1 << 24;

  private GaussianSampler() {}

  static double[] sample(Covariance covariance, double[][] axes, SplittableRandom random) {
    int n = 1;
    for (double[] axis : axes) {
      n = Math.multiplyExact(n, axis.length);
    }
    if (covariance instanceof Covariance.SquaredExponential) {
      return separable(covariance, axes, normal(n, random));
    }
    return n <= MOST_DENSE ? dense(covariance, axes, normal(n, random)) : embedded(covariance, axes, random);
  }

  private static double[] normal(int n, SplittableRandom random) {
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      z[i] = random.nextGaussian();
    }
    return z;
  }

  /** {@code (A₁ ⊗ A₂ ⊗ …) z} with {@code Aᵢ Aᵢᵀ} the correlation along axis i. */
  private static double[] separable(Covariance covariance, double[][] axes, double[] z) {
    double variance = covariance.at(0);
    double[] values = z;
    int inner = z.length;
    for (double[] axis : axes) {
      int m = axis.length;
      inner /= m;
      var correlation = new DMatrixRMaj(m, m);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          correlation.set(i, j, covariance.at(Math.abs(axis[i] - axis[j])) / variance);
        }
      }
      var root = root(correlation);
      double[] next = new double[z.length];
      for (int block = 0; block < z.length; block += m * inner) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < m; j++) {
            double a = root.get(i, j);
            for (int k = 0; k < inner; k++) {
              next[block + i * inner + k] += a * values[block + j * inner + k];
            }
          }
        }
      }
      values = next;
    }
    return Arrays.stream(values).map(v -> v * Math.sqrt(variance)).toArray();
  }

  /** A square root of a covariance matrix that rounding may have left with eigenvalues a little below zero. */
  private static DMatrixRMaj root(DMatrixRMaj matrix) {
    int m = matrix.numRows;
    var eigen = DecompositionFactory_DDRM.eig(m, true, true);
    if (!eigen.decompose(matrix.copy())) {
      throw new IllegalArgumentException("the covariance matrix of " + m + " points has no eigenvalues in floating point");
    }
    var root = new DMatrixRMaj(m, m);
    for (int j = 0; j < m; j++) {
      double size = Math.sqrt(Math.max(0, eigen.getEigenvalue(j).getReal()));
      var vector = eigen.getEigenVector(j);
      for (int i = 0; i < m; i++) {
        root.set(i, j, size * vector.get(i, 0));
      }
    }
    return root;
  }

  private static double[] dense(Covariance covariance, double[][] axes, double[] z) {
    int n = z.length;
    var matrix = new DMatrixRMaj(n, n);
    for (int p = 0; p < n; p++) {
      for (int q = 0; q <= p; q++) {
        double c = covariance.at(distance(axes, p, q));
        matrix.set(p, q, c);
        matrix.set(q, p, c);
      }
    }
    var cholesky = DecompositionFactory_DDRM.chol(n, true);
    var root = cholesky.decompose(matrix.copy()) ? cholesky.getT(null) : root(matrix);
    var sample = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.mult(root, new DMatrixRMaj(n, 1, true, z), sample);
    return sample.data;
  }

  private static double distance(double[][] axes, int p, int q) {
    double square = 0;
    for (int i = axes.length - 1; i >= 0; i--) {
      double[] axis = axes[i];
      double difference = axis[p % axis.length] - axis[q % axis.length];
      square += difference * difference;
      p /= axis.length;
      q /= axis.length;
    }
    return Math.sqrt(square);
  }

  /** White noise on a torus, filtered by the root of the spectrum of the covariance there, and cut to the grid. */
  private static double[] embedded(Covariance covariance, double[][] axes, SplittableRandom random) {
    int d = axes.length;
    double[] h = new double[d];
    for (int i = 0; i < d; i++) {
      double[] axis = axes[i];
      h[i] = (axis[axis.length - 1] - axis[0]) / (axis.length - 1);
      for (int k = 1; k < axis.length; k++) {
        if (Math.abs(axis[k] - axis[k - 1] - h[i]) > 1e-9 * h[i]) {
          throw new IllegalArgumentException("a grid of more than " + MOST_DENSE + " points must be evenly spaced");
        }
      }
    }
    double worst = 0;
    for (int padding = 2; padding <= MOST_PADDING; padding *= 2) {
      int[] m = new int[d];
      long total = 1;
      for (int i = 0; i < d; i++) {
        m[i] = padding * Math.max(1, axes[i].length - 1);
        total *= m[i];
      }
      if (total > MOST_EMBEDDED) {
        break;
      }
      double[] spectrum = new double[2 * (int) total];
      for (int p = 0; p < total; p++) {
        spectrum[2 * p] = covariance.at(torusDistance(p, m, h));
      }
      forward(spectrum, m);
      double largest = 0;
      double smallest = 0;
      for (int p = 0; p < total; p++) {
        largest = Math.max(largest, spectrum[2 * p]);
        smallest = Math.min(smallest, spectrum[2 * p]);
      }
      worst = -smallest / largest;
      // rounding of the transform; anything more would bias the covariance
      if (worst <= 1e-12) {
        return filtered(spectrum, m, axes, random);
      }
    }
    throw new IllegalArgumentException(("the covariance %s has no embedding on this grid (its smallest eigenvalue is %.0e of the largest):"
        + " a length below a third of the range has one").formatted(covariance, -worst));
  }

  private static double torusDistance(int p, int[] m, double[] h) {
    double square = 0;
    for (int i = m.length - 1; i >= 0; i--) {
      int k = p % m[i];
      double x = h[i] * Math.min(k, m[i] - k);
      square += x * x;
      p /= m[i];
    }
    return Math.sqrt(square);
  }

  private static double[] filtered(double[] spectrum, int[] m, double[][] axes, SplittableRandom random) {
    int total = spectrum.length / 2;
    for (int p = 0; p < total; p++) {
      double a = Math.sqrt(Math.max(0, spectrum[2 * p]) / total);
      spectrum[2 * p] = a * random.nextGaussian();
      spectrum[2 * p + 1] = a * random.nextGaussian();
    }
    forward(spectrum, m);
    int n = 1;
    for (double[] axis : axes) {
      n *= axis.length;
    }
    double[] values = new double[n];
    for (int p = 0; p < n; p++) {
      int rest = p;
      int place = 0;
      int stride = 1;
      for (int i = m.length - 1; i >= 0; i--) {
        place += stride * (rest % axes[i].length);
        rest /= axes[i].length;
        stride *= m[i];
      }
      // real and imaginary part are independent samples; one is used
      values[p] = spectrum[2 * place];
    }
    return values;
  }

  private static void forward(double[] complex, int[] m) {
    switch (m.length) {
      case 1 -> new DoubleFFT_1D(m[0]).complexForward(complex);
      case 2 -> new DoubleFFT_2D(m[0], m[1]).complexForward(complex);
      case 3 -> new DoubleFFT_3D(m[0], m[1], m[2]).complexForward(complex);
      default -> throw new IllegalArgumentException("grids have one to three axes, not " + m.length);
    }
  }
}
