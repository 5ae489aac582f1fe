package dev.ansatz.engine.optim;

/**
 * A line search for the strong Wolfe conditions: f(α) ≤ f(0) + c₁ α f′(0) and |f′(α)| ≤ c₂ |f′(0)|.
 *
 * <p>A bracket is grown, then shrunk by safeguarded cubic interpolation.
 *
 * <p>Source: J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., 2006, algorithms 3.5 and 3.6,
 * doi:10.1007/978-0-387-40065-5.
 */
final class StrongWolfe {
  private static final int MAXIMAL_EVALUATIONS = 25;

  private final double c1;
  private final double c2;
  private final double[] trial;
  private Objective objective;
  private double[] theta;
  private double[] direction;
  private double[] gradient;

  /** One point of the line: step, value, slope. */
  private record Point(double step, double value, double slope) {
    boolean isFinite() {
      return Double.isFinite(value) && Double.isFinite(slope);
    }
  }

  StrongWolfe(int parameters, double c1, double c2) {
    this.c1 = c1;
    this.c2 = c2;
    trial = new double[parameters];
  }

  /** The point of the last accepted step. */
  double[] accepted() {
    return trial;
  }

  /** What a search found: step 0 if nothing lower than the start was found. */
  record Result(double step, double value) {}

  /**
   * Searches from θ along a direction of descent.
   *
   * @param value f(0)
   * @param slope f′(0), negative
   * @param first the first step tried
   * @param gradient receives the gradient at {@link #accepted()}
   */
  Result search(Objective objective, double[] theta, double[] direction, double value, double slope, double first, double[] gradient) {
    this.objective = objective;
    this.theta = theta;
    this.direction = direction;
    this.gradient = gradient;
    Point start = new Point(0, value, slope);
    Point previous = start;
    double step = first;
    for (int evaluation = 0; evaluation < MAXIMAL_EVALUATIONS; evaluation++) {
      Point current = evaluate(step);
      if (!current.isFinite()) {
        step = previous.step + 0.1 * (step - previous.step);
        continue;
      }
      if (!decreases(current, start) || (evaluation > 0 && current.value >= previous.value)) {
        return zoom(start, previous, current, MAXIMAL_EVALUATIONS - evaluation);
      }
      if (Math.abs(current.slope) <= -c2 * slope) {
        return new Result(current.step, current.value);
      }
      if (current.slope >= 0) {
        return zoom(start, current, previous, MAXIMAL_EVALUATIONS - evaluation);
      }
      double grown = minimiser(previous, current);
      step = Double.isFinite(grown) ? Math.clamp(grown, 1.1 * current.step, 10 * current.step) : 2 * current.step;
      previous = current;
    }
    return finish(start, previous);
  }

  private boolean decreases(Point point, Point start) {
    return point.value <= start.value + c1 * point.step * start.slope;
  }

  private Result zoom(Point start, Point low, Point high, int evaluations) {
    for (int i = 0; i < evaluations; i++) {
      double width = high.step - low.step;
      if (Math.abs(width) <= 1e-16 * Math.max(Math.abs(high.step), Math.abs(low.step))) {
        break;
      }
      double step = minimiser(low, high);
      double near = Math.min(low.step, high.step) + 0.1 * Math.abs(width);
      double far = Math.max(low.step, high.step) - 0.1 * Math.abs(width);
      step = Double.isFinite(step) ? Math.clamp(step, near, far) : low.step + 0.5 * width;
      Point current = evaluate(step);
      if (!current.isFinite() || !decreases(current, start) || current.value >= low.value) {
        high = current;
        continue;
      }
      if (Math.abs(current.slope) <= -c2 * start.slope) {
        return new Result(current.step, current.value);
      }
      if (current.slope * width >= 0) {
        high = low;
      }
      low = current;
    }
    return finish(start, low);
  }

  /** Falls back to the best point seen, or to none. */
  private Result finish(Point start, Point best) {
    if (best.step == 0 || !(best.value < start.value)) {
      return new Result(0, start.value);
    }
    Point again = evaluate(best.step);
    return new Result(again.step, again.value);
  }

  private Point evaluate(double step) {
    for (int q = 0; q < trial.length; q++) {
      trial[q] = theta[q] + step * direction[q];
    }
    double value = objective.gradient(trial, gradient);
    double slope = 0;
    for (int q = 0; q < trial.length; q++) {
      slope += gradient[q] * direction[q];
    }
    return new Point(step, value, slope);
  }

  /** The minimiser of the cubic through two points with their slopes; NaN if it has none. */
  private static double minimiser(Point a, Point b) {
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
    double root = d1 * d1 - a.slope * b.slope;
    if (root < 0) {
      return Double.NaN;
    }
    double d2 = Math.copySign(Math.sqrt(root), b.step - a.step);
    return b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  }
}
