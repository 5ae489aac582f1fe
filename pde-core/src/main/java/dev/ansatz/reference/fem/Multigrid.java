package dev.ansatz.reference.fem;

import dev.ansatz.engine.linalg.LinearOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.interfaces.linsol.LinearSolverSparse;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.CommonOps_DSCC;
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
    this(meshes, Integer.MAX_VALUE);
  }

  /**
   * The same, below the coarsest mesh with its functions of degree 1 if those of degree 2 are many.
   *
   * @param direct how many unknowns of the coarsest mesh are not many
   */
  Multigrid(List<Discrete> meshes, int direct) {
    levels = new ArrayList<>();
    var bottom = meshes.getFirst();
    if (bottom.assembly.unknowns > direct && bottom.assembly.space.degree == 2) {
      levels.add(linear(bottom));
    }
    for (int l = 0; l < meshes.size(); l++) {
      var mesh = meshes.get(l);
      levels.add(l + 1 < meshes.size() ? embedded(mesh, meshes.get(l + 1))
          : new Level(mesh.matrix, diagonal(mesh.matrix), new int[0], new int[0], new double[0]));
    }
    coarsest = LinearSolverFactory_DSCC.cholesky(FillReducing.NONE);
    if (!coarsest.setA(levels.getFirst().matrix.copy())) {
      throw new ArithmeticException("the matrix of the coarsest mesh is not positive definite");
    }
  }

  private static double[] diagonal(DMatrixSparseCSC matrix) {
    double[] diagonal = new double[matrix.numCols];
    for (int j = 0; j < diagonal.length; j++) {
      diagonal[j] = matrix.get(j, j);
    }
    return diagonal;
  }

  /** The functions of degree 1 on a mesh, with the matrix that the one of degree 2 makes of them. */
  private static Level linear(Discrete mesh) {
    var assembly = mesh.assembly;
    var space = assembly.space;
    int n = assembly.unknowns;
    int corners = space.dimension + 1;
    int[][] edges = SimplexMesh.edges(space.dimension);
    // in the order of the unknowns of degree 2, which is one of elimination
    int[] number = new int[n];
    Arrays.fill(number, -1);
    for (int[] places : assembly.place) {
      for (int v = 0; v < Math.min(places.length, space.mesh.vertices()); v++) {
        if (places[v] >= 0) {
          number[places[v]] = 0;
        }
      }
    }
    int count = 0;
    for (int i = 0; i < n; i++) {
      number[i] = number[i] < 0 ? -1 : count++;
    }
    int[] columns = new int[2 * n];
    Arrays.fill(columns, -1);
    for (int[] places : assembly.place) {
      for (int t = 0; t < space.mesh.size(); t++) {
        for (int k = 0; k < space.local; k++) {
          int row = places[space.element[space.local * t + k]];
          for (int end = 0; row >= 0 && end < 2; end++) {
            int corner = places[space.element[space.local * t + (k < corners ? k : edges[k - corners][end])]];
            columns[2 * row + end] = corner < 0 ? -1 : number[corner];
          }
        }
      }
    }
    int[] start = new int[n + 1];
    int[] column = new int[2 * n];
    double[] weight = new double[2 * n];
    int entries = 0;
    for (int i = 0; i < n; i++) {
      for (int end = 0; end < 2; end++) {
        if (columns[2 * i + end] >= 0) {
          column[entries] = columns[2 * i + end];
          weight[entries++] = 0.5;
        }
      }
      start[i + 1] = entries;
    }
    var matrix = restricted(mesh.matrix, count, start, column, weight);
    return new Level(matrix, diagonal(matrix), start, Arrays.copyOf(column, entries), Arrays.copyOf(weight, entries));
  }

  /** {@code Eᵀ A E}, row i of E having {@code weight[k]} in {@code column[k]}, k from {@code start[i]}. */
  private static DMatrixSparseCSC restricted(DMatrixSparseCSC a, int columns, int[] start, int[] column, double[] weight) {
    int n = a.numCols;
    var transposed = new DMatrixSparseCSC(columns, n, start[n]);
    System.arraycopy(start, 0, transposed.col_idx, 0, n + 1);
    System.arraycopy(column, 0, transposed.nz_rows, 0, start[n]);
    System.arraycopy(weight, 0, transposed.nz_values, 0, start[n]);
    transposed.nz_length = start[n];
    var embedding = CommonOps_DSCC.transpose(transposed, null, null);
    var product = new DMatrixSparseCSC(n, columns, 0);
    CommonOps_DSCC.mult(a, embedding, product);
    var result = new DMatrixSparseCSC(columns, columns, 0);
    CommonOps_DSCC.mult(transposed, product, result);
    result.sortIndices(null);
    return result;
  }

  private static Level embedded(Discrete coarse, Discrete fine) {
    var space = coarse.assembly.space;
    int n = fine.assembly.unknowns;
    int local = space.local;
    int[] columns = new int[n * local];
    double[] weights = new double[n * local];
    Arrays.fill(columns, -1);
    double[] basis = new double[local];
    space.forEachFineNode(fine.assembly.space, (node, _, t, at) -> {
      FiniteElementSpace.basis(space.dimension, space.degree, at, basis);
      for (int f = 0; f < fine.assembly.place.length; f++) {
        int row = fine.assembly.place[f][node];
        for (int k = 0; row >= 0 && k < local; k++) {
          columns[row * local + k] = coarse.assembly.place[f][space.element[local * t + k]];
          weights[row * local + k] = basis[k];
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
    return new Level(coarse.matrix, diagonal(coarse.matrix), start, Arrays.copyOf(columns, count), Arrays.copyOf(weights, count));
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
