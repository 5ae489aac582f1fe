package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.program.ParameterBlock;
import java.util.List;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class SoapTest {
  private static final Schedule RATE = new Schedule.Constant(0.01);

  /** Σ (A W B − C)², as a function of W by rows. */
  private record Bilinear(RealMatrix a, RealMatrix b, RealMatrix c, int rows, int columns) implements Objective {
    @Override
    public int parameters() {
      return rows * columns;
    }

    @Override
    public double gradient(double[] theta, double[] gradient) {
      RealMatrix r = a.multiply(Matrices.of(rows, columns, theta)).multiply(b).subtract(c);
      double[] g = Matrices.rows(a.transpose().multiply(r).multiply(b.transpose()).scalarMultiply(2));
      System.arraycopy(g, 0, gradient, 0, g.length);
      return r.getFrobeniusNorm() * r.getFrobeniusNorm();
    }
  }

  private static Bilinear problem(int rows, int columns) {
    return new Bilinear(Matrices.random(6, rows, 1), Matrices.random(columns, 7, 2), Matrices.random(6, 7, 3), rows, columns);
  }

  /** In its own eigenbases the first gradient is the diagonal of its singular values, which Adam makes ones: the step is −η U Vᵀ. */
  @Test
  void firstStepIsThePolarFactorOfTheGradient() {
    for (int[] shape : new int[][] {{4, 4}, {3, 5}, {5, 3}}) {
      var problem = problem(shape[0], shape[1]);
      double[] theta = new double[problem.parameters()];
      double[] g = new double[problem.parameters()];
      problem.gradient(theta, g);
      var svd = new SingularValueDecomposition(Matrices.of(shape[0], shape[1], g));
      double[] polar = Matrices.rows(svd.getU().multiply(svd.getVT()));
      new Soap(theta.length, List.of(new ParameterBlock("w", 0, shape[0], shape[1])), RATE).step(problem, theta);
      for (int q = 0; q < theta.length; q++) {
        // ε = 1e-8 against singular values above 0.1, and rounding of 1e-16 over ε beside the diagonal
        assertThat(theta[q]).isCloseTo(-0.01 * polar[q], within(0.01 * 1e-6));
      }
    }
  }

  /** Turning rows and columns of W turns the whole trajectory, which Adam's would not be. */
  @Test
  void trajectoriesTurnWithTheMatrix() {
    var problem = problem(4, 4);
    var u = new SingularValueDecomposition(Matrices.random(4, 4, 8)).getU();
    var v = new SingularValueDecomposition(Matrices.random(4, 4, 9)).getU();
    var turned = new Bilinear(problem.a.multiply(u.transpose()), v.multiply(problem.b), problem.c, 4, 4);
    var block = List.of(new ParameterBlock("w", 0, 4, 4));
    var one = new Soap(16, block, RATE);
    var other = new Soap(16, block, RATE);
    double[] w = Matrices.rows(Matrices.random(4, 4, 10));
    double[] x = Matrices.rows(u.multiply(Matrices.of(4, 4, w)).multiply(v.transpose()));
    for (int step = 0; step < 60; step++) {
      one.step(problem, w);
      other.step(turned, x);
    }
    double[] back = Matrices.rows(u.transpose().multiply(Matrices.of(4, 4, x)).multiply(v));
    for (int q = 0; q < 16; q++) {
      assertThat(back[q]).isCloseTo(w[q], within(TURNED));
    }
  }

  /**
   * At the first step all beside the diagonal is rounding of some 1e-16, which ε = 1e-8 lets through as 1e-8 of the step: measured 1.7e-8.
   */
  private static final double TURNED = 1e-6;

  @Test
  void vectorsAndLongSidesAreAdams() {
    var problem = problem(3, 5);
    for (var soap : List.of(new Soap(15, List.of(), RATE, 0.9, 0.999, 1e-8, 2, 100),
        new Soap(15, List.of(new ParameterBlock("w", 0, 3, 5)), RATE, 0.9, 0.999, 1e-8, 2, 2),
        new Soap(15, List.of(new ParameterBlock("b", 0, 1, 15)), RATE, 0.9, 0.999, 1e-8, 2, 100))) {
      var adam = new Adam(15, RATE);
      double[] theta = new double[15];
      double[] phi = new double[15];
      for (int step = 0; step < 50; step++) {
        soap.step(problem, theta);
        adam.step(problem, phi);
      }
      for (int q = 0; q < 15; q++) {
        // rounding: the learning rate multiplies in another order
        assertThat(theta[q]).isCloseTo(phi[q], within(1e-14));
      }
    }
  }

  @Test
  void blocksBeyondTheParametersAreRefused() {
    assertThatThrownBy(() -> new Soap(10, List.of(new ParameterBlock("w", 2, 3, 3)), RATE))
        .hasMessage("the block 'w' ends at 11, beyond the 10 parameters");
  }
}
