package dev.ansatz.engine.program;

/** A linear map without parameters from one value to another, and its transpose; the same for every channel. */
sealed interface FixedMap permits FixedMap.Transposed, FeatureCopy, FeatureSum, LaneMatrix, LaneFlattening, FourierMap, CosineMap {

  /** {@code y = A x}, or {@code y += A x}, for the rows of all samples of a chunk. */
  <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space);

  /** {@code x = Aᵀ y}, or {@code x += Aᵀ y}. */
  <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space);

  /** Whether lanes of a sample depend on others. */
  boolean couplesLanes();

  /** The transpose as a map. */
  record Transposed(FixedMap map) implements FixedMap {
    @Override
    public <A> void apply(A rows, Value x, Value y, boolean add, Workspace<A> space) {
      map.applyTransposed(rows, x, y, add, space);
    }

    @Override
    public <A> void applyTransposed(A rows, Value y, Value x, boolean add, Workspace<A> space) {
      map.apply(rows, y, x, add, space);
    }

    @Override
    public boolean couplesLanes() {
      return map.couplesLanes();
    }
  }
}
