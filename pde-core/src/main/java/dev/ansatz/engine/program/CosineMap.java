package dev.ansatz.engine.program;

import java.util.Arrays;
import org.jtransforms.dct.DoubleDCT_1D;

/**
 * The orthonormal cosine transform of type II along one axis, first {@code kept} coefficients. The lanes of x are
 * {@code [outer][n][inner]}, those of y {@code [outer][kept][inner]}. O(n log n) for any length.
 */
final class CosineMap implements FixedMap {
  private final int n;
  private final int inner;
  private final int kept;
  private final DoubleDCT_1D transform;

  CosineMap(int n, int inner, int kept) {
    this.n = n;
    this.inner = inner;
    this.kept = kept;
    transform = new DoubleDCT_1D(n);
  }

  @Override
  public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
    double[] line = space.line(n);
    int blocks = x.size() / (n * inner) * space.samples;
    for (int b = 0; b < blocks; b++) {
      for (int i = 0; i < inner; i++) {
        int from = space.at(x.row()) + b * n * inner + i;
        int to = space.at(y.row()) + b * kept * inner + i;
        for (int j = 0; j < n; j++) {
          line[j] = space.arithmetic.get(rows, from + j * inner);
        }
        transform.forward(line, true);
        for (int k = 0; k < kept; k++) {
          space.put(rows, to + k * inner, line[k], add);
        }
      }
    }
  }

  @Override
  public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
    double[] line = space.line(n);
    int blocks = x.size() / (n * inner) * space.samples;
    for (int b = 0; b < blocks; b++) {
      for (int i = 0; i < inner; i++) {
        int to = space.at(x.row()) + b * n * inner + i;
        int from = space.at(y.row()) + b * kept * inner + i;
        for (int k = 0; k < kept; k++) {
          line[k] = space.arithmetic.get(rows, from + k * inner);
        }
        Arrays.fill(line, kept, n, 0);
        transform.inverse(line, true);
        for (int j = 0; j < n; j++) {
          space.put(rows, to + j * inner, line[j], add);
        }
      }
    }
  }

  @Override
  public boolean couplesLanes() {
    return true;
  }
}
