package dev.ansatz.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolutionTest {
  private static final Problem PROBLEM = Pde.parse("""
      problem pair
      u(t, x)  on  x in [-1, 1], t in [0, 2]
      v(t, x)
      u_t = 0
      v_t = 0
      initial  u = 0
      initial  v = 0
      """);
  private static final Field U = PROBLEM.fields().getFirst();

  private static Solution solution(DoubleBinaryOperator u, DoubleBinaryOperator v, Termination termination, OptionalDouble estimate) {
    Solution.Evaluator evaluator = (field, index, points, out) -> {
      if (index.degree() > 0) {
        throw new UnsupportedOperationException("values only");
      }
      for (int p = 0; p < out.length; p++) {
        out[p] = (field == 0 ? u : v).applyAsDouble(points[0][p], points[1][p]);
      }
    };
    return new Solution(PROBLEM, evaluator, termination, 3, 10, Duration.ofMillis(1500), estimate, OptionalDouble.empty(),
        new Provenance("test", Map.of("n", "8"), 1, 1, Run.Precision.F64, Provenance.platform(), List.of()));
  }

  private static Solution converged(DoubleBinaryOperator u, DoubleBinaryOperator v) {
    return solution(u, v, new Termination.Converged("done"), OptionalDouble.empty());
  }

  @Test
  void gridHoldsBothEndsAndTheLastCoordinateVariesFastest() {
    var grid = Grid.of(PROBLEM, 3, 2);
    double[][] points = grid.points(PROBLEM);
    assertThat(points[0]).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(points[1]).containsExactly(-1, 1, -1, 1, -1, 1);
    assertThat(Grid.defaults(PROBLEM).counts()).containsExactly(101, 256);
    assertThat(grid).hasToString("3 × 2 points in (t, x)");
    assertThatThrownBy(() -> Grid.of(PROBLEM, 3)).hasMessage("a grid over (t, x) needs 2 counts, not 1");
    assertThatThrownBy(() -> Grid.of(PROBLEM, 3, 1)).hasMessage("a grid needs at least 2 values of x, not 1");
  }

  /** What vanishes at all points of a grid cannot be judged there. */
  @ParameterizedTest
  @ValueSource(ints = {25, 50, 100, 500})
  void wavesOfRoundNumbersDoNotVanishOnTheDefaultGrid(int periods) {
    Problem square = Pde.parse("problem square\nu(x, y) on x in [0, 1], y in [0, 1]\nlap(u) = 0\nboundary u = 0");
    double[][] points = Grid.defaults(square).points(square);
    double squares = IntStream.range(0, points[0].length)
        .mapToDouble(p -> Math.sin(2 * Math.PI * periods * points[0][p]) * Math.sin(2 * Math.PI * periods * points[1][p]))
        .map(value -> value * value).average().orElseThrow();
    // both ends, where it vanishes, are among 102 values
    assertThat(squares).isCloseTo(0.25, within(0.01));
  }

  @Test
  void normsAreThoseOfTheVectorOfGridValues() {
    // u: a - b = 0.3 everywhere, b = 3; v: a - b = 4 at one of six points, b = 0
    var a = converged((t, x) -> 3.3, (t, x) -> t == 2 && x == 1 ? 4 : 0);
    var b = converged((t, x) -> 3, (t, x) -> 0);
    var comparison = a.compare(b, Grid.of(PROBLEM, 3, 2));
    var u = comparison.fields().getFirst();
    var v = comparison.fields().getLast();
    assertThat(u.relativeL2()).isCloseTo(0.1, within(1e-15));
    assertThat(u.maximum()).isCloseTo(0.3, within(1e-15));
    assertThat(v.relativeL2()).as("the root mean square where the reference vanishes").isCloseTo(4 / Math.sqrt(6), within(1e-15));
    assertThat(v.maximum()).isEqualTo(4);
    assertThat(comparison.relativeL2()).isCloseTo(Math.sqrt((6 * 0.09 + 16) / (6 * 9)), within(1e-15));
    assertThat(comparison.overall().rootMeanSquare()).isCloseTo(Math.sqrt((6 * 0.09 + 16) / 12), within(1e-15));
    assertThat(Solution.relativeL2(a, b, comparison.grid())).isEqualTo(comparison.relativeL2());
  }

  @Test
  void aNaNAnywhereSpoilsEveryNorm() {
    var a = converged((t, x) -> x == 1 ? Double.NaN : 1, (t, x) -> 0);
    var comparison = a.compare(converged((t, x) -> 1, (t, x) -> 1), Grid.of(PROBLEM, 2, 2));
    assertThat(comparison.relativeL2()).isNaN();
    assertThat(comparison.maxError()).isNaN();
    assertThat(comparison.fields().getLast().relativeL2()).isEqualTo(1);
  }

  @Test
  void aComparisonSaysWhenTheReferenceIsTooCoarse() {
    var a = converged((t, x) -> 1.001, (t, x) -> 1);
    var coarse = solution((t, x) -> 1, (t, x) -> 1, new Termination.Converged(""), OptionalDouble.of(1e-3));
    var comparison = a.compare(coarse);
    assertThat(comparison.isTrustworthy()).isFalse();
    assertThat(comparison.toString()).contains("the reference's own error is about 1.0e-03: too large to judge this one");
  }

  @Test
  void aFieldIsJudgedByItsOwnError() {
    var a = converged((t, x) -> 1.1, (t, x) -> 1.001);
    var comparison = a.compare(solution((t, x) -> 1, (t, x) -> 1, new Termination.Converged(""), OptionalDouble.of(1e-3)));
    assertThat(comparison.isTrustworthy()).isTrue();
    assertThat(comparison.isTrustworthy(comparison.fields().getFirst())).isTrue();
    assertThat(comparison.isTrustworthy(comparison.fields().getLast())).isFalse();
  }

  @Test
  void whatTheReferenceFindsUnboundedIsNotCompared() {
    var a = converged((t, x) -> 1.1, (t, x) -> 1e9);
    var b = converged((t, x) -> 1, (t, x) -> 1);
    var singular = new Solution(PROBLEM, b.fields(), b.termination(), 0, 0, b.elapsed(), OptionalDouble.of(1e-3), OptionalDouble.empty(),
        b.provenance(), Unknowns.NONE, Set.of(PROBLEM.fields().getLast()));
    var comparison = a.compare(singular, Grid.of(PROBLEM, 3, 2));
    assertThat(comparison.relativeL2()).isCloseTo(0.1, within(1e-15));
    assertThat(comparison.overall().rootMeanSquare()).isCloseTo(0.1, within(1e-15));
    assertThat(comparison.maxError()).isCloseTo(0.1, within(1e-15));
    assertThat(comparison.fields().getLast().relativeL2()).isNaN();
    assertThat(comparison.isTrustworthy(comparison.fields().getLast())).isFalse();
  }

  @Test
  void csvHoldsEveryDigitAndLeavesNothingElseBehind(@TempDir Path directory) throws Exception {
    var a = converged((t, x) -> Math.PI * x, (t, x) -> t / 3);
    Path file = directory.resolve("out/pair.csv");
    a.writeCsv(file, Grid.of(PROBLEM, 2, 2));
    var lines = Files.readAllLines(file);
    assertThat(lines.getFirst()).isEqualTo("t,x,u,v");
    assertThat(lines).hasSize(5);
    assertThat(lines.getLast().split(",")).extracting(Double::parseDouble).containsExactly(2.0, 1.0, Math.PI, 2.0 / 3);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("pair.csv");
    Files.writeString(file, "old");
    var broken = converged((t, x) -> { throw new IllegalStateException("no value"); }, (t, x) -> 0);
    assertThatThrownBy(() -> broken.writeCsv(file, Grid.of(PROBLEM, 2, 2))).hasMessage("no value");
    assertThat(Files.readString(file)).isEqualTo("old");
  }

  @Test
  void orThrowNamesTheFailureAndTheRemedy() {
    var diverged = solution((t, x) -> 0, (t, x) -> 0, new Termination.Diverged("u is NaN at step 7", "halve dt"), OptionalDouble.empty());
    assertThatThrownBy(diverged::orThrow).isInstanceOf(NotSolvedException.class)
        .hasMessage("test did not solve pair: diverged: u is NaN at step 7; halve dt");
    var spent = solution((t, x) -> 0, (t, x) -> 0, new Termination.BudgetSpent("1 s", "raise it"), OptionalDouble.of(1e-4));
    assertThat(spent.orThrow()).isSameAs(spent);
    assertThat(spent).hasToString("Solution[pair by test, budget, error about 1.0e-04, 1.50 s]");
    assertThat(spent.summary()).startsWith("pair by test: the budget is spent: 1 s; raise it\n1.50 s, 3 iterations, 10 parameters, F64");
  }

  @Test
  void anUnknownFieldIsRefusedByName() {
    var a = converged((t, x) -> 0, (t, x) -> 0);
    assertThatThrownBy(() -> a.derivative(new Field("w", U.coordinates()), MultiIndex.zero(2), 0, 0)).hasMessageContaining("no field");
  }
}
