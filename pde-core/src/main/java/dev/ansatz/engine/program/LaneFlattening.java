package dev.ansatz.engine.program;

/** Lane l of feature i of a sample becomes the only lane of feature {@code i * lanes + l}. */
record LaneFlattening() implements FixedMap {
  @Override
  public void apply(double[] rows, Value x, Value y, boolean add, Workspace space) {
    int samples = space.samples;
    for (int r = 0; r < x.rows(); r++) {
      int base = r * x.lanes() * samples;
      for (int s = 0; s < samples; s++) {
        for (int l = 0; l < x.lanes(); l++) {
          put(rows, y.row() * samples + base + l * samples + s, rows[x.row() * samples + base + s * x.lanes() + l], add);
        }
      }
    }
  }

  @Override
  public void applyTransposed(double[] rows, Value y, Value x, boolean add, Workspace space) {
    int samples = space.samples;
    for (int r = 0; r < x.rows(); r++) {
      int base = r * x.lanes() * samples;
      for (int s = 0; s < samples; s++) {
        for (int l = 0; l < x.lanes(); l++) {
          put(rows, x.row() * samples + base + s * x.lanes() + l, rows[y.row() * samples + base + l * samples + s], add);
        }
      }
    }
  }

  private static void put(double[] rows, int at, double value, boolean add) {
    rows[at] = add ? rows[at] + value : value;
  }

  @Override
  public boolean couplesLanes() {
    return true;
  }
}
