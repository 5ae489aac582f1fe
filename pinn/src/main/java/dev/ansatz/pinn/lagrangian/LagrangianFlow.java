package dev.ansatz.pinn.lagrangian;

import dev.ansatz.engine.optim.LimitedMemoryBfgs;
import dev.ansatz.engine.optim.Objective;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.Value;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.ResidualProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A density ρ and a velocity v on the whole space that satisfy the continuity equation ρ_t + ∇·(ρ v) = 0 for any parameters θ.
 *
 * <p>A map Ψ(t, x) takes places to the labels of a standard normal density ρ₀ of total mass M, and
 *
 * <pre>
 * ρ = M ρ₀(Ψ) det ∂Ψ/∂x,    v = −(∂Ψ/∂x)⁻¹ ∂Ψ/∂t.
 * </pre>
 *
 * Ψ is triangular, Ψ_i depending on t and x_1, …, x_i, and increases in x_i from −∞ to ∞, so that the mass is M at all times:
 *
 * <pre>
 * Ψ_i = e^A x_i + Σ_k e^{c_k} tanh(e^{s_k} x_i + m_k·z + b_k) + B,    z = (t, x_1, …, x_{i−1}),
 * </pre>
 *
 * with A and B networks of z with one hidden layer of tanh. Any positive density is the image of a normal one under a triangular map.
 *
 * <p>Source: F. Torres, M. M. Negri, M. Inversi, J. Aellen, V. Roth, Lagrangian flow networks for conservation laws, ICLR 2024,
 * arXiv:2305.16846. Deviation: one triangular map, whose velocity comes from forward substitution.
 */
public final class LagrangianFlow {
  private static final int HISTORY = 50;
  /** Standard deviation of the initial parameters: the map starts near a dilation. */
  private static final double SPREAD = 0.3;

  private final double mass;
  private final Coordinate t = new Coordinate("t", Coordinate.Kind.TIME);
  private final List<Coordinate> space;
  private final List<Coordinate> coordinates = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Expr> map = new ArrayList<>();
  private final List<Expr> slopes = new ArrayList<>();
  private final Program density;
  private final Program velocity;

