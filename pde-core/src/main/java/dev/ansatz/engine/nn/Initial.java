package dev.ansatz.engine.nn;

import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import java.util.List;
import java.util.random.RandomGenerator;

/** Initial values of blocks. */
final class Initial {
  private Initial() {}

  /** The blocks of a network whose names have an ending, in order. */
  static List<ParameterBlock> blocks(Program program, String name, String ending) {
    return program.blocks().stream().filter(b -> b.name().startsWith(name + ".") && b.name().endsWith(ending)).toList();
  }

  static void normal(ParameterBlock block, double deviation, double[] theta, RandomGenerator random) {
    for (int q = block.offset(); q < block.offset() + block.size(); q++) {
      theta[q] = deviation * random.nextGaussian();
    }
  }

  /** Uniform in ±{@code bound}. */
  static void uniform(ParameterBlock block, double bound, double[] theta, RandomGenerator random) {
    for (int q = block.offset(); q < block.offset() + block.size(); q++) {
      theta[q] = random.nextDouble(-bound, bound);
    }
  }
}
