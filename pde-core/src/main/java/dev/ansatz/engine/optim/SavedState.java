package dev.ansatz.engine.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Named arrays that must have the names and lengths asked for; to be {@linkplain #check checked} before anything is taken. */
final class SavedState {
  private final Map<String, double[]> arrays;
  private final TreeSet<String> unknown;
  private final List<String> faults = new ArrayList<>();

  SavedState(Map<String, double[]> arrays) {
    this.arrays = arrays;
    unknown = new TreeSet<>(arrays.keySet());
  }

  /** Asks for an array of that length. */
  SavedState expect(String name, int length) {
    double[] array = arrays.get(name);
    expect(name);
    if (array != null && array.length != length) {
      faults.add("'" + name + "' has " + array.length + " elements instead of " + length);
    }
    return this;
  }

  /** Asks for an array of any length. */
  SavedState expect(String name) {
    unknown.remove(name);
    if (arrays.get(name) == null) {
      faults.add("'" + name + "' is missing");
    }
    return this;
  }

  /** Asks for an array of at most that length, a multiple of {@code unit}. */
  SavedState expectMultiple(String name, int unit, int most) {
    double[] array = arrays.get(name);
    expect(name);
    if (array != null && (array.length % unit != 0 || array.length > most)) {
      faults.add("'" + name + "' has " + array.length + " elements instead of a multiple of " + unit + " up to " + most);
    }
    return this;
  }

  /** Throws if anything asked for is not there, or anything there was not asked for. */
  SavedState check() {
    unknown.forEach(name -> faults.add("'" + name + "' is unknown"));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the saved state is of another method, or of another number of parameters: "
          + String.join(", ", faults) + "; build the optimiser as it was built when its state was saved");
    }
    return this;
  }

  double[] array(String name) {
    return arrays.get(name).clone();
  }

  void copy(String name, double[] target) {
    System.arraycopy(arrays.get(name), 0, target, 0, target.length);
  }

  double number(String name) {
    return arrays.get(name)[0];
  }

  static double[] of(double number) {
    return new double[] {number};
  }
}
