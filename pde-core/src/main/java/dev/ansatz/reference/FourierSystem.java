package dev.ansatz.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Fourier–Galerkin semi-discretisation of an {@link EvolutionSystem} on a period, the remainder evaluated on n points. Only
 * the modes up to n/3 are kept, so that quadratic remainders have no aliasing error (the 2/3 rule). A right-hand side costs
 * one real FFT for each channel and each output.
 */
final class FourierSystem implements Semidiscrete {
  private final EvolutionSystem system;
  private final FourierBasis basis;
  private final int n;
  private final double[] x;
  private final DoubleFFT_1D fft;
  private final double[][] channels;
  private final double[][] outputs;
  private final double[][] channelPowers;
  private final double[][] outputPowers;
  private final LinearMap linear;

  FourierSystem(EvolutionSystem system, int n, double lower, double length) {
    if (n < 4 || n % 2 != 0) {
      throw new IllegalArgumentException("a Fourier grid needs an even number of points from 4 on, not " + n);
    }
    this.system = system;
    this.n = n;
    basis = new FourierBasis(system.fields(), (n - 1) / 3, lower, length);
    x = new double[n];
    for (int j = 0; j < n; j++) {
      x[j] = lower + length * j / n;
    }
    fft = new DoubleFFT_1D(n);
    channels = new double[system.channels().size()][n];
    outputs = new double[system.outputs().size()][n];
    channelPowers = system.channels().stream().map(c -> powers(c.order(), n)).toArray(double[][]::new);
    outputPowers = system.outputs().stream().map(o -> powers(o.order(), 1.0 / n)).toArray(double[][]::new);
    linear = maps(1, (re, im) -> new double[][] {{re}, {im}}, a -> new DMatrixRMaj[] {a}).getFirst();
  }

  @Override
  public FourierBasis basis() {
    return basis;
  }

  /** The points on which remainders are evaluated. */
  double[] points() {
    return x.clone();
  }

  /** The state of functions given by their values {@code [field][point]} on {@link #points()}. */
  double[] state(double[][] values) {
    double[] y = new double[size()];
    double[] work = new double[n];
    for (int f = 0; f < values.length; f++) {
      System.arraycopy(values[f], 0, work, 0, n);
      fft.realForward(work);
      y[f * basis.width()] = work[0] / n;
      for (int i = 2; i < basis.width(); i++) {
        y[f * basis.width() + i] = work[i] / n;
      }
    }
    return y;
  }

  @Override
  public int size() {
    return basis.size();
  }

  @Override
  public void remainder(double t, double[] y, double[] out) {
    int width = basis.width();
    var reads = system.channels();
    for (int c = 0; c < channels.length; c++) {
      double[] work = channels[c];
      times(y, reads.get(c).field() * width, channelPowers[c], reads.get(c).order(), work, 0, false);
      work[1] = 0;
      Arrays.fill(work, width, n, 0);
      fft.realInverse(work, true);
    }
    system.remainder().evaluate(t, x, channels, outputs);
    Arrays.fill(out, 0);
    var writes = system.outputs();
    for (int o = 0; o < outputs.length; o++) {
      double[] work = outputs[o];
      fft.realForward(work);
      work[1] = 0;
      times(work, 0, outputPowers[o], writes.get(o).order(), out, writes.get(o).equation() * width, true);
    }
  }

  @Override
  public LinearMap linear() {
    return linear;
  }

  private double[] powers(int order, double scale) {
    double[] powers = new double[basis.width()];
    for (int k = 0; k <= basis.modes(); k++) {
      double p = order == 0 ? scale : scale * Math.pow(basis.wavenumber(k), order);
      powers[2 * k] = p;
      powers[2 * k + 1] = p;
    }
    return powers;
  }

  /** Multiplies the coefficients by i^order and the given powers of the wavenumber. */
  private static void times(double[] from, int a, double[] powers, int order, double[] to, int b, boolean add) {
    int width = powers.length;
    double sign = (order & 2) == 0 ? 1 : -1;
    if ((order & 1) == 0) {
      for (int i = 0; i < width; i++) {
        to[b + i] = (add ? to[b + i] : 0) + sign * powers[i] * from[a + i];
      }
    } else {
      for (int i = 0; i < width; i += 2) {
        double re = -sign * powers[i] * from[a + i + 1];
        double im = sign * powers[i] * from[a + i];
        to[b + i] = (add ? to[b + i] : 0) + re;
        to[b + i + 1] = (add ? to[b + i + 1] : 0) + im;
      }
    }
  }

  @Override
  public Etdrk4.Coefficients coefficients(double h) {
    var maps = maps(6, (re, im) -> {
      double[] phi = Phi.of(h * re, h * im);
      double[] half = Phi.of(h / 2 * re, h / 2 * im);
      double[][] parts = new double[2][];
      for (int part = 0; part < 2; part++) {
        parts[part] = Phi.weights(h, entries(phi, part), entries(half, part));
      }
      return parts;
    }, a -> DenseMap.weights(h, a));
    return new Etdrk4.Coefficients(maps.get(0), maps.get(1), maps.get(2), maps.get(3), maps.get(4), maps.get(5));
  }

