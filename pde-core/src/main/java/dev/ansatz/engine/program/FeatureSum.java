package dev.ansatz.engine.program;

/** The sum over the features, times a factor: y has one feature. */
record FeatureSum(double factor) implements FixedMap {
  @Override
  public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
    if (!add) {
      space.clear(rows, y);
    }
    int n = x.lanes() * space.samples;
    for (int c = 0; c < x.channels(); c++) {
      for (int i = 0; i < x.features(); i++) {
        space.arithmetic.add(rows, space.at(y.row(c, 0)), factor, rows, space.at(x.row(c, i)), n);
      }
    }
  }

  @Override
  public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
    if (!add) {
      space.clear(rows, x);
    }
    int n = x.lanes() * space.samples;
    for (int c = 0; c < x.channels(); c++) {
      for (int i = 0; i < x.features(); i++) {
        space.arithmetic.add(rows, space.at(x.row(c, i)), factor, rows, space.at(y.row(c, 0)), n);
      }
    }
  }

  @Override
  public boolean couplesLanes() {
    return false;
  }
}
