package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.ConjugateGradients.dot;
import static dev.ansatz.engine.linalg.StreamingQrTest.distance;
import static dev.ansatz.engine.linalg.StreamingQrTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchesTest {
  private static final double EPS = Math.ulp(1.0);

  private static DMatrixRMaj matrix(LinearOperator a) {
    var m = new DMatrixRMaj(a.rows(), a.columns());
    double[] y = new double[a.rows()];
    for (int j = 0; j < a.columns(); j++) {
      double[] e = new double[a.columns()];
      e[j] = 1;
      a.apply(e, y);
      for (int i = 0; i < a.rows(); i++) {
        m.set(i, j, y[i]);
      }
    }
    return m;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,5", "3,7", "16,64", "50,101", "90,90", "300,921"})
  void theCosineSketchHasOrthonormalRowsAndItsLiftIsTheTranspose(int s, int n) {
    var sketch = CosineSketch.of(s, n, 70);
    double[] y = random(s, 1, 71).data;
    double[] v = random(n, 1, 72).data;
    double[] lifted = new double[n];
    double[] sketched = new double[s];
    sketch.applyTransposed(y, lifted);
    sketch.apply(v, sketched);
    // <L y, v> = <y, Lᵀ v>, to the rounding of a transform: JTransforms loses most at the prime 101, measured 120 ε
    double tolerance = 500 * EPS;
    double size = Math.sqrt(dot(y, y) * dot(v, v));
    assertThat(dot(lifted, v)).isCloseTo(dot(y, sketched), Offset.offset(tolerance * size));
    double[] back = new double[s];
    sketch.apply(lifted, back);
    assertThat(distance(back, y)).isLessThan(tolerance * Math.sqrt(dot(y, y)));
    assertThat(dot(lifted, lifted)).isCloseTo(dot(y, y), Offset.offset(tolerance * dot(y, y)));
  }

  @Test
  void theCosineSketchIsRowsOfTheCosineMatrix() {
    int n = 12;
    var sketch = CosineSketch.of(n, n, 73);
    var m = matrix(sketch);
    // row k of C P D holds ±c_k cos(π k (i + 1/2) / n) in some order, the same order for all k
    for (int k = 0; k < n; k++) {
      double[] found = new double[n];
      double[] expected = new double[n];
      for (int i = 0; i < n; i++) {
        found[i] = Math.abs(m.get(k, i));
        expected[i] = Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * Math.abs(Math.cos(Math.PI * k * (i + 0.5) / n));
      }
      java.util.Arrays.sort(found);
      java.util.Arrays.sort(expected);
      assertThat(distance(found, expected)).isLessThan(20 * EPS);
    }
    assertThat(matrix(CosineSketch.of(n, n, 73)).data).isEqualTo(m.data);
    assertThat(matrix(CosineSketch.of(n, n, 74)).data).isNotEqualTo(m.data);
  }

  @Test
  void rowsOfAMatrixAreSketchedInPlaces() {
    var sketch = CosineSketch.of(4, 9, 75);
    var a = random(3, 11, 76);
    double[] b = new double[3 * 6];
    sketch.applyToRows(3, a.data, 1, 11, 1, b, 2, 6);
    double[] y = new double[4];
    for (int i = 0; i < 3; i++) {
      sketch.apply(java.util.Arrays.copyOfRange(a.data, 1 + 11 * i, 10 + 11 * i), y);
      assertThat(java.util.Arrays.copyOfRange(b, 2 + 6 * i, 6 + 6 * i)).isEqualTo(y);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "5,40,1", "16,30,4", "7,100,2"})
  void countSketchIsItsMatrixInEveryUse(int s, int n, int hashes) {
    var sketch = CountSketch.of(s, n, hashes, 77);
    var m = matrix(sketch);
    for (int j = 0; j < n; j++) {
      int used = 0;
      for (int i = 0; i < s; i++) {
        double multiple = m.get(i, j) * Math.sqrt(hashes);
        assertThat(multiple).isCloseTo(Math.rint(multiple), Offset.offset(1e-14));
        used += m.get(i, j) != 0 ? 1 : 0;
      }
      assertThat(used).isLessThanOrEqualTo(hashes);
      assertThat(hashes > 1 || used == 1).isTrue();
    }
    StructuredOperatorsTest.assertIs(sketch, m);
    int p = 6;
    var a = random(n, p, 78);
    var expected = new DMatrixRMaj(s, p);
    CommonOps_DDRM.mult(m, a, expected);
    double[] b = new double[s * p];
    for (int i = 0; i < n; i += 7) {
      sketch.addRows(i, Math.min(7, n - i), p, a.data, i * p, p, b);
    }
    assertThat(distance(b, expected.data)).isLessThan(4 * EPS * n * hashes);
  }

  @ParameterizedTest
  @CsvSource({"1", "4"})
  void countSketchKeepsLengthsOnAverage(int hashes) {
    int s = 50;
    int n = 200;
    double[] x = random(n, 1, 79).data;
    double[] y = new double[s];
    double mean = 0;
    int draws = 400;
    for (int seed = 0; seed < draws; seed++) {
      CountSketch.of(s, n, hashes, 1000 + seed).apply(x, y);
      mean += dot(y, y) / dot(x, x) / draws;
    }
    // the variance of |S x|²/|x|² is at most 2/s, so that of the mean 2/(50 · 400) = 0.01²; four deviations
    assertThat(mean).isCloseTo(1, Offset.offset(0.04));
  }

  @Test
  void badSizesAreNamed() {
    assertThatThrownBy(() -> CosineSketch.of(6, 5, 1)).hasMessageContaining("6 rows for 5 columns");
    assertThatThrownBy(() -> CountSketch.of(3, 5, 0, 1)).hasMessageContaining("0 hashes");
    var sketch = CountSketch.of(3, 5, 1, 1);
    assertThatThrownBy(() -> sketch.addRows(4, 2, 1, new double[2], 0, 1, new double[3]))
        .hasMessageContaining("rows 4 to 5 of a matrix that has 5");
  }
}
