package dev.ansatz.reference.fem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.ops.DConvertMatrixStruct;
import org.ejml.sparse.csc.decomposition.chol.CholeskyUpLooking_DSCC;
import org.junit.jupiter.api.Test;

class SparseFactorsTest {
  /** The five-point Laplacian of an m × m grid, unknown i at place[i]. */
  private static DMatrixSparseCSC laplacian(int m, int[] place) {
    var triplets = new DMatrixSparseTriplet(m * m, m * m, 5 * m * m);
    for (int i = 0; i < m * m; i++) {
      triplets.addItem(place[i], place[i], 4);
      if (i % m > 0) {
        triplets.addItem(place[i], place[i - 1], -1);
        triplets.addItem(place[i - 1], place[i], -1);
      }
      if (i >= m) {
        triplets.addItem(place[i], place[i - m], -1);
        triplets.addItem(place[i - m], place[i], -1);
      }
    }
    var a = DConvertMatrixStruct.convert(triplets, (DMatrixSparseCSC) null);
    a.sortIndices(null);
    return a;
  }

  private static NestedDissection.Order dissect(DMatrixSparseCSC a) {
    return NestedDissection.order(Arrays.copyOf(a.col_idx, a.numCols + 1), Arrays.copyOf(a.nz_rows, a.nz_length));
  }

  private static int[] identity(int n) {
    int[] place = new int[n];
    Arrays.setAll(place, i -> i);
    return place;
  }

  private static int[] inverse(int[] order) {
    int[] place = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      place[order[k]] = k;
    }
    return place;
  }

  private static long factorEntries(DMatrixSparseCSC a) {
    var cholesky = new CholeskyUpLooking_DSCC();
    assertThat(cholesky.decompose(a)).isTrue();
    return cholesky.getL().nz_length;
  }

  @Test
  void theOrderIsAPermutationInBlocks() {
    var order = dissect(laplacian(40, identity(1600)));
    assertThat(Arrays.stream(order.order()).sorted().toArray()).isEqualTo(identity(1600));
    assertThat(order.starts()[0]).isZero();
    assertThat(order.starts()[order.starts().length - 1]).isEqualTo(1600);
  }

  /** n log n entries against those of a band, n^1.5: 4,000,000 of 25,281 unknowns. */
  @Test
  void nestedDissectionThinsTheFactor() {
    int m = 159;
    var natural = laplacian(m, identity(m * m));
    var dissected = laplacian(m, inverse(dissect(natural).order()));
    // measured 7.3 times fewer; 31/4 n log2 n is the count for a square by George
    assertThat(factorEntries(natural)).isGreaterThan(5 * factorEntries(dissected));
    assertThat(factorEntries(dissected)).isLessThan((long) (31.0 / 4 * m * m * Math.log(m * m) / Math.log(2)));
  }

  @Test
  void disconnectedGraphsAndSingleNodes() {
    var triplets = new DMatrixSparseTriplet(50, 50, 100);
    for (int i = 0; i < 50; i++) {
      triplets.addItem(i, i, 1);
      if (i % 25 > 0 && i < 49) {
        triplets.addItem(i, i - 1, 1);
        triplets.addItem(i - 1, i, 1);
      }
    }
    var order = dissect(DConvertMatrixStruct.convert(triplets, (DMatrixSparseCSC) null));
    assertThat(Arrays.stream(order.order()).sorted().toArray()).isEqualTo(identity(50));
  }

  @Test
  void multifrontalFactorsAgreeWithDenseOnes() {
    var random = new SplittableRandom(20261125);
    int m = 17;
    var pattern = laplacian(m, identity(m * m));
    var order = dissect(pattern);
    var a = laplacian(m, inverse(order.order()));
    for (int trial = 0; trial < 5; trial++) {
      // neither symmetric nor definite
      for (int k = 0; k < a.nz_length; k++) {
        a.nz_values[k] = random.nextDouble(-1, 1);
      }
      double[] b = random.doubles(a.numCols, -1, 1).toArray();
      var lu = MultifrontalLu.of(a, order.starts());
      assertThat(lu).isNotNull();
      double[] x = lu.solve(b);
      var dense = DConvertMatrixStruct.convert(a, (DMatrixRMaj) null);
      var solver = LinearSolverFactory_DDRM.lu(a.numCols);
      assertThat(solver.setA(dense)).isTrue();
      var expected = new DMatrixRMaj(a.numCols, 1);
      solver.solve(DMatrixRMaj.wrap(a.numCols, 1, b), expected);
      double size = Arrays.stream(expected.data).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < x.length; i++) {
        // interchanges within blocks only cost some digits of such matrices: 1e-11 measured
        assertThat(Math.abs(x[i] - expected.data[i])).isLessThan(1e-9 * size);
      }
    }
  }

  @Test
  void singularMatricesHaveNoFactors() {
    int m = 9;
    var order = dissect(laplacian(m, identity(m * m)));
    int[] place = inverse(order.order());
    var a = laplacian(m, place);
    // rows that add up to zero
    for (int j = 0; j < a.numCols; j++) {
      double sum = 0;
      for (int k = a.col_idx[j]; k < a.col_idx[j + 1]; k++) {
        sum += a.nz_rows[k] == j ? 0 : a.nz_values[k];
      }
      a.set(j, j, -sum);
    }
    assertThat(MultifrontalLu.of(a, order.starts())).isNull();
  }
}
