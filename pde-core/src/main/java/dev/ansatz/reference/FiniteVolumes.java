package dev.ansatz.reference;

import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Quadrature;
import dev.ansatz.pde.lower.Pointwise;
import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A {@link ConservationLaw} by finite volumes on uniform cells: interface values by the fifth-order WENO-Z reconstruction (R.
 * Borges, M. Carmona, B. Costa and W. S. Don, J. Comput. Phys. 227 (2008), doi:10.1016/j.jcp.2007.11.038), the local
 * Lax–Friedrichs flux, diffusion by the sixth-order central difference of averages, time by the third-order
 * strong-stability-preserving Runge–Kutta method (C.-W. Shu and S. Osher, J. Comput. Phys. 77 (1988),
 * doi:10.1016/0021-9991(88)90177-5). In two dimensions averages along an interface are turned into values at its middle and
 * back, to sixth order (P. Buchmüller and C. Helzel, J. Sci. Comput. 61 (2014), doi:10.1007/s10915-014-9825-1); so are
 * averages over cells for the source.
 *
 * <p>Beyond an end with a condition α u + β ∂u/∂x = g the averages are those of the polynomial of degree 4 that satisfies it
 * and has the averages of four cells; without condition, of five cells; next to a jump of the boundary value, or of the
 * nearest average where that is not given. Thread-confined.
 */
final class FiniteVolumes {
  /** Cells beyond each end: three for a reconstruction, two more for averages along an interface. */
  private static final int GHOSTS = 5;
  private static final double[] TO_POINT = {9 / 1920.0, -116 / 1920.0, 2134 / 1920.0, -116 / 1920.0, 9 / 1920.0};
  private static final double[] TO_AVERAGE = {-17 / 5760.0, 308 / 5760.0, 5178 / 5760.0, 308 / 5760.0, -17 / 5760.0};
  /** h times the derivative at an interface from the averages of three cells on each side. */
  private static final double[] SLOPE = {-1 / 90.0, 5 / 36.0, -49 / 36.0, 49 / 36.0, -5 / 36.0, 1 / 90.0};

  /** Points of Gauss's rule on a face: error of order 6. */
  private static final int FACE_POINTS = 3;

  private final double[][] faceRule = Quadrature.gauss(-0.5, 0.5, FACE_POINTS);
  private final ConservationLaw law;
  private final int[] n;
  private final double[] h;
  private final int[] stride;
  private final int size;
  /** Where each cell is among those extended beyond the ends. */
  private final int[] position;
  private final double[][] x;
  private final End[][] ends;
  private final BoxEquations.Remainder[] fluxes;
  private final Optional<BoxEquations.Remainder> source;
  private final double[] cells;
  private final double[] left;
  private final double[] right;
  private final double[] work;
  private final double[] other;
  private final double[][] atLeft;
  private final double[][] atRight;
  private final double[] first;
  private final double[] rate;

  /**
   * The averages beyond one end: {@code ghost_k = Σ_j weights[k][j] u_j + data[k] g}.
   *
   * @param x points of Gauss's rule on the parts of the face at the lines of cells, line after line
   * @param values of the condition's data there
   * @param averages g, one a line
   */
  private record End(Optional<FaceCondition> condition, double[][] weights, double[] data, double[][] x, double[] values,
      double[] averages) {}

  FiniteVolumes(ConservationLaw law, int[] n) {
    this.law = law;
    this.n = n.clone();
    int d = law.dimension();
    h = new double[d];
    stride = new int[d];
    int total = 1;
    for (int a = d - 1; a >= 0; a--) {
      if (n[a] < 2 * GHOSTS) {
        throw new IllegalArgumentException("finite volumes need at least " + 2 * GHOSTS + " cells a direction, not " + n[a]);
      }
      h[a] = law.ranges().get(a).length() / n[a];
      stride[a] = total;
      total *= n[a] + 2 * GHOSTS;
    }
    size = total;
    position = new int[Arrays.stream(n).reduce(1, (a, b) -> a * b)];
    for (int c = 0; c < position.length; c++) {
      int rest = c;
      for (int a = d - 1; a >= 0; a--) {
        position[c] += (rest % n[a] + GHOSTS) * stride[a];
        rest /= n[a];
      }
    }
    x = new double[d][size];
    for (int p = 0; p < size; p++) {
      for (int a = 0; a < d; a++) {
        x[a][p] = law.ranges().get(a).lower() + (p / stride[a] % (n[a] + 2 * GHOSTS) - GHOSTS + 0.5) * h[a];
      }
    }
    ends = new End[d][2];
    fluxes = new BoxEquations.Remainder[d];
    for (int a = 0; a < d; a++) {
      fluxes[a] = law.fluxKernel(a);
      for (int e = 0; e < 2 && !law.isPeriodic(a); e++) {
        ends[a][e] = end(a, law.condition(a, e == 1), e == 1);
      }
    }
    source = law.sourceKernel();
    cells = new double[size];
    left = new double[size];
    right = new double[size];
    work = new double[size];
    other = new double[size];
    atLeft = new double[2][size];
    atRight = new double[2][size];
    first = new double[interior()];
    rate = new double[interior()];
  }

