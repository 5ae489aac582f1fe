package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cosines, then the sines, of b · y for every vector b of a fixed list, y being the features of another embedding. Networks
 * learn functions of high frequency from them that they do not learn from y.
 *
 * <p>Source: M. Tancik, P. P. Srinivasan, B. Mildenhall, S. Fridovich-Keil, N. Raghavan, U. Singhal, R. Ramamoorthi, J. T. Barron,
 * R. Ng, Fourier features let networks learn high frequency functions in low dimensional domains, NeurIPS 2020, arXiv:2006.10739,
 * where 2π is a factor of b. In {@link #build} the sines are cosines of an angle less π/2, a difference that is rounded.
 *
 * @param inner the embedding below, {@code x -> x} for the coordinates themselves
 * @param frequencies the vectors b, at least one, each with an entry per feature of {@code inner}
 */
public record FourierFeatures(Embedding inner, List<List<Double>> frequencies) implements Embedding {
  public FourierFeatures {
    frequencies = frequencies.stream().map(List::copyOf).toList();
    long lengths = frequencies.stream().mapToInt(List::size).distinct().count();
    if (lengths != 1 || frequencies.getFirst().isEmpty()) {
      throw new IllegalArgumentException("frequencies must be at least one vector, all of one length of at least 1");
    }
  }

  /**
   * Frequencies whose entries are independently normal with standard deviation {@code scale}.
   *
   * @param inner the embedding below
   * @param dimension how many features {@code inner} has
   * @param count how many frequencies, half as many as there are features
   * @param scale between 1 and 10 for coordinates of size 1; larger for solutions of finer structure
   * @param random drawn from {@code count} × {@code dimension} times
   */
  public static FourierFeatures random(Embedding inner, int dimension, int count, double scale, RandomGenerator random) {
    return new FourierFeatures(inner, Stream.generate(
        () -> Stream.generate(() -> scale * random.nextGaussian()).limit(dimension).toList()).limit(count).toList());
  }

  @Override
  public List<Scalar> features(List<Scalar> coordinates) {
    List<Scalar> y = inner.features(coordinates);
    check(y.size());
    List<Scalar> angles = frequencies.stream().map(b -> IntStream.range(0, y.size()).mapToObj(i -> y.get(i).times(b.get(i)))
        .reduce(Scalar::plus).orElseThrow()).toList();
    return Stream.of(Scalar.Function.COS, Scalar.Function.SIN).flatMap(f -> angles.stream().map(angle -> angle.apply(f))).toList();
  }

  @Override
  public Value build(ProgramBuilder program, Value points, JetSet jets) {
    Value y = inner.build(program, points, jets);
    check(y.features());
    // one kernel over the features, in place of one whose code grows with them
    int count = frequencies.size();
    var layer = new LayerBuilder(program, jets, 2 * count);
    List<Scalar> angle = null;
    for (int i = 0; i < y.features(); i++) {
      int entry = i;
      Stream<Double> column = Stream.concat(frequencies.stream(), frequencies.stream()).map(b -> b.get(entry));
      List<Scalar> term = layer.times(layer.fixed("b" + i, column.toList()), layer.broadcast(y, i));
      angle = angle == null ? term : layer.plus(angle, term);
    }
    var phases = new ArrayList<>(Collections.nCopies(count, 0.0));
    phases.addAll(Collections.nCopies(count, -0.5 * Math.PI));
    return layer.build(layer.apply(a -> a.apply(Scalar.Function.COS), layer.plus(angle, layer.fixed("phase", phases))));
  }

  private void check(int features) {
    if (features != frequencies.getFirst().size()) {
      throw new IllegalArgumentException(
          "frequencies of " + frequencies.getFirst().size() + " entries need as many features below, not " + features);
    }
  }
}
