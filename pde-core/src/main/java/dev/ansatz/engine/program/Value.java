package dev.ansatz.engine.program;

/**
 * A batched value of a {@link Program}: {@code channels × features} rows of lanes, laid out {@code [channel][feature][lane]} from
 * row {@code row} of the program's workspace.
 */
public record Value(int row, int channels, int features) {
  /** How many rows of lanes the value takes. */
  public int rows() {
    return channels * features;
  }

  /** The row of one channel of one feature. */
  public int row(int channel, int feature) {
    return row + channel * features + feature;
  }

  /** The features {@code from} to {@code from + count - 1} of a one-channel value, without a copy. */
  public Value slice(int from, int count) {
    if (channels != 1) {
      throw new IllegalArgumentException("only a value of one channel can be sliced without a copy");
    }
    return new Value(row + from, 1, count);
  }

  /** The same rows read as so many channels of so many features. */
  public Value reshape(int newChannels, int newFeatures) {
    if (newChannels * newFeatures != rows()) {
      throw new IllegalArgumentException(rows() + " rows are not " + newChannels + " × " + newFeatures);
    }
    return new Value(row, newChannels, newFeatures);
  }
}
