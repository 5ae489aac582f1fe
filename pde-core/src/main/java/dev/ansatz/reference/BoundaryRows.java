package dev.ansatz.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * One field along one axis with at most one condition an end: which values the conditions fix, how, and a basis of the
 * rest in which the second derivative under the homogeneous conditions is diagonal. Immutable.
 *
 * <p>The values at the fixed nodes are {@code Σ_j lift[e][j] v_j + Σ_c solve[e][c] g_c}, v the other values, g the data.
 */
final class BoundaryRows {
  /** Beyond this condition number of the eigenvectors a basis would amplify rounding more than it saves. */
  private static final double WORST_CONDITION = 1e6;

  private final int[] fixed;
  private final List<FaceCondition.Side> sides;
  private final double[][] lift;
  private final double[][] solve;
  private final double[] eigenvalues;
  private final AxisMap synthesis;
  private final AxisMap analysis;

  /**
   * @param diagonal whether to diagonalise; the basis is that of the free values otherwise
   * @throws NotDiagonalizable if the second derivative has no real eigenvalues with well-conditioned vectors
   */
  BoundaryRows(Axis.OnInterval axis, List<FaceCondition.Side> sides, boolean diagonal) {
    int n = axis.points().length - 1;
    this.sides = List.copyOf(sides);
    fixed = sides.stream().mapToInt(c -> c.upper() ? n : 0).toArray();
    int count = fixed.length;
    if (count == 2 && fixed[0] == fixed[1] || count > 2) {
      throw new IllegalArgumentException("at most one condition for a field at each end");
    }
    AxisMap d = axis.derivative(1);
    double[][] rows = new double[count][n + 1];
    var a = new DMatrixRMaj(count, count);
    for (int c = 0; c < count; c++) {
      for (int j = 0; j <= n; j++) {
        rows[c][j] = sides.get(c).beta() * d.a()[fixed[c] * (n + 1) + j];
      }
      rows[c][fixed[c]] += sides.get(c).alpha();
      for (int e = 0; e < count; e++) {
        a.set(c, e, rows[c][fixed[e]]);
      }
    }
    solve = new double[count][count];
    lift = new double[count][n + 1];
    if (count > 0) {
      var inverse = new DMatrixRMaj(count, count);
      if (!CommonOps_DDRM.invert(a, inverse)) {
        throw new IllegalArgumentException("the conditions at the two ends do not fix the values there");
      }
      for (int e = 0; e < count; e++) {
        for (int c = 0; c < count; c++) {
          solve[e][c] = inverse.get(e, c);
          for (int j = 0; j <= n; j++) {
            if (!isFixed(j)) {
              lift[e][j] -= inverse.get(e, c) * rows[c][j];
            }
          }
        }
      }
    }
    int[] free = IntStream.rangeClosed(0, n).filter(j -> !isFixed(j)).toArray();
    int m = free.length;
    var vectors = CommonOps_DDRM.identity(m);
    var inverse = CommonOps_DDRM.identity(m);
    eigenvalues = new double[m];
    if (diagonal) {
      diagonalise(reduced(axis.derivative(2), free), vectors, inverse);
    }
    var full = new DMatrixRMaj(n + 1, m);
    var back = new DMatrixRMaj(m, n + 1);
    for (int k = 0; k < m; k++) {
      for (int j = 0; j < m; j++) {
        full.set(free[j], k, vectors.get(j, k));
        back.set(k, free[j], inverse.get(k, j));
        for (int e = 0; e < count; e++) {
          full.add(fixed[e], k, lift[e][free[j]] * vectors.get(j, k));
        }
      }
    }
    synthesis = AxisMap.of(full);
    analysis = AxisMap.of(back);
  }

  /** Thrown where an axis has no real eigenbasis; the methods that need none remain. */
  static final class NotDiagonalizable extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    NotDiagonalizable(String message) {
      super(message, null, false, false);
    }
  }

  private boolean isFixed(int node) {
    return Arrays.stream(fixed).anyMatch(f -> f == node);
  }

  /** A matrix on all values as one on the free values, the homogeneous conditions built in. */
  private DMatrixRMaj reduced(AxisMap a, int[] free) {
    var out = new DMatrixRMaj(free.length, free.length);
    for (int r = 0; r < free.length; r++) {
      int row = free[r] * a.cols();
      for (int c = 0; c < free.length; c++) {
        double v = a.a()[row + free[c]];
        for (int e = 0; e < fixed.length; e++) {
          v += a.a()[row + fixed[e]] * lift[e][free[c]];
        }
        out.set(r, c, v);
      }
    }
    return out;
  }

  private void diagonalise(DMatrixRMaj a, DMatrixRMaj vectors, DMatrixRMaj inverse) {
    int m = a.numRows;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(m, true);
    if (!eigen.decompose(a.copy())) {
      throw new NotDiagonalizable("the eigenvalues of the second derivative were not found");
    }
    for (int k = 0; k < m; k++) {
      var value = eigen.getEigenvalue(k);
      DMatrixRMaj vector = eigen.getEigenVector(k);
      if (!value.isReal() || vector == null) {
        throw new NotDiagonalizable("the second derivative has complex eigenvalues under these conditions");
      }
      eigenvalues[k] = value.getReal();
      for (int j = 0; j < m; j++) {
        vectors.set(j, k, vector.get(j));
      }
    }
    boolean regular = CommonOps_DDRM.invert(vectors, inverse);
    if (!regular || !(CommonOps_DDRM.elementMaxAbs(inverse) < WORST_CONDITION)) {
      throw new NotDiagonalizable("the eigenvectors of the second derivative are too close to one another under these conditions");
    }
  }

  boolean fixesBothEnds() {
    return fixed.length == 2;
  }

  int[] fixed() {
    return fixed.clone();
  }

  /** The conditions, in the order of {@link #fixed}. */
  List<FaceCondition.Side> sides() {
    return sides;
  }

  double lift(int end, int node) {
    return lift[end][node];
  }

  double solve(int end, int condition) {
    return solve[end][condition];
  }

  int modes() {
    return eigenvalues.length;
  }

  /** Of the second derivative, mode by mode; zero where the basis is not one of eigenvectors. */
  double eigenvalue(int mode) {
    return eigenvalues[mode];
  }

  /** From modes to all values, under homogeneous conditions. */
  AxisMap synthesis() {
    return synthesis;
  }

  /** From all values to modes; fixed values are not read. */
  AxisMap analysis() {
    return analysis;
  }
}
