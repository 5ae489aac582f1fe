package dev.ansatz.engine.program;

/**
 * A batched value of a {@link Program}: {@code channels × features} rows, each of so many lanes per sample, laid out
 * {@code [channel][feature][sample][lane]}.
 *
 * @param row where the value begins, in numbers per sample: with one lane per sample, the number of its first row
 * @param channels the value and the derivatives carried beside it
 * @param features of each channel
 * @param lanes of one sample; 1 where every lane stands for itself
 */
public record Value(int row, int channels, int features, int lanes) {

  /** How many rows of lanes the value takes. */
  public int rows() {
    return channels * features;
  }

  /** Numbers per sample. */
  int size() {
    return rows() * lanes;
  }

  /** Where one channel of one feature begins, in numbers per sample. */
  public int row(int channel, int feature) {
    return row + (channel * features + feature) * lanes;
  }

  /** The features {@code from} to {@code from + count - 1} of a one-channel value, without a copy. */
  public Value slice(int from, int count) {
    if (channels != 1) {
      throw new IllegalArgumentException("only a value of one channel can be sliced without a copy; ProgramBuilder.slice copies");
    }
    if (from < 0 || count < 1 || from + count > features) {
      throw new IllegalArgumentException("features " + from + " to " + (from + count - 1) + " are not among " + features);
    }
    return new Value(row(0, from), 1, count, lanes);
  }

  /** The same rows read as so many channels of so many features. */
  public Value reshape(int newChannels, int newFeatures) {
    if (newChannels * newFeatures != rows()) {
      throw new IllegalArgumentException(rows() + " rows are not " + newChannels + " × " + newFeatures);
    }
    return new Value(row, newChannels, newFeatures, lanes);
  }
}
