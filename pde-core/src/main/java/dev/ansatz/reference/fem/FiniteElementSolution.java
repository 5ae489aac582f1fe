package dev.ansatz.reference.fem;

import dev.ansatz.engine.jet.MultiIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields on a triangulation, with their derivatives to order 2: first derivatives are those of the elements, second ones those of
 * the first derivatives averaged at the nodes. Points outside of the domain give NaN. Thread-safe.
 */
public final class FiniteElementSolution {
  private final Assembly assembly;
  private final FiniteElementSpace space;
  private final double[][] u;
  private final int iterations;
  private final boolean jumping;
  /** Made when first asked for, as are the gradients {@code [field][along][node]}. */
  private TriangleTree tree;
  private final double[][][] gradients;

  FiniteElementSolution(Assembly assembly, double[][] u, int iterations) {
    this(assembly, u, iterations, null, true);
  }

  /** @param jumping false for rates of change, which are continuous where values jump */
  FiniteElementSolution(Assembly assembly, double[][] u, int iterations, TriangleTree tree, boolean jumping) {
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

  public int triangles() {
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
    int along = index.degree() == 0 ? 0 : index.order(0) > 0 ? 1 : 2;
    boolean second = index.degree() == 2;
    double[] values = second ? gradient(field)[along - 1] : u[field];
    double[] offsets = second ? null : offsets(field);
    int then = !second ? along : index.order(along - 1) == 2 ? along : 3 - along;
    int degree = second ? space.degree : assembly.degree(field);
    double[] basis = new double[6];
    var tree = tree();
    var place = new TriangleTree.Place();
    for (int p = 0; p < out.length; p++) {
      tree.find(points[0][p], points[1][p], place);
      if (place.triangle < 0) {
        out[p] = Double.NaN;
        continue;
      }
      out[p] = value(values, offsets, degree, then, place.triangle, place.xi, place.eta, basis);
      if (offsets != null && along == 0) {
        out[p] += assembly.jumps().beyond(field, place.triangle, points[0][p], points[1][p]);
      }
    }
  }

  private double value(double[] values, double[] offsets, int degree, int along, int t, double xi, double eta, double[] basis) {
    space.physicalBasis(t, degree, along, xi, eta, basis);
    double sum = 0;
    for (int k = 0; k < (degree == 1 ? 3 : 6); k++) {
      int place = space.local * t + k;
      sum += basis[k] * (values[space.element[place]] + (offsets == null ? 0 : offsets[place]));
    }
    return sum;
  }

  private synchronized TriangleTree tree() {
    if (tree == null) {
      tree = new TriangleTree(space);
    }
    return tree;
  }

  /** The gradient at the nodes: the mean over the triangles of each, by area. */
  private synchronized double[][] gradient(int field) {
    if (gradients[field] == null) {
      double[][] g = new double[2][space.nodes];
      double[] area = new double[space.nodes];
      double[] basis = new double[6];
      double[] xi = {0, 1, 0, 0.5, 0.5, 0};
      double[] eta = {0, 0, 1, 0, 0.5, 0.5};
      for (int t = 0; t < space.mesh.size(); t++) {
        double a = space.mesh.area(t);
        for (int k = 0; k < space.local; k++) {
          int node = space.element[space.local * t + k];
          area[node] += a;
          for (int i = 0; i < 2; i++) {
            g[i][node] += a * value(u[field], offsets(field), assembly.degree(field), 1 + i, t, xi[k], eta[k], basis);
          }
        }
      }
      for (int node = 0; node < space.nodes; node++) {
        g[0][node] /= area[node];
        g[1][node] /= area[node];
      }
      gradients[field] = g;
    }
    return gradients[field];
  }

  /** The mean of a field over the domain. */
  double mean(int field) {
    double[] sums = {0, 0};
    double[] basis = new double[6];
    assembly.forEachPoint((t, xi, eta, weight) -> {
      sums[0] += weight * value(u[field], offsets(field), assembly.degree(field), 0, t, xi, eta, basis);
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
    double[] basis = new double[6];
    assembly.forEachPoint((t, xi, eta, weight) -> {
      double v = value(values, offsets, assembly.degree(field), 0, t, xi, eta, basis);
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
    double[] basis = new double[6];
    double[] offsets = offsets(field);
    double[] fineOffsets = fine.jumps().offsets(field);
    space.forEachFineNode(fine.space, (node, place, t, xi, eta) -> {
      if (node < out.length) {
        double value = value(u[field], offsets, degree, 0, t, xi, eta, basis);
        out[node] = fineOffsets == null ? value : value - fineOffsets[place];
      }
    });
    return out;
  }
}
