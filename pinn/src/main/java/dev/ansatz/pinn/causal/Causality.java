package dev.ansatz.pinn.causal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How strictly training keeps to the order of time: the epsilons of {@link CausalWeights}, one after another.
 *
 * @param epsilons positive; empty for no causal weights at all
 */
public record Causality(List<Double> epsilons) {
  /** All times are trained alike. */
  public static final Causality NONE = new Causality(List.of());

  /** The tolerances of the method's authors: 0.01, 0.1, 1, 10, 100. */
  public static final Causality ANNEALED = new Causality(List.of(1e-2, 1e-1, 1.0, 1e1, 1e2));

  public Causality {
    epsilons = List.copyOf(epsilons);
    epsilons.forEach(CausalWeights::new);
  }

  /**
   * Reads {@code none}, {@code annealed} or epsilons with commas between them, one of them for a fixed tolerance.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static Causality parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "annealed" -> ANNEALED;
      default -> {
        try {
          yield new Causality(Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList());
        } catch (NumberFormatException _) {
          throw new IllegalArgumentException("causal must be none, annealed, or positive epsilons such as 1 or 0.1,1,10, not '" + text
              + "'");
        }
      }
    };
  }

  /** Whether there are no causal weights. */
  public boolean isNone() {
    return epsilons.isEmpty();
  }

  @Override
  public String toString() {
    return isNone() ? "none" : equals(ANNEALED) ? "annealed" : epsilons.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
