package dev.ansatz.engine.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.program.Executor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamingQrTest {
  private static final double EPS = Math.ulp(1.0);

  @ParameterizedTest
  @CsvSource({"1,1", "5,3", "60,48", "49,49", "700,97", "600,130"})
  void factorsAreOrthogonalAndReproduceTheMatrix(int m, int n) {
    var a = random(m, n, 1);
    var qr = new StreamingQr(n, m, new Executor(1));
    // with the identity as right-hand sides, the first n rows of Qᵀ appear
    qr.append(m, a.data, 0, n, 1, CommonOps_DDRM.identity(m).data, 0, m, 1);
    var r = new DMatrixRMaj(n, n, true, qr.triangle());
    var q = new DMatrixRMaj(m, n);
    for (int s = 0; s < m; s++) {
      double[] column = qr.rightSide(s);
      System.arraycopy(column, 0, q.data, s * n, n);
    }
    var gram = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransA(q, q, gram);
    CommonOps_DDRM.subtractEquals(gram, CommonOps_DDRM.identity(n));
    // Higham 2002, theorem 19.4 allows c m n^1.5 ε; rounding errors of random sign give some ε √n
    assertThat(NormOps_DDRM.normF(gram)).isLessThan(10 * EPS * Math.sqrt(n) * Math.sqrt(2 + Math.log(m)));
    var product = new DMatrixRMaj(m, n);
    CommonOps_DDRM.mult(q, r, product);
    CommonOps_DDRM.subtractEquals(product, a);
    assertThat(NormOps_DDRM.normF(product)).isLessThan(20 * EPS * NormOps_DDRM.normF(a));
  }

  @Test
  void solvesAsEjmlDoes() {
    int m = 900;
    int n = 150;
    var a = random(m, n, 2);
    var b = random(m, 1, 3);
    var x = new DMatrixRMaj(n, 1);
    var solver = LinearSolverFactory_DDRM.leastSquares(m, n);
    assertThat(solver.setA(a.copy())).isTrue();
    solver.solve(b, x);
    var qr = new StreamingQr(n);
    for (int i = 0; i < m; i += 77) {
      qr.append(Math.min(77, m - i), a.data, i * n, n, 1, b.data, i);
    }
    assertThat(qr.rows()).isEqualTo(m);
    // a Gaussian matrix of this shape has condition (1 + √(n/m)) / (1 − √(n/m)) = 2.4; both solutions err by some ε κ²
    assertThat(distance(qr.solve(0), x.data)).isLessThan(100 * EPS * NormOps_DDRM.normF(x));
    var residual = b.copy();
    CommonOps_DDRM.multAdd(-1, a, x, residual);
    double square = NormOps_DDRM.normF(residual) * NormOps_DDRM.normF(residual);
    assertThat(qr.residualSquare(0)).isCloseTo(square, org.assertj.core.data.Offset.offset(m * EPS * square));
  }

  @Test
  void illConditionedSystemsKeepTheDigitsThatTheNormalEquationsLose() {
    int m = 40;
    int n = 10;
    var a = new DMatrixRMaj(m, n);
    var b = new double[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, 1.0 / (i + j + 1));
        b[i] += a.get(i, j);
      }
    }
    double condition = NormOps_DDRM.conditionP2(a);
    assertThat(condition).isBetween(1e10, 1e14);
    var qr = new StreamingQr(n);
    qr.append(m, a.data, 0, n, 1, b, 0);
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    // the right-hand side is in the range up to rounding, so the error is some ε κ, not ε κ²
    assertThat(distance(qr.solve(0), ones)).isLessThan(20 * EPS * condition);
    var gram = new DMatrixRMaj(n, n);
    var right = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.multInner(a, gram);
    CommonOps_DDRM.multTransA(a, new DMatrixRMaj(m, 1, true, b), right);
    var x = new DMatrixRMaj(n, 1);
    boolean solved = CommonOps_DDRM.solve(gram, right, x);
    assertThat(solved ? distance(x.data, ones) : 1).isGreaterThan(1e-2);
  }

  @Test
  void layoutAndThreadsDoNotChangeABit() {
    int m = 1300;
    int n = 230;
    var a = random(m, n, 4);
    var b = random(m, 1, 5);
    var transposed = CommonOps_DDRM.transpose(a, null);
    var reference = new StreamingQr(n);
    reference.append(m, a.data, 0, n, 1, b.data, 0);
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (var executor = new Executor(threads)) {
        var qr = new StreamingQr(n, 1, executor);
        qr.append(m, transposed.data, 0, 1, m, b.data, 0);
        assertThat(qr.triangle()).isEqualTo(reference.triangle());
        assertThat(qr.rightSide(0)).isEqualTo(reference.rightSide(0));
        assertThat(qr.residualSquare(0)).isEqualTo(reference.residualSquare(0));
      }
    }
  }

  @Test
  void aDiagonalIsTheSameAsItsRows() {
    int n = 600;
    var a = random(700, n, 6);
    var b = random(700, 1, 7);
    var qr = new StreamingQr(n);
    qr.append(700, a.data, 0, n, 1, b.data, 0);
    double[] before = qr.triangle();
    double[] d = new SplittableRandom(8).doubles(n, 0.1, 2).toArray();
    var damped = qr.copy();
    damped.appendDiagonal(d);
    var full = qr.copy();
    double[] rows = new double[n * n];
    for (int i = 0; i < n; i++) {
      rows[i * n + i] = d[i];
    }
    full.append(n, rows, 0, n, 1, new double[n], 0);
    // condition below 40 with a diagonal of at least 0.1 under singular values of at most √700 + √600
    assertThat(distance(damped.solve(0), full.solve(0))).isLessThan(1e-10);
    assertThat(damped.residualSquare(0)).isCloseTo(full.residualSquare(0),
        org.assertj.core.data.Percentage.withPercentage(1e-10));
    assertThat(qr.triangle()).isEqualTo(before);
  }

  @Test
  void dependentColumnsAreNamed() {
    var a = random(30, 6, 9);
    for (int i = 0; i < 30; i++) {
      a.set(i, 4, a.get(i, 1) - 2 * a.get(i, 2));
    }
    var qr = new StreamingQr(6);
    qr.append(30, a.data, 0, 6, 1, new double[30], 0);
    assertThatThrownBy(() -> qr.solve(0)).isInstanceOf(ArithmeticException.class).hasMessageContaining("column 4")
        .hasMessageContaining("DampedLeastSquares");
  }

  @Test
  void entriesThatAreNotFiniteAreRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
      var a = random(30, 6, 9);
      a.set(17, 3, bad);
      var qr = new StreamingQr(6);
      qr.append(30, a.data, 0, 6, 1, new double[30], 0);
      assertThatThrownBy(qr::triangle).isInstanceOf(ArithmeticException.class);
    }
  }

  static DMatrixRMaj random(int m, int n, long seed) {
    var r = new java.util.Random(seed);
    var a = new DMatrixRMaj(m, n);
    for (int i = 0; i < m * n; i++) {
      a.data[i] = r.nextGaussian();
    }
    return a;
  }

  static double distance(double[] a, double[] b) {
    double s = 0;
    for (int i = 0; i < a.length; i++) {
      s += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(s);
  }
}
