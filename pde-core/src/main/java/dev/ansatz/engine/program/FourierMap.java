package dev.ansatz.engine.program;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Grid functions to the coefficients of their {@link FourierModes}. The lanes of x are {@code [outer][grid]}, those of y
 * {@code [outer][coefficient]}. O(N log N) for any lengths.
 */
final class FourierMap implements FixedMap {
  private final FourierModes modes;
  private final int[] positions;
  private final DoubleFFT_1D[] axes;

  FourierMap(FourierModes modes) {
    this.modes = modes;
    positions = modes.positions();
    int[] shape = modes.shape();
    axes = new DoubleFFT_1D[shape.length];
    for (int a = 0; a < shape.length; a++) {
      axes[a] = new DoubleFFT_1D(shape[a]);
    }
  }

  @Override
  public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
    int points = modes.points();
    int s = modes.selfConjugate();
    double[] z = scratch(space);
    double scale = 1 / Math.sqrt(points);
    double root = Math.sqrt(2) * scale;
    int functions = x.size() / points * space.samples;
    for (int f = 0; f < functions; f++) {
      int from = space.at(x.row()) + f * points;
      int to = space.at(y.row()) + f * modes.size();
      for (int j = 0; j < points; j++) {
        z[2 * j] = space.arithmetic.get(rows, from + j);
        z[2 * j + 1] = 0;
      }
      transform(z, true);
      for (int k = 0; k < positions.length; k++) {
        double re = z[2 * positions[k]];
        if (k < s) {
          space.put(rows, to + k, scale * re, add);
        } else {
          space.put(rows, to + k, root * re, add);
          space.put(rows, to + k + modes.pairs(), root * z[2 * positions[k] + 1], add);
        }
      }
    }
  }

  /** u_j = Re Σ_k Z_k exp(2πi k·j/n), where Z has one mode of each pair only: the real part supplies the other. */
  @Override
  public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
    int points = modes.points();
    int s = modes.selfConjugate();
    double[] z = scratch(space);
    double scale = 1 / Math.sqrt(points);
    double root = Math.sqrt(2) * scale;
    int functions = x.size() / points * space.samples;
    for (int f = 0; f < functions; f++) {
      int to = space.at(x.row()) + f * points;
      int from = space.at(y.row()) + f * modes.size();
      Arrays.fill(z, 0, 2 * points, 0);
      for (int k = 0; k < positions.length; k++) {
        int at = 2 * positions[k];
        if (k < s) {
          z[at] = scale * space.arithmetic.get(rows, from + k);
        } else {
          z[at] = root * space.arithmetic.get(rows, from + k);
          z[at + 1] = root * space.arithmetic.get(rows, from + k + modes.pairs());
        }
      }
      transform(z, false);
      for (int j = 0; j < points; j++) {
        space.put(rows, to + j, z[2 * j], add);
      }
    }
  }

  private double[] scratch(Workspace<?> space) {
    int longest = 0;
    for (int n : modes.shape()) {
      longest = Math.max(longest, n);
    }
    return space.line(2 * (modes.points() + longest));
  }

  /** Transforms the first 2N numbers, without scaling, axis by axis; the lines of all but the last are copied out. */
  private void transform(double[] z, boolean forward) {
    int[] shape = modes.shape();
    int line = 2 * modes.points();
    int stride = 1;
    for (int a = shape.length - 1; a >= 0; stride *= shape[a--]) {
      int n = shape[a];
      for (int start = 0; start < modes.points(); start++) {
        if (start / stride % n != 0) {
          continue;
        }
        if (stride == 1) {
          transform(axes[a], z, 2 * start, forward);
          continue;
        }
        for (int j = 0; j < n; j++) {
          z[line + 2 * j] = z[2 * (start + j * stride)];
          z[line + 2 * j + 1] = z[2 * (start + j * stride) + 1];
        }
        transform(axes[a], z, line, forward);
        for (int j = 0; j < n; j++) {
          z[2 * (start + j * stride)] = z[line + 2 * j];
          z[2 * (start + j * stride) + 1] = z[line + 2 * j + 1];
        }
      }
    }
  }

  private static void transform(DoubleFFT_1D fft, double[] z, int offset, boolean forward) {
    if (forward) {
      fft.complexForward(z, offset);
    } else {
      fft.complexInverse(z, offset, false);
    }
  }

  @Override
  public boolean couplesLanes() {
    return true;
  }
}
