package dev.ansatz.pinn.implicit;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pinn.train.NetworkModel;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The cubic Hermite interpolant in time of the levels and their rates; NaN after the last level. */
final class LevelInterpolant implements Solution.Evaluator {
  private final MidpointScheme scheme;
  private final List<double[]> levels;
  private final Map<Derivative, NetworkModel.Expression> programs = new ConcurrentHashMap<>();

  /** Derivatives in space of a field and of its rate. */
  private record Derivative(int field, List<Coordinate> with) {}

  LevelInterpolant(MidpointScheme scheme, List<double[]> levels) {
    this.scheme = scheme;
    this.levels = List.copyOf(levels);
  }

  @Override
  public void evaluate(int field, MultiIndex index, double[][] points, double[] out) {
    List<Coordinate> coordinates = scheme.space().coordinates();
    var with = new ArrayList<Coordinate>();
    for (int i = 0; i < coordinates.size(); i++) {
      for (int k = 0; k < index.order(i + 1); k++) {
        with.add(coordinates.get(i));
      }
    }
    NetworkModel.Expression program = programs.computeIfAbsent(new Derivative(field, with), this::express);
    var lanes = new TreeMap<Integer, List<Integer>>();
    for (int p = 0; p < points[0].length; p++) {
      lanes.computeIfAbsent(interval(points[0][p]), _ -> new ArrayList<>()).add(p);
    }
    try (var executor = new Executor(1)) {
      lanes.forEach((n, members) -> interval(executor, program, n, index.order(0), points, members, out));
    }
  }

  /** The number of the level at which the interval begins that holds the time; of the last level after the time reached. */
  private int interval(double t) {
    int last = levels.size() - 1;
    double position = (t - scheme.time(0)) / scheme.dt();
    // rounding may put the time reached just after itself
    if (position > last && position <= last + 1e-9) {
      return Math.max(last - 1, 0);
    }
    int n = (int) Math.max(0, Math.floor(position));
    return n == last && position == last ? Math.max(last - 1, 0) : Math.min(n, last);
  }

  private void interval(Executor executor, NetworkModel.Expression program, int n, int order, double[][] points, List<Integer> members,
      double[] out) {
    if (n == levels.size() - 1 && n > 0) {
      members.forEach(p -> out[p] = Double.NaN);
      return;
    }
    int count = members.size();
    double[][] places = new double[points.length - 1][];
    for (int i = 0; i < places.length; i++) {
      double[] row = points[i + 1];
      places[i] = members.stream().mapToDouble(p -> row[p]).toArray();
    }
    double[] begin = new double[2 * count];
    program.at(executor, places, scheme.at(n)).values(levels.get(n), begin, 0);
    double[] end = new double[2 * count];
    if (n + 1 < levels.size()) {
      program.at(executor, places, scheme.at(n + 1)).values(levels.get(n + 1), end, 0);
    } else {
      Arrays.fill(end, Double.NaN);
    }
    double dt = scheme.dt();
    for (int j = 0; j < count; j++) {
      double s = (points[0][members.get(j)] - scheme.time(n)) / dt;
      double value;
      if (s == 0 && order == 0) {
        value = begin[j];
      } else {
        double a = begin[j];
        double b = dt * begin[count + j];
        double rise = end[j] - a;
        double slope = dt * end[count + j];
        double c = 3 * rise - 2 * b - slope;
        double d = b + slope - 2 * rise;
        value = switch (order) {
          case 0 -> a + s * (b + s * (c + s * d));
          case 1 -> (b + s * (2 * c + 3 * s * d)) / dt;
          case 2 -> (2 * c + 6 * s * d) / (dt * dt);
          case 3 -> 6 * d / (dt * dt * dt);
          default -> throw new UnsupportedOperationException("the answer is a cubic in time: it has derivatives in time up to order 3");
        };
      }
      out[members.get(j)] = value;
    }
  }

  private NetworkModel.Expression express(Derivative derivative) {
    Coordinate[] with = derivative.with().toArray(Coordinate[]::new);
    Expr field = scheme.space().fields().get(derivative.field());
    return scheme.express(List.of(Partial.of(field, with), Partial.of(scheme.rates().get(derivative.field()), with)));
  }
}
