package dev.ansatz.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The data of the catalogue's inverse problems are those of their truth. */
class InverseDataTest {
  private static final double TOLERANCE = 1e-10;

  private static double[] values(Solution solution, Field field, double[][] points) {
    double[] values = new double[points[0].length];
    solution.fields().evaluate(solution.problem().fields().indexOf(field), MultiIndex.zero(points.length), points, values);
    return values;
  }

  /** Ten decimals, half a unit of which may be lost, and the reference's own error, on values up to 30. */
  @ParameterizedTest
  @ValueSource(strings = {"burgers-inverse", "lorenz-inverse"})
  void storedValuesAreThoseOfTheReference(String name) throws Exception {
    Problem problem = Catalog.get(name).problem();
    Solution solution = Reference.solver(TOLERANCE).solve(problem, Run.defaults());
    int coordinates = problem.coordinates().size();
    try (var in = Catalog.class.getResourceAsStream(name + ".csv")) {
      double[][] rows = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray()).toArray(double[][]::new);
      double[][] points = new double[coordinates][];
      Arrays.setAll(points, i -> Arrays.stream(rows).mapToDouble(row -> row[i]).toArray());
      for (int f = 0; f < problem.fields().size(); f++) {
        int column = coordinates + f;
        double[] stored = Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
        assertThat(values(solution, problem.fields().get(f), points)).containsExactly(stored, within(1e-8));
      }
    }
  }

  /** χ² of M normal errors has mean M and standard deviation √(2M). */
  @ParameterizedTest
  @ValueSource(strings = {"burgers-inverse", "lorenz-inverse", "diffusion-inverse"})
  void observationsHaveTheStatedNoise(String name) {
    Problem problem = Catalog.get(name).problem();
    Solution solution = Reference.solver(TOLERANCE).solve(problem, Run.defaults());
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Observation o) {
        double[][] points = new double[problem.coordinates().size()][];
        Arrays.setAll(points, i -> o.points().stream().mapToDouble(p -> p.get(i)).toArray());
        double[] exact = values(solution, (Field) o.quantity(), points);
        double chiSquare = 0;
        for (int p = 0; p < exact.length; p++) {
          double error = (o.values().get(p) - exact[p]) / o.noise();
          chiSquare += error * error;
        }
        assertThat(chiSquare).as("%s", o.quantity()).isCloseTo(exact.length, within(4 * Math.sqrt(2.0 * exact.length)));
      }
    }
  }

  /** With another guess it is the same problem, and the truth is not the guess. */
  @Test
  void theReferenceKnowsTheTruth() {
    Problem problem = Catalog.get("burgers-inverse").problem().with("nu", 0.05);
    Solution solution = Reference.solver(1e-6).solve(problem, Run.defaults());
    assertThat(solution.problem()).isEqualTo(problem);
    assertThat(solution.unknowns().constant("nu").orElseThrow().value()).isEqualTo(0.01 / Math.PI);
    assertThat(solution.unknowns().constant("nu").orElseThrow().deviation()).isZero();
    var a = Reference.solve(Catalog.get("heat-inverse").problem()).unknowns().coefficient("a").orElseThrow();
    assertThat(a.value().at(new double[][] {{0.5, -0.5}, {0.5, 0.5}})).containsExactly(new double[] {3, 1}, within(1e-15));
  }
}
