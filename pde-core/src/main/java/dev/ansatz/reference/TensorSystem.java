package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.reference.EvolutionSystem.LinearTerm;
import dev.ansatz.reference.FaceCondition.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The ordinary differential equations y' = L y + N(t, y) of an {@link EvolutionSystem} on a box, discretised on a tensor grid:
 * Fourier or periodic finite differences in periodic directions, Chebyshev collocation or finite differences in the others, at
 * most one condition α u + β ∂u/∂n = g(t, x) per field and face.
 *
 * <p>The state holds coefficients: complex Fourier coefficients in periodic directions; in the others those of the
 * eigenvectors of the second derivative under the homogeneous conditions, after R. E. Lynch, J. R. Rice and D. H. Thomas,
 * Numer. Math. 6 (1964), doi:10.1007/BF01386067. In them a linear part of even order is diagonal, so that its exponential, its
 * resolvent and its inverse cost one multiplication a mode. A value that a condition fixes is eliminated by it; where
 * two faces meet, the condition of the later coordinate holds.
 *
 * <p>A right-hand side costs one transform for each channel read and each output written: O(N log N) in periodic
 * directions, O(N n) for n points along a non-periodic one. Nothing is allocated, but for data on
 * faces that change with time. Thread-confined.
 */
final class TensorSystem {
  private final EvolutionSystem system;
  private final TensorGrid grid;
  private final TensorBasis basis;
  private final BoundaryRows[][] rows;
  private final AxisMap[][] synthesis;
  private final AxisMap[][] analysis;
  private final int[] offsets;
  private final double[][] x;
  private final TensorGrid.Factor[] channelFactors;
  private final TensorGrid.Factor[] outputFactors;
  private final double[][] channels;
  private final double[][] outputs;
  private final double[][] fields;
  private final double[][] sums;
  private final boolean[] isRead;
  private final FaceLift[] lifts;
  private final double[][] lifted;
  private final LinearMap linear;
  /** The directions of a derivative; made when the first is asked for. */
  private double[][] directions;

  /**
   * @param axes one for each coordinate of space, in their order
   * @throws BoundaryRows.NotDiagonalizable if some direction has no eigenbasis
   */
  TensorSystem(EvolutionSystem system, List<Axis> axes, List<FaceCondition> conditions) {
    this.system = system;
    int m = system.fields();
    grid = new TensorGrid(axes);
    basis = grid.basis(m);
    int intervals = grid.intervals().size();
    rows = new BoundaryRows[m][intervals];
    for (int a = 0; a < intervals; a++) {
      var axis = grid.intervals().get(a);
      int coordinate = grid.coordinate(a);
      boolean second = system.linear().stream().anyMatch(term -> term.index().order(coordinate) == 2)
          || system.channels().stream().anyMatch(channel -> channel.index().order(coordinate) == 2);
      var known = new HashMap<List<Side>, BoundaryRows>();
      for (int f = 0; f < m; f++) {
        rows[f][a] = known.computeIfAbsent(sides(conditions, f, coordinate), s -> new BoundaryRows(axis, s, second && s.size() == 2));
      }
    }
    synthesis = Arrays.stream(rows).map(r -> Arrays.stream(r).map(BoundaryRows::synthesis).toArray(AxisMap[]::new))
        .toArray(AxisMap[][]::new);
    analysis = Arrays.stream(rows).map(r -> Arrays.stream(r).map(BoundaryRows::analysis).toArray(AxisMap[]::new)).toArray(AxisMap[][]::new);
    offsets = new int[m + 1];
    for (int f = 0; f < m; f++) {
      offsets[f + 1] = offsets[f] + grid.width() * Arrays.stream(rows[f]).mapToInt(BoundaryRows::modes).reduce(1, Math::multiplyExact);
    }
    x = basis.grid();
    channels = new double[system.channels().size()][grid.points()];
    outputs = new double[system.outputs().size()][grid.points()];
    channelFactors = system.channels().stream().map(c -> grid.factor(c.index())).toArray(TensorGrid.Factor[]::new);
    outputFactors = system.outputs().stream().map(o -> grid.factor(o.index())).toArray(TensorGrid.Factor[]::new);
    fields = new double[m][grid.coefficients()];
    sums = new double[m][grid.coefficients()];
    isRead = new boolean[m];
    system.channels().forEach(c -> isRead[c.field()] = true);
    lifts = new FaceLift[m];
    lifted = new double[m][];
    for (int f = 0; f < m; f++) {
      int field = f;
      var own = conditions.stream().filter(c -> c.field() == field).toList();
      if (!own.stream().allMatch(c -> c.value().isZero())) {
        lifts[f] = new FaceLift(grid, rows[f], own);
        lifted[f] = new double[grid.coefficients()];
        lifts[f].evaluate(0, false, lifted[f]);
      }
    }
    linear = functions(OperatorFunctions.IDENTITY).getFirst();
  }

