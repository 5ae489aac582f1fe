package dev.ansatz.engine.program;

/** Lane l of feature i of a sample becomes the only lane of feature {@code i * lanes + l}. */
record LaneFlattening() implements FixedMap {
  @Override
  public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
    int samples = space.samples;
    for (int r = 0; r < x.rows(); r++) {
      int base = r * x.lanes() * samples;
      for (int s = 0; s < samples; s++) {
        for (int l = 0; l < x.lanes(); l++) {
          space.put(rows, space.at(y.row()) + base + l * samples + s, space.arithmetic.get(rows, space.at(x.row()) + base + s * x.lanes() + l), add);
        }
      }
    }
  }

  @Override
  public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
    int samples = space.samples;
    for (int r = 0; r < x.rows(); r++) {
      int base = r * x.lanes() * samples;
      for (int s = 0; s < samples; s++) {
        for (int l = 0; l < x.lanes(); l++) {
          space.put(rows, space.at(x.row()) + base + s * x.lanes() + l, space.arithmetic.get(rows, space.at(y.row()) + base + l * samples + s), add);
        }
      }
    }
  }

  @Override
  public boolean couplesLanes() {
    return true;
  }
}
