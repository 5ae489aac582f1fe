package dev.ansatz.reference;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/** The functions φ₀(z) = e^z, φ_k(z) = (φ_{k−1}(z) − 1/(k−1)!)/z of exponential integrators. */
final class Phi {
  private Phi() {}

  /**
   * φ₀ … φ₃ of a complex number as {re, im, re, im, …}: by their definition where |z| is not small, otherwise by the mean
   * over 32 points of the circle of radius 3 about z, which avoids the cancellation (Kassam &amp; Trefethen 2005, section 3)
   * with a quadrature error of order 3³²/32! ≈ 1e-20.
   */
  static double[] of(double re, double im) {
    double[] phi = new double[8];
    if (re * re + im * im > 4) {
      byDefinition(re, im, phi);
      return phi;
    }
    int points = 32;
    double[] one = new double[8];
    for (int j = 0; j < points; j++) {
      double angle = 2 * Math.PI * (j + 0.5) / points;
      byDefinition(re + 3 * Math.cos(angle), im + 3 * Math.sin(angle), one);
      for (int i = 0; i < 8; i++) {
        phi[i] += one[i] / points;
      }
    }
    double e = Math.exp(re);
    phi[0] = e * Math.cos(im);
    phi[1] = e * Math.sin(im);
    return phi;
  }

  private static void byDefinition(double re, double im, double[] phi) {
    double e = Math.exp(re);
    phi[0] = e * Math.cos(im);
    phi[1] = e * Math.sin(im);
    double square = re * re + im * im;
    double factorial = 1;
    for (int k = 1; k < 4; k++) {
      double a = phi[2 * k - 2] - 1 / factorial;
      double b = phi[2 * k - 1];
      phi[2 * k] = (a * re + b * im) / square;
      phi[2 * k + 1] = (b * re - a * im) / square;
      factorial *= k;
    }
  }

  /**
   * φ₀ … φ₃ of a real square matrix A, and of A/2, by scaling and modified squaring (Skaflestad &amp; Wright 2009,
   * doi:10.1016/j.apnum.2008.03.021): Taylor series of A/2^s with ‖A/2^s‖₁ ≤ 1/2, then
   * φ_k(2Z) = 2^{−k} (φ₀(Z) φ_k(Z) + Σ_{j=1..k} φ_j(Z)/(k−j)!). O(n³ (s + 6)).
   *
   * @return {@code {φ(A), φ(A/2)}}
   */
  static DMatrixRMaj[][] of(DMatrixRMaj a) {
    int n = a.numRows;
    double norm = NormOps_DDRM.inducedP1(a);
    int squarings = norm <= 1 ? 1 : (int) Math.ceil(Math.log(norm / 0.5) / Math.log(2));
    var z = a.copy();
    CommonOps_DDRM.scale(Math.pow(0.5, squarings), z);

    // φ₃ by Horner: Σ_{j≥0} z^j/(j+3)!, 14 terms for 0.5^14 3!/17! < 1e-16; the lower ones by φ_{k−1} = z φ_k + 1/(k−1)!
    int terms = 14;
    double[] inverse = new double[terms + 4];
    inverse[0] = 1;
    for (int j = 1; j < inverse.length; j++) {
      inverse[j] = inverse[j - 1] / j;
    }
    var phi = new DMatrixRMaj[4];
    var sum = CommonOps_DDRM.identity(n);
    CommonOps_DDRM.scale(inverse[terms + 2], sum);
    for (int j = terms - 2; j >= 0; j--) {
      sum = affine(z, sum, inverse[j + 3]);
    }
    phi[3] = sum;
    for (int k = 2; k >= 0; k--) {
      phi[k] = affine(z, phi[k + 1], inverse[k]);
    }
    var half = phi;
    for (int s = 0; s < squarings; s++) {
      half = phi;
      var next = new DMatrixRMaj[4];
      for (int k = 0; k < 4; k++) {
        next[k] = new DMatrixRMaj(n, n);
        CommonOps_DDRM.mult(phi[0], phi[k], next[k]);
        for (int j = 1; j <= k; j++) {
          CommonOps_DDRM.addEquals(next[k], inverse[k - j], phi[j]);
        }
        CommonOps_DDRM.scale(Math.pow(0.5, k), next[k]);
      }
      phi = next;
    }
    return new DMatrixRMaj[][] {phi, half};
  }

  /** z x + c I. */
  private static DMatrixRMaj affine(DMatrixRMaj z, DMatrixRMaj x, double c) {
    var out = new DMatrixRMaj(z.numRows, z.numRows);
    CommonOps_DDRM.mult(z, x, out);
    for (int i = 0; i < z.numRows; i++) {
      out.add(i, i, c);
    }
    return out;
  }
}
