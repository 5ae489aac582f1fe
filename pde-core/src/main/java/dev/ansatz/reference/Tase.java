package dev.ansatz.reference;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Modified singly TASE–Runge–Kutta methods of order 2 and 3 (M. Calvo, J. I. Montijano and L. Rández, J. Sci. Comput. 2025,
 * doi:10.1007/s10915-025-02813-4): explicit Runge–Kutta methods whose stages are multiplied by operators of their own,
 *
 * <p>K_i = T_i f(t + c_i h, y + h Σ_{j&lt;i} a_ij K_j), T_i = Σ_j τ_ij S^j, S = (I − γ h W)⁻¹, y ← y + h Σ b_i K_i.
 *
 * <p>They are W-methods: the order holds for any matrix W, which decides about stability alone. Here W is the diagonal linear part
 * with, where the remainder has diffusion of its own, its largest coefficient frozen at the initial state.
 *
 * <p>Order 2, with γ = 1 − 1/√2, is the Rosenbrock method k₁ = S f(y), k₂ = S (f(y + h k₁) − 2 k₁), y ← y + h (3k₁ + k₂)/2: in
 * the form above its first stage enters the second by S and the result by 3S − 2S². Order 3 has Kutta's coefficients; since
 * b_j (1 − c_j) = Σ_i b_i a_ij, all conditions on T_i = I + t_i hW + q_i (hW)² + … for order 3 are Σ b t = Σ b c t = Σ b q =
 * 0, which leaves a family in t₂, q₁, q₂, γ. Of it this is the member with t₂ = −4γ/5, q₁ = 31γ²/10, q₂ = −5γ²/4, and γ the
 * root 0.8346… of the cubic R(−∞) = 0: the method is A-stable and L-stable, its inner stages stay bounded by 1 on the negative
 * axis, and its error constant for W = f' is 0.018. The published coefficients are others.
 */
final class Tase implements Stepper {
  private static final double GAMMA2 = 1 - Math.sqrt(0.5);
  private static final double GAMMA3 = 0.8346174079394725;
  /** Of S, S², S³ in T₁, T₂, T₃. */
  private static final double[][] ORDER_3 = {{1.3, -1.2, 0.9}, {4.15, -4.5, 1.35}, {0.1, 1.2, -0.3}};
  /** S; 3S − 2S². */
  private static final double[][] ORDER_2 = {{1, 0, 0}, {3, -2, 0}};

  private final TensorSystem system;
  private final int order;
  private final double h;
  private final List<LinearMap> maps;
  private final double[] f;
  private final double[] k1;
  private final double[] k2;
  private final double[] k3;
  private final double[] stage;

  /** @param w the terms of W, diagonal in the system's basis */
  Tase(TensorSystem system, List<EvolutionSystem.LinearTerm> w, int order, double h) {
    this.system = system;
    this.order = order;
    this.h = h;
    maps = system.functions(order == 2 ? new Polynomials(GAMMA2 * h, ORDER_2) : new Polynomials(GAMMA3 * h, ORDER_3), w);
    int n = system.size();
    f = new double[n];
    k1 = new double[n];
    k2 = new double[n];
    k3 = new double[n];
    stage = new double[n];
  }

  @Override
  public void step(double t, double[] y) {
    if (order == 2) {
      secondOrder(t, y);
    } else {
      thirdOrder(t, y);
    }
  }

  private void secondOrder(double t, double[] y) {
    system.rate(t, y, f);
    maps.get(0).multiply(f, k1);
    maps.get(1).multiply(f, k2);
    for (int i = 0; i < y.length; i++) {
      stage[i] = y[i] + h * k1[i];
    }
    system.rate(t + h, stage, f);
    maps.get(0).multiply(f, k3);
    for (int i = 0; i < y.length; i++) {
      y[i] += h / 2 * (k2[i] + k3[i]);
    }
  }

  private void thirdOrder(double t, double[] y) {
    system.rate(t, y, f);
    maps.get(0).multiply(f, k1);
    for (int i = 0; i < y.length; i++) {
      stage[i] = y[i] + h / 2 * k1[i];
    }
    system.rate(t + h / 2, stage, f);
    maps.get(1).multiply(f, k2);
    for (int i = 0; i < y.length; i++) {
      stage[i] = y[i] + h * (2 * k2[i] - k1[i]);
    }
    system.rate(t + h, stage, f);
    maps.get(2).multiply(f, k3);
    for (int i = 0; i < y.length; i++) {
      y[i] += h / 6 * (k1[i] + 4 * k2[i] + k3[i]);
    }
  }

  /** Polynomials without constant term in S = (1 − g z)⁻¹. */
  private record Polynomials(double g, double[][] coefficients) implements OperatorFunctions {
    @Override
    public int count() {
      return coefficients.length;
    }

    @Override
    public double[][] of(double re, double im) {
      double a = 1 - g * re;
      double b = g * im;
      double square = a * a + b * b;
      double sr = a / square;
      double si = b / square;
      double[][] out = new double[2][count()];
      for (int i = 0; i < count(); i++) {
        double r = 0;
        double s = 0;
        for (int j = coefficients[i].length - 1; j >= 0; j--) {
          double next = (r + coefficients[i][j]) * sr - s * si;
          s = (r + coefficients[i][j]) * si + s * sr;
          r = next;
        }
        out[0][i] = r;
        out[1][i] = s;
      }
      return out;
    }

    @Override
    public DMatrixRMaj[] of(DMatrixRMaj a) {
      int n = a.numRows;
      var shifted = new DMatrixRMaj(n, n);
      CommonOps_DDRM.scale(-g, a, shifted);
      for (int i = 0; i < n; i++) {
        shifted.add(i, i, 1);
      }
      var s = new DMatrixRMaj(n, n);
      CommonOps_DDRM.invert(shifted, s);
      var out = new DMatrixRMaj[count()];
      for (int i = 0; i < count(); i++) {
        var sum = new DMatrixRMaj(n, n);
        for (int j = coefficients[i].length - 1; j >= 0; j--) {
          for (int d = 0; d < n; d++) {
            sum.add(d, d, coefficients[i][j]);
          }
          var product = new DMatrixRMaj(n, n);
          CommonOps_DDRM.mult(s, sum, product);
          sum = product;
        }
        out[i] = sum;
      }
      return out;
    }
  }
}
