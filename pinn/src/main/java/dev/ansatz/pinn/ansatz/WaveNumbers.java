package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast the data of a problem vary along each coordinate, read off its statement before anything is solved.
 *
 * <p>The wave number of a function f along x is the root mean square of f_xx divided by that of f_x, which is k for sin kx and cos kx, and
 * is led by the finest of several waves. It is taken of the sources, of the initial values and of the boundary values, and the largest
 * counts. Along time, it is besides at least the rate at which the equations turn the initial values v = u₀ − mean u₀: for u_t = L u it is
 * |L u₀ − a v − b| / |v| with the a and b that make it least, which are growth and drift and no turning; for u_tt = L u the root of |L u₀|
 * / |v|.
 *
 * <p>What is found is a scale and no bound: a nonlinear problem makes finer structure than its data have.
 *
 * @param values one per coordinate of the problem, per unit of length, not negative
 */
public record WaveNumbers(List<Double> values) {
  private static final int SAMPLES = 512;
  /** Variation below this share of the largest value is rounding. */
  private static final double ROUNDING = 1e-9;
  /** Of the phase at the ends of a range; a little below π, for waves found a little too long. */
  private static final double NOTABLE = 3;

  public WaveNumbers {
    values = List.copyOf(values);
  }

  /**
   * Those of at least half a wave in each direction from the middle of the range, by coordinate: the others vary little enough to need no
   * features of their own.
   */
  public Map<Coordinate, Double> notable(Problem problem) {
    var notable = new LinkedHashMap<Coordinate, Double>();
    for (int i = 0; i < values.size(); i++) {
      Range range = problem.domain().ranges().get(i);
      if (values.get(i) * range.length() / 2 >= NOTABLE) {
        notable.put(range.coordinate(), values.get(i));
      }
    }
    return notable;
  }

  /** Those of a problem's data. */
  public static WaveNumbers of(Problem problem) {
    return new Reading(problem).read();
  }

  /** The largest of the data, up to sampling: of all that equations and conditions are where all fields vanish. */
  public static double dataSize(Problem problem) {
    var reading = new Reading(problem);
    return reading.data().stream().mapToDouble(reading::largest).max().orElse(0);
  }

  private static final class Reading {
    private final Problem problem;
    private final List<Map<Coordinate, Double>> samples = new ArrayList<>();

    Reading(Problem problem) {
      this.problem = problem;
      double[][] points = new PointSequence.Sobol().interior(problem.domain(), SAMPLES, 1);
      for (int p = 0; p < points[0].length; p++) {
        var at = new HashMap<Coordinate, Double>();
        for (int i = 0; i < points.length; i++) {
          at.put(problem.coordinates().get(i), points[i][p]);
        }
        samples.add(at);
      }
    }

    WaveNumbers read() {
      List<Expr> data = data().stream().filter(f -> !(f instanceof Const)).toList();
      var values = new ArrayList<Double>();
      for (Coordinate x : problem.coordinates()) {
        double wave = data.stream().mapToDouble(f -> waveNumber(f, x)).max().orElse(0);
        values.add(x.isTime() ? Math.max(wave, rate(x)) : wave);
      }
      return new WaveNumbers(values);
    }

    /** Every equation and condition where all fields vanish. */
    private List<Expr> data() {
      var residuals = new ArrayList<Expr>();
      problem.equations().forEach(e -> residuals.add(e.residual()));
      for (Condition condition : problem.conditions()) {
        switch (condition) {
          case Condition.Initial(Equation e) -> residuals.add(e.residual());
          case Condition.Boundary(_, Equation e) when !Lowering.hasNormalDerivative(e.residual()) -> residuals.add(e.residual());
          default -> { }
        }
      }
      Map<Expr, Expr> nothing = new HashMap<>();
      problem.fields().forEach(field -> nothing.put(field, Const.ZERO));
      problem.coefficients().forEach(coefficient -> nothing.put(coefficient.field(), Const.ONE));
      return residuals.stream().map(r -> Lowering.normalForm(r.substitute(nothing))).toList();
    }

    private double waveNumber(Expr f, Coordinate x) {
      Expr first = f.derivative(x);
      double slope = rootMeanSquare(first);
      return slope <= ROUNDING * largest(f) ? 0 : rootMeanSquare(first.derivative(x)) / slope;
    }

    /** The fastest relative change of an initial value. */
    private double rate(Coordinate t) {
      Range time = problem.domain().time().orElseThrow();
      Map<Expr, Expr> start = Map.of(t, new Const(time.lower()));
      Map<Expr, Expr> begun = new HashMap<>();
      for (Field field : problem.fields()) {
        begun.put(field, initial(field).substitute(start));
      }
      problem.coefficients().forEach(coefficient -> begun.put(coefficient.field(), Const.ONE));
      double rate = 0;
      for (Equation equation : problem.equations()) {
        for (Field field : problem.fields()) {
          int order = Lowering.unknowns(List.of(Lowering.normalForm(equation.residual()))).stream()
              .filter(u -> u instanceof Partial(Expr operand, var _) && operand.equals(field))
              .mapToInt(u -> (int) ((Partial) u).with().stream().filter(t::equals).count()).max().orElse(0);
          if (order == 1 || order == 2) {
            rate = Math.max(rate, rate(equation, field, order, t.minus(time.lower()), begun, start));
          }
        }
      }
      return rate;
    }

    private double rate(Equation equation, Field field, int order, Expr elapsed, Map<Expr, Expr> begun, Map<Expr, Expr> start) {
      Expr value = begun.get(field);
      Map<Expr, Expr> moving = new HashMap<>(begun);
      moving.put(field, value.plus(elapsed.pow(order).times(order == 2 ? 0.5 : 1)));
      double[] still = values(Lowering.normalForm(equation.residual().substitute(begun)).substitute(start));
      double[] moved = values(Lowering.normalForm(equation.residual().substitute(moving)).substitute(start));
      double[] v = values(value);
      double mean = Arrays.stream(v).average().orElse(0);
      double[] change = new double[v.length];
      for (int p = 0; p < v.length; p++) {
        v[p] -= mean;
        change[p] = -still[p] / (moved[p] - still[p]);
      }
      double size = dot(v, v);
      if (!(size > ROUNDING * ROUNDING * v.length * largest(value) * largest(value)) || !Double.isFinite(dot(change, change))) {
        return 0;
      }
      if (order == 1) {
        double growth = dot(change, v) / size;
        double drift = Arrays.stream(change).average().orElse(0);
        for (int p = 0; p < v.length; p++) {
          change[p] -= growth * v[p] + drift;
        }
      }
      return Math.pow(dot(change, change) / size, 0.5 / order);
    }

    private double[] values(Expr f) {
      return samples.stream().mapToDouble(f::evaluate).toArray();
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int p = 0; p < a.length; p++) {
        sum += a[p] * b[p];
      }
      return sum;
    }

    /** The initial value that a condition states outright, 0 if none does. */
    private Expr initial(Field field) {
      for (Condition condition : problem.conditions()) {
        if (condition instanceof Condition.Initial(Equation e) && e.left().equals(field)) {
          return e.right();
        }
      }
      return Const.ZERO;
    }

    private double rootMeanSquare(Expr f) {
      return Math.sqrt(samples.stream().mapToDouble(f::evaluate).map(v -> v * v).filter(Double::isFinite).average().orElse(0));
    }

    private double largest(Expr f) {
      return samples.stream().mapToDouble(f::evaluate).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }
  }
}
