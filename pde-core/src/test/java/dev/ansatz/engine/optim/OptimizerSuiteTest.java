package dev.ansatz.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.ParameterBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimiser on a curved valley, a singular minimum and a quadratic of condition 1e8 in 20 variables. */
class OptimizerSuiteTest {
  private static final TestProblem QUADRATIC = TestProblem.quadratic(20);

  /**
   * @param make for a problem
   * @param target value to be reached
   * @param rosenbrock steps that it took when this was measured; also for the other two
   */
  private record Case(String name, Function<TestProblem, Optimizer<? super LeastSquares>> make, double target, int rosenbrock,
      int powell, int quadratic) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    var executor = new Executor(1);
    var slow = new Schedule.Constant(1e-3);
    var fast = new Schedule.Constant(0.3);
    var adaptive = new Schedule.Constant(0.1);
    var falling = new Schedule.ExponentialDecay(0.1, 0.1, 1000);
    return Stream.of(
        new Case("heavy ball", p -> p == QUADRATIC ? new Sgd(20, fast, 0.99, false) : new Sgd(p.parameters(), slow, 0.9, false),
            1e-4, 836, 731, 738),
        new Case("Nesterov", p -> p == QUADRATIC ? new Sgd(20, fast, 0.99, true) : new Sgd(p.parameters(), slow, 0.9, true),
            1e-4, 873, 1326, 329),
        new Case("Adam", p -> new Adam(p.parameters(), adaptive), 1e-4, 873, 1528, 754),
        new Case("AdamW", p -> new AdamW(p.parameters(), adaptive, 0.9, 0.999, 1e-8, 1e-9), 1e-4, 873, 1528, 754),
        new Case("SOAP", p -> new Soap(p.parameters(), List.of(new ParameterBlock("w", 0, 2, p.parameters() / 2)), falling),
            1e-6, 483, 289, 314),
        new Case("L-BFGS", p -> new LimitedMemoryBfgs(p.parameters(), 100), 1e-16, 37, 65, 181),
        broyden(SelfScaledBroyden.Variant.BFGS, 33, 64, 293),
        broyden(SelfScaledBroyden.Variant.SSBFGS_OREN_LUENBERGER, 44, 56, 197),
        broyden(SelfScaledBroyden.Variant.SSBFGS_AL_BAALI, 34, 49, 127),
        broyden(SelfScaledBroyden.Variant.SSBROYDEN1, 37, 44, 92),
        broyden(SelfScaledBroyden.Variant.SSBROYDEN2, 37, 51, 122),
        new Case("NysNewton-CG", p -> new NystromNewton(p.parameters(), 1e-10, 1), 1e-16, 21, 26, 2),
        new Case("Levenberg–Marquardt", _ -> new LevenbergMarquardt(executor, 1e-2), 1e-20, 12, 19, 10),
        new Case("adaptive ratio", _ -> new AdaptiveRatio(executor), 1e-20, 5, 19, 2),
        new Case("sketched adaptive ratio", p -> sketched(executor, Math.max(2, p.parameters() * 3 / 4)), 1e-20, 5, 52, 850),
        new Case("ENGD", _ -> new EnergyNaturalGradient(executor), 1e-20, 15, 19, 2));
  }

  /** In a part of the parameters; these problems have too few residuals to be sketched. */
  private static AdaptiveRatio sketched(Executor executor, int columns) {
    return AdaptiveRatio.sketched(executor, 2 * columns, columns, 0);
  }

  private static Case broyden(SelfScaledBroyden.Variant variant, int rosenbrock, int powell, int quadratic) {
    return new Case(variant.name(), p -> new SelfScaledBroyden(p.parameters(), variant), 1e-16, rosenbrock, powell, quadratic);
  }

  /** Rounding, which depends on the width of the processor's vectors, moves the counts a little. */
  private static int allowed(int measured) {
    return measured + measured / 5 + 2;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reachesTheTarget(Case c) {
    int[] measured = {c.rosenbrock, c.powell, c.quadratic};
    int[] taken = new int[3];
    var problems = List.of(TestProblem.ROSENBROCK, TestProblem.POWELL_SINGULAR, QUADRATIC);
    var starts = List.of(TestProblem.ROSENBROCK_START, TestProblem.POWELL_START, new double[20]);
    for (int i = 0; i < 3; i++) {
      taken[i] = problems.get(i).stepsTo(c.target, c.make.apply(problems.get(i)), starts.get(i).clone(), 4000);
    }
    assertThat(taken).as("steps, measured %s", Arrays.toString(measured)).satisfies(t -> {
      for (int i = 0; i < 3; i++) {
        assertThat(t[i]).isLessThanOrEqualTo(allowed(measured[i]));
      }
    });
  }

  /** Saved, restored into a new optimiser and continued, θ is the same to the bit as without the break. */
  @ParameterizedTest
  @MethodSource("cases")
  void stateContinuesToTheSameBits(Case c) {
    var problem = TestProblem.POWELL_SINGULAR;
    double[] whole = TestProblem.POWELL_START.clone();
    double[] broken = whole.clone();
    var one = c.make.apply(problem);
    var other = c.make.apply(problem);
    for (int step = 0; step < 40; step++) {
      if (step == 3 || step == 25) {
        var state = other.state();
        other = c.make.apply(problem);
        other.restore(state);
      }
      if (step == 30) {
        one.objectiveChanged();
        other.objectiveChanged();
      }
      one.step(problem, whole);
      other.step(problem, broken);
      assertThat(broken).as("step %d", step).containsExactly(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stateIsCopiedAndOthersAreRefused(Case c) {
    var problem = TestProblem.POWELL_SINGULAR;
    double[] theta = TestProblem.POWELL_START.clone();
    var optimizer = c.make.apply(problem);
    optimizer.step(problem, theta);
    var state = optimizer.state();
    state.values().forEach(array -> Arrays.fill(array, Double.NaN));
    assertThat(optimizer.step(problem, theta)).isNotNaN();
    assertThatThrownBy(() -> optimizer.restore(Map.of("something", new double[1]))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'something' is unknown");
    assertThat(optimizer.step(problem, theta)).isNotNaN();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void notANumberLeavesTheParameters(Case c) {
    var undefined = new TestProblem(4, 4, (_, r, j) -> {
      Arrays.fill(r, Double.NaN);
      Arrays.fill(j, 1);
    });
    double[] theta = {1, 2, 3, 4};
    assertThat(c.make.apply(undefined).step(undefined, theta)).isNaN();
    assertThat(theta).containsExactly(1, 2, 3, 4);
  }

  @Test
  void everyMethodIsInTheSuite() {
    Set<Class<?>> tested = cases().map(c -> c.make.apply(QUADRATIC).getClass()).collect(Collectors.toSet());
    assertThat(tested).contains(GradientOptimizer.class.getPermittedSubclasses())
        .contains(LeastSquaresOptimizer.class.getPermittedSubclasses());
  }
}
