package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;
import java.util.Arrays;

/**
 * y_p = exp x_p / Σ exp x_q over the lanes q of a sample in the segment of p, row by row. The Jacobian of a segment,
 * diag y − y yᵀ, is symmetric: tangents and cotangents take the same way.
 */
final class SegmentSoftmaxOp implements UnaryOp {
  private final Operand operand;
  private final int[] segment;
  private final int segments;

  SegmentSoftmaxOp(Value x, Value y, int[] segment) {
    operand = new Operand(x, y);
    this.segment = segment;
    segments = Arrays.stream(segment).max().orElseThrow() + 1;
  }

  @Override
  public Operand operand() {
    return operand;
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    Arithmetic<A> arithmetic = space.arithmetic;
    double[] s = space.line(2 * segments);
    A values = space.values;
    int lanes = segment.length;
    for (int r = 0; r < operand.x.rows() * space.samples; r++) {
      int from = space.at(operand.x.row()) + r * lanes;
      int to = space.at(operand.y.row()) + r * lanes;
      Arrays.fill(s, 0, segments, Double.NEGATIVE_INFINITY);
      Arrays.fill(s, segments, 2 * segments, 0);
      for (int p = 0; p < lanes; p++) {
        s[segment[p]] = Math.max(s[segment[p]], arithmetic.get(values, from + p));
      }
      for (int p = 0; p < lanes; p++) {
        double power = Math.exp(arithmetic.get(values, from + p) - s[segment[p]]);
        arithmetic.set(values, to + p, power);
        s[segments + segment[p]] += power;
      }
      for (int p = 0; p < lanes; p++) {
        arithmetic.set(values, to + p, arithmetic.get(values, to + p) / s[segments + segment[p]]);
      }
    }
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    forward(space);
    differentiate(space, space.tangents, operand.x, operand.y, false);
  }

  @Override
  public <A> void backward(Workspace<A> space) {
    if (operand.wanted) {
      differentiate(space, space.cotangents, operand.yBar, operand.xBar, operand.adds);
    }
  }

  private <A> void differentiate(Workspace<A> space, A rows, Value source, Value target, boolean add) {
    Arithmetic<A> arithmetic = space.arithmetic;
    double[] s = space.line(segments);
    A values = space.values;
    int lanes = segment.length;
    for (int r = 0; r < operand.y.rows() * space.samples; r++) {
      int from = space.at(source.row()) + r * lanes;
      int to = space.at(target.row()) + r * lanes;
      int soft = space.at(operand.y.row()) + r * lanes;
      Arrays.fill(s, 0, segments, 0);
      for (int p = 0; p < lanes; p++) {
        s[segment[p]] += arithmetic.get(values, soft + p) * arithmetic.get(rows, from + p);
      }
      for (int p = 0; p < lanes; p++) {
        space.put(rows, to + p, arithmetic.get(values, soft + p) * (arithmetic.get(rows, from + p) - s[segment[p]]), add);
      }
    }
  }
}
