package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.StreamingQrTest.distance;
import static dev.ansatz.engine.linalg.StreamingQrTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HouseholderQrTest {
  private static final double EPS = Math.ulp(1.0);

  @ParameterizedTest
  @CsvSource({"1,1", "5,3", "8,8", "9,9", "70,63", "64,64", "130,129", "700,97", "600,200"})
  void factorsAreOrthogonalAndReproduceTheMatrix(int m, int n) {
    var a = random(m, n, 31);
    var qr = HouseholderQr.of(m, n, a.data);
    double[] q = CommonOps_DDRM.identity(m).data;
    qr.apply(m, q);
    double[] gram = q.clone();
    qr.applyTransposed(m, gram);
    var identity = new DMatrixRMaj(m, m, true, gram);
    CommonOps_DDRM.subtractEquals(identity, CommonOps_DDRM.identity(m));
    // Higham 2002, theorem 19.4 allows c m n^1.5 ε; rounding errors of random sign give some ε √n in each of the m columns
    assertThat(NormOps_DDRM.normF(identity)).isLessThan(10 * EPS * Math.sqrt(n) * Math.sqrt(m));
    double[] product = new double[m * n];
    double[] r = qr.triangle();
    System.arraycopy(r, 0, product, 0, n * n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(r[i * n + j]).isZero();
      }
    }
    qr.apply(n, product);
    assertThat(distance(product, a.data)).isLessThan(20 * EPS * NormOps_DDRM.normF(a));
  }

  /** Up to signs there is one R, so that of {@link StreamingQr} is the same. */
  @Test
  void theTriangleIsThatOfTheStreamedRows() {
    var a = random(300, 150, 32);
    double[] r = HouseholderQr.of(300, 150, a.data).triangle();
    var streamed = new StreamingQr(150, 0, new dev.ansatz.engine.program.Executor(1));
    streamed.append(300, a.data, 0, 150, 1, new double[0], 0, 0, 0);
    double[] s = streamed.triangle();
    for (int i = 0; i < 150; i++) {
      double sign = Math.signum(r[i * 150 + i] * s[i * 150 + i]);
      for (int j = i; j < 150; j++) {
        s[i * 150 + j] *= sign;
      }
    }
    // the condition of a Gaussian matrix of this shape is (1 + √½)/(1 − √½) = 6
    assertThat(distance(r, s)).isLessThan(100 * EPS * NormOps_DDRM.normF(a));
  }

  @Test
  void solvesAsEjmlDoes() {
    int m = 400;
    int n = 130;
    var a = random(m, n, 33);
    var b = random(m, 1, 34);
    var x = new DMatrixRMaj(n, 1);
    var solver = LinearSolverFactory_DDRM.leastSquares(m, n);
    assertThat(solver.setA(a.copy())).isTrue();
    solver.solve(b, x);
    // condition (1 + √(n/m))/(1 − √(n/m)) = 3.7; both solutions err by some ε κ²
    assertThat(distance(HouseholderQr.of(m, n, a.data).solve(b.data), x.data)).isLessThan(100 * EPS * NormOps_DDRM.normF(x));
  }

  @Test
  void zerosAndDependentColumns() {
    double[] a = random(20, 4, 35).data;
    for (int i = 0; i < 20; i++) {
      a[i * 4 + 1] = 0;
      a[i * 4 + 3] = 2 * a[i * 4];
    }
    double[] kept = a.clone();
    var qr = HouseholderQr.of(20, 4, a);
    assertThat(a).isEqualTo(kept);
    assertThatThrownBy(() -> qr.solve(new double[20])).isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("column 3 of the 20 x 4");
    double[] product = new double[80];
    System.arraycopy(qr.triangle(), 0, product, 0, 16);
    qr.apply(4, product);
    assertThat(distance(product, a)).isLessThan(100 * EPS);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> HouseholderQr.of(2, 3, new double[6])).hasMessageContaining("at least as many rows");
    assertThatThrownBy(() -> HouseholderQr.of(3, 2, new double[5])).hasMessageContaining("5 elements for a matrix of 3 x 2");
    assertThatThrownBy(() -> HouseholderQr.of(2, 1, new double[] {1, Double.NaN})).isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("not finite");
    assertThatThrownBy(() -> HouseholderQr.of(2, 1, new double[] {1e200, 1e200})).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> HouseholderQr.of(2, 1, new double[2]).apply(1, new double[3]))
        .hasMessageContaining("3 elements for 1 columns of 2");
  }
}
