package dev.ansatz.reference.fem;

import java.util.Arrays;

/** Finds the simplex that a point lies in, through a binary tree of bounding boxes: O(log n) for n simplices, whatever their sizes. */
final class SimplexTree {
  private static final int LEAF = 4;
  /** How far outside of all simplices, in barycentric coordinates, a point still belongs to the nearest. */
  private static final double OUTSIDE = 0.05;
  private static final double INSIDE = -1e-10;

  private final FiniteElementSpace space;
  /** Simplices, those of each subtree together. */
  private final int[] order;
  /** The least and the most of each coordinate, for each node of the tree in the order of recursion. */
  private double[] boxes = new double[96];
  private int[] right = new int[16];
  private int[] first = new int[16];
  private int[] last = new int[16];
  private int count;
  /** The sums of the corners; while building. */
  private double[][] centres;

  SimplexTree(FiniteElementSpace space) {
    this.space = space;
    int n = space.mesh.size();
    order = new int[n];
    centres = new double[space.dimension][n];
    for (int t = 0; t < n; t++) {
      order[t] = t;
      for (int k = 0; k <= space.dimension; k++) {
        for (int i = 0; i < space.dimension; i++) {
          centres[i][t] += space.x[i][space.element[space.local * t + k]];
        }
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
    int d = space.dimension;
    int node = count++;
    if (node == first.length) {
      boxes = Arrays.copyOf(boxes, 4 * d * node);
      right = Arrays.copyOf(right, 2 * node);
      first = Arrays.copyOf(first, 2 * node);
      last = Arrays.copyOf(last, 2 * node);
    }
    double[] least = new double[d];
    double[] most = new double[d];
    int longest = 0;
    for (int axis = 0; axis < d; axis++) {
      double[] x = space.x[axis];
      double x0 = Double.POSITIVE_INFINITY;
      double x1 = Double.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        for (int k = 0; k < space.local; k++) {
          double c = x[space.element[space.local * order[i] + k]];
          x0 = Math.min(x0, c);
          x1 = Math.max(x1, c);
        }
      }
      least[axis] = x0;
      most[axis] = x1;
      longest = most[longest] - least[longest] > x1 - x0 ? longest : axis;
    }
    // a parabola leaves the box of its nodes a little, a point on the boundary the box of the simplices
    double margin = 0.02 * (most[longest] - least[longest]) / (to - from < LEAF ? 1 : 4);
    for (int axis = 0; axis < d; axis++) {
      boxes[2 * (d * node + axis)] = least[axis] - margin;
      boxes[2 * (d * node + axis) + 1] = most[axis] + margin;
    }
    first[node] = from;
    last[node] = to;
    if (to - from <= LEAF) {
      right[node] = -1;
      return node;
    }
    halve(centres[longest], from, to);
    int middle = (from + to) / 2;
    build(from, middle);
    int other = build(middle, to);
    right[node] = other;
    return node;
  }

  /** Where a point was found: the simplex, or −1, and the reference coordinates. */
  static final class Place {
    int simplex = -1;
    double[] at;
    private double best;
    private double[] point;
  }

  /** Looks in the place's simplex first. */
  void find(double[] point, Place place) {
    place.point = point;
    int before = place.simplex;
    place.simplex = -1;
    place.best = -OUTSIDE;
    if (before >= 0) {
      test(before, place);
    }
    if (!(place.best >= INSIDE)) {
      search(0, place);
    }
  }

  private void search(int node, Place p) {
    int box = 2 * space.dimension * node;
    for (int axis = 0; axis < space.dimension; axis++) {
      if (p.point[axis] < boxes[box + 2 * axis] || p.point[axis] > boxes[box + 2 * axis + 1]) {
        return;
      }
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
    double[] reference = space.reference(t, p.point);
    double inside = 1;
    for (double c : reference) {
      inside -= c;
    }
    for (double c : reference) {
      inside = Math.min(inside, c);
    }
    if (inside > p.best) {
      p.best = inside;
      p.simplex = t;
      p.at = reference;
    }
  }
}