  private static double[] entries(double[] phi, int part) {
    return new double[] {phi[part], phi[2 + part], phi[4 + part], phi[6 + part]};
  }

  /** Several functions of a complex number: all real parts, then all imaginary parts. */
  @FunctionalInterface
  private interface Scalars {
    double[][] of(double re, double im);
  }

  /** The same functions of a matrix. */
  @FunctionalInterface
  private interface Matrices {
    DMatrixRMaj[] of(DMatrixRMaj a);
  }

  /** Functions of the linear part, mode by mode: diagonal where no field's linear part reads another, else in blocks. */
  private List<LinearMap> maps(int count, Scalars scalars, Matrices matrices) {
    boolean coupled = system.linear().stream().anyMatch(term -> term.equation() != term.field());
    return coupled ? blocks(count, matrices) : diagonals(count, scalars);
  }

  private List<LinearMap> diagonals(int count, Scalars scalars) {
    double[][] re = new double[count][size()];
    double[][] im = new double[count][size()];
    for (int f = 0; f < system.fields(); f++) {
      for (int k = 0; k <= basis.modes(); k++) {
        double[] symbol = symbol(f, f, k);
        double[][] values = scalars.of(symbol[0], symbol[1]);
        int at = f * basis.width() + 2 * k;
        for (int w = 0; w < count; w++) {
          re[w][at] = values[0][w];
          re[w][at + 1] = values[0][w];
          im[w][at] = -values[1][w];
          im[w][at + 1] = values[1][w];
        }
      }
    }
    boolean real = Arrays.stream(im).flatMapToDouble(Arrays::stream).allMatch(v -> v == 0);
    return IntStream.range(0, count)
        .<LinearMap>mapToObj(w -> real ? new RealDiagonal(re[w]) : new ComplexDiagonal(re[w], im[w])).toList();
  }

  /** The complex m × m block of a mode as the real 2m × 2m block {{Re, −Im}, {Im, Re}} on interleaved pairs. */
  private List<LinearMap> blocks(int count, Matrices matrices) {
    int m = system.fields();
    var blocks = new DMatrixRMaj[count][basis.modes() + 1];
    for (int k = 0; k <= basis.modes(); k++) {
      var a = new DMatrixRMaj(2 * m, 2 * m);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          double[] symbol = symbol(i, j, k);
          a.set(2 * i, 2 * j, symbol[0]);
          a.set(2 * i, 2 * j + 1, -symbol[1]);
          a.set(2 * i + 1, 2 * j, symbol[1]);
          a.set(2 * i + 1, 2 * j + 1, symbol[0]);
        }
      }
      DMatrixRMaj[] values = matrices.of(a);
      for (int w = 0; w < count; w++) {
        blocks[w][k] = values[w];
      }
    }
    return Arrays.stream(blocks).<LinearMap>map(b -> new Blocks(List.of(b), m, basis.width())).toList();
  }

  private double[] symbol(int equation, int field, int k) {
    double[] sum = new double[2];
    for (var term : system.linear()) {
      if (term.equation() == equation && term.field() == field) {
        double p = term.coefficient() * (term.order() == 0 ? 1 : Math.pow(basis.wavenumber(k), term.order()));
        sum[term.order() & 1] += (term.order() & 2) == 0 ? p : -p;
      }
    }
    return sum;
  }

  private record RealDiagonal(double[] d) implements LinearMap {
    @Override
    public void multiply(double[] x, double[] y) {
      for (int i = 0; i < d.length; i++) {
        y[i] = d[i] * x[i];
      }
    }

    @Override
    public void multiplyAdd(double[] x, double[] y) {
      for (int i = 0; i < d.length; i++) {
        y[i] += d[i] * x[i];
      }
    }
  }

  /** {@code re} holds each real part twice, {@code im} each imaginary part as {−b, b}. */
  private record ComplexDiagonal(double[] re, double[] im) implements LinearMap {
    @Override
    public void multiply(double[] x, double[] y) {
      for (int i = 0; i < re.length; i += 2) {
        y[i] = re[i] * x[i] + im[i] * x[i + 1];
        y[i + 1] = re[i] * x[i + 1] + im[i + 1] * x[i];
      }
    }

    @Override
    public void multiplyAdd(double[] x, double[] y) {
      for (int i = 0; i < re.length; i += 2) {
        y[i] += re[i] * x[i] + im[i] * x[i + 1];
        y[i + 1] += re[i] * x[i + 1] + im[i + 1] * x[i];
      }
    }
  }

  private record Blocks(List<DMatrixRMaj> blocks, int m, int width) implements LinearMap {
    @Override
    public void multiply(double[] x, double[] y) {
      Arrays.fill(y, 0);
      multiplyAdd(x, y);
    }

    @Override
    public void multiplyAdd(double[] x, double[] y) {
      for (int k = 0; k < blocks.size(); k++) {
        double[] a = blocks.get(k).data;
        for (int r = 0; r < 2 * m; r++) {
          double sum = 0;
          for (int c = 0; c < 2 * m; c++) {
            sum += a[r * 2 * m + c] * x[(c >> 1) * width + 2 * k + (c & 1)];
          }
          y[(r >> 1) * width + 2 * k + (r & 1)] += sum;
        }
      }
    }
  }
}
