package dev.ansatz.engine.kernel;

/** Builds a {@link Kernel} as a hash-consed graph. SIGNATURE SKETCH. */
public final class KernelBuilder {
  KernelBuilder() {}

  public Scalar input(String name, Kernel.Extent extent) {
    throw new UnsupportedOperationException();
  }

  public Scalar constant(double value) {
    throw new UnsupportedOperationException();
  }

  /** A LANE output, stored. */
  public void store(String name, Scalar value) {
    throw new UnsupportedOperationException();
  }

  /** A ROW or UNIFORM output: the value summed over the lanes (and rows), added to the target. */
  public void sum(String name, Scalar value, Kernel.Extent extent) {
    throw new UnsupportedOperationException();
  }

  /** The symbolic derivative of {@code value} with respect to {@code wrt} (an input), in the same graph. */
  public Scalar derivative(Scalar value, Scalar wrt) {
    throw new UnsupportedOperationException();
  }

  /** Copies another kernel's graph into this one, with {@code arguments} in place of its inputs; returns its outputs' values. */
  public java.util.List<Scalar> inline(Kernel kernel, java.util.List<Scalar> arguments) {
    throw new UnsupportedOperationException();
  }

  public Kernel build() {
    throw new UnsupportedOperationException();
  }
}
