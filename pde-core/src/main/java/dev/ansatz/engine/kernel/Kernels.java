package dev.ansatz.engine.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compiles kernels: the ladder of compilers and its reasons. Thread-safe. */
public final class Kernels {
  private static final int CACHED = 512;

  private Kernels() {}

  /**
   * The best compiler available here: vector if the module is readable and the lanes are 4 doubles or more, else the interpreter.
   * Kernels that differ in names only share one compiled kernel, and so one run of the just-in-time compiler.
   */
  public static CompiledKernel compile(Kernel kernel) {
    return Compiled.of(kernel);
  }

  /** The plain Java interpreter, which every other compiler is tested against. */
  public static CompiledKernel interpret(Kernel kernel) {
    return new Interpreter(kernel);
  }

  /** Which compiler is used here and, for each that is not, why, with the flag that would mend it. */
  public static String explain() {
    return VectorSupport.here().explain();
  }

  /** What decides the code of a kernel. */
  private record Structure(List<Kernel.Extent> inputs, List<Kernel.Extent> outputs, List<Instruction> code,
      List<Integer> results) {
    static Structure of(Kernel kernel) {
      return new Structure(kernel.inputs().stream().map(Kernel.Input::extent).toList(),
          kernel.outputs().stream().map(Kernel.Output::extent).toList(), kernel.code(),
          IntStream.of(kernel.results()).boxed().collect(Collectors.toUnmodifiableList()));
    }
  }

  /**
   * The last compiled kernels, least recently used out first. Shared by all, yet no state that a caller could observe but in
   * time: a compiled kernel is a stateless function that its key determines.
   */
  private static final class Compiled {
    private static final VectorSupport SUPPORT = VectorSupport.here();
    private static final Map<Structure, CompiledKernel> CACHE = new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Structure, CompiledKernel> eldest) {
        return size() > CACHED;
      }
    };

    static CompiledKernel of(Kernel kernel) {
      var key = Structure.of(kernel);
      synchronized (CACHE) {
        return CACHE.computeIfAbsent(key, k -> SUPPORT.compile(kernel));
      }
    }
  }
}
