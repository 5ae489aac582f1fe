package dev.ansatz.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Chebyshev collocation in space of an {@link EvolutionSystem}, at most one condition α u + β u_x = g(t) per field and end.
 * The state holds the values that no condition fixes; a value at an end with a condition is eliminated by it. A right-hand
 * side costs O(n²) for each channel.
 */
final class ChebyshevSystem implements Semidiscrete {

  /** α u + β u_x = g(t) at one end, u_x along the coordinate; {@code rate} is g'. */
  record EndCondition(int field, boolean upper, double alpha, double beta, DoubleUnaryOperator value, DoubleUnaryOperator rate) {}

  private final EvolutionSystem system;
  private final ChebyshevBasis basis;
  private final Chebyshev chebyshev;
  private final int width;
  private final int[] unknowns;
  private final Ends[] ends;
  private final double[] x;
  private final double[] full;
  private final double[] sums;
  private final double[] data;
  private final double[] column;
  private final double[] zero;
  private final double[][] channels;
  private final double[][] outputs;
  private final double[][] derivatives;
  private final DMatrixRMaj linearFull;
  private final DMatrixRMaj linearReduced;
  private final LinearMap linear;

  /** The ends of one field that conditions fix: values = Σ_j lift[end][j] v_j + Σ_c solve[end][c] g_c(t). */
  private record Ends(int[] nodes, List<EndCondition> conditions, double[][] lift, double[][] solve) {}

  ChebyshevSystem(EvolutionSystem system, int n, double lower, double upper, List<EndCondition> conditions) {
    this.system = system;
    chebyshev = new Chebyshev(n, lower, upper);
    basis = new ChebyshevBasis(system.fields(), chebyshev);
    width = n + 1;
    x = chebyshev.points();
    ends = new Ends[system.fields()];
    var free = new ArrayList<Integer>();
    for (int f = 0; f < system.fields(); f++) {
      int field = f;
      ends[f] = ends(conditions.stream().filter(c -> c.field() == field).toList());
      for (int j = 0; j < width; j++) {
        if (Arrays.binarySearch(ends[f].nodes, j) < 0) {
          free.add(f * width + j);
        }
      }
    }
    unknowns = free.stream().mapToInt(Integer::intValue).toArray();
    full = new double[system.fields() * width];
    sums = new double[full.length];
    data = new double[full.length];
    column = new double[width];
    zero = new double[unknowns.length];
    channels = new double[system.channels().size()][width];
    outputs = new double[system.outputs().size()][width];
    int order = Math.max(system.linearOrder(), system.remainderOrder());
    derivatives = new double[order + 1][];
    for (int k = 0; k <= order; k++) {
      derivatives[k] = chebyshev.derivative(k);
    }
    linearFull = linearOnValues();
    linearReduced = reduced(linearFull);
    linear = new DenseMap(linearReduced);
  }

  @Override
  public ChebyshevBasis basis() {
    return basis;
  }

  double[] points() {
    return x.clone();
  }

  private Ends ends(List<EndCondition> conditions) {
    int n = width - 1;
    int count = conditions.size();
    var sorted = conditions.stream().sorted((a, b) -> Boolean.compare(a.upper, b.upper)).toList();
    int[] nodes = sorted.stream().mapToInt(c -> c.upper ? n : 0).toArray();
    if (count == 2 && nodes[0] == nodes[1] || count > 2) {
      throw new IllegalArgumentException("at most one condition for a field at each end");
    }
    double[] d = chebyshev.derivative(1);
    var a = new DMatrixRMaj(count, count);
    double[][] rows = new double[count][width];
    for (int c = 0; c < count; c++) {
      var condition = sorted.get(c);
      for (int j = 0; j < width; j++) {
        rows[c][j] = condition.beta * d[nodes[c] * width + j];
      }
      rows[c][nodes[c]] += condition.alpha;
      for (int e = 0; e < count; e++) {
        a.set(c, e, rows[c][nodes[e]]);
      }
    }
    double[][] solve = new double[count][count];
    double[][] lift = new double[count][width];
    if (count > 0) {
      var inverse = new DMatrixRMaj(count, count);
      if (!CommonOps_DDRM.invert(a, inverse)) {
        throw new IllegalArgumentException("the conditions at the two ends do not fix the values there");
      }
      for (int e = 0; e < count; e++) {
        for (int c = 0; c < count; c++) {
          solve[e][c] = inverse.get(e, c);
          for (int j = 0; j < width; j++) {
            if (Arrays.binarySearch(nodes, j) < 0) {
              lift[e][j] -= inverse.get(e, c) * rows[c][j];
            }
          }
        }
      }
    }
    return new Ends(nodes, sorted, lift, solve);
  }

