package dev.ansatz.pde.catalog;

import java.util.SplittableRandom;

/**
 * Independent normal errors with mean 0, the same for a seed on every machine.
 *
 * <p>By the polar method of G. Marsaglia and T. A. Bray, SIAM Rev. 6 (1964), doi:10.1137/1006063: unlike {@code nextGaussian}, whose
 * method Java does not state, it is a function of the uniform numbers alone.
 */
final class Noise {
  private final double deviation;
  private final SplittableRandom random;

  /** @param deviation the standard deviation, 0 for no errors */
  Noise(double deviation, long seed) {
    this.deviation = deviation;
    random = new SplittableRandom(seed);
  }

  double next() {
    while (true) {
      double a = 2 * random.nextDouble() - 1;
      double b = 2 * random.nextDouble() - 1;
      double s = a * a + b * b;
      if (s > 0 && s < 1) {
        return deviation * a * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }
}
