package dev.ansatz.engine.linalg;

import java.util.Arrays;

/**
 * A linear map from vectors of {@link #columns} elements to vectors of {@link #rows}, known by its products.
 * Implementations overwrite the whole of y.
 */
public interface LinearOperator {
  /** Elements of A x. */
  int rows();

  /** Elements of x. */
  int columns();

  /** y ← A x. The two arrays are not the same. */
  void apply(double[] x, double[] y);

  /** y ← Aᵀ x. */
  void applyTransposed(double[] x, double[] y);

  /** Aᵀ. */
  default LinearOperator transpose() {
    return new Transpose(this);
  }

  /** The matrix of m × n stored by rows in a, which is not copied. */
  static LinearOperator dense(int m, int n, double[] a) {
    return new Dense(m, n, a);
  }

  /** The diagonal matrix of d, which is not copied. */
  static LinearOperator diagonal(double[] d) {
    return new Diagonal(d);
  }

  /** The identity of order n. */
  static LinearOperator identity(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return new Diagonal(ones);
  }

  /** alpha A. */
  static LinearOperator scaled(double alpha, LinearOperator a) {
    return new Scaled(alpha, a);
  }

  /** A B, applied B first. */
  static LinearOperator product(LinearOperator a, LinearOperator b) {
    if (a.columns() != b.rows()) {
      throw new IllegalArgumentException("a product of " + a.rows() + " x " + a.columns() + " and " + b.rows() + " x "
          + b.columns() + " does not exist");
    }
    return new Product(a, b);
  }

  /** alpha A + beta B. */
  static LinearOperator sum(double alpha, LinearOperator a, double beta, LinearOperator b) {
    if (a.rows() != b.rows() || a.columns() != b.columns()) {
      throw new IllegalArgumentException("a sum of " + a.rows() + " x " + a.columns() + " and " + b.rows() + " x "
          + b.columns() + " does not exist");
    }
    return new Sum(alpha, a, beta, b);
  }

  /**
   * A ⊗ B, whose block (i, j) is a_ij B: with x as a matrix X by rows, of A's columns by B's columns, the product is
   * A X Bᵀ, at the cost of the factors.
   */
  static LinearOperator kronecker(LinearOperator a, LinearOperator b) {
    return new Kronecker(a, b);
  }

  /** A ⊗ B ⊗ C …, one factor or more, applied one factor after the other. */
  static LinearOperator kronecker(LinearOperator first, LinearOperator... others) {
    LinearOperator a = first;
    for (var b : others) {
      a = new Kronecker(a, b);
    }
    return a;
  }

  /** See {@link #transpose}. */
  record Transpose(LinearOperator a) implements LinearOperator {
    @Override
    public int rows() {
      return a.columns();
    }

    @Override
    public int columns() {
      return a.rows();
    }

    @Override
    public void apply(double[] x, double[] y) {
      a.applyTransposed(x, y);
    }

    @Override
    public void applyTransposed(double[] x, double[] y) {
      a.apply(x, y);
    }

    @Override
    public LinearOperator transpose() {
      return a;
    }
  }

  /** See {@link #dense}. */
  record Dense(int rows, int columns, double[] a) implements LinearOperator {
    /** Checks the size. */
    public Dense {
      if (a.length != rows * columns) {
        throw new IllegalArgumentException(a.length + " elements for a matrix of " + rows + " x " + columns);
      }
    }

    @Override
    public void apply(double[] x, double[] y) {
      for (int i = 0; i < rows; i++) {
        double s = 0;
        for (int j = 0; j < columns; j++) {
          s += a[i * columns + j] * x[j];
        }
        y[i] = s;
      }
    }

    @Override
    public void applyTransposed(double[] x, double[] y) {
      Arrays.fill(y, 0, columns, 0);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          y[j] += a[i * columns + j] * x[i];
        }
      }
    }
  }

  /** A symmetric operator, whose transpose is itself. */
  interface Symmetric extends LinearOperator {
    @Override
    default int columns() {
      return rows();
    }

    @Override
    default void applyTransposed(double[] x, double[] y) {
      apply(x, y);
    }

    @Override
    default LinearOperator transpose() {
      return this;
    }
  }

  /** An operator made of others, whose transpose is made of their transposes. */
  interface Composite extends LinearOperator {
    @Override
    default void applyTransposed(double[] x, double[] y) {
      transpose().apply(x, y);
    }

    @Override
    LinearOperator transpose();
  }

  /** See {@link #diagonal}. */
  record Diagonal(double[] d) implements Symmetric {
    @Override
    public int rows() {
      return d.length;
    }

    @Override
    public void apply(double[] x, double[] y) {
      for (int i = 0; i < d.length; i++) {
        y[i] = d[i] * x[i];
      }
    }
  }

  /** See {@link #scaled}. */
  record Scaled(double alpha, LinearOperator a) implements Composite {
    @Override
    public int rows() {
      return a.rows();
    }

    @Override
    public int columns() {
      return a.columns();
    }

    @Override
    public void apply(double[] x, double[] y) {
      a.apply(x, y);
      for (int i = 0; i < rows(); i++) {
        y[i] *= alpha;
      }
    }

    @Override
    public LinearOperator transpose() {
      return new Scaled(alpha, a.transpose());
    }
  }

  /** See {@link #product}. */
  record Product(LinearOperator a, LinearOperator b) implements Composite {
    @Override
    public int rows() {
      return a.rows();
    }

    @Override
    public int columns() {
      return b.columns();
    }

    @Override
    public void apply(double[] x, double[] y) {
      double[] z = new double[b.rows()];
      b.apply(x, z);
      a.apply(z, y);
    }

    @Override
    public LinearOperator transpose() {
      return new Product(b.transpose(), a.transpose());
    }
  }

  /** See {@link #sum}. */
  record Sum(double alpha, LinearOperator a, double beta, LinearOperator b) implements Composite {
    @Override
    public int rows() {
      return a.rows();
    }

    @Override
    public int columns() {
      return a.columns();
    }

    @Override
    public void apply(double[] x, double[] y) {
      double[] z = new double[rows()];
      a.apply(x, y);
      b.apply(x, z);
      for (int i = 0; i < z.length; i++) {
        y[i] = alpha * y[i] + beta * z[i];
      }
    }

    @Override
    public LinearOperator transpose() {
      return new Sum(alpha, a.transpose(), beta, b.transpose());
    }
  }

  /** See {@link #kronecker}. */
  record Kronecker(LinearOperator a, LinearOperator b) implements Composite {
    @Override
    public int rows() {
      return Math.multiplyExact(a.rows(), b.rows());
    }

    @Override
    public int columns() {
      return Math.multiplyExact(a.columns(), b.columns());
    }

    @Override
    public void apply(double[] x, double[] y) {
      int rows = b.rows();
      double[] z = new double[a.columns() * rows];
      double[] in = new double[Math.max(a.columns(), b.columns())];
      double[] out = new double[Math.max(a.rows(), rows)];
      for (int i = 0; i < a.columns(); i++) {
        System.arraycopy(x, i * b.columns(), in, 0, b.columns());
        b.apply(in, out);
        System.arraycopy(out, 0, z, i * rows, rows);
      }
      for (int j = 0; j < rows; j++) {
        for (int i = 0; i < a.columns(); i++) {
          in[i] = z[i * rows + j];
        }
        a.apply(in, out);
        for (int i = 0; i < a.rows(); i++) {
          y[i * rows + j] = out[i];
        }
      }
    }

    @Override
    public LinearOperator transpose() {
      return new Kronecker(a.transpose(), b.transpose());
    }
  }
}
