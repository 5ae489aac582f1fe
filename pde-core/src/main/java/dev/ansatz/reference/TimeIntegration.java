package dev.ansatz.reference;

import java.util.Arrays;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.nonstiff.GraggBulirschStoerIntegrator;

/** Integrates semi-discretised equations and keeps their trajectory. */
final class TimeIntegration {
  private TimeIntegration() {}

  /** Most numbers a trajectory may hold: 2²⁴, 128 MiB. */
  private static final int MOST_NUMBERS = 1 << 24;

  private static final int FEWEST_KNOTS = 16;

  /** The trajectory, or the time from which on the state is not finite. */
  record Result(Trajectory trajectory, double blowUp) {
    boolean isFinite() {
      return trajectory != null;
    }
  }

  /** Steps between knots, a power of two that divides the steps: few enough knots for memory and for {@code most}. */
  private static int stride(TensorSystem system, int steps, int most) {
    int stride = 1;
    while (steps % (2 * stride) == 0 && steps / (2 * stride) >= FEWEST_KNOTS
        && (steps / stride > most || (long) steps / stride * 2 * system.basis().size() > MOST_NUMBERS)) {
      stride *= 2;
    }
    return stride;
  }

  /** {@code steps} equal steps of a method from t = start to end, at least 3; about {@code knots} of the states are kept. */
  static Result fixedSteps(TensorSystem system, Stepper scheme, double[] initial, double start, double end, int steps, int knots,
      Watch watch) {
    int stride = stride(system, steps, knots);
    double h = (end - start) / steps;
    var recorder = new Recorder(system, start, h * stride, steps / stride + 1);
    double[] y = initial.clone();
    recorder.record(start, y);
    for (int i = 0; i < steps; i++) {
      scheme.step(start + i * h, y);
      if ((i & 15) == 15) {
        watch.poll();
      }
      if ((i + 1) % stride == 0) {
        watch.count(stride);
        double t = start + (i + 1) * h;
        if (!finite(y)) {
          return new Result(null, t);
        }
        recorder.record(t, y);
      }
    }
    return new Result(recorder.trajectory(), Double.NaN);
  }

  /** An explicit method whose step follows an estimate of its error. */
  enum Adaptive { DORMAND_PRINCE_853, GRAGG_BULIRSCH_STOER }

  /**
   * Dormand–Prince 8(5,3) or Gragg–Bulirsch–Stoer with the given relative tolerance, kept at {@code knots} + 1 times. Steps end at
   * the knots: dense output amplifies the fastest modes where steps are as long as stability allows.
   */
  static Result adaptive(TensorSystem system, Adaptive method, double[] initial, double start, double end, int knots, double tolerance,
      Watch watch) {
    double scale = Arrays.stream(initial).map(Math::abs).max().orElse(1);
    double absolute = tolerance * (scale == 0 ? 1 : scale) / Math.sqrt(initial.length);
    double spacing = (end - start) / knots;
    double largestStep = Math.min(spacing, STABLE / spectralRadius(system, start, initial));
    double smallestStep = Math.min(spacing * 1e-10, largestStep / 1e3);
    var integrator = switch (method) {
      case DORMAND_PRINCE_853 -> new DormandPrince853Integrator(smallestStep, largestStep, absolute, tolerance);
      case GRAGG_BULIRSCH_STOER -> new GraggBulirschStoerIntegrator(smallestStep, largestStep, absolute, tolerance);
    };
    var recorder = new Recorder(system, start, spacing, knots + 1);
    recorder.record(start, initial);
    integrator.addStepHandler(_ -> watch.count(1));
    var equations = new OrdinaryDifferentialEquation() {
      @Override
      public int getDimension() {
        return system.size();
      }

      @Override
      public double[] computeDerivatives(double t, double[] y) {
        watch.poll();
        double[] rate = new double[y.length];
        system.rate(t, y, rate);
        return rate;
      }
    };
    double t = start;
    double[] y = initial;
    for (int knot = 1; knot <= knots; knot++) {
      double next = knot == knots ? end : start + knot * spacing;
      try {
        y = integrator.integrate(equations, new ODEState(t, y), next).getPrimaryState();
      } catch (MathIllegalStateException | MathIllegalArgumentException stepTooSmall) {
        return new Result(null, t);
      }
      if (!finite(y)) {
        return new Result(null, next);
      }
      t = next;
      recorder.record(t, y);
    }
    return new Result(recorder.trajectory(), Double.NaN);
  }

  /** About the length of the real stability interval of the method; longer steps can overflow in nonlinear stages. */
  private static final double STABLE = 7;

  /** The largest eigenvalue of the Jacobian at a state, by power iteration on difference quotients. */
  private static double spectralRadius(TensorSystem system, double t, double[] y) {
    int n = y.length;
    double[] v = new double[n];
    double[] moved = new double[n];
    double[] rate = new double[n];
    double[] movedRate = new double[n];
    system.rate(t, y, rate);
    double size = Math.max(norm(y), 1e-3);
    for (int i = 0; i < n; i++) {
      v[i] = Math.cos(i * (i + 1.0));
    }
    double radius = 0;
    for (int iteration = 0; iteration < 30; iteration++) {
      double epsilon = 1e-7 * size / norm(v);
      for (int i = 0; i < n; i++) {
        moved[i] = y[i] + epsilon * v[i];
      }
      system.rate(t, moved, movedRate);
      double length = norm(v);
      for (int i = 0; i < n; i++) {
        v[i] = (movedRate[i] - rate[i]) / epsilon;
      }
      radius = Math.max(radius, norm(v) / length);
      if (!(norm(v) > 0)) {
        break;
      }
    }
    return radius == 0 ? Double.MIN_NORMAL : radius;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double x : v) {
      sum += x * x;
    }
    return Math.sqrt(sum);
  }

  private static boolean finite(double[] y) {
    double sum = 0;
    for (double v : y) {
      sum += v * 0;
    }
    return sum == 0;
  }

  private static final class Recorder {
    private final TensorSystem system;
    private final double start;
    private final double spacing;
    private final double[][] values;
    private final double[][] rates;
    private final double[] rate;
    private int knot;

    Recorder(TensorSystem system, double start, double spacing, int knots) {
      this.system = system;
      this.start = start;
      this.spacing = spacing;
      values = new double[knots][system.basis().size()];
      rates = new double[knots][system.basis().size()];
      rate = new double[system.size()];
    }

    void record(double t, double[] y) {
      system.rate(t, y, rate);
      system.values(t, y, values[knot]);
      system.valueRates(t, rate, rates[knot++]);
    }

    Trajectory trajectory() {
      return new Trajectory(system.basis(), start, spacing, values, rates);
    }
  }
}
