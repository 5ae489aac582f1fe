package dev.ansatz.pde;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.law.Law;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A problem whose input fields are drawn from laws: what an operator is learned for. Each instance is a problem by itself; the
 * same seed gives the same instance.
 */
public record Family(Problem problem) {

  /** @throws IllegalArgumentException unless the problem has input fields, each with a law */
  public Family {
    if (inputs(problem).isEmpty()) {
      throw new IllegalArgumentException("'" + problem.name()
          + "' has no input fields: add one, as in input a(x) from matern(2.5, 0.2, 1)");
    }
    for (var input : inputs(problem)) {
      if (input.law().isEmpty()) {
        throw new IllegalArgumentException("the input field " + input.field() + " of '" + problem.name() + "' has no law: add from ...");
      }
    }
  }

  private static List<Coefficient.Input> inputs(Problem problem) {
    return problem.coefficients().stream().filter(Coefficient.Input.class::isInstance).map(Coefficient.Input.class::cast).toList();
  }

  /** The input fields, in the order of the statement. */
  public List<Field> inputs() {
    return inputs(problem).stream().map(Coefficient.Input::field).toList();
  }

  /**
   * The values of one input field of one instance on a tensor grid, the last axis varying fastest.
   *
   * @param axes rising, one array a coordinate of the field; those of a Fourier series span the range of the coordinate
   * @throws IllegalArgumentException if it is no input field, or where {@link Law#sample} throws
   */
  public double[] values(Field input, double[][] axes, long seed) {
    return law(input).sample(axes, seedOf(input, seed));
  }

  /**
   * One instance, with an expression in place of each input field: the Fourier series itself, or the cubic interpolant of a
   * Gaussian or lognormal field on an even grid over the range of its coordinates.
   *
   * @param nodes of the grid along each axis
   * @throws IllegalArgumentException for a Gaussian field of three coordinates, which no table holds
   */
  public Problem sample(int nodes, long seed) {
    Problem instance = problem;
    for (Field input : inputs()) {
      instance = instance.given(input, expression(input, nodes, seed));
    }
    return instance;
  }

  private Expr expression(Field input, int nodes, long seed) {
    if (law(input) instanceof Law.FourierSeries series) {
      return series(series, input, seedOf(input, seed));
    }
    double[][] axes = input.coordinates().stream().map(c -> even(range(c), nodes)).toArray(double[][]::new);
    var table = new Table(input.name(), input.coordinates().stream().map(Coordinate::name).toList(), axes,
        values(input, axes, seed), Table.Interpolation.CUBIC);
    return table.at(input.coordinates().toArray(Expr[]::new));
  }

  private Expr series(Law.FourierSeries series, Field input, long seed) {
    int d = input.coordinates().size();
    var waves = series.waves(d);
    double[][] coefficients = series.coefficients(d, seed);
    var terms = new ArrayList<Expr>();
    for (int j = 0; j < coefficients.length; j++) {
      Expr phase = Const.ZERO;
      for (int i = 0; i < d; i++) {
        Range range = range(input.coordinates().get(i));
        phase = phase.plus(input.coordinates().get(i).minus(range.lower()).times(2 * Math.PI * waves.get(j)[i] / range.length()));
      }
      terms.add(Call.of(Elementary.COS, phase).times(coefficients[j][0]));
      terms.add(Call.of(Elementary.SIN, phase).times(coefficients[j][1]));
    }
    return Sum.of(terms);
  }

  private Range range(Coordinate c) {
    return problem.domain().ranges().stream().filter(r -> r.coordinate().equals(c)).findFirst().orElseThrow();
  }

  private static double[] even(Range range, int nodes) {
    double[] axis = new double[nodes];
    Arrays.setAll(axis, i -> range.lower() + range.length() * i / (nodes - 1));
    axis[nodes - 1] = range.upper();
    return axis;
  }

  private Law law(Field input) {
    return inputs(problem).stream().filter(i -> i.field().equals(input)).findFirst().flatMap(Coefficient.Input::law).orElseThrow(() ->
        new IllegalArgumentException(input + " is no input field of '" + problem.name() + "': there is " + inputs()));
  }

  /** Several input fields of one instance are independent. */
  private long seedOf(Field input, long seed) {
    var random = new SplittableRandom(seed);
    return Stream.generate(random::nextLong).skip(inputs().indexOf(input)).findFirst().orElseThrow();
  }
}
