package dev.ansatz.reference;

/**
 * Exponential time differencing with the classical fourth-order Runge–Kutta scheme (Cox &amp; Matthews 2002, equations
 * 26–29) with a fixed step. Exact where N = 0. Allocates nothing in a step.
 */
final class Etdrk4 {

  /**
   * The six operators of the scheme with step h: e = φ₀(hL), half = φ₀(hL/2), q = (h/2) φ₁(hL/2),
   * f1 = h (φ₁ − 3φ₂ + 4φ₃), f2 = 2h (φ₂ − 2φ₃), f3 = h (4φ₃ − φ₂), the last three at hL.
   */
  record Coefficients(LinearMap e, LinearMap half, LinearMap q, LinearMap f1, LinearMap f2, LinearMap f3) {}

  private final Semidiscrete system;
  private final Coefficients c;
  private final double h;
  private final double[] halfway;
  private final double[] stage;
  private final double[] third;
  private final double[] n1;
  private final double[] n2;
  private final double[] n3;

  Etdrk4(Semidiscrete system, double h) {
    this.system = system;
    this.h = h;
    this.c = system.coefficients(h);
    int n = system.size();
    halfway = new double[n];
    stage = new double[n];
    third = new double[n];
    n1 = new double[n];
    n2 = new double[n];
    n3 = new double[n];
  }

  /** Advances y from t to t + h in place. */
  void step(double t, double[] y) {
    int n = y.length;
    system.remainder(t, y, n1);
    c.half.multiply(y, halfway);

    System.arraycopy(halfway, 0, stage, 0, n);
    c.q.multiplyAdd(n1, stage);
    system.remainder(t + h / 2, stage, n2);

    System.arraycopy(halfway, 0, third, 0, n);
    c.q.multiplyAdd(n2, third);
    system.remainder(t + h / 2, third, n3);

    c.half.multiply(stage, halfway);
    for (int i = 0; i < n; i++) {
      third[i] = 2 * n3[i] - n1[i];
      n2[i] += n3[i];
    }
    c.q.multiplyAdd(third, halfway);
    system.remainder(t + h, halfway, n3);

    c.e.multiply(y, stage);
    c.f1.multiplyAdd(n1, stage);
    c.f2.multiplyAdd(n2, stage);
    c.f3.multiplyAdd(n3, stage);
    System.arraycopy(stage, 0, y, 0, n);
  }
}
