package dev.ansatz.reference.fem;

/** Measures of tetrahedra by the coordinates {@code [axis][vertex]} of their vertices. */
final class Tetrahedra {
  private Tetrahedra() {}

  /** Positive if b − a, c − a and d − a are oriented as the axes. */
  static double volume(double[][] x, int a, int b, int c, int d) {
    return dot(way(x, a, b), cross(way(x, a, c), way(x, a, d))) / 6;
  }

  /** Of the distance between two vertices. */
  static double square(double[][] x, int a, int b) {
    double[] way = way(x, a, b);
    return dot(way, way);
  }

  /** The area of a triangle. */
  static double area(double[][] x, int a, int b, int c) {
    double[] normal = cross(way(x, a, b), way(x, a, c));
    return Math.sqrt(dot(normal, normal)) / 2;
  }

  /** The smallest sine of its six dihedral angles: near 0 for flat shapes of any kind, negative if inverted, 0.94 at best. */
  static double smallestSine(double[][] x, int[] simplices, int t) {
    int a = simplices[4 * t];
    int b = simplices[4 * t + 1];
    int c = simplices[4 * t + 2];
    int d = simplices[4 * t + 3];
    double volume = volume(x, a, b, c, d);
    double[] areas = {area(x, b, c, d), area(x, a, c, d), area(x, a, b, d), area(x, a, b, c)};
    int[] v = {a, b, c, d};
    double least = Double.POSITIVE_INFINITY;
    for (int[] e : SimplexMesh.TETRAHEDRON_EDGES) {
      double others = 1;
      for (int k = 0; k < 4; k++) {
        others *= k == e[0] || k == e[1] ? 1 : areas[k];
      }
      least = Math.min(least, 1.5 * volume * Math.sqrt(square(x, v[e[0]], v[e[1]])) / others);
    }
    return volume > 0 ? least : Math.min(least, volume);
  }

  /** The smallest and the largest dihedral angle in degrees. */
  static double[] angles(double[][] x, int[] simplices, int t) {
    double[] range = {180, 0};
    for (int i = 0; i < 4; i++) {
      for (int j = i + 1; j < 4; j++) {
        // about the edge of the two other corners: between what is left of the ways to i and to j
        int p = -1;
        int q = -1;
        for (int k = 0; k < 4; k++) {
          if (k != i && k != j) {
            q = p < 0 ? q : k;
            p = p < 0 ? k : p;
          }
        }
        double[] axis = way(x, simplices[4 * t + p], simplices[4 * t + q]);
        double[] u = across(way(x, simplices[4 * t + p], simplices[4 * t + i]), axis);
        double[] v = across(way(x, simplices[4 * t + p], simplices[4 * t + j]), axis);
        double cosine = dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
        double angle = Math.toDegrees(Math.acos(Math.clamp(cosine, -1, 1)));
        range[0] = Math.min(range[0], angle);
        range[1] = Math.max(range[1], angle);
      }
    }
    return range;
  }

  private static double[] way(double[][] x, int a, int b) {
    return new double[] {x[0][b] - x[0][a], x[1][b] - x[1][a], x[2][b] - x[2][a]};
  }

  private static double dot(double[] u, double[] v) {
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  }

  private static double[] cross(double[] u, double[] v) {
    return new double[] {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
  }

  private static double[] across(double[] u, double[] axis) {
    double along = dot(u, axis) / dot(axis, axis);
    return new double[] {u[0] - along * axis[0], u[1] - along * axis[1], u[2] - along * axis[2]};
  }
}