  /** The left-hand sides of a field's conditions along a coordinate, the lower end first. */
  static List<Side> sides(List<FaceCondition> conditions, int field, int coordinate) {
    return conditions.stream().filter(c -> c.field() == field && c.coordinate() == coordinate).map(FaceCondition::side)
        .sorted((a, b) -> Boolean.compare(a.upper(), b.upper())).toList();
  }

  int size() {
    return offsets[offsets.length - 1];
  }

  /** What a state stands for. */
  TensorBasis basis() {
    return basis;
  }

  LinearMap linear() {
    return linear;
  }

  /** The state of functions given by their values {@code [field][point]} on the grid of {@link #basis}. */
  double[] state(double[][] values) {
    return state(grid, values);
  }

  /** The grid with more points in periodic directions, whose coefficients are the same. */
  TensorGrid oversampled(int factor) {
    var axes = new Axis[system.dimension()];
    for (int a = 0; a < axes.length; a++) {
      axes[grid.coordinate(a)] = basis.axes().get(a) instanceof PeriodicAxis period ? period.oversampled(factor) : basis.axes().get(a);
    }
    return new TensorGrid(List.of(axes));
  }

  /** The same from values on an {@linkplain #oversampled} grid. */
  double[] state(TensorGrid fine, double[][] values) {
    double[] y = new double[size()];
    var zero = MultiIndex.zero(system.dimension());
    for (int f = 0; f < values.length; f++) {
      Arrays.fill(sums[f], 0);
      fine.write(values[f], zero, fine.factor(zero), sums[f], 0);
      grid.along(analysis[f], sums[f], 0, y, offsets[f]);
    }
    return y;
  }

  /** The values at the points of {@link #basis} of a state at time t. */
  void values(double t, double[] y, double[] out) {
    moveFaces(t, false);
    values(y, out);
  }

  /** The time derivative of those values, from that of the state. */
  void valueRates(double t, double[] rate, double[] out) {
    moveFaces(t, true);
    values(rate, out);
    for (int f = 0; f < lifts.length; f++) {
      if (lifts[f] != null && lifts[f].isConstant()) {
        lifts[f].evaluate(t, false, lifted[f]);
      }
    }
  }

  private void values(double[] y, double[] out) {
    var zero = MultiIndex.zero(system.dimension());
    double[] one = new double[grid.points()];
    for (int f = 0; f < fields.length; f++) {
      expand(f, y, lifted[f]);
      grid.read(fields[f], 0, zero, grid.factor(zero), one);
      System.arraycopy(one, 0, out, f * one.length, one.length);
    }
  }

  private void moveFaces(double t, boolean rate) {
    for (int f = 0; f < lifts.length; f++) {
      if (lifts[f] != null && (rate || !lifts[f].isConstant())) {
        lifts[f].evaluate(t, rate, lifted[f]);
      }
    }
  }

  private void expand(int field, double[] y, double[] lift) {
    double[] out = fields[field];
    grid.along(synthesis[field], y, offsets[field], out, 0);
    if (lift != null) {
      for (int p = 0; p < out.length; p++) {
        out[p] += lift[p];
      }
    }
  }

  /** N(t, y), what the homogeneous linear part leaves of the right-hand side L y + N(t, y): the remainder and the data on the faces. */
  void remainder(double t, double[] y, double[] out) {
    moveFaces(t, false);
    read(y, true, channels);
    system.remainder().evaluate(t, x, channels, outputs);
    write(true, out);
  }

  /** The whole right-hand side. */
  void rate(double t, double[] y, double[] out) {
    remainder(t, y, out);
    linear.multiplyAdd(y, out);
  }

  /** The derivative of the remainder along a direction of states. */
  void remainderTangent(double t, double[] y, double[] direction, double[] out) {
    moveFaces(t, false);
    if (directions == null) {
      directions = new double[channels.length][grid.points()];
    }
    read(y, true, channels);
    read(direction, false, directions);
    system.remainder().tangent(t, x, channels, directions, outputs);
    write(false, out);
  }

