package dev.ansatz.reference.fem;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields on a mesh, with their derivatives to order 2: first derivatives are those of the elements, second ones those of
 * the first derivatives averaged at the nodes. Points outside of the domain give NaN. Thread-safe.
 */
public final class FiniteElementSolution {
  private final Assembly assembly;
  private final FiniteElementSpace space;
  private final double[][] u;
  private final int iterations;
  private final boolean jumping;
  /** Made when first asked for, as are the gradients {@code [field][along][node]}. */
  private SimplexTree tree;
  private final double[][][] gradients;

  FiniteElementSolution(Assembly assembly, double[][] u, int iterations) {
    this(assembly, u, iterations, null, true);
  }

  /** @param jumping false for rates of change, which are continuous where values jump */
  FiniteElementSolution(Assembly assembly, double[][] u, int iterations, SimplexTree tree, boolean jumping) {
    this.tree = tree;
    this.jumping = jumping;
    this.assembly = assembly;
    this.space = assembly.space;
    this.u = u;
    this.iterations = iterations;
    gradients = new double[u.length][][];
  }

  /** Of the discrete equations. */
  public int unknowns() {
    return assembly.unknowns;
  }

  /** Of Newton's method; 1 for a linear problem. */
  public int iterations() {
    return iterations;
  }

  /** Of the mesh: triangles or tetrahedra. */
  public int simplices() {
    return space.mesh.size();
  }

  /** The longest edge. */
  public double h() {
    return space.mesh.h();
  }

  private double[] offsets(int field) {
    return jumping ? assembly.jumps().offsets(field) : null;
  }

  double[][] coefficients() {
    return u;
  }

  Assembly assembly() {
    return assembly;
  }

