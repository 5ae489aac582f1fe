package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.StreamingQrTest.distance;
import static dev.ansatz.engine.linalg.StreamingQrTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.array.PackedMatrix;
import org.assertj.core.data.Percentage;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {
  private static final double EPS = Math.ulp(1.0);

  @ParameterizedTest
  @CsvSource({"1,1,1", "7,5,3", "12,16,128", "13,17,129", "500,33,300", "100,100,100"})
  void productsAgreeWithEjml(int m, int n, int k) {
    var a = random(m, k, 1);
    var b = random(k, n, 2);
    var c = random(m, n, 3);
    var expected = c.copy();
    CommonOps_DDRM.multAdd(-0.5, a, b, expected);
    double[] direct = c.data.clone();
    PackedMatrix.addProduct(m, n, k, -0.5, a.data, 0, k, 1, b.data, 0, n, direct, 0, n);
    double[] transposed = c.data.clone();
    PackedMatrix.addProduct(m, n, k, -0.5, CommonOps_DDRM.transpose(a, null).data, 0, 1, m, b.data, 0, n, transposed,
        0, n);
    // k products of size one each
    assertThat(distance(direct, expected.data)).isLessThan(2 * EPS * Math.sqrt(m * n) * (k + 2));
    assertThat(transposed).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 48, 50, 150})
  void normalEquationsOfAWellConditionedMatrix(int n) {
    int m = 3 * n;
    var j = random(m, n, 4);
    var r = random(m, 1, 5);
    double[] gram = new double[n * n];
    double[] gradient = new double[n];
    SymmetricProduct.add(m, n, j.data, 0, n, gram);
    SymmetricProduct.addTimes(m, n, j.data, 0, n, r.data, 0, gradient);
    var qr = new StreamingQr(n);
    qr.append(m, j.data, 0, n, 1, r.data, 0);
    var cholesky = Cholesky.of(n, gram);
    // κ² is below 15 for these shapes
    assertThat(distance(cholesky.solve(gradient), qr.solve(0))).isLessThan(1000 * EPS);
    double log = 0;
    double[] triangle = qr.triangle();
    for (int i = 0; i < n; i++) {
      log += 2 * Math.log(Math.abs(triangle[i * n + i]));
    }
    assertThat(cholesky.logDeterminant()).isCloseTo(log, Percentage.withPercentage(1e-10));
  }

  @Test
  void anIndefiniteMatrixIsRefused() {
    assertThatThrownBy(() -> Cholesky.of(2, new double[] {1, 2, 0, 1})).isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("pivot -3.0 in row 1");
  }

  @Test
  void everyOperatorHasItsTransposeAndItsMatrix() {
    var a = LinearOperator.dense(3, 5, random(3, 5, 6).data);
    var b = LinearOperator.dense(4, 2, random(4, 2, 7).data);
    var d = LinearOperator.diagonal(random(5, 1, 8).data);
    var kronecker = LinearOperator.kronecker(a, b);
    var expected = new DMatrixRMaj(12, 10);
    CommonOps_DDRM.kron(random(3, 5, 6), random(4, 2, 7), expected);
    for (var operator : new LinearOperator[] {a, d, kronecker, a.transpose(), LinearOperator.product(a, d),
        LinearOperator.sum(2, a, -3, LinearOperator.product(a, d)), kronecker.transpose()}) {
      double[] x = random(operator.columns(), 1, 9).data;
      double[] y = random(operator.rows(), 1, 10).data;
      double[] ax = new double[y.length];
      double[] aty = new double[x.length];
      operator.apply(x, ax);
      operator.applyTransposed(y, aty);
      double left = ConjugateGradients.dot(ax, y);
      assertThat(ConjugateGradients.dot(x, aty)).isCloseTo(left, org.assertj.core.data.Offset.offset(200 * EPS));
    }
    double[] x = random(10, 1, 11).data;
    double[] y = new double[12];
    kronecker.apply(x, y);
    var exact = new DMatrixRMaj(12, 1);
    CommonOps_DDRM.mult(expected, new DMatrixRMaj(10, 1, true, x), exact);
    assertThat(distance(y, exact.data)).isLessThan(100 * EPS);
    assertThatThrownBy(() -> LinearOperator.product(a, b)).hasMessageContaining("3 x 5 and 4 x 2");
  }

  @Test
  void conjugateGradientsEndAfterAsManyStepsAsThereAreEigenvalues() {
    double[] d = new double[100];
    for (int i = 0; i < d.length; i++) {
      d[i] = 1 + i % 5;
    }
    double[] b = random(100, 1, 12).data;
    var result = ConjugateGradients.solve(LinearOperator.diagonal(d), b, 1e-12, 100);
    assertThat(result.converged()).isTrue();
    assertThat(result.iterations()).isEqualTo(5);
    for (int i = 0; i < d.length; i++) {
      assertThat(result.x()[i]).isCloseTo(b[i] / d[i], org.assertj.core.data.Offset.offset(1e-11));
    }
    double[] inverse = new double[100];
    for (int i = 0; i < d.length; i++) {
      inverse[i] = 1 / d[i];
    }
    assertThat(ConjugateGradients.solve(LinearOperator.diagonal(d), LinearOperator.diagonal(inverse), b, 1e-12,
        100).iterations()).isEqualTo(1);
    d[3] = -1;
    assertThatThrownBy(() -> ConjugateGradients.solve(LinearOperator.diagonal(d), b, 1e-12, 200))
        .hasMessageContaining("not positive definite");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, 30})
  void lsqrAgreesWithTheFactorisation(double lambda) {
    int m = 120;
    int n = 40;
    var a = random(m, n, 13);
    var b = random(m, 1, 14);
    var result = Lsqr.solve(LinearOperator.dense(m, n, a.data), b.data, lambda, 1e-13, 200);
    assertThat(result.converged()).isTrue();
    var qr = new StreamingQr(n);
    qr.append(m, a.data, 0, n, 1, b.data, 0);
    double[] diagonal = new double[n];
    java.util.Arrays.fill(diagonal, Math.sqrt(lambda));
    qr.appendDiagonal(diagonal);
    double[] x = qr.solve(0);
    // an error of the gradient of 1e-13 |Aᵀ b|, times |(Aᵀ A)⁻¹| below 1/20 for this shape
    assertThat(distance(result.x(), x)).isLessThan(1e-12 * (1 + NormOps_DDRM.normF(b)));
    // stopped early, the gradient that the recurrence reports is the true one
    var early = Lsqr.solve(LinearOperator.dense(m, n, a.data), b.data, lambda, 1e-3, 200);
    var residual = b.copy();
    double[] gradient = new double[n];
    CommonOps_DDRM.multAdd(-1, a, new DMatrixRMaj(n, 1, true, early.x()), residual);
    LinearOperator.dense(m, n, a.data).applyTransposed(residual.data, gradient);
    double[] zero = new double[n];
    for (int i = 0; i < n; i++) {
      gradient[i] -= lambda * early.x()[i];
    }
    assertThat(early.residual()).isCloseTo(distance(gradient, zero), Percentage.withPercentage(1e-6));
  }
}
