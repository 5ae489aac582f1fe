package dev.ansatz.reference.fem;

import dev.ansatz.reference.fem.FiniteElementSpace.Tabulated;

/**
 * Rules of integration on the reference simplex and its sides: Radon's seven points on triangles, fourteen points on tetrahedra, both
 * exact for polynomials of degree 5, and on edges those of Gauss of degree 7.
 *
 * <p>Sources: A. H. Stroud, Approximate Calculation of Multiple Integrals, 1971; N. J. Walkington, Quadrature on simplices of arbitrary
 * dimension, 2000.
 *
 * @param points inside, with functions there
 * @param weights of these, with sum 1
 * @param factorial of the dimension: the measure of the reference simplex is one over it
 * @param sidePoints {@code [side][point]}
 * @param sideWeights with sum 1
 * @param ways for each side the ways from its first corner to its others, in reference coordinates
 */
record SimplexRule(Tabulated[] points, double[] weights, int factorial, Tabulated[][] sidePoints, double[] sideWeights, double[][][] ways) {
  private static final double[][] TRIANGLE = triangle();
  private static final double[] LINE = {0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263};
  private static final double[] LINE_WEIGHTS = {0.17392742256872693, 0.32607257743127307, 0.32607257743127307, 0.17392742256872693};
  /** Four points on the ways from the centre to corners and faces, then six towards the edges: a coordinate, and the weight. */
  private static final double[][] TETRAHEDRON = {{0.0927352503108912264, 0.0734930431163619495},
      {0.3108859192633006097, 0.1126879257180158508},
      {0.0455037041256496494, 0.0425460207770814664}};
  private static final SimplexRule PLANE = plane();
  private static final SimplexRule SPACE = space();

  static SimplexRule of(int dimension) {
    return dimension == 2 ? PLANE : SPACE;
  }

  /** Radon's: λ_1 and λ_2 of each point, and its weight. */
  private static double[][] triangle() {
    double a = (6 - Math.sqrt(15)) / 21;
    double b = (6 + Math.sqrt(15)) / 21;
    double wa = (155 - Math.sqrt(15)) / 1200;
    double wb = (155 + Math.sqrt(15)) / 1200;
    return new double[][] {{1.0 / 3, 1.0 / 3, 9.0 / 40}, {a, a, wa}, {1 - 2 * a, a, wa}, {a, 1 - 2 * a, wa},
        {b, b, wb}, {1 - 2 * b, b, wb}, {b, 1 - 2 * b, wb}};
  }

  private static SimplexRule plane() {
    double[] weights = new double[TRIANGLE.length];
    var points = new Tabulated[TRIANGLE.length];
    for (int q = 0; q < points.length; q++) {
      points[q] = new Tabulated(2, TRIANGLE[q][0], TRIANGLE[q][1]);
      weights[q] = TRIANGLE[q][2];
    }
    double[][] along = new double[LINE.length][1];
    for (int q = 0; q < LINE.length; q++) {
      along[q][0] = LINE[q];
    }
    return of(2, points, weights, 2, along, LINE_WEIGHTS);
  }

  private static SimplexRule space() {
    double[] weights = new double[14];
    var points = new Tabulated[14];
    int n = 0;
    for (int orbit = 0; orbit < 2; orbit++) {
      double a = TETRAHEDRON[orbit][0];
      for (int k = 0; k < 4; k++) {
        double[] at = {a, a, a};
        if (k > 0) {
          at[k - 1] = 1 - 3 * a;
        }
        weights[n] = TETRAHEDRON[orbit][1];
        points[n++] = new Tabulated(3, at);
      }
    }
    double a = TETRAHEDRON[2][0];
    for (int[] edge : SimplexMesh.TETRAHEDRON_EDGES) {
      double[] at = {a, a, a};
      for (int end : edge) {
        if (end > 0) {
          at[end - 1] = 0.5 - a;
        }
      }
      weights[n] = TETRAHEDRON[2][1];
      points[n++] = new Tabulated(3, at);
    }
    double[][] along = new double[TRIANGLE.length][];
    double[] sideWeights = new double[TRIANGLE.length];
    for (int q = 0; q < along.length; q++) {
      along[q] = new double[] {TRIANGLE[q][0], TRIANGLE[q][1]};
      sideWeights[q] = TRIANGLE[q][2];
    }
    return of(3, points, weights, 6, along, sideWeights);
  }

  private static SimplexRule of(int dimension, Tabulated[] points, double[] weights, int factorial, double[][] along,
      double[] sideWeights) {
    int[][] sides = SimplexMesh.sides(dimension);
    double[][] corner = new double[dimension + 1][dimension];
    for (int i = 0; i < dimension; i++) {
      corner[1 + i][i] = 1;
    }
    double[][][] ways = new double[sides.length][dimension - 1][dimension];
    var sidePoints = new Tabulated[sides.length][along.length];
    for (int s = 0; s < sides.length; s++) {
      for (int k = 0; k + 1 < dimension; k++) {
        for (int i = 0; i < dimension; i++) {
          ways[s][k][i] = corner[sides[s][1 + k]][i] - corner[sides[s][0]][i];
        }
      }
      for (int q = 0; q < along.length; q++) {
        double[] at = corner[sides[s][0]].clone();
        for (int k = 0; k + 1 < dimension; k++) {
          for (int i = 0; i < dimension; i++) {
            at[i] += along[q][k] * ways[s][k][i];
          }
        }
        sidePoints[s][q] = new Tabulated(dimension, at);
      }
    }
    return new SimplexRule(points, weights, factorial, sidePoints, sideWeights, ways);
  }
}
