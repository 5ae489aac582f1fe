package dev.ansatz.engine.nn;

import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import java.util.random.RandomGenerator;

/**
 * Plain matrices W, normal at first with standard deviation √(2/(fan in + fan out)).
 *
 * <p>Source: X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010.
 */
public record Glorot() implements Weights {
  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    for (ParameterBlock w : Initial.blocks(program, name, ".W")) {
      Initial.normal(w, Math.sqrt(2.0 / (w.rows() + w.columns())), theta, random);
    }
  }
}
