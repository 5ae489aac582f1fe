package dev.ansatz.engine.nn;

import dev.ansatz.engine.program.Program;
import java.util.random.RandomGenerator;

/** How the matrices of a network's linear layers are written in trainable parameters, and what they are at first. */
public sealed interface Weights permits Glorot, WeightFactorisation {

  /**
   * Draws initial values of all matrices of a network, in the order of its blocks; biases stay as they are.
   *
   * @param name prefix of the network's blocks
   * @param theta the parameters of the program, written at those blocks
   */
  void initialise(Program program, String name, double[] theta, RandomGenerator random);
}
