package dev.ansatz.engine.kernel;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pointwise computation: m outputs of k inputs, evaluated independently over rows × lanes.
 *
 * <p>SIGNATURE SKETCH, to be filled in.
 */
public final class Kernel {

  /** How an argument varies: with every lane, with the row only, or not at all. */
  public enum Extent { LANE, ROW, UNIFORM }

  public record Input(String name, Extent extent) {}

  /** LANE outputs are stored; ROW and UNIFORM outputs are sums over the lanes (and rows) ADDED to what is there. */
  public record Output(String name, Extent extent) {}

  private Kernel() {}

  public static KernelBuilder builder() {
    throw new UnsupportedOperationException();
  }

  public List<Input> inputs() {
    throw new UnsupportedOperationException();
  }

  public List<Output> outputs() {
    throw new UnsupportedOperationException();
  }

  /**
   * The reverse-mode derivative. Inputs: this kernel's inputs, then (for each LANE output {@code o} with
   * {@code saved.test(o)}) its saved value, then one cotangent per output with the output's extent. Outputs: one
   * cotangent for each input {@code i} with {@code wrt.test(i)}, with the input's extent. Sub-expressions equal to a
   * saved output are read instead of computed again.
   */
  public Kernel vjp(IntPredicate wrt, IntPredicate saved) {
    throw new UnsupportedOperationException();
  }

  /** The forward-mode derivative. Inputs: this kernel's, then a tangent per input. Outputs: this kernel's, then their tangents. */
  public Kernel jvp() {
    throw new UnsupportedOperationException();
  }
}
