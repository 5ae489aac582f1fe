package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.random.RandomGenerator;

/** An architecture: adds itself to a program and draws its initial parameters. */
public sealed interface Network
    permits Mlp, AdaptiveMlp, ModifiedMlp, ResidualNetwork, PirateNet, Siren, GaborNetwork, SeparableNetwork {
  /**
   * Adds the network.
   *
   * @param program to add to
   * @param name prefix of the parameter blocks
   * @param features the embedded coordinates, with the channels of {@code jets}
   * @param jets the derivatives carried
   * @param outputs how many outputs
   * @return the outputs, with the same channels
   */
  Value build(ProgramBuilder program, String name, Value features, JetSet jets, int outputs);

  /** Whether a {@link JetSet#operator differential operator} can be carried as one channel; all but separable networks can. */
  default boolean carriesOperators() {
    return true;
  }

  /**
   * Draws initial values of the blocks that {@link #build} made under this name.
   *
   * @param theta the parameters of the program, all zero at the blocks of this network before
   */
  void initialise(Program program, String name, double[] theta, RandomGenerator random);
}
