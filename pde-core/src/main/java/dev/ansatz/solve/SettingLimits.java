package dev.ansatz.solve;

import java.util.ArrayList;
import java.util.List;

/** Values of settings held against their ranges: what is out of range is collected, and {@link #orThrow} tells all of it at once. */
public final class SettingLimits {
  private final List<String> faults = new ArrayList<>();

  public SettingLimits atLeast(String name, long value, long least) {
    return require(value >= least, name + " must be at least " + least + ", not " + value);
  }

  /** Requires a finite number above zero. */
  public SettingLimits positive(String name, double value) {
    return require(value > 0 && Double.isFinite(value), name + " must be positive, not " + value);
  }

  public SettingLimits notNegative(String name, double value) {
    return require(value >= 0, name + " must not be negative, not " + value);
  }

  /** Requires what has no name of its own here. */
  public SettingLimits require(boolean met, String fault) {
    if (!met) {
      faults.add(fault);
    }
    return this;
  }

  /**
   * To be called last.
   *
   * @throws IllegalArgumentException with a line for each fault, if there is any
   */
  public void orThrow() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }
}
