package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The separable network: u_k(x) = Σ_r w_rk Π_i f_i^r(x_i) + b_k, one network f_i with {@code rank} outputs per coordinate. A factor
 * carries the derivatives by its own coordinate only, so that a channel costs one product per coordinate and there are no mixed
 * derivatives below the product: cheap in many dimensions.
 *
 * <p>The features must belong to the coordinates: the first {@code features.get(0)} of them must depend on coordinate 0 only, the
 * next {@code features.get(1)} on coordinate 1 only, and so on. Derivatives are wrong where they depend on others, which cannot be
 * seen here.
 *
 * <p>Source: J. Cho, S. Nam, H. Yang, S.-B. Yun, Y. Hong, E. Park, Separable physics-informed neural networks, NeurIPS 2023,
 * arXiv:2306.15969. There w = 1, b = 0 and each output has its own {@code rank} products. Points need not form a grid here, and a
 * grid gains nothing. Failure mode: the product of many factors that start small starts at zero.
 *
 * @param factor of each coordinate
 * @param rank products in the sum, at least 1
 * @param features how many there are of each coordinate, each at least 1
 */
public record SeparableNetwork(Network factor, int rank, List<Integer> features) implements Network {
  public SeparableNetwork {
    features = List.copyOf(features);
    if (rank < 1 || features.isEmpty() || features.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "a separable network needs a rank of at least 1 and features of every coordinate, not " + rank + " and " + features);
    }
  }

  @Override
  public boolean carriesOperators() {
    return false;
  }

  @Override
  public Value build(ProgramBuilder program, String name, Value embedded, JetSet jets, int outputs) {
    int count = features.stream().mapToInt(Integer::intValue).sum();
    if (embedded.features() != count || jets.dimension() != features.size()) {
      throw new IllegalArgumentException("a separable network of " + features.size() + " coordinates with " + features
          + " features cannot be given " + jets.dimension() + " coordinates with " + embedded.features() + " features");
    }
    if (jets.operator().isPresent()) {
      throw new IllegalArgumentException("a separable network carries derivatives by one coordinate at a time, not a differential "
          + "operator");
    }
    KernelBuilder kernel = Kernel.builder();
    var arguments = new ArrayList<Argument>();
    var factors = new ArrayList<List<Scalar>>();
    int first = 0;
    for (int i = 0; i < features.size(); i++) {
      JetSet own = along(i, jets);
      Value along = select(program, embedded, first, features.get(i), jets, own);
      Value f = factor.build(program, name + "." + i, along, own, rank);
      var channels = new ArrayList<Scalar>();
      for (int c = 0; c < own.size(); c++) {
        channels.add(kernel.input("f" + i + own.get(c), Kernel.Extent.LANE));
        arguments.add(Argument.lanes(f, c));
      }
      factors.add(channels);
      first += features.get(i);
    }
    for (MultiIndex alpha : jets.indices()) {
      Scalar product = null;
      for (int i = 0; i < factors.size(); i++) {
        // channel k along a coordinate is its k-th derivative
        Scalar f = factors.get(i).get(alpha.order(i));
        product = product == null ? f : product.times(f);
      }
      kernel.store("y" + alpha, product);
    }
    return program.linear(name + "." + features.size(), program.kernel(kernel.build(), rank, arguments), outputs, true);
  }

  /** The derivatives by one coordinate only. */
  private static JetSet along(int coordinate, JetSet jets) {
    return new JetSet(jets.dimension(), jets.indices().stream().filter(index -> index.order(coordinate) == index.degree()).toList());
  }

  /** A copy of some of the features with some of their channels. */
  private static Value select(ProgramBuilder program, Value features, int first, int count, JetSet all, JetSet some) {
    KernelBuilder kernel = Kernel.builder();
    var arguments = new ArrayList<Argument>();
    for (MultiIndex index : some.indices()) {
      kernel.store("y" + index, kernel.input("x" + index, Kernel.Extent.LANE));
      arguments.add(new Argument.Lanes(features, all.channel(index), first));
    }
    return program.kernel(kernel.build(), count, arguments);
  }

  @Override
  public void initialise(Program program, String name, double[] theta, RandomGenerator random) {
    for (int i = 0; i < features.size(); i++) {
      factor.initialise(program, name + "." + i, theta, random);
    }
    new Glorot().initialise(program, name + "." + features.size(), theta, random);
  }
}
