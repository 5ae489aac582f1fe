package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;

/**
 * A sparse matrix over the lanes of a sample: entry e adds {@code factor} times lane {@code columns[e]} to lane {@code rows[e]}.
 * Gathering has one entry per row, sums have one per column.
 */
final class LaneMatrix implements FixedMap {
  private final int[] rows;
  private final int[] columns;
  private final double factor;

  LaneMatrix(int[] rows, int[] columns, double factor) {
    this.rows = rows;
    this.columns = columns;
    this.factor = factor;
  }

  @Override
  public <A> void apply(A values, Value x, Value y, boolean add, Workspace<A> space) {
    multiply(values, x, columns, y, rows, add, space);
  }

  @Override
  public <A> void applyTransposed(A values, Value y, Value x, boolean add, Workspace<A> space) {
    multiply(values, y, rows, x, columns, add, space);
  }

  private <A> void multiply(A values, Value from, int[] sources, Value to, int[] targets, boolean add, Workspace<A> space) {
    Arithmetic<A> arithmetic = space.arithmetic;
    int samples = space.samples;
    if (!add) {
      space.clear(values, to);
    }
    // a row of all samples follows the one before, so that samples of rows are counted through
    for (int s = 0; s < from.rows() * samples; s++) {
      int f = space.at(from.row()) + s * from.lanes();
      int t = space.at(to.row()) + s * to.lanes();
      for (int e = 0; e < sources.length; e++) {
        int at = t + targets[e];
        arithmetic.set(values, at, arithmetic.get(values, at) + factor * arithmetic.get(values, f + sources[e]));
      }
    }
  }

  @Override
  public boolean couplesLanes() {
    return true;
  }
}
