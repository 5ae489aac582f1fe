package dev.ansatz.validation.study;

import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.optim.SeveralLosses;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pinn.train.NetworkModel.Expression;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Losses of one network, each on points of its own that are drawn anew whenever it is evaluated.
 *
 * <p>The n-th evaluation of a loss draws the same points whatever else was evaluated before, so that all methods of balancing train on
 * the same points.
 */
final class SampledLosses implements SeveralLosses {
  /** What a loss is a sum of. */
  sealed interface Term permits MeanSquare, Periodicity {
    /** The value on points drawn by the seed; its gradient is ADDED. */
    double gradient(long seed, double[] theta, double[] gradient);
  }

  private final List<List<Term>> losses;
  private final int parameters;
  private final long seed;
  private final long[] draws;

  /** With the terms of each loss, all of them functions of the same parameters. */
  SampledLosses(List<List<Term>> losses, int parameters, long seed) {
    this.losses = losses;
    this.parameters = parameters;
    this.seed = seed;
    draws = new long[losses.size()];
  }

  @Override
  public int parameters() {
    return parameters;
  }

  @Override
  public int lossCount() {
    return losses.size();
  }

  @Override
  public double gradient(int k, double[] theta, double[] gradient) {
    Arrays.fill(gradient, 0);
    long draw = (seed * 1_000_003 + draws[k]++) * losses.size() + k;
    double value = 0;
    for (int term = 0; term < losses.get(k).size(); term++) {
      value += losses.get(k).get(term).gradient(draw * losses.get(k).size() + term, theta, gradient);
    }
    return value;
  }

  /** How many gradients of single losses were computed: one is a back-propagation, whatever it costs. */
  long backPropagations() {
    return Arrays.stream(draws).sum();
  }

  /** Points that are replaced in place, and a program on them in single precision. */
  private static final class Placed {
    private final Expression expression;
    private final LongFunction<double[][]> sampler;
    private final double[][] input;
    final Evaluation evaluation;

    Placed(Executor executor, Expression expression, LongFunction<double[][]> sampler) {
      this.expression = expression;
      this.sampler = sampler;
      input = Arrays.stream(expression.input(sampler.apply(0))).map(double[]::clone).toArray(double[][]::new);
      evaluation = expression.on(executor, input, Map.of(), Arithmetic.f32());
    }

    void draw(long seed) {
      double[][] drawn = expression.input(sampler.apply(seed));
      for (int i = 0; i < input.length; i++) {
        System.arraycopy(drawn[i], 0, input[i], 0, input[i].length);
      }
    }
  }

  /** The mean square of expressions over points, times a weight for each. */
  static final class MeanSquare implements Term {
    private final Placed placed;
    private final double[] weights;

    /**
     * @param sampler makes points {@code [coordinate][lane]} of a seed, always as many
     * @param weight of the mean square of every expression
     */
    MeanSquare(Executor executor, Expression expression, LongFunction<double[][]> sampler, double weight) {
      placed = new Placed(executor, expression, sampler);
      weights = new double[expression.program().outputs()];
      Arrays.fill(weights, weight / placed.evaluation.lanes());
    }

    @Override
    public double gradient(long seed, double[] theta, double[] gradient) {
      placed.draw(seed);
      return placed.evaluation.squares(theta, weights, null, gradient);
    }
  }

  /** The sum over fields of the mean squared difference of their values at the two ends of a coordinate, times a weight. */
  static final class Periodicity implements Term {
    private final Placed placed;
    private final double weight;
    private final double[] values;

    /**
     * @param sampler makes points of a seed, always as many, the second half at the upper end opposite to the first half at the lower one
     */
    Periodicity(Executor executor, Expression fields, LongFunction<double[][]> sampler, double weight) {
      this.weight = weight;
      placed = new Placed(executor, fields, sampler);
      values = new double[placed.evaluation.size()];
    }

    @Override
    public double gradient(long seed, double[] theta, double[] gradient) {
      placed.draw(seed);
      placed.evaluation.values(theta, values, 0);
      int pairs = placed.evaluation.lanes() / 2;
      double each = weight / pairs;
      double sum = 0;
      for (int from = 0; from < values.length; from += 2 * pairs) {
        for (int p = from; p < from + pairs; p++) {
          double difference = values[p] - values[p + pairs];
          sum += difference * difference * each;
          values[p] = 2 * difference * each;
          values[p + pairs] = -values[p];
        }
      }
      placed.evaluation.vjp(theta, values, 0, gradient);
      return sum;
    }
  }
}
