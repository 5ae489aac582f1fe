package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.List;

/** A polynomial in one or more coordinates by its values on a tensor grid of Chebyshev points, the last coordinate fastest. */
record TensorPolynomial(List<Chebyshev> axes, double[] values) {

  /** The values of a derivative on the grid. */
  static double[] differentiate(List<Chebyshev> axes, double[] values, MultiIndex index) {
    double[] v = values.clone();
    int inner = v.length;
    for (int axis = 0; axis < axes.size(); axis++) {
      int n = axes.get(axis).degree() + 1;
      inner /= n;
      if (index.order(axis) == 0) {
        continue;
      }
      double[] line = new double[n];
      for (int start = 0; start < v.length; start++) {
        if (start / inner % n != 0) {
          continue;
        }
        for (int j = 0; j < n; j++) {
          line[j] = v[start + j * inner];
        }
        double[] d = axes.get(axis).differentiate(line, 0, index.order(axis));
        for (int j = 0; j < n; j++) {
          v[start + j * inner] = d[j];
        }
      }
    }
    return v;
  }

  TensorPolynomial derivative(MultiIndex index) {
    return index.degree() == 0 ? this : new TensorPolynomial(axes, differentiate(axes, values, index));
  }

  /** Values at points {@code [coordinate][lane]}, by summing out the last coordinate first. */
  void evaluate(double[][] points, double[] out) {
    int dimension = axes.size();
    double[][] weights = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      weights[i] = new double[axes.get(i).degree() + 1];
    }
    double[] last = new double[dimension];
    java.util.Arrays.fill(last, Double.NaN);
    double[] partial = new double[values.length];
    double[] next = new double[values.length];
    for (int p = 0; p < out.length; p++) {
      for (int i = 0; i < dimension; i++) {
        if (points[i][p] != last[i]) {
          last[i] = points[i][p];
          axes.get(i).interpolationWeights(last[i], weights[i]);
        }
      }
      double[] from = values;
      int length = values.length;
      for (int i = dimension - 1; i >= 0; i--) {
        int n = weights[i].length;
        length /= n;
        for (int k = 0; k < length; k++) {
          double sum = 0;
          for (int j = 0; j < n; j++) {
            sum += weights[i][j] * from[k * n + j];
          }
          next[k] = sum;
        }
        System.arraycopy(next, 0, partial, 0, length);
        from = partial;
      }
      out[p] = from[0];
    }
  }
}
