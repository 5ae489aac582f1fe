package dev.ansatz.reference.fem;

import dev.ansatz.pde.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The discontinuities of fields at interfaces on a mesh. The coefficient of a node on an interface is the value above; in triangles
 * below the jump is taken from it: a field in a triangle has the coefficients of its nodes with the {@link #offsets} added.
 */
final class InterfaceJumps {
  /** Over the size of the domain: far above rounding, far below an edge. */
  private static final double ASIDE = 1e-11;

  private final CompiledForm compiled;
  private final FiniteElementSpace space;
  /** For each field that jumps, by places of {@link FiniteElementSpace#element}. */
  private final Map<Integer, double[]> offsets = new HashMap<>();
  /** From nodes on interfaces to a point beside them that lies above. */
  private final Map<Integer, double[]> above = new HashMap<>();
  /** For each jump the side of triangles that have a node on its interface: 1 above, −1 below, otherwise 0. */
  private final List<byte[]> sides = new ArrayList<>();

  InterfaceJumps(CompiledForm compiled, FiniteElementSpace space) {
    this.compiled = compiled;
    this.space = space;
    compiled.jumps.forEach(this::add);
  }

  private void add(CompiledForm.Jump jump) {
    var mesh = (TriangleMesh) space.mesh;
    var on = new HashMap<Integer, double[]>();
    byte[] side = new byte[mesh.size()];
    String name = InnerCurves.name(jump.where());
    double aside = ASIDE * compiled.problem.domain().space().orElseThrow().boundingBox().ranges().stream()
        .mapToDouble(r -> r.length()).max().orElseThrow();
    var edges = mesh.byEnds();
    for (int t = 0; t < mesh.size(); t++) {
      for (int i = 0; i < 3; i++) {
        int j = (i + 1) % 3;
        int a = mesh.triangles()[3 * t + i];
        var edge = edges.get(TriangleMesh.key(a, mesh.triangles()[3 * t + j]));
        if (edge == null || !mesh.part(edge).equals(name)) {
          continue;
        }
        side[t] = (byte) (edge.a() == a ? -1 : 1);
        var curve = mesh.curves().get(edge.curve());
        for (int k : space.degree == 1 ? new int[] {i, j} : new int[] {i, j, 3 + i}) {
          int node = space.element[space.local * t + k];
          double[] normal = curve.normal(curve.nearest(space.x[0][node], space.x[1][node]));
          on.put(node, normal);
          above.put(node, new double[] {space.x[0][node] + aside * normal[0], space.x[1][node] + aside * normal[1]});
        }
      }
    }
    int[] nodes = on.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    double[][] points = new double[2][nodes.length];
    double[][] normals = new double[2][nodes.length];
    for (int k = 0; k < nodes.length; k++) {
      points[0][k] = space.x[0][nodes[k]];
      points[1][k] = space.x[1][nodes[k]];
      normals[0][k] = on.get(nodes[k])[0];
      normals[1][k] = on.get(nodes[k])[1];
    }
    double[] values = values(jump, points, normals);
    double[] offset = offsets.computeIfAbsent(jump.field(), _ -> new double[space.element.length]);
    for (int t = 0; t < mesh.size(); t++) {
      for (int k = 0; k < space.local; k++) {
        int place = Arrays.binarySearch(nodes, space.element[space.local * t + k]);
        if (place < 0) {
          continue;
        }
        if (side[t] == 0) {
          double[] centre = centre(t);
          side[t] = (byte) (InnerCurves.isBelow(jump.where(), compiled.problem, centre[0], centre[1]) ? -1 : 1);
        }
        if (side[t] < 0) {
          offset[space.local * t + k] -= values[place];
        }
      }
    }
    sides.add(side);
  }

  private double[] centre(int t) {
    double[] centre = new double[2];
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 2; i++) {
        centre[i] += space.mesh.coordinate(i)[space.mesh.simplices()[3 * t + k]] / 3;
      }
    }
    return centre;
  }

  private double[] values(CompiledForm.Jump jump, double[][] points, double[][] normals) {
    var given = new HashMap<Expr, double[]>();
    for (int i = 0; i < 2; i++) {
      given.put(compiled.space.get(i), points[i]);
      given.put(compiled.form.normal().get(i), normals[i]);
    }
    return jump.value().values(given, points[0].length)[0];
  }

  /** What is added to the coefficients of a field, by places of {@link FiniteElementSpace#element}; null if it does not jump. */
  double[] offsets(int field) {
    return offsets.get(field);
  }

  /** A node's place, or where a field jumps there a point beside it that lies above, so that data with cases are those of that side. */
  double[] above(int node) {
    double[] beside = above.get(node);
    return beside == null ? space.point(node) : beside;
  }

  /** What a field's value at a point is more than that in a triangle continued to it: a triangle may hold points of the other side. */
  double beyond(int field, int triangle, double x, double y) {
    double more = 0;
    for (int k = 0; k < sides.size(); k++) {
      var jump = compiled.jumps.get(k);
      int side = sides.get(k)[triangle];
      if (jump.field() == field && side != 0) {
        boolean below = InnerCurves.isBelow(jump.where(), compiled.problem, x, y);
        if (below != side < 0) {
          double[] normal = InnerCurves.normal(jump.where(), compiled.problem, x, y);
          double value = values(jump, new double[][] {{x}, {y}}, new double[][] {{normal[0]}, {normal[1]}})[0];
          more += below ? -value : value;
        }
      }
    }
    return more;
  }
}
