package dev.ansatz.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Kernels of random operations, kept smooth and of moderate size; one input and one output of every extent at least. */
final class RandomKernel {
  private RandomKernel() {}

  static Kernel of(long seed, int nodes) {
    var random = new Random(seed);
    KernelBuilder k = Kernel.builder();
    var values = new ArrayList<Scalar>();
    values.add(k.input("u", Kernel.Extent.LANE));
    values.add(k.input("r", Kernel.Extent.ROW));
    values.add(k.input("p", Kernel.Extent.UNIFORM));
    values.add(k.input("v", Kernel.Extent.LANE));
    for (int n = 0; n < nodes; n++) {
      values.add(node(random, pick(random, values), pick(random, values), pick(random, values)));
    }
    k.store("y", values.getLast());
    k.store("z", pick(random, values).plus(values.getFirst()));
    k.sum("s", values.get(values.size() - 2), Kernel.Extent.ROW);
    k.sum("t", pick(random, values), Kernel.Extent.UNIFORM);
    return k.build();
  }

  private static Scalar pick(Random random, List<Scalar> values) {
    int recent = random.nextInt(Math.min(values.size(), 12));
    return values.get(values.size() - 1 - recent);
  }

  private static Scalar node(Random random, Scalar a, Scalar b, Scalar c) {
    return switch (random.nextInt(20)) {
      case 0 -> a.plus(b).times(0.5);
      case 1 -> a.minus(b).times(0.5);
      case 2 -> a.times(b).plus(c).times(0.25);
      case 3 -> a.over(b.times(b).plus(1));
      case 4 -> a.negate();
      case 5 -> a.apply(Scalar.Function.SIN);
      case 6 -> a.apply(Scalar.Function.COS);
      case 7 -> a.apply(Scalar.Function.TANH);
      case 8 -> a.apply(Scalar.Function.ATAN);
      case 9 -> a.apply(Scalar.Function.ERF);
      case 10 -> a.times(a).negate().apply(Scalar.Function.EXP);
      case 11 -> a.times(a).plus(1).apply(Scalar.Function.LOG);
      case 12 -> a.times(a).plus(0.5).apply(Scalar.Function.SQRT);
      case 13 -> a.apply(Scalar.Function.SIN).apply(Scalar.Function.SINH);
      case 14 -> a.apply(Scalar.Function.TANH).apply(Scalar.Function.COSH);
      case 15 -> a.apply(Scalar.Function.SIN).times(0.5).apply(Scalar.Function.ASIN);
      case 16 -> a.apply(Scalar.Function.COS).times(0.5).apply(Scalar.Function.ACOS);
      case 17 -> a.apply(Scalar.Function.TANH).apply(Scalar.Function.TAN);
      case 18 -> a.times(a).plus(0.5).pow(b.apply(Scalar.Function.SIN));
      default -> a.atan2(b.times(b).plus(1));
    };
  }
}
