package dev.ansatz.engine.program;

/** Lane l of feature i of a sample becomes the only lane of feature {@code i * lanes + l}. */
record LaneFlattening() implements FixedMap {
  @Override
  public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
    int samples = space.samples;
    for (int r = 0; r < x.rows(); r++) {
      int x0 = space.at(x.row() + r * x.lanes());
      int y0 = space.at(y.row() + r * x.lanes());
      for (int s = 0; s < samples; s++) {
        for (int l = 0; l < x.lanes(); l++) {
          space.put(rows, y0 + l * samples + s, space.arithmetic.get(rows, x0 + s * x.lanes() + l), add);
        }
      }
    }
  }

  @Override
  public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
    int samples = space.samples;
    for (int r = 0; r < x.rows(); r++) {
      int x0 = space.at(x.row() + r * x.lanes());
      int y0 = space.at(y.row() + r * x.lanes());
      for (int s = 0; s < samples; s++) {
        for (int l = 0; l < x.lanes(); l++) {
          space.put(rows, x0 + s * x.lanes() + l, space.arithmetic.get(rows, y0 + l * samples + s), add);
        }
      }
    }
  }

  @Override
  public boolean couplesLanes() {
    return true;
  }
}
