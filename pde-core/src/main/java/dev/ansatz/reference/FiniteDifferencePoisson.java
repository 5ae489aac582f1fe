package dev.ansatz.reference;

import java.util.function.DoubleBinaryOperator;

/**
 * −Δu + c u = f on a rectangle with u = g on its boundary, by the five-point formula on a uniform grid and the fast sine
 * transform: error O(h²), work O(n² log n). It shares nothing with the spectral solvers and serves to check them.
 */
final class FiniteDifferencePoisson {
  private FiniteDifferencePoisson() {}

  /**
   * The values {@code [i][j]} at (x₀ + i hx, y₀ + j hy), i = 0 … nx, j = 0 … ny.
   *
   * @param shift c ≥ 0
   */
  static double[][] solve(double x0, double x1, double y0, double y1, int nx, int ny, double shift, DoubleBinaryOperator f, DoubleBinaryOperator g) {
    double hx = (x1 - x0) / nx;
    double hy = (y1 - y0) / ny;
    double[][] u = new double[nx + 1][ny + 1];
    for (int i = 0; i <= nx; i++) {
      for (int j = 0; j <= ny; j++) {
        if (i == 0 || i == nx || j == 0 || j == ny) {
          u[i][j] = g.applyAsDouble(x0 + i * hx, y0 + j * hy);
        }
      }
    }


    double[][] b = new double[nx - 1][ny - 1];
    for (int i = 1; i < nx; i++) {
      for (int j = 1; j < ny; j++) {
        b[i - 1][j - 1] = f.applyAsDouble(x0 + i * hx, y0 + j * hy)
            + (i == 1 ? u[0][j] : 0) / (hx * hx) + (i == nx - 1 ? u[nx][j] : 0) / (hx * hx)
            + (j == 1 ? u[i][0] : 0) / (hy * hy) + (j == ny - 1 ? u[i][ny] : 0) / (hy * hy);
      }
    }
    SineTransform sx = new SineTransform(nx);
    SineTransform sy = new SineTransform(ny);
    transform(b, sx, sy);
    for (int k = 1; k < nx; k++) {
      double ax = 2 * Math.sin(Math.PI * k / (2.0 * nx)) / hx;
      for (int l = 1; l < ny; l++) {
        double ay = 2 * Math.sin(Math.PI * l / (2.0 * ny)) / hy;
        b[k - 1][l - 1] /= (ax * ax + ay * ay + shift) * nx * ny / 4.0;
      }
    }
    transform(b, sx, sy);
    for (int i = 1; i < nx; i++) {
      System.arraycopy(b[i - 1], 0, u[i], 1, ny - 1);
    }
    return u;
  }

  private static void transform(double[][] b, SineTransform sx, SineTransform sy) {
    for (double[] row : b) {
      sy.apply(row);
    }
    double[] column = new double[b.length];
    for (int j = 0; j < b[0].length; j++) {
      for (int i = 0; i < column.length; i++) {
        column[i] = b[i][j];
      }
      sx.apply(column);
      for (int i = 0; i < column.length; i++) {
        b[i][j] = column[i];
      }
    }
  }
}
