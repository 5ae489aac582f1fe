package dev.ansatz.engine.kernel;

import jdk.incubator.vector.VectorShape;

/**
 * What this machine and this virtual machine offer.
 *
 * @param readable whether {@code jdk.incubator.vector} is there and can be read from here
 * @param bits the width of the preferred vector, 0 if not readable
 */
record VectorSupport(boolean readable, int bits) {
  private static final String MODULE = "jdk.incubator.vector";

  static VectorSupport here() {
    boolean readable = ModuleLayer.boot().findModule(MODULE).filter(VectorSupport.class.getModule()::canRead).isPresent();
    return new VectorSupport(readable, readable ? Width.preferred() : 0);
  }

  boolean vector() {
    return bits >= 4 * Double.SIZE;
  }

  CompiledKernel compile(Kernel kernel) {
    return vector() ? new VectorKernel(kernel, bits, VectorKernel.SEGMENT_LIMIT) : new Interpreter(kernel);
  }

  String explain() {
    if (vector()) {
      return "vector: used, " + bits / Double.SIZE + " doubles or " + bits / Float.SIZE + " floats at a time\n"
          + "interpreter: not used, since vector is faster\n";
    }
    String reason = readable
        ? "the preferred vector holds " + bits / Double.SIZE + " doubles and 4 are needed; on x86 check -XX:UseAVX and"
            + " -XX:MaxVectorSize, which must be 2 and 32 or more if they are set"
        : "the module " + MODULE + " is not readable; run with --add-modules " + MODULE;
    return "vector: not used: " + reason + "\ninterpreter: used\n";
  }

  /** Apart, since it is loaded only where the module is. */
  private static final class Width {
    static int preferred() {
      return VectorShape.preferredShape().vectorBitSize();
    }
  }
}