  /** With the end at 0 and the cells at (j, j + 1) h, j ≥ 0; ghost k at (−k − 1, −k) h. */
  private End end(int axis, Optional<FaceCondition> condition, boolean upper) {
    int known = condition.isPresent() ? 4 : 5;
    var a = new DMatrixRMaj(5, 5);
    for (int j = 0; j < known; j++) {
      for (int m = 0; m < 5; m++) {
        a.set(j, m, average(m, j));
      }
    }
    condition.ifPresent(c -> {
      // outward is the direction of −x at a lower and of +x at an upper end: inward distance s has ∂/∂x = ±∂/∂s
      double beta = (c.side().upper() ? -1 : 1) * c.side().beta() / h[axis];
      a.set(4, 0, c.side().alpha());
      a.set(4, 1, beta);
    });
    var inverse = new DMatrixRMaj(5, 5);
    CommonOps_DDRM.invert(a, inverse);
    double[][] weights = new double[GHOSTS][known];
    double[] data = new double[GHOSTS];
    for (int k = 0; k < GHOSTS; k++) {
      for (int m = 0; m < 5; m++) {
        double w = average(m, -k - 1);
        for (int j = 0; j < known; j++) {
          weights[k][j] += w * inverse.get(m, j);
        }
        data[k] += condition.isPresent() ? w * inverse.get(m, 4) : 0;
      }
    }
    int lines = size / (n[axis] + 2 * GHOSTS);
    int points = n.length == 1 ? 1 : FACE_POINTS;
    double[][] at = new double[n.length][lines * points];
    Range range = law.ranges().get(axis);
    Arrays.fill(at[axis], upper ? range.upper() : range.lower());
    if (n.length == 2) {
      int b = 1 - axis;
      for (int line = 0; line < lines; line++) {
        for (int i = 0; i < points; i++) {
          at[b][line * points + i] = x[b][start(axis, line)] + faceRule[0][i] * h[b];
        }
      }
    }
    var end = new End(condition, weights, data, at, new double[lines * points], new double[lines]);
    evaluate(end, law.time().lower());
    return end;
  }

  /** The data of the condition at time t. */
  private void evaluate(End end, double t) {
    if (end.condition.isEmpty() || end.condition.get().value().isZero()) {
      return;
    }
    end.condition.get().value().evaluate(t, end.x, end.values);
    int points = end.values.length / end.averages.length;
    for (int line = 0; line < end.averages.length; line++) {
      double sum = 0;
      for (int i = 0; i < points; i++) {
        sum += (points == 1 ? 1 : faceRule[1][i]) * end.values[line * points + i];
      }
      end.averages[line] = sum;
    }
  }

  /** Where a line of cells along an axis begins. */
  private int start(int axis, int line) {
    return line / stride[axis] * stride[axis] * (n[axis] + 2 * GHOSTS) + line % stride[axis];
  }

  /** Of s^m over (j, j + 1). */
  private static double average(int m, int j) {
    return (Math.pow(j + 1, m + 1) - Math.pow(j, m + 1)) / (m + 1);
  }

  /** The number of cells. */
  int interior() {
    return position.length;
  }

  int[] cells() {
    return n.clone();
  }

  ConservationLaw law() {
    return law;
  }

