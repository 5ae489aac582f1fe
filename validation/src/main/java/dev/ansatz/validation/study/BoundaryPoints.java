package dev.ansatz.validation.study;

import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.PointSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Points on several parts of a boundary together. */
final class BoundaryPoints {
  private BoundaryPoints() {}

  /** About {@code count} points, shared out in proportion to measure, at least one on each part: {@code [coordinate][lane]}. */
  static double[][] on(Domain domain, List<? extends BoundaryPart> parts, PointSequence sequence, int count, long seed) {
    double whole = parts.stream().mapToDouble(BoundaryPart::measure).sum();
    var drawn = new ArrayList<double[][]>();
    for (int part = 0; part < parts.size(); part++) {
      int own = Math.max(1, (int) Math.round(count * parts.get(part).measure() / whole));
      drawn.add(sequence.boundary(domain, parts.get(part), own, seed * parts.size() + part));
    }
    return joined(drawn);
  }

  /** All points in one array. */
  static double[][] joined(List<double[][]> points) {
    double[][] joined = new double[points.getFirst().length][];
    for (int i = 0; i < joined.length; i++) {
      int row = i;
      joined[i] = points.stream().flatMapToDouble(p -> Arrays.stream(p[row])).toArray();
    }
    return joined;
  }
}
