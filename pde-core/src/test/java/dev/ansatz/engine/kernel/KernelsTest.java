package dev.ansatz.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelsTest {

  @Test
  void everyRefusalHasAReasonAndARemedy() {
    assertThat(new VectorSupport(false, 0).explain())
        .contains("vector: not used", "not readable", "--add-modules jdk.incubator.vector", "interpreter: used");
    assertThat(new VectorSupport(true, 128).explain()).contains("vector: not used", "holds 2 doubles", "-XX:MaxVectorSize");
    assertThat(new VectorSupport(true, 256).explain()).contains("vector: used, 4 doubles or 8 floats");
    assertThat(new VectorSupport(true, 128).compile(KernelTest.layer())).isInstanceOf(Interpreter.class);
    assertThat(new VectorSupport(true, 512).compile(KernelTest.layer())).isInstanceOf(VectorKernel.class);
    assertThat(Kernels.explain()).contains("used");
  }

  @Test
  void sameStructureIsCompiledOnce() {
    assertThat(Kernels.compile(named("x", 2))).isSameAs(Kernels.compile(named("other", 2)))
        .isNotSameAs(Kernels.compile(named("x", 3)));
  }

  private static Kernel named(String name, double factor) {
    KernelBuilder k = Kernel.builder();
    k.store(name + "'", k.input(name, Kernel.Extent.LANE).times(factor));
    return k.build();
  }
}