  /** The averages of the initial values, by Gauss's rule with five points a direction. */
  double[] initial() {
    double[][] rule = Quadrature.gauss(-0.5, 0.5, 5);
    int d = n.length;
    int points = (int) Math.pow(5, d);
    int total = interior();
    double[] averages = new double[total];
    var coordinates = law.problem().coordinates();
    double[][] at = new double[d + 1][total];
    Arrays.fill(at[0], law.time().lower());
    var initial = Pointwise.of(law.initial());
    for (int q = 0; q < points; q++) {
      double weight = 1;
      int rest = q;
      for (int a = 0; a < d; a++) {
        int i = rest % 5;
        rest /= 5;
        weight *= rule[1][i];
        for (int c = 0; c < total; c++) {
          at[a + 1][c] = x[a][position[c]] + rule[0][i] * h[a];
        }
      }
      double[] values = initial.values(coordinates, at)[0];
      for (int c = 0; c < total; c++) {
        averages[c] += weight * values[c];
      }
    }
    return averages;
  }

  /** The averages with those beyond the ends. */
  private void extend(double t, double[] u) {
    for (int c = 0; c < u.length; c++) {
      cells[position[c]] = u[c];
    }
    for (int a = 0; a < n.length; a++) {
      for (int e = 0; e < 2; e++) {
        End end = ends[a][e];
        if (end != null && end.condition.isPresent() && !end.condition.get().value().isConstant()) {
          evaluate(end, t);
        }
        for (int line = 0; line < size / (n[a] + 2 * GHOSTS); line++) {
          fill(a, e, line);
        }
      }
    }
  }

  private void fill(int a, int e, int line) {
    int s = stride[a];
    int edge = start(a, line) + (e == 0 ? GHOSTS : GHOSTS + n[a] - 1) * s;
    int inward = e == 0 ? s : -s;
    End end = ends[a][e];
    if (end == null) {
      for (int k = 1; k <= GHOSTS; k++) {
        cells[edge - k * inward] = cells[edge + (e == 0 ? 1 : -1) * (n[a] - k) * s];
      }
      return;
    }
    double g = end.averages[line];
    if (isSmooth(edge, inward)) {
      for (int k = 0; k < GHOSTS; k++) {
        double sum = end.data[k] * g;
        for (int j = 0; j < end.weights[k].length; j++) {
          sum += end.weights[k][j] * cells[edge + j * inward];
        }
        cells[edge - (k + 1) * inward] = sum;
      }
    } else {
      boolean given = end.condition.isPresent() && end.condition.get().side().beta() == 0;
      double value = given ? g / end.condition.get().side().alpha() : cells[edge];
      for (int k = 1; k <= GHOSTS; k++) {
        cells[edge - k * inward] = value;
      }
    }
  }

  /** Third differences of smooth data are smaller than first ones by h²; those of a jump are larger. */
  private boolean isSmooth(int edge, int inward) {
    double one = 0;
    double three = 0;
    for (int j = 0; j < 4; j++) {
      one += Math.abs(cells[edge + (j + 1) * inward] - cells[edge + j * inward]);
    }
    for (int j = 0; j < 2; j++) {
      three += Math.abs(cells[edge + (j + 3) * inward] - 3 * cells[edge + (j + 2) * inward] + 3 * cells[edge + (j + 1) * inward]
          - cells[edge + j * inward]);
    }
    return three <= one;
  }

  /** The rates of change of the averages. */
  void rate(double t, double[] u, double[] out) {
    extend(t, u);
    Arrays.fill(out, 0);
    source.ifPresent(s -> addSource(s, t, out));
    for (int a = 0; a < n.length; a++) {
      double[] flux = flux(t, a);
      int s = stride[a];
      double[] slope = SLOPE;
      double viscosity = law.viscosity(a) / h[a];
      for (int c = 0; c < out.length; c++) {
        int p = position[c];
        double difference = flux[p] - flux[p - s];
        if (viscosity > 0) {
          for (int k = 0; k < 6; k++) {
            difference -= viscosity * slope[k] * (cells[p + (k - 2) * s] - cells[p + (k - 3) * s]);
          }
        }
        out[c] -= difference / h[a];
      }
    }
  }

