package dev.ansatz.engine.jet;

import dev.ansatz.engine.kernel.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * The derivatives of a product of two jets by the rule of Leibniz: ∂^α(ab) = Σ_{β ≤ α} (α over β) ∂^β a ∂^{α−β} b, summed over an operator.
 */
public final class JetProduct {
  private JetProduct() {}

  /** The channels of the product, in the order of the jet set. */
  public static List<Scalar> of(JetSet jets, List<Scalar> a, List<Scalar> b) {
    var channels = new ArrayList<Scalar>();
    channels.add(a.getFirst().times(b.getFirst()));
    for (int channel = 1; channel < jets.size(); channel++) {
      DifferentialOperator operator = jets.at(channel);
      Scalar sum = a.getFirst().times(b.get(channel)).plus(a.get(channel).times(b.getFirst()));
      for (int k = 0; k < operator.indices().size(); k++) {
        MultiIndex alpha = operator.indices().get(k);
        for (int beta = 1; beta < jets.size(); beta++) {
          MultiIndex lower = jets.get(beta);
          if (!lower.divides(alpha) || lower.equals(alpha)) {
            continue;
          }
          MultiIndex rest = alpha.minus(lower);
          double factor = operator.coefficients().get(k) * alpha.factorial() / (lower.factorial() * rest.factorial());
          Scalar term = a.get(beta).times(b.get(jets.channel(rest)));
          sum = sum.plus(factor == 1 ? term : term.times(factor));
        }
      }
      channels.add(sum);
    }
    return channels;
  }
}