  /**
   * Writes a derivative of a field at points.
   *
   * @param points {@code [coordinate][lane]}
   * @throws UnsupportedOperationException for orders above 2
   */
  public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
    if (index.degree() > 2) {
      throw new UnsupportedOperationException("a solution by finite elements has derivatives to order 2, not " + index.degree());
    }
    int along = first(index);
    boolean second = index.degree() == 2;
    double[] values = second ? gradient(field)[along - 1] : u[field];
    double[] offsets = second ? null : offsets(field);
    int then = second ? last(index) : along;
    int degree = second ? space.degree : assembly.degree(field);
    double[] basis = basis();
    double[] point = new double[space.dimension];
    var tree = tree();
    var place = new SimplexTree.Place();
    for (int p = 0; p < out.length; p++) {
      for (int i = 0; i < point.length; i++) {
        point[i] = points[i][p];
      }
      tree.find(point, place);
      if (place.simplex < 0) {
        out[p] = Double.NaN;
        continue;
      }
      out[p] = value(values, offsets, degree, then, place.simplex, place.at, basis);
      if (offsets != null && along == 0) {
        out[p] += assembly.jumps().beyond(field, place.simplex, points[0][p], points[1][p]);
      }
    }
  }

  /** The number from 1 of the first coordinate that is differentiated by, or 0. */
  static int first(MultiIndex index) {
    for (int i = 0; i < index.dimension(); i++) {
      if (index.order(i) > 0) {
        return 1 + i;
      }
    }
    return 0;
  }

  private static int last(MultiIndex index) {
    int last = index.dimension();
    while (index.order(last - 1) == 0) {
      last--;
    }
    return last;
  }

  private double[] basis() {
    return new double[FiniteElementSpace.local(space.dimension, 2)];
  }

  private double value(double[] values, double[] offsets, int degree, int along, int t, double[] at, double[] basis) {
    space.physicalBasis(t, degree, along, at, basis);
    double sum = 0;
    for (int k = 0; k < FiniteElementSpace.local(space.dimension, degree); k++) {
      int place = space.local * t + k;
      sum += basis[k] * (values[space.element[place]] + (offsets == null ? 0 : offsets[place]));
    }
    return sum;
  }

  private synchronized SimplexTree tree() {
    if (tree == null) {
      tree = new SimplexTree(space);
    }
    return tree;
  }

  /** The gradient at the nodes: the mean over the simplices of each, by measure. */
  private synchronized double[][] gradient(int field) {
    if (gradients[field] == null) {
      int d = space.dimension;
      double[][] g = new double[d][space.nodes];
      double[] area = new double[space.nodes];
      double[] basis = basis();
      double[][] at = new double[basis.length][d];
      for (int k = 1; k < at.length; k++) {
        int[] ends = k <= d ? new int[] {k, k} : SimplexMesh.edges(d)[k - d - 1];
        for (int end : ends) {
          if (end > 0) {
            at[k][end - 1] += 0.5;
          }
        }
      }
      for (int t = 0; t < space.mesh.size(); t++) {
        double a = space.mesh.measure(t);
        for (int k = 0; k < space.local; k++) {
          int node = space.element[space.local * t + k];
          area[node] += a;
          for (int i = 0; i < d; i++) {
            g[i][node] += a * value(u[field], offsets(field), assembly.degree(field), 1 + i, t, at[k], basis);
          }
        }
      }
      for (int node = 0; node < space.nodes; node++) {
        for (int i = 0; i < d; i++) {
          g[i][node] /= area[node];
        }
      }
      gradients[field] = g;
    }
    return gradients[field];
  }

  /** The mean of a field over the domain. */
  double mean(int field) {
    double[] sums = {0, 0};
    double[] basis = basis();
    assembly.forEachPoint((t, at, weight) -> {
      sums[0] += weight * value(u[field], offsets(field), assembly.degree(field), 0, t, at, basis);
      sums[1] += weight;
    });
    return sums[0] / sums[1];
  }

  /**
   * How far this is from the answer on the mesh before, field by field.
   *
   * @param field its number
   * @param distance ‖this − coarse‖ in L2
   * @param norm ‖this‖
   */
  public record Change(int field, double distance, double norm) {}

  /** The changes from the answer on the mesh that this one's refines, or on the same mesh. */
  public List<Change> changes(FiniteElementSolution coarse) {
    var changes = new ArrayList<Change>();
    for (int f = 0; f < u.length && assembly.degree(f) > 0; f++) {
      double[] difference = coarse.space.mesh.size() == space.mesh.size() ? coarse.u[f].clone() : coarse.prolonged(f, assembly);
      for (int i = 0; i < difference.length; i++) {
        difference[i] = u[f][i] - difference[i];
      }
      changes.add(new Change(f, norm(difference, null, f), norm(u[f], offsets(f), f)));
    }
    return changes;
  }

  private double norm(double[] values, double[] offsets, int field) {
    double[] sum = {0};
    double[] basis = basis();
    assembly.forEachPoint((t, at, weight) -> {
      double v = value(values, offsets, assembly.degree(field), 0, t, at, basis);
      sum[0] += weight * v * v;
    });
    return Math.sqrt(sum[0]);
  }

  /** All coefficients on the refinement. */
  double[][] prolonged(Assembly fine) {
    double[][] out = new double[u.length][];
    for (int f = 0; f < u.length; f++) {
      out[f] = assembly.degree(f) == 0 ? u[f].clone() : prolonged(f, fine);
    }
    return out;
  }

  /** A field's coefficients on the refinement. */
  double[] prolonged(int field, Assembly fine) {
    double[] out = new double[fine.nodes(field)];
    int degree = assembly.degree(field);
    double[] basis = basis();
    double[] offsets = offsets(field);
    double[] fineOffsets = fine.jumps().offsets(field);
    space.forEachFineNode(fine.space, (node, place, t, at) -> {
      if (node < out.length) {
        double value = value(u[field], offsets, degree, 0, t, at, basis);
        out[node] = fineOffsets == null ? value : value - fineOffsets[place];
      }
    });
    return out;
  }
}