  /** The averages of the flux over the interfaces between p and p + stride, at p. */
  private double[] flux(double t, int a) {
    int s = stride[a];
    for (int p = 2 * s; p < size - 3 * s; p++) {
      left[p] = weno(cells[p - 2 * s], cells[p - s], cells[p], cells[p + s], cells[p + 2 * s]);
      right[p] = weno(cells[p + 3 * s], cells[p + 2 * s], cells[p + s], cells[p], cells[p - s]);
    }
    double[] l = left;
    double[] r = right;
    if (n.length == 2) {
      int across = stride[1 - a];
      convolve(TO_POINT, left, across, work);
      convolve(TO_POINT, right, across, other);
      l = work;
      r = other;
    }
    fluxes[a].evaluate(t, x, l, atLeft);
    fluxes[a].evaluate(t, x, r, atRight);
    double[] flux = n.length == 2 ? left : work;
    for (int p = 0; p < size; p++) {
      double speed = Math.max(Math.abs(atLeft[1][p]), Math.abs(atRight[1][p]));
      flux[p] = (atLeft[0][p] + atRight[0][p] - speed * (r[p] - l[p])) / 2;
    }
    if (n.length == 2) {
      convolve(TO_AVERAGE, flux, stride[1 - a], work);
    }
    return work;
  }

  private void addSource(BoxEquations.Remainder s, double t, double[] out) {
    double[] points = cells;
    for (int a = 0; a < n.length; a++) {
      double[] next = points == left ? right : left;
      convolve(TO_POINT, points, stride[a], next);
      points = next;
    }
    double[][] values = {work};
    s.evaluate(t, x, points, values);
    double[] averages = work;
    for (int a = 0; a < n.length; a++) {
      double[] next = averages == left ? right : left;
      convolve(TO_AVERAGE, averages, stride[a], next);
      averages = next;
    }
    for (int c = 0; c < out.length; c++) {
      out[c] += averages[position[c]];
    }
  }

  private static void convolve(double[] weights, double[] in, int s, double[] out) {
    for (int p = 2 * s; p < in.length - 2 * s; p++) {
      out[p] = weights[0] * in[p - 2 * s] + weights[1] * in[p - s] + weights[2] * in[p] + weights[3] * in[p + s]
          + weights[4] * in[p + 2 * s];
    }
  }

  /** The value at the right end of the middle one of five cells. */
  private static double weno(double a, double b, double c, double d, double e) {
    double p = (2 * a - 7 * b + 11 * c) / 6;
    double q = (-b + 5 * c + 2 * d) / 6;
    double r = (2 * c + 5 * d - e) / 6;
    double f = a - 2 * b + c;
    double g = a - 4 * b + 3 * c;
    double beta0 = 13 / 12.0 * f * f + g * g / 4;
    f = b - 2 * c + d;
    g = b - d;
    double beta1 = 13 / 12.0 * f * f + g * g / 4;
    f = c - 2 * d + e;
    g = 3 * c - 4 * d + e;
    double beta2 = 13 / 12.0 * f * f + g * g / 4;
    double tau = Math.abs(beta0 - beta2);
    double tiny = 1e-40;
    f = tau / (beta0 + tiny);
    double w0 = 0.1 * (1 + f * f);
    f = tau / (beta1 + tiny);
    double w1 = 0.6 * (1 + f * f);
    f = tau / (beta2 + tiny);
    double w2 = 0.3 * (1 + f * f);
    return (w0 * p + w1 * q + w2 * r) / (w0 + w1 + w2);
  }

  /** The largest stable step at a state: a Courant number of 1/2 for the flux, 1/3 of the real stability interval for diffusion. */
  double stableStep(double t, double[] u) {
    extend(t, u);
    double inverse = 0;
    for (int a = 0; a < n.length; a++) {
      fluxes[a].evaluate(t, x, cells, atLeft);
      double speed = 0;
      for (int c = 0; c < u.length; c++) {
        speed = Math.max(speed, Math.abs(atLeft[1][position[c]]));
      }
      // the spectral radius of the sixth-order second derivative is 6.05/h², the interval of the method 2.51
      inverse += speed / (0.5 * h[a]) + law.viscosity(a) * 6.05 / (h[a] * h[a]) / 1.25;
    }
    return inverse == 0 ? Double.POSITIVE_INFINITY : 1 / inverse;
  }

  /** Advances averages from t to t + k in place. */
  void step(double t, double k, double[] u) {
    rate(t, u, rate);
    for (int c = 0; c < u.length; c++) {
      first[c] = u[c] + k * rate[c];
    }
    rate(t + k, first, rate);
    for (int c = 0; c < u.length; c++) {
      first[c] = 0.75 * u[c] + 0.25 * (first[c] + k * rate[c]);
    }
    rate(t + k / 2, first, rate);
    for (int c = 0; c < u.length; c++) {
      u[c] = u[c] / 3 + 2 / 3.0 * (first[c] + k * rate[c]);
    }
  }
}
