package dev.ansatz.reference.fem;

import java.util.List;

/**
 * A conforming mesh of triangles or tetrahedra. Where its boundary, or a curve inside, is curved, its vertices lie on it, and those of
 * {@link #refine} do so too.
 *
 * <p>Corners of a simplex are numbered from 0; its edges are those of {@link #edges}.
 */
sealed interface SimplexMesh permits TriangleMesh, TetrahedronMesh {
  /** Of space: 2 or 3. */
  int dimension();

  int vertices();

  /** How many simplices. */
  int size();

  /** {@code dimension + 1} vertices each, of positive orientation. */
  int[] simplices();

  /** Of the vertices. */
  double[] coordinate(int axis);

  /** The area or volume of a simplex with straight sides. */
  double measure(int simplex);

  /** The longest edge. */
  double h();

  /**
   * Every simplex cut into {@code 2^dimension}; child c of simplex t has the number {@code 2^dimension t + c}. Vertices keep their numbers.
   */
  SimplexMesh refine();

  /**
   * The corners of the children of a simplex, as numbers of its corners and, behind those, of its edges, on which the others lie;
   * edge k is cut at a fraction {@link #ratio} of its length.
   */
  int[][] children(int simplex);

  /** Where the edge from vertex a to vertex b is cut, as a fraction from a. */
  double ratio(int a, int b);

  /** For each simplex, whether it has an edge on a curve or a curved surface. */
  boolean[] onCurve();

  /** The middles of the edges that are curved. */
  Bends bends();

  /** The sides on the boundary and on curves inside. */
  List<Side> sides();

  /**
   * A side of a simplex on a boundary part or on an interface; of the two triangles at an interface the one below.
   *
   * @param name of the part or the interface
   * @param side of a triangle from corner {@code side} to the next one, of a tetrahedron that opposite to corner {@code side}
   * @param curve number of the curve or surface
   */
  record Side(String name, int simplex, int side, int curve) {}

  /** Tells where the middle of a curved edge is. */
  interface Bends {
    /** Null for a straight edge. */
    double[] middle(int a, int b);
  }

  int[][] TRIANGLE_EDGES = {{0, 1}, {1, 2}, {2, 0}};
  int[][] TETRAHEDRON_EDGES = {{0, 1}, {1, 2}, {2, 0}, {0, 3}, {1, 3}, {2, 3}};
  int[][] TRIANGLE_SIDES = {{0, 1}, {1, 2}, {2, 0}};
  /** Outward by the right-hand rule. */
  int[][] TETRAHEDRON_SIDES = {{1, 2, 3}, {0, 3, 2}, {0, 1, 3}, {0, 2, 1}};

  /** The corners of each edge. */
  static int[][] edges(int dimension) {
    return dimension == 2 ? TRIANGLE_EDGES : TETRAHEDRON_EDGES;
  }

  /** The corners of each side. */
  static int[][] sides(int dimension) {
    return dimension == 2 ? TRIANGLE_SIDES : TETRAHEDRON_SIDES;
  }
}
