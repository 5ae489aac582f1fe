package dev.ansatz.engine.nn;

import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import java.util.random.RandomGenerator;

/**
 * Random weight factorisation: W = V diag(g), with a trainable factor g per unit, so that every unit has its own rate of learning.
 * At first W is that of {@link Glorot}, g = exp(s) with s normal, and V = W diag(g)⁻¹. V is in the blocks {@code W}, g in the blocks
 * {@code g}.
 *
 * <p>Wᵀx = g ∘ Vᵀx is evaluated, so that the factor costs one product per channel in the kernel that adds the bias.
 *
 * <p>Source: S. Wang, H. Wang, J. H. Seidman, P. Perdikaris, Random weight factorization improves the training of continuous
 * neural representations, arXiv:2210.01274. A mean of 0.5 or 1 and a deviation of 0.1 serve well there.
 *
 * @param mean of s
 * @param deviation the standard deviation of s, at least 0
 */
public record WeightFactorisation(double mean, double deviation) implements Weights {
  public WeightFactorisation {
    if (!Double.isFinite(mean) || !(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "s must have a finite mean and a deviation of at least 0, not " + mean + " and " + deviation);
    }
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    new Glorot().initialise(program, name, theta, random);
    for (ParameterBlock g : Initial.blocks(program, name, ".g")) {
      ParameterBlock v = program.block(g.name().substring(0, g.name().length() - 1) + "W");
      for (int j = 0; j < g.columns(); j++) {
        double factor = Math.exp(mean + deviation * random.nextGaussian());
        theta[g.offset() + j] = factor;
        for (int i = 0; i < v.rows(); i++) {
          theta[v.offset() + i * v.columns() + j] /= factor;
        }
      }
    }
  }
}