  /** The linear part on all values of all fields, ends included. */
  private DMatrixRMaj linearOnValues() {
    int size = basis.size();
    var a = new DMatrixRMaj(size, size);
    for (var term : system.linear()) {
      double[] d = derivatives[term.order()];
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          a.add(term.equation() * width + i, term.field() * width + j, term.coefficient() * d[i * width + j]);
        }
      }
    }
    return a;
  }

  /** A matrix on all values as one on the unknowns, the homogeneous conditions built in. */
  private DMatrixRMaj reduced(DMatrixRMaj a) {
    var out = new DMatrixRMaj(unknowns.length, unknowns.length);
    for (int r = 0; r < unknowns.length; r++) {
      for (int c = 0; c < unknowns.length; c++) {
        double v = a.get(unknowns[r], unknowns[c]);
        int field = unknowns[c] / width;
        int node = unknowns[c] % width;
        for (int e = 0; e < ends[field].nodes.length; e++) {
          v += a.get(unknowns[r], field * width + ends[field].nodes[e]) * ends[field].lift[e][node];
        }
        out.set(r, c, v);
      }
    }
    return out;
  }

  /** The unknowns among values {@code [field][point]} on {@link #points()}. */
  double[] state(double[][] values) {
    double[] y = new double[unknowns.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = values[unknowns[i] / width][unknowns[i] % width];
    }
    return y;
  }

  /** All values of all fields: the unknowns, and the ends from the conditions at time t. */
  @Override
  public void coefficients(double t, double[] y, double[] out) {
    expand(y, out, c -> c.value.applyAsDouble(t));
  }

  /** The rates of all values, from the rates of the unknowns. */
  @Override
  public void coefficientRates(double t, double[] rate, double[] out) {
    expand(rate, out, c -> c.rate.applyAsDouble(t));
  }

  private void expand(double[] y, double[] out, ToDoubleFunction<EndCondition> data) {
    for (int i = 0; i < y.length; i++) {
      out[unknowns[i]] = y[i];
    }
    for (int f = 0; f < ends.length; f++) {
      Ends e = ends[f];
      double[] fixed = new double[e.nodes.length];
      for (int i = 0; i < fixed.length; i++) {
        for (int j = 0; j < width; j++) {
          // lift is zero at the ends themselves
          fixed[i] += e.lift[i][j] == 0 ? 0 : e.lift[i][j] * out[f * width + j];
        }
        for (int c = 0; c < fixed.length; c++) {
          fixed[i] += e.solve[i][c] * data.applyAsDouble(e.conditions.get(c));
        }
      }
      for (int i = 0; i < fixed.length; i++) {
        out[f * width + e.nodes[i]] = fixed[i];
      }
    }
  }

  @Override
  public int size() {
    return unknowns.length;
  }

  /** What is left of the right-hand side after the homogeneous linear part: the remainder and the data at the ends. */
  @Override
  public void remainder(double t, double[] y, double[] out) {
    coefficients(t, y, full);
    var reads = system.channels();
    for (int c = 0; c < channels.length; c++) {
      product(derivatives[reads.get(c).order()], full, reads.get(c).field() * width, channels[c]);
    }
    system.remainder().evaluate(t, x, channels, outputs);
    Arrays.fill(sums, 0);
    var writes = system.outputs();
    for (int o = 0; o < outputs.length; o++) {
      double[] value = outputs[o];
      if (writes.get(o).order() > 0) {
        product(derivatives[writes.get(o).order()], value, 0, column);
        value = column;
      }
      int at = writes.get(o).equation() * width;
      for (int j = 0; j < width; j++) {
        sums[at + j] += value[j];
      }
    }
    coefficients(t, zero, data);
    for (int r = 0; r < unknowns.length; r++) {
      double sum = sums[unknowns[r]];
      for (int f = 0; f < ends.length; f++) {
        for (int node : ends[f].nodes) {
          sum += linearFull.get(unknowns[r], f * width + node) * data[f * width + node];
        }
      }
      out[r] = sum;
    }
  }

  private void product(double[] d, double[] v, int offset, double[] out) {
    for (int i = 0; i < width; i++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += d[i * width + j] * v[offset + j];
      }
      out[i] = sum;
    }
  }

  @Override
  public LinearMap linear() {
    return linear;
  }

  @Override
  public Etdrk4.Coefficients coefficients(double h) {
    return DenseMap.coefficients(h, linearReduced);
  }
}
