package dev.ansatz.reference.fem;

import java.util.Arrays;
import java.util.List;

/** Tetrahedra while a mesh of a solid is made. */
final class GrowingMesh {
  final Patches patches;
  /** {@code [axis][vertex]}, with room for more. */
  double[][] x = new double[3][1024];
  /** For each vertex the patches that it stays on. */
  long[] on = new long[1024];
  int vertices;
  int[] simplices = new int[4096];
  /** For each tetrahedron the spheres that it lies in. */
  long[] inside = new long[1024];
  /** For each tetrahedron the spheres that all its vertices lie on, so that it may be taken for their inside or their outside. */
  long[] flat = new long[1024];
  int size;

  GrowingMesh(Patches patches) {
    this.patches = patches;
  }

  /** Adds a vertex on a set of patches; its number. */
  int vertex(double px, double py, double pz, long set) {
    if (vertices == on.length) {
      for (int axis = 0; axis < 3; axis++) {
        x[axis] = Arrays.copyOf(x[axis], 2 * vertices);
      }
      on = Arrays.copyOf(on, 2 * vertices);
    }
    x[0][vertices] = px;
    x[1][vertices] = py;
    x[2][vertices] = pz;
    on[vertices] = set;
    return vertices++;
  }

  /** In either orientation. */
  void tetrahedron(int a, int b, int c, int d, long in, long allOn) {
    boolean turned = Tetrahedra.volume(x, a, b, c, d) < 0;
    append(a, b, turned ? d : c, turned ? c : d, in, allOn);
  }

  /** In the orientation given. */
  void append(int a, int b, int c, int d, long in, long allOn) {
    if (size == inside.length) {
      simplices = Arrays.copyOf(simplices, 8 * size);
      inside = Arrays.copyOf(inside, 2 * size);
      flat = Arrays.copyOf(flat, 2 * size);
    }
    simplices[4 * size] = a;
    simplices[4 * size + 1] = b;
    simplices[4 * size + 2] = c;
    simplices[4 * size + 3] = d;
    inside[size] = in;
    flat[size++] = allOn;
  }

  /** Of a vertex from a patch, zero if it stays on it. */
  double offset(int patch, int v) {
    return (on[v] >> patch & 1) != 0 ? 0 : patches.all().get(patch).offset(x[0][v], x[1][v], x[2][v]);
  }

  /** The corners of a side, in rising order. */
  static List<Integer> face(int a, int b, int c) {
    int least = Math.min(a, Math.min(b, c));
    int most = Math.max(a, Math.max(b, c));
    return List.of(least, a + b + c - least - most, most);
  }

  /** Leaves out vertices without tetrahedra. */
  void compact() {
    int[] number = new int[vertices];
    Arrays.fill(number, -1);
    int count = 0;
    for (int i = 0; i < 4 * size; i++) {
      number[simplices[i]] = 0;
    }
    for (int v = 0; v < vertices; v++) {
      if (number[v] == 0) {
        for (int axis = 0; axis < 3; axis++) {
          x[axis][count] = x[axis][v];
        }
        on[count] = on[v];
        number[v] = count++;
      }
    }
    vertices = count;
    for (int i = 0; i < 4 * size; i++) {
      simplices[i] = number[simplices[i]];
    }
  }
}
