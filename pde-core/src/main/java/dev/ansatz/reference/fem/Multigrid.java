package dev.ansatz.reference.fem;

import dev.ansatz.engine.linalg.LinearOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.interfaces.linsol.LinearSolverSparse;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.factory.LinearSolverFactory_DSCC;

/**
 * One V-cycle over the meshes of a refinement, as an approximate inverse of the finest one's positive definite matrix: symmetric, to
 * precondition conjugate gradients. {@value #SWEEPS} sweeps of Gauss and Seidel forwards before and as many backwards after the
 * correction from the coarser mesh; Cholesky's factors on the coarsest. O(n) for n unknowns, with a number of iterations that
 * depends neither on n nor on the grading.
 *
 * <p>Source: W. Hackbusch, Multi-Grid Methods and Applications, 1985, doi:10.1007/978-3-662-02427-0.
 */
final class Multigrid implements LinearOperator {
  private static final int SWEEPS = 2;

  private final List<Level> levels;
  private final LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> coarsest;

  /**
   * A mesh with what its functions are on the next finer one: unknown i there is the sum of {@code weight[k]} times unknown
   * {@code column[k]} here, k from {@code start[i]} to {@code start[i + 1]}.
   */
  private record Level(DMatrixSparseCSC matrix, double[] diagonal, int[] start, int[] column, double[] weight) {}

  /** A mesh's unknowns and its matrix. */
  record Discrete(Assembly assembly, DMatrixSparseCSC matrix) {}

  /**
   * The V-cycle over these meshes.
   *
   * @param meshes from coarse to fine, each the refinement of the one before, with positive definite matrices
   * @throws ArithmeticException if the coarsest matrix is not positive definite
   */
  Multigrid(List<Discrete> meshes) {
    levels = new ArrayList<>();
    for (int l = 0; l < meshes.size(); l++) {
      var mesh = meshes.get(l);
      double[] diagonal = new double[mesh.matrix.numCols];
      for (int j = 0; j < diagonal.length; j++) {
        diagonal[j] = mesh.matrix.get(j, j);
      }
      levels.add(l + 1 < meshes.size() ? embedded(mesh, meshes.get(l + 1), diagonal)
          : new Level(mesh.matrix, diagonal, new int[0], new int[0], new double[0]));
    }
    coarsest = LinearSolverFactory_DSCC.cholesky(FillReducing.NONE);
    if (!coarsest.setA(meshes.getFirst().matrix.copy())) {
      throw new ArithmeticException("the matrix of the coarsest mesh is not positive definite");
    }
  }

  private static Level embedded(Discrete coarse, Discrete fine, double[] diagonal) {
    var space = coarse.assembly.space;
    int[] from = coarse.assembly.place[0];
    int[] to = fine.assembly.place[0];
    int n = fine.assembly.unknowns;
    int local = space.local;
    int[] columns = new int[n * local];
    double[] weights = new double[n * local];
    Arrays.fill(columns, -1);
    double[] basis = new double[6];
    space.forEachFineNode(fine.assembly.space, (node, _, t, xi, eta) -> {
      if (to[node] >= 0) {
        FiniteElementSpace.basis(space.degree, xi, eta, basis);
        for (int k = 0; k < local; k++) {
          columns[to[node] * local + k] = from[space.element[local * t + k]];
          weights[to[node] * local + k] = basis[k];
        }
      }
    });
    int[] start = new int[n + 1];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int k = i * local; k < (i + 1) * local; k++) {
        if (columns[k] >= 0 && weights[k] != 0) {
          columns[count] = columns[k];
          weights[count++] = weights[k];
        }
      }
      start[i + 1] = count;
    }
    return new Level(coarse.matrix, diagonal, start, Arrays.copyOf(columns, count), Arrays.copyOf(weights, count));
  }

  @Override
  public int rows() {
    return levels.getLast().matrix.numRows;
  }

  @Override
  public int columns() {
    return rows();
  }

  @Override
  public void apply(double[] r, double[] z) {
    Arrays.fill(z, 0);
    cycle(levels.size() - 1, r, z);
  }

  @Override
  public void applyTransposed(double[] r, double[] z) {
    apply(r, z);
  }

  /** Improves z towards the solution of A z = r, from z = 0. */
  private void cycle(int l, double[] r, double[] z) {
    var a = levels.get(l).matrix;
    if (l == 0) {
      var x = DMatrixRMaj.wrap(z.length, 1, z);
      coarsest.solve(DMatrixRMaj.wrap(r.length, 1, r.clone()), x);
      return;
    }
    double[] diagonal = levels.get(l).diagonal;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int j = 0; j < z.length; j++) {
        relax(a, diagonal, j, r, z);
      }
    }
    var coarse = levels.get(l - 1);
    double[] below = new double[coarse.matrix.numCols];
    for (int i = 0; i < z.length; i++) {
      double residual = r[i] - row(a, i, z);
      for (int k = coarse.start[i]; k < coarse.start[i + 1]; k++) {
        below[coarse.column[k]] += coarse.weight[k] * residual;
      }
    }
    double[] correction = new double[below.length];
    cycle(l - 1, below, correction);
    for (int i = 0; i < z.length; i++) {
      for (int k = coarse.start[i]; k < coarse.start[i + 1]; k++) {
        z[i] += coarse.weight[k] * correction[coarse.column[k]];
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int j = z.length - 1; j >= 0; j--) {
        relax(a, diagonal, j, r, z);
      }
    }
  }

  private static void relax(DMatrixSparseCSC a, double[] diagonal, int j, double[] r, double[] z) {
    z[j] += (r[j] - row(a, j, z)) / diagonal[j];
  }

  /** A row, which is a column, times z. */
  private static double row(DMatrixSparseCSC a, int j, double[] z) {
    double sum = 0;
    for (int k = a.col_idx[j]; k < a.col_idx[j + 1]; k++) {
      sum += a.nz_values[k] * z[a.nz_rows[k]];
    }
    return sum;
  }

  /** A symmetric matrix by its columns. */
  static LinearOperator symmetric(DMatrixSparseCSC a) {
    return new LinearOperator() {
      @Override
      public int rows() {
        return a.numRows;
      }

      @Override
      public int columns() {
        return a.numCols;
      }

      @Override
      public void apply(double[] x, double[] y) {
        for (int j = 0; j < y.length; j++) {
          y[j] = row(a, j, x);
        }
      }

      @Override
      public void applyTransposed(double[] x, double[] y) {
        apply(x, y);
      }
    };
  }
}
