package dev.ansatz.reference.fem;

/**
 * ESDIRK4(3)6L[2]SA, an implicit Runge–Kutta method of order 4 with six stages, the first explicit, and one of order 3 in it. L-stable,
 * stiffly accurate, of stage order 2; all implicit stages have the same γ = 1/4 and so one matrix. Where values are given on the boundary
 * that change with time, its order falls towards that of its stages plus one.
 *
 * <p>Source: C. A. Kennedy and M. H. Carpenter, Additive Runge–Kutta schemes for convection–diffusion–reaction equations, Appl. Numer.
 * Math. 44 (2003), doi:10.1016/S0168-9274(02)00138-1, its implicit part.
 */
final class Esdirk {
  private Esdirk() {}

  static final int STAGES = 6;
  static final double GAMMA = 0.25;
  static final double[] C = {0, 1.0 / 2, 83.0 / 250, 31.0 / 50, 17.0 / 20, 1};
  /** Below the diagonal; the last row is also that of the weights b, less γ. */
  static final double[][] A = {
      {},
      {1.0 / 4},
      {8611.0 / 62500, -1743.0 / 31250},
      {5012029.0 / 34652500, -654441.0 / 2922500, 174375.0 / 388108},
      {15267082809.0 / 155376265600.0, -71443401.0 / 120774400, 730878875.0 / 902184768, 2285395.0 / 8070912},
      {82889.0 / 524892, 0, 15625.0 / 83664, 69875.0 / 102672, -2260.0 / 8211}};
  /** Weights of order 3. */
  static final double[] EMBEDDED = {4586570599.0 / 29645900160.0, 0, 178811875.0 / 945068544, 814220225.0 / 1159782912,
      -3700637.0 / 11593932, 61727.0 / 225920};

  static double weight(int stage) {
    return stage == STAGES - 1 ? GAMMA : A[STAGES - 1][stage];
  }
}
