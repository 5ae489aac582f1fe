package dev.ansatz.reference;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.Pointwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An unknown coefficient as its guess plus a polynomial of total degree d,
 *
 * <pre>a(x) = g(x) + S Σ_k c_k φ_k(x),   φ_k = Π_i T_{k_i}(ξ_i),   |k| ≤ d,</pre>
 *
 * with Chebyshev polynomials of its own coordinates scaled to [−1, 1] over the box around the domain, and with S the size of the guess.
 * Without a guess g = 1.
 */
final class CoefficientBasis {
  private final Field field;
  private final Expr guess;
  private final double size;
  private final List<Range> ranges;
  private final int degree;
  private final List<int[]> exponents = new ArrayList<>();

  CoefficientBasis(Problem problem, Coefficient.Unknown unknown, int degree) {
    field = unknown.field();
    ranges = field.coordinates().stream().map(x -> problem.domain().ranges().stream().filter(r -> r.coordinate().equals(x)).findFirst()
        .orElseThrow()).toList();
    this.degree = degree;
    Expr stated = unknown.guess().orElse(Const.ONE);
    guess = stated.substitute(stated.leaves(Parameter.class).stream().collect(Collectors.toMap(p -> p, p -> new Const(p.value()))));
    add(new int[ranges.size()], 0, degree);
    double[] middle = ranges.stream().mapToDouble(r -> r.lower() + r.length() / 2).toArray();
    double at = Math.abs(guessed(Arrays.stream(middle).mapToObj(x -> new double[] {x}).toArray(double[][]::new))[0]);
    size = at > 0 && Double.isFinite(at) ? at : 1;
  }

  private void add(int[] k, int axis, int left) {
    if (axis == k.length) {
      exponents.add(k.clone());
      return;
    }
    for (k[axis] = 0; k[axis] <= left; k[axis]++) {
      add(k, axis + 1, left - k[axis]);
    }
    k[axis] = 0;
  }

  Field field() {
    return field;
  }

  /** How many c there are. */
  int count() {
    return exponents.size();
  }

  /** |k| of each. */
  int[] degrees() {
    return exponents.stream().mapToInt(k -> Arrays.stream(k).sum()).toArray();
  }

  /** a, nested by powers of each ξ. */
  Expr expression(double[] c, int from) {
    int width = degree + 1;
    double[] powers = new double[(int) Math.pow(width, ranges.size())];
    for (int k = 0; k < count(); k++) {
      powers[index(exponents.get(k))] = size * c[from + k];
    }
    int stride = 1;
    for (int axis = ranges.size() - 1; axis >= 0; axis--) {
      toPowers(powers, stride, width);
      stride *= width;
    }
    return guess.plus(nested(powers, 0, powers.length / width, 0));
  }

  private int index(int[] k) {
    int index = 0;
    for (int i : k) {
      index = index * (degree + 1) + i;
    }
    return index;
  }

  /** Coefficients of T_n along one axis into those of ξⁿ: by Clenshaw's recurrence for the polynomials b_k. */
  private static void toPowers(double[] values, int stride, int width) {
    for (int start = 0; start < values.length; start++) {
      if (start / stride % width != 0) {
        continue;
      }
      double[] b1 = new double[width];
      double[] b2 = new double[width];
      for (int k = width - 1; k >= 0; k--) {
        double[] b = new double[width];
        double factor = k == 0 ? 1 : 2;
        for (int i = 0; i < width; i++) {
          b[i] = (i > 0 ? factor * b1[i - 1] : 0) - b2[i];
        }
        b[0] += values[start + k * stride];
        b2 = b1;
        b1 = b;
      }
      for (int i = 0; i < width; i++) {
        values[start + i * stride] = b1[i];
      }
    }
  }

  private Expr nested(double[] powers, int from, int stride, int axis) {
    if (axis == ranges.size()) {
      return new Const(powers[from]);
    }
    Range r = ranges.get(axis);
    Expr xi = r.coordinate().minus(r.lower() + r.length() / 2).times(2 / r.length());
    Expr sum = Const.ZERO;
    for (int k = degree; k >= 0; k--) {
      Expr term = nested(powers, from + k * stride, stride / (degree + 1), axis + 1);
      sum = term.plus(xi.times(sum));
    }
    return sum;
  }

  /** g at points {@code [argument][lane]}. */
  private double[] guessed(double[][] points) {
    return Pointwise.of(guess).values(field.coordinates(), points)[0];
  }

  /** a at points {@code [argument][lane]}. */
  double[] values(double[] c, int from, double[][] points) {
    double[] values = guessed(points);
    double[][] rows = rows(points);
    for (int k = 0; k < rows.length; k++) {
      for (int p = 0; p < values.length; p++) {
        values[p] += c[from + k] * rows[k][p];
      }
    }
    return values;
  }

  /** S φ_k at points {@code [argument][lane]}. */
  double[][] rows(double[][] points) {
    int lanes = points[0].length;
    double[][][] t = new double[ranges.size()][degree + 1][lanes];
    for (int i = 0; i < ranges.size(); i++) {
      Range r = ranges.get(i);
      for (int p = 0; p < lanes; p++) {
        double xi = 2 * (points[i][p] - r.lower()) / r.length() - 1;
        t[i][0][p] = 1;
        for (int n = 1; n <= degree; n++) {
          t[i][n][p] = n == 1 ? xi : 2 * xi * t[i][n - 1][p] - t[i][n - 2][p];
        }
      }
    }
    double[][] rows = new double[count()][lanes];
    for (int k = 0; k < rows.length; k++) {
      Arrays.fill(rows[k], size);
      for (int i = 0; i < ranges.size(); i++) {
        double[] factor = t[i][exponents.get(k)[i]];
        for (int p = 0; p < lanes; p++) {
          rows[k][p] *= factor[p];
        }
      }
    }
    return rows;
  }

  /** S. */
  double size() {
    return size;
  }
}
