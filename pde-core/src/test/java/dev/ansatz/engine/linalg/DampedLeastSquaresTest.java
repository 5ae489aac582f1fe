package dev.ansatz.engine.linalg;

import static dev.ansatz.engine.linalg.StreamingQrTest.distance;
import static dev.ansatz.engine.linalg.StreamingQrTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.program.Executor;
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

class DampedLeastSquaresTest {
  /** m × n with singular values spread geometrically from 1 to 1/condition. */
  private static DMatrixRMaj graded(int m, int n, double condition) {
    var svd = DecompositionFactory_DDRM.svd(m, n, true, true, true);
    svd.decompose(random(m, n, 11));
    var u = svd.getU(null, false);
    var v = svd.getV(null, true);
    for (int j = 0; j < n; j++) {
      double s = Math.pow(condition, -j / (n - 1.0));
      for (int i = 0; i < m; i++) {
        u.set(i, j, u.get(i, j) * s);
      }
    }
    var a = new DMatrixRMaj(m, n);
    CommonOps_DDRM.mult(u, v, a);
    return a;
  }

  private static StreamingQr factor(DMatrixRMaj j, DMatrixRMaj r) {
    var qr = new StreamingQr(j.numCols);
    qr.append(j.numRows, j.data, 0, j.numCols, 1, r.data, 0);
    return qr;
  }

  /** p = −V (s Uᵀ r / (s² + λ)). */
  private static double[] filtered(DMatrixRMaj j, DMatrixRMaj r, double lambda) {
    var svd = DecompositionFactory_DDRM.svd(j.numRows, j.numCols, true, true, true);
    svd.decompose(j.copy());
    var u = svd.getU(null, false);
    var v = svd.getV(null, false);
    double[] p = new double[j.numCols];
    for (int k = 0; k < j.numCols; k++) {
      double s = svd.getSingularValues()[k];
      double beta = 0;
      for (int i = 0; i < j.numRows; i++) {
        beta += u.get(i, k) * r.data[i];
      }
      for (int i = 0; i < p.length; i++) {
        p[i] -= v.get(i, k) * s * beta / (s * s + lambda);
      }
    }
    return p;
  }

  @ParameterizedTest
  @ValueSource(doubles = {10, 1, 1e-2, 1e-4, 1e-8})
  void stepsAreThoseOfTheSingularValueFilter(double lambda) {
    var j = graded(120, 70, 1e6);
    var r = random(120, 1, 12);
    var problem = DampedLeastSquares.of(factor(j, r));
    var step = problem.step(lambda);
    double[] p = filtered(j, r, lambda);
    // the damped matrix has condition κ = √((1 + λ)/(1e-12 + λ)); the residual is of order |r|, so an error of ε κ²
    // |r| / |J| is what is possible
    double kappaSquare = (1 + lambda) / (1e-12 + lambda);
    double bound = 20 * Math.ulp(1.0) * kappaSquare * NormOps_DDRM.normF(r) + 1e-13;
    assertThat(distance(step.p(), p)).isLessThan(bound);
    assertThat(step.norm()).isCloseTo(Math.sqrt(dot(step.p(), step.p())), Percentage.withPercentage(1e-11));
    // asking for the norm makes the triangle bidiagonal, and the step then comes from that
    assertThat(problem.norm(lambda)).isCloseTo(step.norm(), Offset.offset(bound));
    var other = problem.step(lambda);
    assertThat(distance(other.p(), p)).isLessThan(bound);
    assertThat(other.norm()).isCloseTo(problem.norm(lambda), Percentage.withPercentage(1e-11));
  }

