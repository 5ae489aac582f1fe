package dev.ansatz.engine.jet;

import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;

/** The derivatives of a product of two jets by the rule of Leibniz: ∂^α(ab) = Σ_{β ≤ α} (α over β) ∂^β a ∂^{α−β} b. */
public final class JetProduct {
  private JetProduct() {}

  /** The channels of the product, in the order of the jet set. */
  public static List<Scalar> of(JetSet jets, List<Scalar> a, List<Scalar> b) {
    var channels = new ArrayList<Scalar>();
    for (MultiIndex alpha : jets.indices()) {
      if (jets.isLaplacian(channels.size())) {
        channels.add(laplacian(jets, channels.size(), a, b));
        continue;
      }
      Scalar sum = null;
      for (int beta = 0; beta < jets.size(); beta++) {
        MultiIndex lower = jets.get(beta);
        if (!lower.divides(alpha)) {
          continue;
        }
        MultiIndex rest = alpha.minus(lower);
        double binomial = alpha.factorial() / (lower.factorial() * rest.factorial());
        Scalar term = a.get(beta).times(b.get(jets.channel(rest)));
        if (binomial != 1) {
          term = term.times(binomial);
        }
        sum = sum == null ? term : sum.plus(term);
      }
      channels.add(sum);
    }
    return channels;
  }

  /** Δ(ab) = a Δb + b Δa + 2 Σ a_i b_i. */
  private static Scalar laplacian(JetSet jets, int channel, List<Scalar> a, List<Scalar> b) {
    Scalar inner = jets.firstOrder().stream().map(first -> a.get(first).times(b.get(first))).reduce(Scalar::plus).orElseThrow();
    return a.getFirst().times(b.get(channel)).plus(a.get(channel).times(b.getFirst())).plus(inner.times(2));
  }
}
