package dev.ansatz.engine.nn;

import dev.ansatz.engine.jet.DifferentialOperator;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.ProgramBuilder;
import dev.ansatz.engine.program.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The first, untrained layer of a network: explicit features of the coordinates, such as scaled coordinates or the sines and
 * cosines of a periodic one.
 */
@FunctionalInterface
public interface Embedding {
  /** The features, in terms of the coordinates. */
  List<Scalar> features(List<Scalar> coordinates);

  /** Adds the features with all channels of a jet; {@code points} holds one coordinate per feature. */
  default Value build(ProgramBuilder program, Value points, JetSet jets) {
    KernelBuilder builder = Kernel.builder();
    var coordinates = new ArrayList<Scalar>();
    var arguments = new ArrayList<Argument>();
    for (int i = 0; i < points.features(); i++) {
      coordinates.add(builder.input("x" + i, Kernel.Extent.LANE));
      arguments.add(new Argument.Lanes(points, 0, i));
    }
    List<Scalar> features = features(coordinates);
    Map<MultiIndex, List<Scalar>> channels = new HashMap<>();
    for (int c = 0; c < jets.size(); c++) {
      MultiIndex index = jets.get(c);
      List<Scalar> channel = c == 0 ? features : operator(builder, channels, coordinates, jets.at(c));
      channels.put(index, channel);
      for (int f = 0; f < channel.size(); f++) {
        builder.store("f" + f + index, channel.get(f));
      }
    }
    return program.kernel(builder.build(), 1, arguments).reshape(jets.size(), features.size());
  }

  private static List<Scalar> operator(KernelBuilder builder, Map<MultiIndex, List<Scalar>> channels, List<Scalar> coordinates,
      DifferentialOperator operator) {
    List<Scalar> sums = derivative(builder, channels, coordinates, operator.leading());
    for (int k = 1; k < operator.indices().size(); k++) {
      List<Scalar> before = sums;
      List<Scalar> terms = derivative(builder, channels, coordinates, operator.indices().get(k));
      double coefficient = operator.coefficients().get(k);
      sums = IntStream.range(0, terms.size()).mapToObj(f -> before.get(f).plus(terms.get(f).times(coefficient))).toList();
    }
    return sums;
  }

  private static List<Scalar> derivative(KernelBuilder builder, Map<MultiIndex, List<Scalar>> channels, List<Scalar> coordinates,
      MultiIndex index) {
    int[] lower = index.orders();
    int direction = 0;
    while (lower[direction] == 0) {
      direction++;
    }
    lower[direction]--;
    Scalar coordinate = coordinates.get(direction);
    return channels.get(new MultiIndex(lower)).stream().map(f -> builder.derivative(f, coordinate)).toList();
  }
}
