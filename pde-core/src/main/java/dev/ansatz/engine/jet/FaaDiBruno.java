package dev.ansatz.engine.jet;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The derivatives of a composition f∘z in terms of those of f and z: the multivariate formula of Faà di Bruno.
 *
 * <p>For every multi-index α, ∂^α (f∘z) = Σ c · f⁽ᵏ⁾(z) · z_{β₁} ⋯ z_{βₖ}, where the sum runs over the ways to share α
 * among k factors. The terms are found by differentiating one coordinate at a time from ∂⁰ = f(z) and collecting equal
 * monomials, so that the coefficients are exact integers.
 *
 * <p>Source: G. M. Constantine and T. H. Savits, A multivariate Faà di Bruno formula with applications, Trans. Amer.
 * Math. Soc. 348 (1996), doi:10.1090/S0002-9947-96-01501-2.
 */
public final class FaaDiBruno {
  private final JetSet jets;
  private final List<TreeMap<Monomial, Double>> terms = new ArrayList<>();

  /** f⁽ᵏ⁾(z) times the product of the channels {@code factors} of z, which are sorted; k is their number. */
  private record Monomial(List<Integer> factors) implements Comparable<Monomial> {
    int order() {
      return factors.size();
    }

    Monomial with(int channel) {
      var more = new ArrayList<>(factors);
      more.add(channel);
      more.sort(null);
      return new Monomial(List.copyOf(more));
    }

    Monomial replacing(int position, int channel) {
      var changed = new ArrayList<>(factors);
      changed.set(position, channel);
      changed.sort(null);
      return new Monomial(List.copyOf(changed));
    }

    @Override
    public int compareTo(Monomial other) {
      int byOrder = Integer.compare(order(), other.order());
      if (byOrder != 0) {
        return byOrder;
      }
      for (int i = 0; i < factors.size(); i++) {
        int byFactor = factors.get(i).compareTo(other.factors.get(i));
        if (byFactor != 0) {
          return byFactor;
        }
      }
      return 0;
    }
  }

  /** Prepares the formula for every channel of a jet. Time and space grow with the number of partitions of the largest index. */
  public FaaDiBruno(JetSet jets) {
    this.jets = jets;
    terms.add(new TreeMap<>(Map.of(new Monomial(List.of()), 1.0)));
    for (int channel = 1; channel < jets.size(); channel++) {
      terms.add(termsOf(channel));
    }
  }

  private TreeMap<Monomial, Double> termsOf(int channel) {
    DifferentialOperator operator = jets.at(channel);
    var result = new TreeMap<Monomial, Double>();
    for (int k = 0; k < operator.indices().size(); k++) {
      double coefficient = operator.coefficients().get(k);
      termsOf(operator.indices().get(k), channel).forEach((monomial, count) -> result.merge(monomial, coefficient * count, Double::sum));
    }
    // f'(z) times the operator of z came once for each of its indices
    result.put(new Monomial(List.of(channel)), 1.0);
    return result;
  }

  /** The terms of one derivative, which itself is in a channel. */
  private TreeMap<Monomial, Double> termsOf(MultiIndex index, int own) {
    var result = new TreeMap<Monomial, Double>();
    int coordinate = 0;
    while (index.order(coordinate) == 0) {
      coordinate++;
    }
    int direction = coordinate;
    int[] lower = index.orders();
    lower[direction]--;
    // the set is closed downwards and sorted by degree, so the index below is already there
    var below = terms.get(jets.channel(new MultiIndex(lower)));
    below.forEach((monomial, count) -> {
      result.merge(monomial.with(raised(0, direction, own)), count, Double::sum);
      for (int i = 0; i < monomial.order(); i++) {
        result.merge(monomial.replacing(i, raised(monomial.factors().get(i), direction, own)), count, Double::sum);
      }
    });
    return result;
  }

  /** The channel of the derivative of a channel, or {@code own} where it has none. */
  private int raised(int channel, int direction, int own) {
    int[] orders = jets.get(channel).orders();
    orders[direction]++;
    int raised = jets.channel(new MultiIndex(orders));
    return raised < 0 ? own : raised;
  }

  /**
   * Writes the channels of f∘z.
   *
   * @param builder holds the graph
   * @param function f, in terms of a node, with constants but no other nodes in it
   * @param z the channels of the argument, in the order of the jet set: any nodes
   * @return the channels of the composition
   */
  public List<Scalar> compose(KernelBuilder builder, UnaryOperator<Scalar> function, List<Scalar> z) {
    List<Scalar> derivatives = builder.inline(derivatives(function), List.of(z.getFirst()));
    var channels = new ArrayList<Scalar>();
    for (var channel : terms) {
      // monomials are sorted by order: those of one order share a derivative
      var sums = new TreeMap<Integer, Scalar>();
      for (var entry : channel.entrySet()) {
        Scalar term = null;
        for (int factor : entry.getKey().factors()) {
          term = term == null ? z.get(factor) : term.times(z.get(factor));
        }
        if (entry.getValue() != 1) {
          term = term.times(entry.getValue());
        }
        if (term == null) {
          sums.put(0, derivatives.getFirst());
        } else {
          sums.merge(entry.getKey().order(), term, Scalar::plus);
        }
      }
      channels.add(sums.entrySet().stream().map(s -> s.getKey() == 0 ? s.getValue() : derivatives.get(s.getKey()).times(s.getValue()))
          .reduce(Scalar::plus).orElseThrow());
    }
    return channels;
  }

  /** f and its derivatives up to the highest order needed, in terms of a symbol of their own. */
  private Kernel derivatives(UnaryOperator<Scalar> function) {
    int highest = jets.indices().stream().mapToInt(MultiIndex::degree).max().orElse(0);
    KernelBuilder builder = Kernel.builder();
    Scalar symbol = builder.input("s", Kernel.Extent.LANE);
    Scalar derivative = function.apply(symbol);
    builder.store("f", derivative);
    for (int k = 1; k <= highest; k++) {
      derivative = builder.derivative(derivative, symbol);
      builder.store("f" + k, derivative);
    }
    return builder.build();
  }
}