  private void read(double[] y, boolean withData, double[][] values) {
    boolean periodicOnly = grid.intervals().isEmpty();
    for (int f = 0; f < fields.length; f++) {
      if (isRead[f] && !periodicOnly) {
        expand(f, y, withData ? lifted[f] : null);
      }
    }
    for (int c = 0; c < values.length; c++) {
      var channel = system.channels().get(c);
      int f = channel.field();
      grid.read(periodicOnly ? y : fields[f], periodicOnly ? offsets[f] : 0, channel.index(), channelFactors[c], values[c]);
    }
  }

  private void write(boolean withData, double[] out) {
    boolean periodicOnly = grid.intervals().isEmpty();
    if (periodicOnly) {
      Arrays.fill(out, 0);
    } else {
      for (double[] sum : sums) {
        Arrays.fill(sum, 0);
      }
    }
    for (int o = 0; o < outputs.length; o++) {
      var output = system.outputs().get(o);
      int e = output.equation();
      grid.write(outputs[o], output.index(), outputFactors[o], periodicOnly ? out : sums[e], periodicOnly ? offsets[e] : 0);
    }
    if (periodicOnly) {
      return;
    }
    if (withData) {
      for (LinearTerm term : system.linear()) {
        if (lifts[term.field()] != null) {
          grid.addDerivative(term.coefficient(), lifted[term.field()], term.index(), sums[term.equation()]);
        }
      }
    }
    for (int f = 0; f < sums.length; f++) {
      grid.along(analysis[f], sums[f], 0, out, offsets[f]);
    }
  }

  // --- functions of the linear part ---

  /** Functions of the linear part. */
  List<LinearMap> functions(OperatorFunctions functions) {
    return functions(functions, system.linear());
  }

