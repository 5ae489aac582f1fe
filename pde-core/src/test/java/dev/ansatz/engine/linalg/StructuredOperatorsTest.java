package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.StreamingQrTest.distance;
import static dev.ansatz.engine.linalg.StreamingQrTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredOperatorsTest {
  private static final double EPS = Math.ulp(1.0);

  /** The operator's products with random vectors are those of the matrix, rounding aside. */
  static void assertIs(LinearOperator operator, DMatrixRMaj matrix) {
    assertThat(operator.rows()).isEqualTo(matrix.numRows);
    assertThat(operator.columns()).isEqualTo(matrix.numCols);
    var x = random(matrix.numCols, 1, 30);
    var y = random(matrix.numRows, 1, 31);
    var ax = new DMatrixRMaj(matrix.numRows, 1);
    var aty = new DMatrixRMaj(matrix.numCols, 1);
    CommonOps_DDRM.mult(matrix, x, ax);
    CommonOps_DDRM.multTransA(matrix, y, aty);
    double[] found = new double[matrix.numRows];
    double[] foundTransposed = new double[matrix.numCols];
    operator.apply(x.data, found);
    operator.applyTransposed(y.data, foundTransposed);
    // sums of n products, in another order and through transforms: n ε |A| |x| is generous for these sizes
    double size = Math.sqrt(CommonOps_DDRM.elementSumAbs(matrix) * CommonOps_DDRM.elementMaxAbs(matrix));
    double tolerance = 4 * EPS * (matrix.numRows + matrix.numCols) * (1 + size);
    assertThat(distance(found, ax.data)).isLessThan(tolerance);
    assertThat(distance(foundTransposed, aty.data)).isLessThan(tolerance);
  }

  private static DMatrixRMaj circulant(double[] c) {
    var a = new DMatrixRMaj(c.length, c.length);
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c.length; j++) {
        a.set(i, j, c[Math.floorMod(i - j, c.length)]);
      }
    }
    return a;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 37, 60, 101, 211})
  void circulantMatricesOfAnyOrder(int n) {
    double[] c = random(n, 1, 32).data;
    c[0] += 4 * Math.sqrt(n);
    var operator = Circulant.of(c);
    assertIs(operator, circulant(c));
    var inverse = new DMatrixRMaj(n, n);
    assertThat(CommonOps_DDRM.invert(circulant(c), inverse)).isTrue();
    assertIs(operator.inverse(), inverse);
    var svd = DecompositionFactory_DDRM.svd(n, n, false, false, true);
    assertThat(svd.decompose(circulant(c))).isTrue();
    double[] expected = Arrays.stream(svd.getSingularValues()).sorted().toArray();
    double[] magnitudes = Arrays.stream(operator.magnitudes()).sorted().toArray();
    // n values that err by some ε |C| each, and |C| is below 7 √n; measured 105 n ε at the prime 211
    assertThat(distance(magnitudes, expected)).isLessThan(400 * EPS * n);
  }

  @Test
  void aSingularCirculantMatrixNamesItsFrequency() {
    assertThatThrownBy(() -> Circulant.of(new double[] {2, -1, 0, 0, -1}).inverse())
        .isInstanceOf(ArithmeticException.class).hasMessageContaining("order 5").hasMessageContaining("frequency 0");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4", "5,1", "4,4", "8,9", "30,17", "17,64"})
  void toeplitzMatrices(int m, int n) {
    double[] column = random(m, 1, 33).data;
    double[] row = random(n, 1, 34).data;
    row[0] = column[0];
    var a = new DMatrixRMaj(m, n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        a.set(i, j, i >= j ? column[i - j] : row[j - i]);
      }
    }
    assertIs(Toeplitz.of(column, row), a);
  }

  @Test
  void toeplitzCornersAgree() {
    assertThatThrownBy(() -> Toeplitz.of(new double[] {1, 2}, new double[] {3})).hasMessageContaining("1.0 and 3.0");
    assertIs(Toeplitz.symmetric(new double[] {2, -1, 0}), new DMatrixRMaj(3, 3, true, 2, -1, 0, -1, 2, -1, 0, -1, 2));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "20,1", "50,7", "5,9"})
  void diagonalPlusLowRankWithItsInverseAndDeterminant(int n, int k) {
    double[] d = new java.util.SplittableRandom(35).doubles(n, 0.5, 2).toArray();
    var u = random(n, k, 36);
    var a = new DMatrixRMaj(n, n);
    CommonOps_DDRM.multTransB(u, u, a);
    for (int i = 0; i < n; i++) {
      a.add(i, i, d[i]);
    }
    var operator = DiagonalPlusLowRank.of(d, k, u.data);
    assertIs(operator, a);
    var inverse = new DMatrixRMaj(n, n);
    assertThat(CommonOps_DDRM.invert(a.copy(), inverse)).isTrue();
    var x = random(n, 1, 37);
    var expected = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.mult(inverse, x, expected);
    double[] found = new double[n];
    operator.inverse().apply(x.data, found);
    // |U Uᵀ| / min d is below 200 here: that many ε are lost
    assertThat(distance(found, expected.data)).isLessThan(1000 * EPS * Math.sqrt(n));
    assertThat(operator.logDeterminant()).isCloseTo(Math.log(CommonOps_DDRM.det(a)), Offset.offset(1e-11));
    assertThatThrownBy(() -> DiagonalPlusLowRank.of(new double[] {1, -2}, 1, new double[2]))
        .hasMessageContaining("element 1 of the diagonal is -2.0");
  }

  @Test
  void kroneckerProductsOfSeveralFactors() {
    var a = random(3, 2, 38);
    var b = random(2, 4, 39);
    var c = random(5, 3, 40);
    var ab = new DMatrixRMaj(6, 8);
    var abc = new DMatrixRMaj(30, 24);
    CommonOps_DDRM.kron(a, b, ab);
    CommonOps_DDRM.kron(ab, c, abc);
    var operator = LinearOperator.kronecker(dense(a), new LinearOperator[] {dense(b), dense(c)});
    assertIs(operator, abc);
    CommonOps_DDRM.scale(-2.5, abc);
    assertIs(LinearOperator.scaled(-2.5, operator), abc);
    assertIs(LinearOperator.identity(4), CommonOps_DDRM.identity(4));
  }

  @Test
  void theInverseOfAKroneckerProductIsThatOfTheInverses() {
    // (A ⊗ B)⁻¹ = A⁻¹ ⊗ B⁻¹, here with circulant factors
    double[] c = {4, 1, 0.5, -1};
    double[] d = {3, -1, 1};
    var a = LinearOperator.kronecker(Circulant.of(c), Circulant.of(d));
    var inverse = LinearOperator.kronecker(Circulant.of(c).inverse(), Circulant.of(d).inverse());
    double[] x = random(12, 1, 41).data;
    double[] y = new double[12];
    LinearOperator.product(inverse, a).apply(x, y);
    assertThat(distance(x, y)).isLessThan(100 * EPS);
    assertThat(CommonOps_DDRM.det(circulant(c))).isCloseTo(4.5 * 4.5 * (3.5 * 3.5 + 4), Percentage.withPercentage(1e-10));
  }

  static LinearOperator dense(DMatrixRMaj a) {
    return LinearOperator.dense(a.numRows, a.numCols, a.data);
  }
}
