package dev.ansatz.reference;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Exponential time differencing with the classical fourth-order Runge–Kutta scheme (Cox &amp; Matthews 2002, equations
 * 26–29) with a fixed step. Exact where N = 0. Allocates nothing in a step.
 */
final class Etdrk4 implements Stepper {

  private final TensorSystem system;
  private final LinearMap e;
  private final LinearMap half;
  private final LinearMap q;
  private final LinearMap f1;
  private final LinearMap f2;
  private final LinearMap f3;
  private final double h;
  /** N at the four stages. */
  private final double[][] slopes;
  /** The states of the stages after the first. */
  private final double[][] stages;
  private final double[] sum;

  Etdrk4(TensorSystem system, double h) {
    this.system = system;
    this.h = h;
    var maps = system.functions(new Coefficients(h));
    e = maps.get(0);
    half = maps.get(1);
    q = maps.get(2);
    f1 = maps.get(3);
    f2 = maps.get(4);
    f3 = maps.get(5);
    int n = system.size();
    slopes = new double[4][n];
    stages = new double[3][n];
    sum = new double[n];
  }

  @Override
  public void step(double t, double[] y) {
    double[] at = y;
    // one place that calls the right-hand side: at four, its inlined copies cost seconds of compilation
    for (int s = 0; s < 4; s++) {
      system.remainder(t + (s + 1) / 2 * h / 2, at, slopes[s]);
      if (s < 3) {
        at = stages[s];
        half.multiply(s < 2 ? y : stages[0], at);
        q.multiplyAdd(s < 2 ? slopes[s] : combine(2, slopes[2], -1, slopes[0]), at);
      }
    }
    e.multiply(y, at);
    f1.multiplyAdd(slopes[0], at);
    f2.multiplyAdd(combine(1, slopes[1], 1, slopes[2]), at);
    f3.multiplyAdd(slopes[3], at);
    System.arraycopy(at, 0, y, 0, y.length);
  }

  private double[] combine(double a, double[] x, double b, double[] y) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a * x[i] + b * y[i];
    }
    return sum;
  }

  /**
   * The six operators of the scheme with step h: e = φ₀(hL), half = φ₀(hL/2), q = (h/2) φ₁(hL/2),
   * f1 = h (φ₁ − 3φ₂ + 4φ₃), f2 = 2h (φ₂ − 2φ₃), f3 = h (4φ₃ − φ₂), the last three at hL.
   */
  private record Coefficients(double h) implements OperatorFunctions {
    @Override
    public int count() {
      return 6;
    }

    @Override
    public double[][] of(double re, double im) {
      double[] phi = Phi.of(h * re, h * im);
      double[] half = Phi.of(h / 2 * re, h / 2 * im);
      double[][] parts = new double[2][];
      for (int part = 0; part < 2; part++) {
        parts[part] = weights(phi[part], phi[2 + part], phi[4 + part], phi[6 + part], half[part], half[2 + part]);
      }
      return parts;
    }

    @Override
    public DMatrixRMaj[] of(DMatrixRMaj a) {
      var scaled = a.copy();
      CommonOps_DDRM.scale(h, scaled);
      DMatrixRMaj[][] both = Phi.of(scaled);
      DMatrixRMaj[] phi = both[0];
      DMatrixRMaj[] half = both[1];
      var out = new DMatrixRMaj[count()];
      for (int w = 0; w < out.length; w++) {
        out[w] = new DMatrixRMaj(a.numRows, a.numCols);
      }
      for (int i = 0; i < a.data.length; i++) {
        double[] weights = weights(phi[0].data[i], phi[1].data[i], phi[2].data[i], phi[3].data[i], half[0].data[i], half[1].data[i]);
        for (int w = 0; w < out.length; w++) {
          out[w].data[i] = weights[w];
        }
      }
      return out;
    }

    /** From φ₀ … φ₃ at hL and φ₀, φ₁ at hL/2, for numbers and for entries of matrices alike. */
    private double[] weights(double phi0, double phi1, double phi2, double phi3, double half0, double half1) {
      return new double[] {phi0, half0, h / 2 * half1, h * (phi1 - 3 * phi2 + 4 * phi3), 2 * h * (phi2 - 2 * phi3), h * (4 * phi3 - phi2)};
    }
  }
}
