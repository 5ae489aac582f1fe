package dev.ansatz.reference.fem;

import java.util.Arrays;

/** Finds the triangle that a point lies in, through a binary tree of bounding boxes: O(log n) for n triangles, whatever their sizes. */
final class TriangleTree {
  private static final int LEAF = 4;
  /** How far outside of all triangles, in barycentric coordinates, a point still belongs to the nearest. */
  private static final double OUTSIDE = 0.05;
  private static final double INSIDE = -1e-10;

  private final FiniteElementSpace space;
  /** Triangles, those of each subtree together. */
  private final int[] order;
  /** x and y, least and most, for each node of the tree in heap order of recursion. */
  private double[] boxes = new double[64];
  private int[] right = new int[16];
  private int[] first = new int[16];
  private int[] last = new int[16];
  private int count;
  /** Three times the centres; while building. */
  private double[][] centres;

  TriangleTree(FiniteElementSpace space) {
    this.space = space;
    int n = space.mesh.size();
    order = new int[n];
    centres = new double[2][n];
    for (int t = 0; t < n; t++) {
      order[t] = t;
      for (int k = 0; k < 3; k++) {
        centres[0][t] += space.x[space.element[space.local * t + k]];
        centres[1][t] += space.y[space.element[space.local * t + k]];
      }
    }
    build(0, n);
    centres = null;
  }

  /** Puts those with the smaller centres before the middle of a range (Hoare's selection). */
  private void halve(double[] key, int from, int to) {
    int middle = (from + to) / 2;
    int low = from;
    int high = to - 1;
    while (low < high) {
      double pivot = key[order[(low + high) >>> 1]];
      int i = low;
      int j = high;
      while (i <= j) {
        while (key[order[i]] < pivot) {
          i++;
        }
        while (key[order[j]] > pivot) {
          j--;
        }
        if (i <= j) {
          int t = order[i];
          order[i++] = order[j];
          order[j--] = t;
        }
      }
      if (middle <= j) {
        high = j;
      } else if (middle >= i) {
        low = i;
      } else {
        return;
      }
    }
  }

  private int build(int from, int to) {
    int node = count++;
    if (node == first.length) {
      boxes = Arrays.copyOf(boxes, 8 * node);
      right = Arrays.copyOf(right, 2 * node);
      first = Arrays.copyOf(first, 2 * node);
      last = Arrays.copyOf(last, 2 * node);
    }
    double x0 = Double.POSITIVE_INFINITY;
    double x1 = Double.NEGATIVE_INFINITY;
    double y0 = x0;
    double y1 = x1;
    for (int i = from; i < to; i++) {
      for (int k = 0; k < space.local; k++) {
        int v = space.element[space.local * order[i] + k];
        x0 = Math.min(x0, space.x[v]);
        x1 = Math.max(x1, space.x[v]);
        y0 = Math.min(y0, space.y[v]);
        y1 = Math.max(y1, space.y[v]);
      }
    }
    // a parabola leaves the box of its nodes a little, a point on the boundary the box of the triangles
    double margin = 0.02 * Math.max(x1 - x0, y1 - y0) / (to - from < LEAF ? 1 : 4);
    boxes[4 * node] = x0 - margin;
    boxes[4 * node + 1] = x1 + margin;
    boxes[4 * node + 2] = y0 - margin;
    boxes[4 * node + 3] = y1 + margin;
    first[node] = from;
    last[node] = to;
    if (to - from <= LEAF) {
      right[node] = -1;
      return node;
    }
    halve(centres[x1 - x0 > y1 - y0 ? 0 : 1], from, to);
    int middle = (from + to) / 2;
    build(from, middle);
    int other = build(middle, to);
    right[node] = other;
    return node;
  }

  /** Where a point was found: the triangle, or −1, and the reference coordinates. */
  static final class Place {
    int triangle = -1;
    double xi;
    double eta;
    private double best;
    private double x;
    private double y;
  }

  /** Looks in the place's triangle first. */
  void find(double x, double y, Place place) {
    place.x = x;
    place.y = y;
    int before = place.triangle;
    place.triangle = -1;
    place.best = -OUTSIDE;
    if (before >= 0) {
      test(before, place);
    }
    if (!(place.best >= INSIDE)) {
      search(0, place);
    }
  }

  private void search(int node, Place p) {
    if (p.x < boxes[4 * node] || p.x > boxes[4 * node + 1] || p.y < boxes[4 * node + 2] || p.y > boxes[4 * node + 3]) {
      return;
    }
    if (right[node] < 0) {
      for (int i = first[node]; i < last[node] && !(p.best >= INSIDE); i++) {
        test(order[i], p);
      }
      return;
    }
    search(node + 1, p);
    if (!(p.best >= INSIDE)) {
      search(right[node], p);
    }
  }

  private void test(int t, Place p) {
    double[] reference = space.reference(t, p.x, p.y);
    double inside = Math.min(reference[0], Math.min(reference[1], 1 - reference[0] - reference[1]));
    if (inside > p.best) {
      p.best = inside;
      p.triangle = t;
      p.xi = reference[0];
      p.eta = reference[1];
    }
  }
}
