package dev.ansatz.pde.lower;

import static dev.ansatz.pde.lower.Statements.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernel.Extent;
import dev.ansatz.engine.kernel.Kernel.Input;
import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResidualProgramTest {
  @Test
  void burgersLowersToFourOperations() {
    Expr burgers = d(U, T).plus(U.times(d(U, X))).minus(NU.times(d(U, X, X)));
    assertThat(ResidualProgram.of(List.of(burgers)).kernel()).hasToString(
            """
            kernel
              in  ν: uniform
              in  u: lane
              in  u_t: lane
              in  u_x: lane
              in  u_xx: lane
              %0 = ν
              %1 = u
              %2 = u_t
              %3 = u_x
              %4 = u_xx
              %5 = mul %1 %3
              %6 = add %2 %5
              %7 = mul %0 %4
              %8 = sub %6 %7
              out r0: lane = %8
            """);
  }

  @Test
  void inputsAreInCanonicalOrder() {
    var a = new Parameter("a", 2);
    Expr e = d(V, X).times(U).plus(NU.times(a).times(X)).plus(d(U, X, X).times(d(U, T)).times(V).times(T)).plus(d(U, X));
    var program = ResidualProgram.of(List.of(e));
    assertThat(program.inputs()).containsExactly(T, X, a, NU, U, d(U, T), d(U, X), d(U, X, X), V, d(V, X));
    assertThat(program.kernel().inputs())
        .extracting(Input::extent)
        .containsExactly(
            Extent.LANE, Extent.LANE, Extent.UNIFORM, Extent.UNIFORM, Extent.LANE, Extent.LANE, Extent.LANE,
            Extent.LANE, Extent.LANE, Extent.LANE);
  }

  @Test
  void expressionsBecomePartOfAGraph() {
    KernelBuilder builder = Kernel.builder();
    Scalar x = builder.input("x", Extent.LANE);
    builder.store("out", ResidualProgram.within(Map.of(X, x), List.of(d(X.pow(3), X))).getFirst().times(x));
    double[] out = new double[1];
    Kernels.interpret(builder.build()).run(1, 1, new double[][] {{2}, out}, new int[2], new int[] {1, 1});
    assertThat(out).containsExactly(24);
    assertThatThrownBy(() -> ResidualProgram.within(Map.of(X, x), List.of(X.times(T), U))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no values are given for [t, u]");
  }

  @Test
  void parametersOfOneNameAndTwoValuesAreTwoInputs() {
    Expr difference = new Parameter("a", 5).minus(new Parameter("a", 2));
    assertThat(Pointwise.of(difference).values(List.of(), new double[0][])).isDeepEqualTo(new double[][] {{3}});
  }

  @ParameterizedTest
  @EnumSource
  void everyElementaryFunctionIsLowered(Elementary function) {
    double[] x = IntStream.rangeClosed(1, 19).mapToDouble(i -> i / 20.0).toArray();
    double[] y = IntStream.rangeClosed(1, 19).mapToDouble(i -> Math.cos(i)).toArray();
    Expr call = function.arity() == 1 ? Call.of(function, X) : Call.of(function, X, Y);
    for (var pointwise : List.of(Pointwise.of(call), Pointwise.of(call).compiled())) {
      double[] values = pointwise.values(List.of(X, Y), new double[][] {x, y})[0];
      for (int p = 0; p < x.length; p++) {
        double expected = call.evaluate(Map.of(X, x[p], Y, y[p]));
        assertThat(values[p]).isCloseTo(expected, within(4 * Math.ulp(expected))); // two libraries of 1 to 2 ulp each
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-7, -2.5, -2, -1.5, -1, -0.5, 0.3, 0.5, 1.5, 2, 3, 3.5, 7, 64, 65, 250})
  void powersAreLowered(double exponent) {
    double[] x = {0.25, 0.99, 1, 1.01, 1.5};
    double[] values = Pointwise.of(X.pow(exponent)).values(List.of(X), new double[][] {x})[0];
    for (int p = 0; p < x.length; p++) {
      // each of about 2 log2(exponent) products of squares carries the error of its factors on
      assertThat(values[p] / Math.pow(x[p], exponent)).isCloseTo(1, within(1e-14));
    }
  }

  @Test
  void powersOfNegativeNumbersAreThoseOfTheirExponents() {
    double[][] values = Pointwise.of(X.pow(3), X.pow(-2), X.pow(0.5)).values(List.of(X), new double[][] {{-2}});
    assertThat(values[0]).containsExactly(-8);
    assertThat(values[1]).containsExactly(0.25);
    assertThat(values[2]).containsExactly(Double.NaN);
  }

  @Test
  void pointwiseTakesFieldsAsArraysAndKnowsItsParameters() {
    var residual = Pointwise.of(d(U, T).minus(NU.times(d(U, X, X))), new Const(3));
    assertThat(residual.inputs()).containsExactly(d(U, T), d(U, X, X));
    double[][] values = residual.values(Map.of(d(U, T), new double[] {1, 2}, d(U, X, X), new double[] {4, 8}), 2);
    assertThat(values).isDeepEqualTo(new double[][] {{0, 0}, {3, 3}});
    assertThatThrownBy(() -> residual.values(List.of(X), new double[][] {{1}}))
        .hasMessageContaining("no 1 values are given for [u_t, u_xx]");
    assertThatThrownBy(() -> residual.values(Map.of(d(U, T), new double[1], d(U, X, X), new double[2]), 2))
        .hasMessageContaining("no 2 values are given for [u_t]");
  }

  @Test
  void refusesNormalDerivatives() {
    assertThatThrownBy(() -> ResidualProgram.of(List.of(new NormalDerivative(W)))).hasMessageContaining("onPart");
  }
}
