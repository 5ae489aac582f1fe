package dev.ansatz.pinn.precondition;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The conditioning of A(λ) = JᵣᵀJᵣ + λ JᵦᵀJᵦ, the Gauss–Newton matrix of the loss mean r² + λ Σ mean b² of residual and conditions,
 * for several weights λ. Gradient descent on the linearised loss converges like (1 − c/κ(A))ᵏ.
 *
 * <p>Every figure comes from singular values of the stacked Jacobian: A, whose condition number is the square of the Jacobian's, is
 * never formed.
 *
 * @param subject what was linearised
 * @param residuals rows of Jᵣ
 * @param conditions rows of Jᵦ, 0 if nothing depends on λ
 * @param spectra one per weight, in the order of the weights
 */
public record ConditionReport(String subject, int residuals, int conditions, List<Spectrum> spectra) {
  private static final double[] QUANTILES = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 1};

  /**
   * The spectrum for one weight.
   *
   * @param weight λ
   * @param singularValues of the stacked Jacobian, one per parameter, in descending order
   * @param rounding singular values up to here are rounding errors: max(rows, columns) ε times the largest
   */
  public record Spectrum(double weight, List<Double> singularValues, double rounding) {
    public Spectrum {
      singularValues = List.copyOf(singularValues);
    }

    /** The eigenvalues of A in descending order. */
    public List<Double> eigenvalues() {
      return singularValues.stream().map(s -> s * s).toList();
    }

    /** How many singular values are no rounding errors. */
    public int rank() {
      return (int) singularValues.stream().filter(s -> s > rounding).count();
    }

    /** κ(A), infinite if A is singular to working precision. */
    public double conditionNumber() {
      return rank() < singularValues.size() ? Double.POSITIVE_INFINITY : conditionNumber(singularValues.size());
    }

    /** The ratio of the first eigenvalue of A to eigenvalue number {@code directions}, counted from 1. */
    public double conditionNumber(int directions) {
      double ratio = singularValues.getFirst() / singularValues.get(directions - 1);
      return ratio * ratio;
    }

    /**
     * exp of the entropy of the eigenvalues divided by their sum: how many directions the loss sees, between 1 and the number of
     * parameters (O. Roy, M. Vetterli, The effective rank: a measure of effective dimensionality, EUSIPCO 2007).
     */
    public double effectiveRank() {
      double sum = eigenvalues().stream().mapToDouble(e -> e).sum();
      return Math.exp(eigenvalues().stream().mapToDouble(e -> e / sum).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum());
    }
  }

  /** @throws IllegalArgumentException without spectra */
  public ConditionReport {
    spectra = List.copyOf(spectra);
    if (spectra.isEmpty()) {
      throw new IllegalArgumentException("a report needs a weight");
    }
  }

  public int parameters() {
    return spectra.getFirst().singularValues().size();
  }

  /** The directions that {@link #conditionNumber} compares: the least rank over all weights. */
  public int directions() {
    return spectra.stream().mapToInt(Spectrum::rank).min().orElseThrow();
  }

  /**
   * κ over the {@link #directions()} best determined directions. It is κ(A) itself wherever A is regular for every weight, and comparable
   * between weights where it is not.
   */
  public double conditionNumber(Spectrum spectrum) {
    return spectrum.conditionNumber(directions());
  }

  /** The spectrum whose {@linkplain #conditionNumber(Spectrum) condition number} is least. */
  public Spectrum best() {
    return spectra.stream().min(Comparator.comparingDouble(this::conditionNumber)).orElseThrow();
  }

  /** A table of the weights, then the eigenvalues for the best. */
  @Override
  public String toString() {
    var lines = new StringJoiner("\n");
    lines.add(String.format(Locale.ROOT, "%s: %,d parameters, %,d residuals, %,d rows of conditions", subject, parameters(), residuals,
        conditions));
    lines.add(directions() == parameters() ? "condition number of J'J"
        : "condition number of J'J over its first " + directions() + " eigenvalues: the others are rounding errors for some weight");
    lines.add(String.format(Locale.ROOT, "  %9s  %9s  %6s  %14s", "weight", "condition", "rank", "effective rank"));
    for (Spectrum spectrum : spectra) {
      lines.add(String.format(Locale.ROOT, "  %9.2e  %9.2e  %6d  %14.1f%s", spectrum.weight(), conditionNumber(spectrum), spectrum.rank(),
          spectrum.effectiveRank(), spectra.size() > 1 && spectrum.equals(best()) ? "  least" : ""));
    }
    lines.add(String.format(Locale.ROOT, "eigenvalues of J'J for the weight %.2e", best().weight()));
    List<Double> eigenvalues = best().eigenvalues();
    for (double quantile : QUANTILES) {
      int number = (int) Math.round(quantile * (eigenvalues.size() - 1));
      lines.add(String.format(Locale.ROOT, "  number %4d  %9.2e", number + 1, eigenvalues.get(number)));
    }
    return lines.toString();
  }
}
