package dev.ansatz.reference.fem;

/**
 * The tetrahedra at each vertex of a mesh, and moves of vertices that do not make them too flat.
 *
 * @param mesh whose vertices move
 * @param start of the tetrahedra of each vertex in {@code simplex}, and the end of the last
 * @param bent for each tetrahedron with curved edges the patches that each of its edges lies on, none for straight ones, otherwise null;
 *     null as a whole while none is known
 */
record Stars(GrowingMesh mesh, int[] start, int[] simplex, long[][] bent) {
  private static final int SMOOTHINGS = 12;
  /** Sines of dihedral angles below it are improved. */
  private static final double FLAT = 0.35;

  static Stars of(GrowingMesh mesh, long[][] bent) {
    int[] start = new int[mesh.vertices + 1];
    for (int i = 0; i < 4 * mesh.size; i++) {
      start[mesh.simplices[i] + 1]++;
    }
    for (int v = 0; v < mesh.vertices; v++) {
      start[v + 1] += start[v];
    }
    int[] at = start.clone();
    int[] simplex = new int[4 * mesh.size];
    for (int i = 0; i < 4 * mesh.size; i++) {
      simplex[at[mesh.simplices[i]]++] = i >> 2;
    }
    return new Stars(mesh, start, simplex, bent);
  }

  /** Moves a vertex unless a tetrahedron at it gets a dihedral angle whose sine is not above a bound. */
  boolean move(int v, double[] to, double least) {
    double[] from = {mesh.x[0][v], mesh.x[1][v], mesh.x[2][v]};
    for (int axis = 0; axis < 3; axis++) {
      mesh.x[axis][v] = to[axis];
    }
    if (worst(v) > least) {
      return true;
    }
    for (int axis = 0; axis < 3; axis++) {
      mesh.x[axis][v] = from[axis];
    }
    return false;
  }

  /** The least {@link #shape} of the tetrahedra at a vertex. */
  double worst(int v) {
    double worst = 1;
    for (int k = start[v]; k < start[v + 1]; k++) {
      worst = Math.min(worst, shape(simplex[k]));
    }
    return worst;
  }

  /**
   * The smallest sine of a dihedral angle of a tetrahedron and, if edges of it are curved, of those that its parabolas leave its corners
   * in: what its refinements tend to there.
   */
  double shape(int t) {
    double worst = Tetrahedra.smallestSine(mesh.x, mesh.simplices, t);
    if (bent == null || bent[t] == null) {
      return worst;
    }
    double[][] middles = new double[6][];
    for (int e = 0; e < 6; e++) {
      if (bent[t][e] != 0) {
        int a = mesh.simplices[4 * t + SimplexMesh.TETRAHEDRON_EDGES[e][0]];
        int b = mesh.simplices[4 * t + SimplexMesh.TETRAHEDRON_EDGES[e][1]];
        middles[e] = new double[] {(mesh.x[0][a] + mesh.x[0][b]) / 2, (mesh.x[1][a] + mesh.x[1][b]) / 2, (mesh.x[2][a] + mesh.x[2][b]) / 2};
        if (!mesh.patches.project(bent[t][e], middles[e])) {
          return -1;
        }
      }
    }
    double[][] at = new double[3][4];
    for (int corner = 0; corner < 4 && worst > 0; corner++) {
      int v = mesh.simplices[4 * t + corner];
      for (int e = 0; e < 6; e++) {
        int[] ends = SimplexMesh.TETRAHEDRON_EDGES[e];
        if (ends[0] != corner && ends[1] != corner) {
          continue;
        }
        int other = ends[0] == corner ? ends[1] : ends[0];
        int w = mesh.simplices[4 * t + other];
        for (int axis = 0; axis < 3; axis++) {
          at[axis][corner] = mesh.x[axis][v];
          at[axis][other] = middles[e] == null ? mesh.x[axis][w] : 4 * middles[e][axis] - 2 * mesh.x[axis][v] - mesh.x[axis][w];
        }
      }
      worst = Math.min(worst, Tetrahedra.smallestSine(at, new int[] {0, 1, 2, 3}, 0));
    }
    return worst;
  }

  /** Moves vertices of flat tetrahedra, on the patches that hold each, to where the flattest at them is less flat. */
  void smooth(long[] held) {
    for (int pass = 0; pass < SMOOTHINGS; pass++) {
      boolean moved = false;
      for (int v = 0; v < mesh.vertices; v++) {
        double worst = worst(v);
        if (worst < FLAT && Long.bitCount(held[v]) < 3) {
          moved |= improve(v, held[v], worst, pass);
        }
      }
      if (!moved) {
        return;
      }
    }
  }

  /** Tries the mean of the neighbours and a step along each axis. */
  private boolean improve(int v, long set, double worst, int pass) {
    double length = 0;
    double[] mean = new double[3];
    int count = 0;
    for (int k = start[v]; k < start[v + 1]; k++) {
      for (int i = 0; i < 4; i++) {
        int w = mesh.simplices[4 * simplex[k] + i];
        if (w != v) {
          count++;
          length += Math.sqrt(Tetrahedra.square(mesh.x, v, w));
          for (int axis = 0; axis < 3; axis++) {
            mean[axis] += mesh.x[axis][w];
          }
        }
      }
    }
    double step = length / count * 0.3 / (1 + pass);
    boolean moved = false;
    double least = worst;
    for (int way = 0; way < 7; way++) {
      double[] to = {mesh.x[0][v], mesh.x[1][v], mesh.x[2][v]};
      if (way == 0) {
        for (int axis = 0; axis < 3; axis++) {
          to[axis] = (to[axis] + mean[axis] / count) / 2;
        }
      } else {
        to[(way - 1) / 2] += way % 2 == 0 ? step : -step;
      }
      if (mesh.patches.project(set, to) && move(v, to, least + 1e-3)) {
        least = worst(v);
        moved = true;
      }
    }
    return moved;
  }
}