  /**
   * @param dimension d of space, 1 to 3
   * @param units of each sum and each hidden layer, at least 1
   * @param mass M, positive
   */
  public LagrangianFlow(int dimension, int units, double mass) {
    var faults = new ArrayList<String>();
    if (dimension < 1 || dimension > 3) {
      faults.add("the dimension must be 1, 2 or 3, not " + dimension);
    }
    if (units < 1) {
      faults.add("there must be at least 1 unit, not " + units);
    }
    if (!(mass > 0) || Double.isInfinite(mass)) {
      faults.add("the mass must be positive, not " + mass);
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
    this.mass = mass;
    space = List.of("x", "y", "z").subList(0, dimension).stream().map(name -> new Coordinate(name, Coordinate.Kind.SPACE)).toList();
    coordinates.add(t);
    coordinates.addAll(space);
    for (int i = 0; i < dimension; i++) {
      Coordinate x = space.get(i);
      List<Coordinate> z = coordinates.subList(0, i + 1);
      Expr component = call(Elementary.EXP, network(z, units)).times(x).plus(network(z, units));
      for (int k = 0; k < units; k++) {
        component = component.plus(call(Elementary.EXP, parameter())
            .times(call(Elementary.TANH, call(Elementary.EXP, parameter()).times(x).plus(affine(z)))));
      }
      map.add(component);
      slopes.add(component.derivative(x));
    }
    density = lower(List.of(density()));
    velocity = lower(velocity());
  }

  private Parameter parameter() {
    var next = new Parameter("theta" + parameters.size(), 0);
    parameters.add(next);
    return next;
  }

  private static Expr call(Elementary function, Expr argument) {
    return Call.of(function, argument);
  }

  private Expr affine(List<Coordinate> z) {
    Expr sum = parameter();
    for (Coordinate c : z) {
      sum = sum.plus(parameter().times(c));
    }
    return sum;
  }

  private Expr network(List<Coordinate> z, int units) {
    Expr sum = parameter();
    for (int k = 0; k < units; k++) {
      sum = sum.plus(parameter().times(call(Elementary.TANH, affine(z))));
    }
    return sum;
  }

  /** t, x, y, z as far as there are. */
  public List<Coordinate> coordinates() {
    return List.copyOf(coordinates);
  }

  /** The length of θ. */
  public int parameters() {
    return parameters.size();
  }

  /** Parameters to begin with, independent and normal. */
  public double[] initial(long seed) {
    var random = new SplittableRandom(seed);
    double[] theta = new double[parameters.size()];
    Arrays.setAll(theta, _ -> SPREAD * random.nextGaussian());
    return theta;
  }

  /** ρ, an expression in the coordinates and parameters. */
  Expr density() {
    Expr squares = Sum.of(map.stream().map(component -> component.pow(2)).toList());
    double scale = mass * Math.pow(2 * Math.PI, -0.5 * space.size());
    return Product.of(slopes).times(call(Elementary.EXP, squares.times(-0.5))).times(scale);
  }

  /** log ρ/M, which does not underflow far out. */
  private Expr logDensity() {
    Expr sum = new Const(-0.5 * space.size() * Math.log(2 * Math.PI));
    for (int i = 0; i < map.size(); i++) {
      sum = sum.plus(call(Elementary.LOG, slopes.get(i))).minus(map.get(i).pow(2).times(0.5));
    }
    return sum;
  }

  /** v: forward substitution in ∂Ψ/∂x v = −∂Ψ/∂t. */
  List<Expr> velocity() {
    var v = new ArrayList<Expr>();
    for (int i = 0; i < map.size(); i++) {
      Expr right = map.get(i).derivative(t).negate();
      for (int j = 0; j < i; j++) {
        right = right.minus(map.get(i).derivative(space.get(j)).times(v.get(j)));
      }
      v.add(right.over(slopes.get(i)));
    }
    return v;
  }

  /** A program of expressions in the coordinates, with the same θ for all of them. */
  Program lower(List<Expr> expressions) {
    ResidualProgram lowered = ResidualProgram.of(expressions.stream().map(Lowering::normalForm).toList());
    var builder = Program.builder(coordinates.size());
    Value points = builder.input();
    List<ParameterBlock> blocks = parameters.stream().map(p -> builder.parameters(p.name(), 1, 1)).toList();
    List<Argument> arguments = new ArrayList<>();
    for (Expr input : lowered.inputs()) {
      arguments.add(input instanceof Coordinate c ? new Argument.Lanes(points, 0, coordinates.indexOf(c))
          : new Argument.Trainable(blocks.get(parameters.indexOf(input))));
    }
    return builder.build(builder.kernel(lowered.kernel(), 1, arguments));
  }

  /**
   * ρ at points.
   *
   * @param points one row per coordinate, time first
   * @throws IllegalArgumentException if θ or the points do not fit
   */
  public double[] density(double[] theta, double[][] points) {
    return values(density, theta, points);
  }

  /** v at points as in {@link #density}, component by component. */
  public double[][] velocity(double[] theta, double[][] points) {
    double[] all = values(velocity, theta, points);
    int n = points[0].length;
    double[][] v = new double[space.size()][];
    Arrays.setAll(v, i -> Arrays.copyOfRange(all, i * n, (i + 1) * n));
    return v;
  }

  double[] values(Program program, double[] theta, double[][] points) {
    check(theta, points);
    try (var executor = new Executor(1)) {
      var evaluation = new Evaluation(executor, program, points);
      double[] out = new double[evaluation.size()];
      evaluation.values(theta, out, 0);
      return out;
    }
  }

  private void check(double[] theta, double[][] points) {
    if (theta.length != parameters.size()) {
      throw new IllegalArgumentException("there are %d parameters, not %d".formatted(parameters.size(), theta.length));
    }
    if (points.length != coordinates.size()) {
      throw new IllegalArgumentException("points have %d rows, one per coordinate of %s, not %d".formatted(coordinates.size(), coordinates,
          points.length));
    }
  }

  /**
   * Fits θ to places drawn from ρ/M at various times, by maximum likelihood under L-BFGS.
   *
   * @param theta to start from; it is not changed
   * @param samples as points in {@link #density}, of any times
   * @param iterations at most
   * @return the parameters
   * @throws IllegalArgumentException if θ or the samples do not fit, or the likelihood is not finite at the start
   */
  public double[] fit(double[] theta, double[][] samples, int iterations) {
    check(theta, samples);
    double[] fitted = theta.clone();
    try (var executor = new Executor(1)) {
      var likelihood = new Likelihood(new Evaluation(executor, lower(List.of(logDensity())), samples));
      var method = new LimitedMemoryBfgs(fitted.length, HISTORY);
      double before = Double.POSITIVE_INFINITY;
      for (int i = 0; i < iterations; i++) {
        double value = method.step(likelihood, fitted);
        if (Double.isNaN(value)) {
          throw new IllegalArgumentException("the likelihood of the samples is not finite; check that all of them are");
        }
        if (value >= before) {
          break;
        }
        before = value;
      }
    }
    return fitted;
  }

  /** The mean of −log ρ/M over the samples. */
  private record Likelihood(Evaluation evaluation) implements Objective {
    @Override
    public int parameters() {
      return evaluation.program().parameters();
    }

    @Override
    public double gradient(double[] theta, double[] gradient) {
      int n = evaluation.lanes();
      double[] logs = new double[n];
      evaluation.values(theta, logs, 0);
      double sum = 0;
      for (double log : logs) {
        sum -= log;
      }
      double[] cotangents = new double[n];
      Arrays.fill(cotangents, -1.0 / n);
      Arrays.fill(gradient, 0);
      evaluation.vjp(theta, cotangents, 0, gradient);
      return sum / n;
    }
  }
}
