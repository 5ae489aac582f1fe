package dev.ansatz.engine.jet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A linear differential operator with constant coefficients, Σ cₖ ∂^αₖ, such as ∂ₜ − ν ∂ₓₓ or a Laplacian.
 *
 * @param indices the αₖ, all different, of one dimension and none of degree 0; none of higher degree than the first
 * @param coefficients the cₖ, finite; the first is 1
 */
public record DifferentialOperator(List<MultiIndex> indices, List<Double> coefficients) {
  public DifferentialOperator {
    indices = List.copyOf(indices);
    coefficients = List.copyOf(coefficients);
    var faults = new ArrayList<String>();
    if (indices.isEmpty() || indices.size() != coefficients.size()) {
      faults.add(indices.size() + " indices do not go with " + coefficients.size() + " coefficients");
    }
    if (new HashSet<>(indices).size() != indices.size() || indices.stream().anyMatch(index -> index.degree() == 0)) {
      faults.add("indices must be different and none of them zero: " + indices);
    }
    if (!indices.isEmpty() && indices.stream().mapToInt(MultiIndex::degree).max().orElseThrow() > indices.getFirst().degree()) {
      faults.add("the first index must be of the highest degree: " + indices);
    }
    if (!coefficients.stream().allMatch(Double::isFinite) || !coefficients.isEmpty() && coefficients.getFirst() != 1) {
      faults.add("coefficients must be finite and the first of them 1: " + coefficients);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
  }

  /** The sum of the second derivatives by these coordinates. */
  public static DifferentialOperator laplacian(int dimension, List<Integer> coordinates) {
    return new DifferentialOperator(coordinates.stream().map(coordinate -> {
      int[] orders = new int[dimension];
      orders[coordinate] = 2;
      return new MultiIndex(orders);
    }).toList(), coordinates.stream().map(_ -> 1.0).toList());
  }

  /** The index whose channel holds the operator where a {@link JetSet} carries it as one. */
  public MultiIndex leading() {
    return indices.getFirst();
  }
}