  /** Functions of any linear terms that are diagonal here: of even order along axes with eigenvectors. */
  List<LinearMap> functions(OperatorFunctions functions, List<LinearTerm> terms) {
    int m = system.fields();
    boolean coupled = terms.stream().anyMatch(term -> term.equation() != term.field());
    var re = new double[functions.count()][m * m][];
    var im = new double[functions.count()][m * m][];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        if (coupled || i == j) {
          for (int w = 0; w < functions.count(); w++) {
            re[w][i * m + j] = new double[offsets[i + 1] - offsets[i]];
            im[w][i * m + j] = new double[offsets[i + 1] - offsets[i]];
          }
        }
      }
    }
    if (coupled) {
      matrices(functions, terms, re, im);
    } else {
      numbers(functions, terms, re, im);
    }
    return IntStream.range(0, functions.count()).<LinearMap>mapToObj(w -> {
      for (int pair = 0; pair < m * m; pair++) {
        if (im[w][pair] != null && Arrays.stream(im[w][pair]).allMatch(v -> v == 0)) {
          im[w][pair] = null;
        }
      }
      return new ModalMap(m, offsets, re[w], im[w]);
    }).toList();
  }

  private void numbers(OperatorFunctions functions, List<LinearTerm> terms, double[][][] re, double[][][] im) {
    int step = grid.periods().isEmpty() ? 1 : 2;
    for (int f = 0; f < system.fields(); f++) {
      int pair = f * system.fields() + f;
      for (int p = 0; p < offsets[f + 1] - offsets[f]; p += step) {
        double[] symbol = symbol(terms, f, f, p);
        double[][] values = functions.of(symbol[0], symbol[1]);
        for (int w = 0; w < functions.count(); w++) {
          put(re[w][pair], im[w][pair], p, step, values[0][w], values[1][w]);
        }
      }
    }
  }

  private static void put(double[] re, double[] im, int p, int step, double a, double b) {
    re[p] = a;
    if (step == 2) {
      re[p + 1] = a;
      im[p] = -b;
      im[p + 1] = b;
    }
  }

  /** The complex m × m block of a mode as the real 2m × 2m block of {{Re, −Im}, {Im, Re}}; without periodic axes it is real. */
  private void matrices(OperatorFunctions functions, List<LinearTerm> terms, double[][][] re, double[][][] im) {
    int m = system.fields();
    int step = grid.periods().isEmpty() ? 1 : 2;
    for (int p = 0; p < offsets[1]; p += step) {
      var a = new DMatrixRMaj(step * m, step * m);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          double[] symbol = symbol(terms, i, j, p);
          a.set(step * i, step * j, symbol[0]);
          if (step == 2) {
            a.set(2 * i, 2 * j + 1, -symbol[1]);
            a.set(2 * i + 1, 2 * j, symbol[1]);
            a.set(2 * i + 1, 2 * j + 1, symbol[0]);
          }
        }
      }
      DMatrixRMaj[] values = functions.of(a);
      for (int w = 0; w < functions.count(); w++) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < m; j++) {
            put(re[w][i * m + j], im[w][i * m + j], p, step, values[w].get(step * i, step * j),
                step == 1 ? 0 : values[w].get(2 * i + 1, 2 * j));
          }
        }
      }
    }
  }

  /** The eigenvalue of a mode: real and imaginary part. */
  private double[] symbol(List<LinearTerm> terms, int equation, int field, int mode) {
    double[] sum = new double[2];
    int intervals = grid.intervals().size();
    for (LinearTerm term : terms) {
      if (term.equation() != equation || term.field() != field) {
        continue;
      }
      double p = term.coefficient();
      int rest = mode / grid.width();
      for (int a = intervals - 1; a >= 0; a--) {
        BoundaryRows row = rows[field][a];
        if (term.index().order(grid.coordinate(a)) == 2) {
          p *= row.eigenvalue(rest % row.modes());
        }
        rest /= row.modes();
      }
      int order = 0;
      for (int a = 0; a < grid.periods().size(); a++) {
        int n = term.index().order(grid.coordinate(intervals + a));
        order += n;
        p *= grid.periods().get(a).symbol(grid.wavenumber(a, mode % grid.width() / 2), n);
      }
      sum[order & 1] += (order & 2) == 0 ? p : -p;
    }
    return sum;
  }

  /** The linear part with the largest diffusion that the remainder has at a state: what a W-method needs to be stable. */
  List<LinearTerm> stabilising(double t, double[] y) {
    var terms = new ArrayList<>(system.linear());
    terms.addAll(frozen(t, y, Freezing.LARGEST));
    return terms;
  }

  /** The linear part with the mean of what the remainder's derivative adds to it at a state. */
  List<LinearTerm> preconditioning(double t, double[] y) {
    var terms = new ArrayList<>(system.linear());
    terms.addAll(frozen(t, y, Freezing.MEAN));
    return terms;
  }

  /** How the coefficients of a frozen linear part are taken from those that vary over the points. */
  private enum Freezing { MEAN, LARGEST }

  /**
   * Linear terms with constant coefficients like those of the remainder's derivative at a state, as far as they are diagonal
   * in the basis: even orders, each field in its own equation, LARGEST for highest derivatives of a decaying sign only.
   */
  private List<LinearTerm> frozen(double t, double[] y, Freezing how) {
    moveFaces(t, false);
    read(y, true, channels);
    double[][] unit = new double[channels.length][grid.points()];
    var terms = new ArrayList<LinearTerm>();
    for (int c = 0; c < channels.length; c++) {
      var channel = system.channels().get(c);
      Arrays.fill(unit[c], 1);
      system.remainder().tangent(t, x, channels, unit, outputs);
      Arrays.fill(unit[c], 0);
      for (int o = 0; o < outputs.length; o++) {
        var output = system.outputs().get(o);
        var index = channel.index().plus(output.index());
        if (output.equation() != channel.field() || !isDiagonal(channel.field(), index)) {
          continue;
        }
        // a derivative of order 2, 6, … decays with a positive coefficient, of order 4, … with a negative one
        int sign = index.degree() % 4 == 0 ? -1 : 1;
        double value = switch (how) {
          case MEAN -> Arrays.stream(outputs[o]).average().orElse(0);
          case LARGEST -> index.degree() == 0 ? 0 : sign * Math.max(0, Arrays.stream(outputs[o]).map(v -> sign * v).max().orElse(0));
        };
        if (value != 0) {
          terms.add(new LinearTerm(output.equation(), channel.field(), index, value));
        }
      }
    }
    return terms;
  }

  private boolean isDiagonal(int field, MultiIndex index) {
    for (int a = 0; a < grid.intervals().size(); a++) {
      int order = index.order(grid.coordinate(a));
      if (order != 0 && (order != 2 || rows[field][a].sides().size() < 2)) {
        return false;
      }
    }
    for (int a = 0; a < grid.periods().size(); a++) {
      if ((index.order(grid.coordinate(grid.intervals().size() + a)) & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
