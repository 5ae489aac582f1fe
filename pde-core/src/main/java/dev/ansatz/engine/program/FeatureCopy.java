package dev.ansatz.engine.program;

/** Copies features {@code xFrom} to {@code xFrom + count - 1} of every channel to {@code yFrom} on; the rest of y is not touched. */
record FeatureCopy(int xFrom, int yFrom, int count) implements FixedMap {
  @Override
  public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
    copy(rows, x, xFrom, y, yFrom, add, space);
  }

  @Override
  public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
    if (!add && count < x.features()) {
      space.clear(rows, x);
    }
    copy(rows, y, yFrom, x, xFrom, add, space);
  }

  private <A> void copy(A rows, Value from, int fromFeature, Value to, int toFeature, boolean add, Workspace<A> space) {
    int samples = space.samples;
    int n = count * from.lanes() * samples;
    for (int c = 0; c < from.channels(); c++) {
      int f = space.at(from.row(c, fromFeature));
      int t = space.at(to.row(c, toFeature));
      if (add) {
        space.arithmetic.add(rows, t, 1, rows, f, n);
      } else {
        System.arraycopy(rows, f, rows, t, n);
      }
    }
  }

  @Override
  public boolean couplesLanes() {
    return false;
  }
}
