package dev.ansatz.reference.fem;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * An elimination order for a sparse symmetric pattern: both halves of the graph first, each ordered in the same way, then the separator
 * between them. For the graph of a plane mesh of n nodes the Cholesky factor has O(n log n) entries and takes O(n^(3/2)) operations,
 * against O(n^(3/2)) and O(n²) of a band.
 *
 * <p>The halves are the near and the far levels of a breadth-first search from an end of the graph; the level between them is made a
 * smaller separator by moving one node after the other to the side where it costs fewer new ones (C. Ashcraft and J. W. H. Liu, SIAM
 * J. Matrix Anal. Appl. 19 (1998), doi:10.1137/S0895479896299081). Source of the ordering: A. George, SIAM J. Numer. Anal. 10 (1973),
 * doi:10.1137/0710032.
 */
final class NestedDissection {
  private static final int LEAF = 12;
  private static final int PASSES = 6;
  /** No half may have less than this part of the nodes. */
  private static final double BALANCE = 0.3;

  private final int[] start;
  private final int[] neighbour;
  private final int[] order;
  private final BitSet starts = new BitSet();
  private final int[] mark;
  private final int[] level;
  private final int[] queue;
  private int stamp;

  private NestedDissection(int[] start, int[] neighbour) {
    this.start = start;
    this.neighbour = neighbour;
    int n = start.length - 1;
    order = new int[n];
    mark = new int[n];
    level = new int[n];
    queue = new int[n];
  }

  /**
   * The order of the nodes of a graph.
   *
   * @param order node {@code order[k]} is eliminated as the k-th
   * @param starts the places k at which leaves and separators begin, and the number of nodes
   */
  record Order(int[] order, int[] starts) {}

  /**
   * The order in which nodes are eliminated.
   *
   * @param start of the neighbours of each node in {@code neighbour}, and the end of the last
   * @param neighbour of each node, itself or not; symmetric
   */
  static Order order(int[] start, int[] neighbour) {
    var dissection = new NestedDissection(start, neighbour);
    int n = start.length - 1;
    dissection.dissect(IntStream.range(0, n).toArray(), 0);
    dissection.starts.set(n);
    return new Order(dissection.order, dissection.starts.stream().toArray());
  }

  /** Orders some nodes into places from {@code first} on. */
  private void dissect(int[] nodes, int first) {
    if (nodes.length <= LEAF) {
      place(nodes, first);
      return;
    }
    int inside = ++stamp;
    for (int v : nodes) {
      mark[v] = inside;
    }
    int reached = search(nodes[0], inside);
    if (reached < nodes.length) {
      component(nodes, first, reached);
      return;
    }
    // twice from the far end: a pseudo-peripheral node
    search(queue[reached - 1], inside);
    search(queue[reached - 1], inside);
    int depth = level[queue[reached - 1]];
    if (depth < 2) {
      place(nodes, first);
      return;
    }
    split(nodes, depth);
    improve(nodes, inside);
    int[] near = Arrays.stream(nodes).filter(v -> level[v] < 0).toArray();
    int[] far = Arrays.stream(nodes).filter(v -> level[v] > 0).toArray();
    int[] separator = Arrays.stream(nodes).filter(v -> level[v] == 0).toArray();
    if (near.length == 0 || far.length == 0) {
      place(nodes, first);
      return;
    }
    dissect(near, first);
    dissect(far, first + near.length);
    place(separator, first + near.length + far.length);
  }

  private void place(int[] nodes, int first) {
    starts.set(first);
    System.arraycopy(nodes, 0, order, first, nodes.length);
  }

  private void component(int[] nodes, int first, int reached) {
    int[] part = Arrays.copyOf(queue, reached);
    int in = ++stamp;
    for (int v : part) {
      mark[v] = in;
    }
    int[] rest = Arrays.stream(nodes).filter(v -> mark[v] != in).toArray();
    dissect(part, first);
    dissect(rest, first + reached);
  }

  /** Breadth-first levels from a node, into queue and level; the number of nodes reached. */
  private int search(int from, int inside) {
    int seen = ++stamp;
    // marks inside → seen → inside again, so that the set stays known
    int head = 0;
    int tail = 0;
    queue[tail++] = from;
    level[from] = 0;
    mark[from] = seen;
    while (head < tail) {
      int v = queue[head++];
      for (int k = start[v]; k < start[v + 1]; k++) {
        int w = neighbour[k];
        if (mark[w] == inside) {
          mark[w] = seen;
          level[w] = level[v] + 1;
          queue[tail++] = w;
        }
      }
    }
    for (int i = 0; i < tail; i++) {
      mark[queue[i]] = inside;
    }
    return tail;
  }

  /** Sets levels to −1, 0 and 1 for the near side, the separator and the far side. */
  private void split(int[] nodes, int depth) {
    int[] size = new int[depth + 1];
    for (int v : nodes) {
      size[level[v]]++;
    }
    int best = 1;
    double cost = Double.POSITIVE_INFINITY;
    int before = size[0];
    for (int l = 1; l < depth; l++) {
      int after = nodes.length - before - size[l];
      // a balanced split is worth a longer separator, up to a point
      double lesser = (double) Math.min(before, after) / nodes.length;
      double price = size[l] / Math.min(lesser, BALANCE + 0.1);
      if (price < cost) {
        cost = price;
        best = l;
      }
      before += size[l];
    }
    for (int v : nodes) {
      level[v] = Integer.signum(level[v] - best);
    }
  }

  /** Shrinks the separator: a node of it that goes to one side pulls its neighbours on the other side in. */
  private void improve(int[] nodes, int inside) {
    int[] size = new int[3];
    for (int v : nodes) {
      size[1 + level[v]]++;
    }
    boolean changed = true;
    for (int pass = 0; pass < PASSES && changed; pass++) {
      changed = false;
      for (int v : nodes) {
        if (level[v] != 0) {
          continue;
        }
        int near = 0;
        int far = 0;
        for (int k = start[v]; k < start[v + 1]; k++) {
          int w = neighbour[k];
          if (mark[w] == inside) {
            near += level[w] < 0 ? 1 : 0;
            far += level[w] > 0 ? 1 : 0;
          }
        }
        int to = far < near || far == near && size[0] < size[2] ? -1 : 1;
        int pulled = Math.min(near, far);
        int left = size[1 - to] - pulled;
        boolean shorter = pulled == 0 || pulled == 1 && size[1 + to] < left && left > BALANCE * nodes.length;
        if (!shorter) {
          continue;
        }
        changed = true;
        level[v] = to;
        size[1 + to]++;
        for (int k = start[v]; k < start[v + 1]; k++) {
          int w = neighbour[k];
          if (mark[w] == inside && level[w] == -to) {
            level[w] = 0;
            size[1 - to]--;
          }
        }
      }
    }
  }
}
