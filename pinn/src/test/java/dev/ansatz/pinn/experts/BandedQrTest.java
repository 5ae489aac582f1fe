package dev.ansatz.pinn.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.linalg.HouseholderQr;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the factorisation of all rows at once, as a dense matrix. */
final class BandedQrTest {
  private static final int N = 5;
  private final SplittableRandom random = new SplittableRandom(4);

  @ParameterizedTest
  @CsvSource({"1, 0", "4, 0", "4, 1", "6, 2", "5, 4"})
  void theSolutionIsThatOfAllRowsAtOnce(int cells, int band) {
    var rows = new ArrayList<BandedQr.Rows>();
    for (int c = 0; c < cells; c++) {
      rows.add(rows(8, c));
      if (band > 0 && c + 1 < cells) {
        rows.add(rows(2, c, c + 1));
      }
      if (band > 1 && c + band < cells) {
        rows.add(rows(3, c, c + band));
      }
    }
    int m = rows.stream().mapToInt(BandedQr.Rows::count).sum();
    int n = cells * N;
    double[] dense = new double[m * n];
    double[] right = new double[m];
    int first = 0;
    for (var part : rows) {
      for (int i = 0; i < part.count(); i++, first++) {
        right[first] = part.right()[i];
        for (int k = 0; k < part.cells().length; k++) {
          System.arraycopy(part.blocks()[k], i * N, dense, first * n + part.cells()[k] * N, N);
        }
      }
    }
    var qr = BandedQr.of(cells, N, rows);
    double[] x = qr.solution();
    double[] expected = HouseholderQr.of(m, n, dense).solve(right);
    double[] v = random.doubles(n, -1, 1).toArray();
    double[] z = qr.solveNormal(v);
    // condition numbers of some tens, squared in the second
    for (int c = 0; c < n; c++) {
      assertThat(x[c]).isCloseTo(expected[c], within(1e-12));
      double product = 0;
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          product += dense[i * n + c] * dense[i * n + j] * z[j];
        }
      }
      assertThat(product).isCloseTo(v[c], within(1e-11));
    }
  }

  private BandedQr.Rows rows(int count, int... cells) {
    double[][] blocks = new double[cells.length][];
    for (int k = 0; k < cells.length; k++) {
      blocks[k] = random.doubles(count * N, -1, 1).toArray();
    }
    return new BandedQr.Rows(count, cells, blocks, random.doubles(count, -1, 1).toArray());
  }
}
