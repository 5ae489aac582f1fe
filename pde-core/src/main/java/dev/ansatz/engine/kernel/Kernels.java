package dev.ansatz.engine.kernel;

/** Compiles kernels: the provider ladder and its reasons. SIGNATURE SKETCH. */
public final class Kernels {
  private Kernels() {}

  /** The best compiler available here: vector if the module is readable and the lanes are 4 doubles or more, else scalar. */
  public static CompiledKernel compile(Kernel kernel) {
    throw new UnsupportedOperationException();
  }

  /** Which compiler is used here and, for each that is not, why, with the flag that would mend it. */
  public static String explain() {
    throw new UnsupportedOperationException();
  }
}
