package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.StreamingQrTest.distance;
import static dev.ansatz.engine.linalg.StreamingQrTest.random;
import static dev.ansatz.engine.linalg.StructuredOperatorsTest.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KrylovTest {
  private static final double EPS = Math.ulp(1.0);

  /** −u″ by second differences: eigenvalue k = 1, … is 4 sin²(kπ / (2 (n + 1))). */
  private static LinearOperator laplacian(int n) {
    double[] c = new double[n];
    c[0] = 2;
    c[1] = -1;
    return Toeplitz.symmetric(c);
  }

  private static double laplacianValue(int k, int n) {
    double s = Math.sin(k * Math.PI / (2 * (n + 1)));
    return 4 * s * s;
  }

  private static DMatrixRMaj symmetric(int n, long seed) {
    var a = random(n, n, seed);
    var b = new DMatrixRMaj(n, n);
    CommonOps_DDRM.add(a, CommonOps_DDRM.transpose(a, null), b);
    return b;
  }

  @Test
  void minresSolvesAnIndefiniteSystem() {
    int n = 60;
    var a = symmetric(n, 50);
    var b = random(n, 1, 51);
    var x = new DMatrixRMaj(n, 1);
    assertThat(CommonOps_DDRM.solve(a, b, x)).isTrue();
    var result = Minres.solve(dense(a), b.data, 1e-12, 20 * n);
    assertThat(result.converged()).isTrue();
    double condition = NormOps_DDRM.conditionP2(a);
    assertThat(distance(result.x(), x.data)).isLessThan(1e-11 * condition * NormOps_DDRM.normF(x));
    // stopped early, the residual that the recurrence reports is the true one
    var early = Minres.solve(dense(a), b.data, 0.1, 20 * n);
    var residual = b.copy();
    CommonOps_DDRM.multAdd(-1, a, new DMatrixRMaj(n, 1, true, early.x()), residual);
    assertThat(early.residual()).isCloseTo(NormOps_DDRM.normF(residual), Percentage.withPercentage(1e-6));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void minresMinimisesTheResidualOverTheKrylovSpace(int k) {
    int n = 30;
    var a = symmetric(n, 52);
    var b = random(n, 1, 53);
    // A times the basis b, A b, … as columns: the least residual by QR
    var columns = new DMatrixRMaj(n, k);
    var v = b.copy();
    for (int j = 0; j < k; j++) {
      var next = new DMatrixRMaj(n, 1);
      CommonOps_DDRM.mult(a, v, next);
      CommonOps_DDRM.scale(1 / NormOps_DDRM.normF(next), next);
      CommonOps_DDRM.insert(next, columns, 0, j);
      v = next;
    }
    var qr = new StreamingQr(k);
    qr.append(n, columns.data, 0, k, 1, b.data, 0);
    assertThat(Minres.solve(dense(a), b.data, 0, k).residual()).isCloseTo(Math.sqrt(qr.residualSquare(0)),
        Percentage.withPercentage(1e-8));
  }

  @Test
  void minresEndsAfterAsManyStepsAsThereAreEigenvaluesAndSaysWhenThereIsNoSolution() {
    double[] d = new double[40];
    Arrays.setAll(d, i -> i % 4 - 1.5);
    double[] b = random(40, 1, 54).data;
    assertThat(Minres.solve(LinearOperator.diagonal(d), b, 1e-12, 100).iterations()).isEqualTo(4);
    var none = Minres.solve(LinearOperator.diagonal(new double[] {1, 0}), new double[] {1, 1}, 1e-8, 100);
    assertThat(none.converged()).isFalse();
    assertThat(none.iterations()).isLessThan(5);
    assertThat(none.residual()).isCloseTo(1, Offset.offset(1e-12));
    assertThat(Minres.solve(LinearOperator.identity(3), new double[3], 1e-8, 9).x()).containsExactly(0, 0, 0);
  }

  @Test
  void fullLanczosHasTheWholeSpectrumOnce() {
    int n = 50;
    double[] values = Lanczos.of(laplacian(n), random(n, 1, 55).data, n, true).values();
    assertThat(values).hasSize(n);
    for (int k = 1; k <= n; k++) {
      // eigenvalues of a symmetric matrix err by some ε |A|
      assertThat(values[k - 1]).isCloseTo(laplacianValue(k, n), Offset.offset(50 * EPS * 4));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void boundsHoldAndTheExtremeValueConverges(boolean reorthogonalise) {
    int n = 400;
    double[] d = new double[n];
    Arrays.setAll(d, i -> (double) i / n);
    d[7] = 3;
    var lanczos = Lanczos.of(LinearOperator.diagonal(d), random(n, 1, 56).data, 40, reorthogonalise);
    double[] values = lanczos.values();
    double[] bounds = lanczos.bounds();
    assertThat(values[39]).isCloseTo(3, Offset.offset(100 * EPS));
    for (int i = 0; i < 40; i++) {
      double nearest = Double.MAX_VALUE;
      for (double x : d) {
        nearest = Math.min(nearest, Math.abs(x - values[i]));
      }
      assertThat(nearest).isLessThanOrEqualTo(bounds[i] + 100 * EPS);
    }
    // the outlier appears once, and again only as a copy
    long copies = Arrays.stream(values).filter(x -> Math.abs(x - 3) < 1e-6).count();
    assertThat(copies).isBetween(1L, reorthogonalise ? 1L : 4L);
  }

  @Test
  void lanczosStopsAtAnInvariantSpace() {
    double[] start = new double[20];
    start[3] = 1;
    start[5] = -2;
    double[] d = new double[20];
    Arrays.setAll(d, i -> i);
    var lanczos = Lanczos.of(LinearOperator.diagonal(d), start, 10, true);
    assertThat(lanczos.values()).hasSize(2);
    assertThat(lanczos.values()[0]).isCloseTo(3, Offset.offset(1e-13));
    // (3·1 + 5·4)/5
    assertThat(lanczos.quadrature(x -> x)).isCloseTo(23 / 5.0, Offset.offset(1e-13));
    assertThatThrownBy(() -> Lanczos.of(LinearOperator.identity(2), new double[2], 3, true))
        .hasMessageContaining("norm 0.0");
  }

  @Test
  void tracesOfDiagonalMatricesAreExactAndOthersWithinTheirErrors() {
    // signs see the diagonal exactly: zᵀ D z = tr D
    double[] d = {1, 2, 3, 4, 5};
    var exact = Lanczos.trace(LinearOperator.diagonal(d), Math::log, 3, 5, 57);
    assertThat(exact.value()).isCloseTo(Math.log(120), Offset.offset(1e-12));
    assertThat(exact.standardError()).isLessThan(1e-12);
    // log det (L + I) = Σ log(1 + λ_k); 25 steps resolve log to 1e-10 at condition 5
    int n = 200;
    var shifted = LinearOperator.sum(1, laplacian(n), 1, LinearOperator.identity(n));
    double expected = 0;
    for (int k = 1; k <= n; k++) {
      expected += Math.log1p(laplacianValue(k, n));
    }
    var estimate = Lanczos.trace(shifted, Math::log, 40, 25, 58);
    // four standard errors: missed by chance once in 1e4, and the seed is fixed
    assertThat(Math.abs(estimate.value() - expected)).isLessThan(4 * estimate.standardError());
    assertThat(estimate.standardError()).isLessThan(0.02 * expected);
  }

  @Test
  void randomisedSvdIsNearTheBestApproximation() {
    int m = 80;
    int n = 60;
    int k = 10;
    var exact = DecompositionFactory_DDRM.svd(m, n, true, true, true);
    exact.decompose(random(m, n, 59));
    var u = exact.getU(null, false);
    var vt = exact.getV(null, true);
    double[] sigma = new double[n];
    for (int j = 0; j < n; j++) {
      sigma[j] = Math.pow(0.6, j);
      for (int i = 0; i < m; i++) {
        u.set(i, j, u.get(i, j) * sigma[j]);
      }
    }
    var a = new DMatrixRMaj(m, n);
    CommonOps_DDRM.mult(u, vt, a);
    var svd = RandomizedSvd.of(dense(a), k, 8, 2, 60);
    for (int i = 0; i < k; i++) {
      // a relative (σ_19/σ_i)^10, which is below 1e-17, plus rounding of |A|
      assertThat(svd.s()[i]).isCloseTo(sigma[i], Offset.offset(20 * EPS));
    }
    var left = new DMatrixRMaj(m, k, true, svd.u());
    var right = new DMatrixRMaj(n, k, true, svd.v());
    for (var q : new DMatrixRMaj[] {left, right}) {
      var gram = new DMatrixRMaj(k, k);
      CommonOps_DDRM.multTransA(q, q, gram);
      CommonOps_DDRM.subtractEquals(gram, CommonOps_DDRM.identity(k));
      assertThat(NormOps_DDRM.normF(gram)).isLessThan(100 * EPS);
    }
    var scaled = left.copy();
    CommonOps_DDRM.multCols(scaled, svd.s());
    var rest = a.copy();
    var product = new DMatrixRMaj(m, n);
    CommonOps_DDRM.multTransB(scaled, right, product);
    CommonOps_DDRM.subtractEquals(rest, product);
    assertThat(NormOps_DDRM.normP2(rest)).isCloseTo(sigma[k], Percentage.withPercentage(1e-3));
  }

  @Test
  void randomisedSvdOfAMatrixOfLowRankIsExact() {
    var a = new DMatrixRMaj(30, 20);
    CommonOps_DDRM.mult(random(30, 3, 61), random(3, 20, 62), a);
    var svd = RandomizedSvd.of(dense(a), 5, 4, 0, 63);
    var exact = DecompositionFactory_DDRM.svd(30, 20, false, false, true);
    exact.decompose(a.copy());
    double[] s = Arrays.stream(exact.getSingularValues()).sorted().toArray();
    for (int i = 0; i < 3; i++) {
      assertThat(svd.s()[i]).isCloseTo(s[19 - i], Percentage.withPercentage(1e-11));
    }
    assertThat(svd.s()[3]).isLessThan(1e-12 * svd.s()[0]);
    assertThatThrownBy(() -> RandomizedSvd.of(dense(a), 21, 0, 0, 1)).hasMessageContaining("rank 21")
        .hasMessageContaining("30 x 20");
  }
}