  @Test
  void moreStepsThanUpdatesAgree() {
    var qr = factor(graded(120, 70, 1e2), random(120, 1, 12));
    var problem = DampedLeastSquares.of(qr);
    double[] first = problem.step(1e-2).p();
    for (int k = 0; k < 6; k++) {
      // κ² = 1/(1e-2) and |p| of order 10
      assertThat(distance(problem.step(1e-2).p(), first)).isLessThan(1e-12);
    }
    var more = random(30, 70, 24);
    qr.append(30, more.data, 0, 70, 1, random(30, 1, 25).data, 0);
    double[] followed = problem.step(1e-2).p();
    assertThat(distance(followed, first)).isGreaterThan(1e-2);
    assertThat(distance(followed, DampedLeastSquares.of(qr).step(1e-2).p())).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 1e-1, 1e-3, 1e-6, 0})
  void decreaseAndResidualAreThoseOfTheLinearModel(double lambda) {
    var j = graded(90, 40, 1e3);
    var r = random(90, 1, 13);
    var problem = DampedLeastSquares.of(factor(j, r));
    var step = problem.step(lambda);
    var after = r.copy();
    CommonOps_DDRM.multAdd(j, new DMatrixRMaj(40, 1, true, step.p()), after);
    double before = dot(r.data, r.data);
    double explicit = dot(after.data, after.data);
    assertThat(problem.initialSquare()).isCloseTo(before, Percentage.withPercentage(1e-11));
    assertThat(step.residualSquare()).isCloseTo(explicit, Percentage.withPercentage(1e-10));
    assertThat(step.predictedDecrease()).isCloseTo(before - explicit, Offset.offset(1e-12 * before));
  }

  @Test
  void theDecreaseOfATinyStepHasAllItsDigits() {
    var j = graded(90, 40, 10);
    var r = random(90, 1, 13);
    var problem = DampedLeastSquares.of(factor(j, r));
    // for λ → ∞ the step is −Jᵀ r / λ and the decrease 2 |Jᵀ r|² / λ, here 1e-18 of |r|²: a difference of squares
    // would be noise
    double lambda = 1e18;
    var gradient = new DMatrixRMaj(40, 1);
    CommonOps_DDRM.multTransA(j, r, gradient);
    assertThat(problem.step(lambda).predictedDecrease() * lambda).isCloseTo(2 * dot(gradient.data, gradient.data),
        Percentage.withPercentage(1e-10));
  }

  @Test
  void scalingAgreesWithTheStackedMatrix() {
    int n = 60;
    var j = graded(100, n, 1e4);
    var r = random(100, 1, 14);
    double[] scale = new java.util.SplittableRandom(15).doubles(n, 0.5, 3).toArray();
    double lambda = 1e-3;
    var qr = factor(j, r);
    var step = DampedLeastSquares.of(qr, scale).step(lambda);
    qr.appendDiagonal(Arrays.stream(scale).map(s -> s * Math.sqrt(lambda)).toArray());
    double[] minusP = qr.solve(0);
    for (int i = 0; i < n; i++) {
      // |p| is of order 10, and the stacked matrix has κ² = 4e3
      assertThat(step.p()[i]).isCloseTo(-minusP[i], Offset.offset(1e-10));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-2, 1, 30, 1e3})
  void dampingGivesTheStepOfThatLength(double radius) {
    var j = graded(120, 70, 1e6);
    var problem = DampedLeastSquares.of(factor(j, random(120, 1, 16)));
    double lambda = problem.damping(radius);
    assertThat(lambda).isPositive();
    assertThat(problem.norm(lambda)).isCloseTo(radius, Percentage.withPercentage(1e-8));
  }

  @Test
  void aLongRadiusNeedsNoDamping() {
    var problem = DampedLeastSquares.of(factor(graded(50, 20, 10), random(50, 1, 17)));
    assertThat(problem.damping(1.0001 * problem.norm(0))).isZero();
    assertThat(problem.damping(0.9999 * problem.norm(0))).isPositive();
  }

  @Test
  void dependentColumnsShareTheStepOfLeastLength() {
    var j = random(50, 8, 18);
    for (int i = 0; i < 50; i++) {
      j.set(i, 7, j.get(i, 2));
      j.set(i, 4, 0);
    }
    var r = random(50, 1, 19);
    var problem = DampedLeastSquares.of(factor(j, r));
    var step = problem.step(1e-3);
    // rounding leaves singular values of ε |J| where there should be none, and these ε |J| |r| / λ = 2e-16 · 10 · 7 /
    // 1e-3 in the step
    assertThat(distance(step.p(), filtered(j, r, 1e-3))).isLessThan(2e-11);
    assertThat(step.p()[7]).isCloseTo(step.p()[2], Offset.offset(2e-11));
    double lambda = problem.damping(1e6);
    assertThat(lambda).isPositive();
    assertThat(problem.step(lambda).norm()).isLessThan(10);
  }

  @Test
  void threadsDoNotChangeABitOfALargeStep() {
    int n = 270;
    var j = random(400, n, 22);
    var r = random(400, 1, 23);
    DampedLeastSquares.Step reference = null;
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (var executor = new Executor(threads)) {
        var qr = new StreamingQr(n, 1, executor);
        qr.append(400, j.data, 0, n, 1, r.data, 0);
        var step = DampedLeastSquares.of(qr).step(2);
        if (reference == null) {
          reference = step;
          double[] diagonal = new double[n];
          Arrays.fill(diagonal, Math.sqrt(2));
          qr.appendDiagonal(diagonal);
          // singular values from √400 − √270 to √400 + √270: κ² is below 60
          double[] minusP = qr.solve(0);
          for (int i = 0; i < n; i++) {
            assertThat(step.p()[i]).isCloseTo(-minusP[i], Offset.offset(1e-13));
          }
        }
        assertThat(step.p()).isEqualTo(reference.p());
        assertThat(step.predictedDecrease()).isEqualTo(reference.predictedDecrease());
      }
    }
  }

  @Test
  void badArgumentsAreNamed() {
    var qr = factor(random(20, 3, 20), random(20, 1, 21));
    assertThatThrownBy(() -> DampedLeastSquares.of(qr, new double[] {1, 0, 1})).hasMessageContaining("column 1");
    assertThatThrownBy(() -> DampedLeastSquares.of(qr, new double[2])).hasMessageContaining("2 elements for 3 columns");
    assertThatThrownBy(() -> DampedLeastSquares.of(qr).step(-1)).hasMessageContaining("damping is -1.0");
    assertThatThrownBy(() -> DampedLeastSquares.of(qr).damping(0)).hasMessageContaining("radius is 0.0");
  }

  private static double dot(double[] a, double[] b) {
    double s = 0;
    for (int i = 0; i < a.length; i++) {
      s += a[i] * b[i];
    }
    return s;
  }
}
