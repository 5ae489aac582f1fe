package dev.ansatz.engine.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts expanded code into kernels that the just-in-time compiler takes as a whole (its limits: 8,000 bytes of code, and the size
 * of its graph, past which vectors are no longer kept in registers). Values that vary with the lane and cross a cut are spilled
 * into slots, each a block of lanes; the rest is computed again in every segment. Cuts are where few values cross.
 * LANE inputs are loaded in the first segment only, since outputs may lie on inputs.
 */
final class Segmentation {

  /**
   * One part of the code.
   *
   * @param arguments for each argument of {@code code} that of the whole kernel, or {@code ~slot}
   */
  record Segment(Kernel code, int[] arguments) {}

  private final Kernel kernel;
  private final List<Instruction> code;
  private final int[] results;
  private final Kernel.Extent[] extents;
  /** The segment that computes an instruction; -1 for what each segment that needs it computes or loads itself. */
  private final int[] home;
  private final int[] storedIn;
  private final int[] lastUse;
  private final int[] slot;
  private final int count;
  private int slots;

  private Segmentation(Kernel expanded, int limit) {
    this.kernel = expanded;
    this.code = expanded.code();
    this.results = expanded.results();
    this.extents = VectorLoop.extents(expanded);
    this.home = new int[code.size()];
    this.storedIn = new int[results.length];
    this.lastUse = new int[code.size()];
    this.slot = new int[code.size()];
    this.count = cut(limit);
  }

  /** The segments in order: the kernel itself if it has at most {@code limit} instructions that vary with the lane. */
  static List<Segment> of(Kernel expanded, int limit) {
    return new Segmentation(expanded, limit).segments();
  }

  static int slots(List<Segment> segments) {
    return 1 + segments.stream().flatMapToInt(s -> Arrays.stream(s.arguments())).map(a -> ~a).max().orElse(-1);
  }

  private boolean stays(int k) {
    Op op = code.get(k).op();
    return extents[k] == Kernel.Extent.LANE && op != Op.LESS;
  }

  private int cut(int limit) {
    Arrays.fill(home, -1);
    int[] order = IntStream.range(0, code.size()).filter(k -> stays(k) && code.get(k).op() != Op.INPUT).toArray();
    int[] crossing = crossing();
    int segment = 0;
    int start = 0;
    while (order.length - start > limit) {
      int best = start + limit;
      for (int end = best - 1; end > start + limit * 2 / 3; end--) {
        if (crossing[order[end]] < crossing[order[best]]) {
          best = end;
        }
      }
      for (int n = start; n < best; n++) {
        home[order[n]] = segment;
      }
      start = best;
      segment++;
    }
    for (int n = start; n < order.length; n++) {
      home[order[n]] = segment;
    }
    for (int k = 0; k < home.length; k++) {
      if (code.get(k).op() == Op.INPUT && stays(k)) {
        home[k] = 0;
      }
    }
    return segment + 1;
  }

  /** How many values that stay cross from before instruction k to k or beyond. */
  private int[] crossing() {
    int[] last = new int[code.size()];
    for (int k = 0; k < last.length; k++) {
      last[k] = k;
      Instruction i = code.get(k);
      for (int o = 0; o < i.operands(); o++) {
        use(last, i.operand(o), k);
      }
    }
    for (int result : results) {
      last[result] = code.size();
    }
    int[] crossing = new int[code.size() + 1];
    for (int k = 0; k < last.length; k++) {
      if (stays(k)) {
        for (int at = k + 1; at <= last[k]; at++) {
          crossing[at]++;
        }
      }
    }
    return crossing;
  }

  private void use(int[] last, int operand, int at) {
    last[operand] = Math.max(last[operand], at);
    if (code.get(operand).op() == Op.LESS) {
      use(last, code.get(operand).a(), at);
      use(last, code.get(operand).b(), at);
    }
  }

  private List<Segment> segments() {
    if (count == 1) {
      return List.of(new Segment(kernel,
          IntStream.range(0, kernel.inputs().size() + results.length).toArray()));
    }
    for (int o = 0; o < results.length; o++) {
      storedIn[o] = home[results[o]] < 0 ? count - 1 : home[results[o]];
    }
    var needed = new boolean[count][];
    for (int s = 0; s < count; s++) {
      needed[s] = needed(s);
      for (int k = 0; k < code.size(); k++) {
        if (needed[s][k]) {
          lastUse[k] = s;
        }
      }
    }
    var segments = new ArrayList<Segment>();
    var free = new ArrayDeque<Integer>();
    for (int s = 0; s < count; s++) {
      for (int k = 0; k < code.size(); k++) {
        if (home[k] >= 0 && home[k] < s && lastUse[k] == s - 1 && lastUse[k] > home[k]) {
          free.add(slot[k]);
        }
      }
      segments.add(segment(s, needed[s], free));
    }
    return segments;
  }

  /** What a segment reads or computes. */
  private boolean[] needed(int segment) {
    var needed = new boolean[code.size()];
    for (int o = 0; o < results.length; o++) {
      needed[results[o]] |= storedIn[o] == segment;
    }
    for (int k = code.size() - 1; k >= 0; k--) {
      needed[k] |= home[k] == segment;
      if (needed[k] && (home[k] < 0 || home[k] == segment)) {
        Instruction i = code.get(k);
        for (int o = 0; o < i.operands(); o++) {
          needed[i.operand(o)] = true;
        }
      }
    }
    return needed;
  }

  private Segment segment(int segment, boolean[] needed, ArrayDeque<Integer> free) {
    KernelBuilder builder = Kernel.builder();
    var arguments = new ArrayList<Integer>();
    var values = new Scalar[code.size()];
    for (int k = 0; k < values.length; k++) {
      if (!needed[k]) {
        continue;
      }
      Instruction i = code.get(k);
      if (home[k] >= 0 && home[k] < segment) {
        values[k] = builder.input("slot " + slot[k], Kernel.Extent.LANE);
        arguments.add(~slot[k]);
      } else if (i.op() == Op.INPUT) {
        Kernel.Input input = kernel.inputs().get(i.a());
        values[k] = builder.input(input.name(), input.extent());
        arguments.add(i.a());
      } else {
        values[k] = builder.intern(i.with(o -> values[o].id));
      }
    }
    for (int k = 0; k < values.length; k++) {
      if (home[k] == segment && lastUse[k] > segment) {
        slot[k] = free.isEmpty() ? slots++ : free.remove();
        builder.store("slot " + slot[k], values[k]);
        arguments.add(~slot[k]);
      }
    }
    for (int o = 0; o < results.length; o++) {
      if (storedIn[o] == segment) {
        builder.output(kernel.outputs().get(o), values[results[o]]);
        arguments.add(kernel.inputs().size() + o);
      }
    }
    return new Segment(builder.build(), arguments.stream().mapToInt(Integer::intValue).toArray());
  }
}
