package dev.ansatz.pde.law;

import org.hipparchus.special.Gamma;

/** A stationary isotropic covariance function: what values at two points have in common, by their distance. */
public sealed interface Covariance {
  /** The distance over which values stay alike. */
  double length();

  /** The standard deviation of a value. */
  double deviation();

  /** The covariance at a distance, not negative. */
  double at(double distance);

  /** {@code σ² exp(-r²/(2 ℓ²))}: samples are analytic. */
  record SquaredExponential(double length, double deviation) implements Covariance {
    @Override
    public double at(double distance) {
      double z = distance / length;
      return deviation * deviation * Math.exp(-z * z / 2);
    }

    @Override
    public String toString() {
      return "squaredExponential(" + Law.number(length) + ", " + Law.number(deviation) + ")";
    }
  }

  /**
   * {@code σ² 2^(1-ν)/Γ(ν) z^ν K_ν(z)} with {@code z = √(2ν) r/ℓ}: samples have as many derivatives as the greatest integer
   * below the smoothness ν. ν = 1/2 is the exponential covariance.
   */
  record Matern(double smoothness, double length, double deviation) implements Covariance {
    @Override
    public double at(double distance) {
      double z = Math.sqrt(2 * smoothness) * distance / length;
      double variance = deviation * deviation;
      if (z < 1e-8) {
        // the next term is of order z² or z^(2ν)
        return smoothness >= 1 ? variance : variance * (1 - smallDrop(z));
      }
      double twice = 2 * smoothness;
      if (twice == Math.rint(twice) && twice % 2 == 1 && smoothness < 20) {
        return variance * halfInteger((int) Math.floor(smoothness), z);
      }
      double logFactor = (1 - smoothness) * Math.log(2) - Gamma.logGamma(smoothness) + smoothness * Math.log(z);
      return variance * Math.exp(logFactor) * besselK(smoothness, z);
    }

    /** {@code exp(-z) p!/(2p)! Σ (p+i)!/(i! (p-i)!) (2z)^(p-i)} for ν = p + 1/2. */
    private static double halfInteger(int p, double z) {
      double sum = 0;
      double term = 1;
      // from i = p downwards: term i is (p+i)!/(i!(p-i)!) p!/(2p)!, 1 at i = p
      for (int i = p; i >= 0; i--) {
        sum += term * Math.pow(2 * z, p - i);
        term *= i / ((double) (p + i) * (p - i + 1));
      }
      return Math.exp(-z) * sum;
    }

    /** {@code Γ(1-ν)/Γ(1+ν) (z/2)^(2ν)}, of which the covariance drops near zero for ν below 1. */
    private double smallDrop(double z) {
      double ratio = Gamma.gamma(1 - smoothness) / Gamma.gamma(1 + smoothness);
      return z == 0 ? 0 : ratio * Math.pow(z / 2, 2 * smoothness);
    }

    /** {@code ∫₀^∞ exp(-z cosh s) cosh(ν s) ds} by the trapezoidal rule, which converges geometrically here. */
    private static double besselK(double nu, double z) {
      double step = 1 / 32.0;
      double sum = Math.exp(-z) / 2;
      for (int k = 1; ; k++) {
        double s = k * step;
        double term = (Math.exp(nu * s - z * Math.cosh(s)) + Math.exp(-nu * s - z * Math.cosh(s))) / 2;
        sum += term;
        boolean falling = z * Math.sinh(s) > nu;
        if (falling && term <= sum * 1e-17) {
          return sum * step;
        }
      }
    }

    @Override
    public String toString() {
      return "matern(" + Law.number(smoothness) + ", " + Law.number(length) + ", " + Law.number(deviation) + ")";
    }
  }
}
