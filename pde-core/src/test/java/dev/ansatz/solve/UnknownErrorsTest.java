package dev.ansatz.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class UnknownErrorsTest {
  private static final Problem PROBLEM = Pde.parse("""
      problem rod
      u(x) on x in [0, 1]
      unknown q = 1, z = 0
      unknown a(x)
      -d(a*u_x, x) = q + z
      boundary u = 0
      observe u at (0.5) = 1 noise 0.1
      """);

  private static Unknowns unknowns(double q, double z, DoubleUnaryOperator a, DoubleUnaryOperator deviation) {
    return new Unknowns(List.of(new Unknowns.Constant(PROBLEM.parameters().get(0), q, 0.5),
        new Unknowns.Constant(PROBLEM.parameters().get(1), z, 0.1)),
        List.of(new Unknowns.Coefficient(PROBLEM.coefficients().getFirst().field(), points -> Arrays.stream(points[0]).map(a).toArray(),
            points -> Arrays.stream(points[0]).map(deviation).toArray())), List.of());
  }

  @Test
  void errorsAreRelativeToTheTruth() {
    Unknowns truth = unknowns(4, 0, _ -> 2, _ -> 0);
    var errors = UnknownErrors.of(PROBLEM, unknowns(5, 0.25, _ -> 2.5, _ -> 1), truth);
    assertThat(errors.constants()).extracting(UnknownErrors.Constant::relativeError).containsExactly(0.25, 0.25);
    assertThat(errors.constants()).extracting(UnknownErrors.Constant::truth).containsExactly(4.0, 0.0);
    var a = errors.coefficients().getFirst();
    assertThat(a.relativeL2()).isCloseTo(0.25, within(1e-14));
    assertThat(a.maximum()).isEqualTo(0.5);
    assertThat(a.rootMeanSquareDeviation()).isCloseTo(1, within(1e-14));
    assertThat(a.coverage()).isEqualTo(1);
  }

  /** An error of 1 beside a deviation of x is covered where 1.96 x ≥ 1: on 1 − 1/1.96 of the interval, to a point of 400. */
  @Test
  void coverageIsThePartWithinTheInterval() {
    var errors = UnknownErrors.of(PROBLEM, unknowns(0, 0, _ -> 1, x -> x), unknowns(0, 0, _ -> 0, _ -> 0));
    assertThat(errors.coefficients().getFirst().coverage()).isCloseTo(1 - 1 / 1.959964, within(1.0 / 400));
  }

  @Test
  void whatTheTruthDoesNotHaveIsNotJudged() {
    var errors = UnknownErrors.of(PROBLEM, unknowns(1, 1, x -> x, _ -> 1), Unknowns.NONE);
    assertThat(errors.constants()).isEmpty();
    assertThat(errors.coefficients()).isEmpty();
  }
}
