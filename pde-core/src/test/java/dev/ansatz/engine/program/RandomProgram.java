package dev.ansatz.engine.program;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernel.Extent;
import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A program of random operations on random values that are there already, smooth and of moderate size. */
final class RandomProgram {
  private static final int MOST = 24;

  private final Random random;
  private final ProgramBuilder builder;
  private final List<Value> values = new ArrayList<>();
  private int names;

  private RandomProgram(long seed, boolean checkpoints) {
    random = new Random(seed);
    var cuts = new Random(seed);
    boolean coupled = random.nextInt(3) > 0;
    builder = Program.builder(1 + random.nextInt(4), coupled ? 1 + random.nextInt(6) : 1);
    values.add(builder.input());
    values.add(builder.linear("first", builder.input(), 1 + random.nextInt(6), true));
    int operations = 2 + random.nextInt(10);
    while (values.size() < operations + 2) {
      Value y = step(random.nextInt(coupled ? 20 : 10), pick());
      if (y != null && y.size() <= MOST) {
        values.add(y);
      }
      if (checkpoints && cuts.nextInt(3) == 0) {
        builder.checkpoint();
      }
    }
  }

  static Program of(long seed) {
    return new RandomProgram(seed, false).build();
  }

  /** The same program with checkpoints between some operations. */
  static Program withCheckpoints(long seed) {
    return new RandomProgram(seed, true).build();
  }

  private Program build() {
    Value output = values.getLast();
    // sometimes a value that others read too
    return builder.build(random.nextInt(4) == 0 ? pick() : output);
  }

  private Value pick() {
    int recent = random.nextInt(Math.min(values.size(), 5));
    return values.get(values.size() - 1 - recent);
  }

  private String name() {
    return "p" + names++;
  }

  /** Another value with the same channels and lanes, made for the purpose if there is none. */
  private Value like(Value x, int features) {
    for (Value v : values.reversed()) {
      boolean apart = v.row() >= x.row() + x.size() || x.row() >= v.row() + v.size();
      if (apart && v.channels() == x.channels() && v.lanes() == x.lanes() && v.features() == features && random.nextBoolean()) {
        return v;
      }
    }
    return builder.linear(name(), x, features, random.nextBoolean());
  }

  /** The result of an operation, or null if it does not apply. */
  private Value step(int kind, Value x) {
    int f = x.features();
    int lanes = x.lanes();
    boolean one = x.channels() == 1;
    switch (kind) {
      case 0 -> {
        int out = 1 + random.nextInt(5);
        // in a third of cases one matrix for all layers of this shape
        return builder.linear(random.nextInt(3) == 0 ? "shared" + f + "x" + out : name(), x, out, random.nextBoolean());
      }
      case 1 -> {
        var kernel = Kernel.builder();
        Scalar z = kernel.input("z", Extent.LANE);
        Scalar b = kernel.input("b", Extent.ROW);
        kernel.store("y", z.plus(b).apply(Scalar.Function.TANH));
        kernel.store("w", z.times(b).apply(Scalar.Function.SIN));
        Value y = builder.kernel(kernel.build(), f, List.of(new Argument.Lanes(x, random.nextInt(x.channels()), 0),
            new Argument.Trainable(builder.parameters("bias" + f, 1, f))));
        return random.nextBoolean() ? y : y.reshape(1, 2 * f);
      }
      case 2 -> {
        Value other = like(x, f);
        var kernel = Kernel.builder();
        Scalar a = kernel.input("a", Extent.LANE);
        Scalar b = kernel.input("b", Extent.LANE);
        kernel.store("y", a.times(b).plus(b.apply(Scalar.Function.COS).times(kernel.input("c", Extent.UNIFORM))).times(0.5));
        return builder.kernel(kernel.build(), f,
            List.of(Argument.lanes(x, 0), Argument.lanes(other, x.channels() - 1), builder.constant()));
      }
      case 3 -> {
        return builder.concat(List.of(x, like(x, 1 + random.nextInt(3)), x));
      }
      case 4 -> {
        int from = random.nextInt(f);
        return builder.slice(x, from, 1 + random.nextInt(f - from));
      }
      case 5 -> {
        return random.nextBoolean() ? builder.sumFeatures(x) : builder.meanFeatures(x);
      }
      case 6 -> {
        return one ? builder.layerNorm(x, 0.1) : null;
      }
      case 7 -> {
        if (!one) {
          return null;
        }
        return random.nextBoolean() ? builder.einsum("i,i->", x, random.nextBoolean() ? x : like(x, f), f)
            : builder.einsum("i,ij->j", x, like(x, 2 * f), f, 2);
      }
      case 8 -> {
        return one && f % 2 == 0 ? builder.batchedProduct(x, like(x, 6), f / 2, 2, 3) : null;
      }
      case 9 -> {
        if (one && f > 1 && random.nextBoolean()) {
          int from = random.nextInt(f);
          return x.slice(from, 1 + random.nextInt(f - from));
        }
        return x.rows() % 2 == 0 ? x.reshape(2, x.rows() / 2) : x.reshape(1, x.rows());
      }
      case 10 -> {
        return random.nextBoolean() ? builder.sumLanes(x) : builder.meanLanes(x);
      }
      case 11 -> {
        return builder.flattenLanes(x);
      }
      case 12 -> {
        return builder.gather(x, random.ints(1 + random.nextInt(6), 0, lanes).toArray());
      }
      case 13 -> {
        int targets = 1 + random.nextInt(5);
        return builder.scatterAdd(x, random.ints(lanes, 0, targets).toArray(), targets);
      }
      case 14 -> {
        return one ? builder.segmentSoftmax(x, random.ints(lanes, 0, 3).toArray()) : null;
      }
      case 15 -> {
        return builder.fourier(x, modes(lanes));
      }
      case 16 -> {
        FourierModes modes = modes(1 + random.nextInt(6));
        return lanes % modes.size() == 0 ? builder.inverseFourier(x, modes) : null;
      }
      case 17 -> {
        int inner = lanes % 2 == 0 ? 2 : 1;
        int n = lanes / inner;
        int kept = 1 + random.nextInt(n);
        Value y = builder.cosine(x, n, inner, kept);
        return random.nextBoolean() ? y : builder.inverseCosine(y, kept + 2, inner, kept);
      }
      case 18 -> {
        FourierModes modes = modes(lanes);
        return builder.mixModes(name(), builder.fourier(x, modes), modes, 1 + random.nextInt(2));
      }
      default -> {
        return builder.mixLanes(name(), x, lanes % 2 == 0 ? lanes / 2 : lanes, 1 + random.nextInt(3));
      }
    }
  }

  private FourierModes modes(int points) {
    int[] shape = points % 2 == 0 && random.nextBoolean() ? new int[] {points / 2, 2} : new int[] {points};
    return FourierModes.upTo(shape, random.ints(shape.length, 0, 4).toArray());
  }
}
