package dev.ansatz.engine.jet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;

/** The rules of composition and products on random sets of channels against Hipparchus' truncated Taylor algebra. */
class JetProperties {
  private static final int ORDER = 4;

  @Provide
  Arbitrary<JetSet> jets() {
    return Arbitraries.integers().between(1, 3).flatMap(dimension -> Arbitraries.integers().between(0, ORDER)
        .array(int[].class).ofSize(dimension)
        .filter(orders -> java.util.Arrays.stream(orders).sum() <= ORDER)
        .map(MultiIndex::new).list().ofMinSize(1).ofMaxSize(3)
        .map(wanted -> JetSet.closure(dimension, wanted)));
  }

  private static final List<Scalar.Function> FUNCTIONS = List.of(Scalar.Function.TANH, Scalar.Function.SIN, Scalar.Function.EXP,
      Scalar.Function.ATAN, Scalar.Function.SINH, Scalar.Function.COS);

  private static DerivativeStructure apply(Scalar.Function function, DerivativeStructure z) {
    return switch (function) {
      case TANH -> z.tanh();
      case SIN -> z.sin();
      case EXP -> z.exp();
      case ATAN -> z.atan();
      case SINH -> z.sinh();
      case COS -> z.cos();
      default -> throw new AssertionError(function);
    };
  }

  /** A random smooth function as a truncated Taylor algebra element. */
  private static DerivativeStructure random(DSFactory factory, int dimension, Random random) {
    DerivativeStructure sum = factory.constant(random.nextGaussian());
    for (int i = 0; i < dimension; i++) {
      DerivativeStructure x = factory.variable(i, random.nextGaussian());
      sum = sum.add(x.multiply(random.nextGaussian()).sin()).add(x.multiply(x).multiply(0.3 * random.nextGaussian()));
      sum = sum.add(sum.multiply(x).multiply(0.2 * random.nextGaussian()));
    }
    return sum.multiply(0.5);
  }

  private static double[] channels(JetSet jets, DerivativeStructure f) {
    return jets.indices().stream().mapToDouble(index -> f.getPartialDerivative(index.orders())).toArray();
  }

  private static double[] run(Kernel kernel, double[] inputs) {
    int count = inputs.length + kernel.outputs().size();
    double[][] arrays = new double[count][1];
    for (int i = 0; i < inputs.length; i++) {
      arrays[i][0] = inputs[i];
    }
    Kernels.compile(kernel).run(1, 1, arrays, new int[count], new int[count]);
    double[] out = new double[kernel.outputs().size()];
    for (int k = 0; k < out.length; k++) {
      out[k] = arrays[inputs.length + k][0];
    }
    return out;
  }

  private static void compare(JetSet jets, double[] found, double[] expected) {
    double scale = 1;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int c = 0; c < expected.length; c++) {
      assertThat(found[c]).as("∂%s", jets.get(c)).isCloseTo(expected[c], within(1e-12 * scale));
    }
  }

  @Property(tries = 150, seed = "20261121")
  void compositionFollowsFaaDiBruno(@ForAll("jets") JetSet jets, @ForAll long seed) {
    var random = new Random(seed);
    var function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    var z = random(new DSFactory(jets.dimension(), ORDER), jets.dimension(), random);
    var builder = Kernel.builder();
    var inputs = new ArrayList<Scalar>();
    for (MultiIndex index : jets.indices()) {
      inputs.add(builder.input("z" + index, Kernel.Extent.LANE));
    }
    new FaaDiBruno(jets).compose(builder, s -> s.apply(function), inputs).forEach(s -> builder.store("y", s));
    compare(jets, run(builder.build(), channels(jets, z)), channels(jets, apply(function, z)));
  }

  /** Two compositions and a factor in one kernel: the argument of the second is no input. */
  @Property(tries = 50, seed = "20261121")
  void compositionsFollowOneAnother(@ForAll("jets") JetSet jets, @ForAll long seed) {
    var random = new Random(seed);
    var first = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    var z = random(new DSFactory(jets.dimension(), ORDER), jets.dimension(), random);
    var builder = Kernel.builder();
    var inputs = new ArrayList<Scalar>();
    for (MultiIndex index : jets.indices()) {
      inputs.add(builder.input("z" + index, Kernel.Extent.LANE));
    }
    var rule = new FaaDiBruno(jets);
    List<Scalar> scaled = rule.compose(builder, s -> s.apply(first), inputs).stream().map(s -> s.times(-0.25)).toList();
    rule.compose(builder, s -> s.apply(Scalar.Function.TANH), scaled).forEach(s -> builder.store("y", s));
    compare(jets, run(builder.build(), channels(jets, z)), channels(jets, apply(first, z).multiply(-0.25).tanh()));
  }

  @Property(tries = 100, seed = "20261121")
  void productsFollowLeibniz(@ForAll("jets") JetSet jets, @ForAll long seed) {
    var random = new Random(seed);
    var factory = new DSFactory(jets.dimension(), ORDER);
    var a = random(factory, jets.dimension(), random);
    var b = random(factory, jets.dimension(), random);
    var builder = Kernel.builder();
    var left = new ArrayList<Scalar>();
    var right = new ArrayList<Scalar>();
    for (MultiIndex index : jets.indices()) {
      left.add(builder.input("a" + index, Kernel.Extent.LANE));
    }
    for (MultiIndex index : jets.indices()) {
      right.add(builder.input("b" + index, Kernel.Extent.LANE));
    }
    JetProduct.of(jets, left, right).forEach(s -> builder.store("y", s));
    double[] inputs = new double[2 * jets.size()];
    System.arraycopy(channels(jets, a), 0, inputs, 0, jets.size());
    System.arraycopy(channels(jets, b), 0, inputs, jets.size(), jets.size());
    compare(jets, run(builder.build(), inputs), channels(jets, a.multiply(b)));
  }

  @Property(tries = 100, seed = "20261121")
  void closureHoldsEverythingBelow(@ForAll("jets") JetSet jets) {
    for (MultiIndex index : jets.indices()) {
      for (int i = 0; i < index.dimension(); i++) {
        if (index.order(i) > 0) {
          int[] lower = index.orders();
          lower[i]--;
          assertThat(jets.channel(new MultiIndex(lower))).isGreaterThanOrEqualTo(0).isLessThan(jets.channel(index));
        }
      }
    }
  }
}
