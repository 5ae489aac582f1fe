package dev.ansatz.pinn.train;

import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.nn.Embedding;
import dev.ansatz.engine.nn.Network;
import dev.ansatz.engine.nn.PeriodicFeatures;
import dev.ansatz.engine.nn.PeriodicFeatures.Axis;
import dev.ansatz.engine.nn.WaveFeatures;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.Value;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.CombinedDerivatives;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.ResidualProgram;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Trial functions with a network in them: turns any expression in the problem's fields into a program over points.
 *
 * <p>One network has an output per field. Every program made here has the same parameters in the same places, so that one vector θ
 * serves the residual, the conditions and the answer.
 */
public final class NetworkModel {
  private static final String NAME = "network";

  private final Problem problem;
  private final TrialFunctions trials;
  private final Network network;
  private final Embedding embedding;
  private final Optional<Handover> handover;

  /**
   * @param harmonics sines and cosines per periodic coordinate, at least 1
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, int harmonics) {
    this(problem, trials, network, harmonics, Map.of(), Optional.empty());
  }

  /**
   * @param harmonics sines and cosines per periodic coordinate, at least 1
   * @param waves wave numbers by coordinate, per unit of length; periodic coordinates have their harmonics instead
   * @param handover of which the trial functions mention the state, if they do
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, int harmonics, Map<Coordinate, Double> waves,
      Optional<Handover> handover) {
    this(problem, trials, network, new WaveFeatures(new PeriodicFeatures(problem.domain().ranges().stream()
        .map(range -> new Axis(range.lower(), range.upper(), trials.periodic().contains(range.coordinate()))).toList(), harmonics, false),
        problem.coordinates().stream().map(x -> trials.periodic().contains(x) ? 0.0 : waves.getOrDefault(x, 0.0)).toList()), handover);
  }

  /**
   * @param embedding the features that the network sees, in place of scaled coordinates and waves of the periodic ones
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, Embedding embedding) {
    this(problem, trials, network, embedding, Optional.empty());
  }

  private NetworkModel(Problem problem, TrialFunctions trials, Network network, Embedding embedding, Optional<Handover> handover) {
    this.problem = problem;
    this.handover = handover;
    this.trials = trials;
    this.network = network;
    this.embedding = embedding;
  }

  public TrialFunctions trials() {
    return trials;
  }

  /**
   * A program whose outputs are expressions of the trial functions.
   *
   * @param program inputs are the problem's coordinates
   * @param parameters the problem's parameters that it reads, in the order of the program's constants
   * @param folded parameters whose own values are part of the program
   * @param handed the last rows of the program's input, found from the others
   */
  public record Expression(Program program, List<Parameter> parameters, Set<Parameter> folded, Rows handed) {
    /** Rows of input that follow from points. */
    @FunctionalInterface
    public interface Rows {
      /** No rows. */
      Rows NONE = points -> new double[0][];

      /** The rows at points {@code [coordinate][lane]}. */
      double[][] at(double[][] points);
    }

    /** The expressions at points, with the parameters' own values. */
    public Evaluation at(Executor executor, double[][] points) {
      return at(executor, points, Map.of());
    }

    /** The expressions at points, some parameters having other values than their own. */
    public Evaluation at(Executor executor, double[][] points, Map<Parameter, Double> values) {
      return at(executor, points, values, Arithmetic.f64());
    }

    /** The expressions at points, some parameters having other values than their own, in the precision of {@code arithmetic}. */
    public Evaluation at(Executor executor, double[][] points, Map<Parameter, Double> values, Arithmetic<?> arithmetic) {
      for (Parameter parameter : folded) {
        if (values.getOrDefault(parameter, parameter.value()) != parameter.value()) {
          throw new IllegalArgumentException("the value of " + parameter.name() + " is part of the program: express it as varying");
        }
      }
      double[][] rows = handed.at(points);
      double[][] input = Arrays.copyOf(points, points.length + rows.length);
      System.arraycopy(rows, 0, input, points.length, rows.length);
      var evaluation = new Evaluation(executor, program, input, arithmetic);
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        evaluation.constant(new Argument.Constant(i), values.getOrDefault(parameter, parameter.value()));
      }
      return evaluation;
    }
  }

  /** Lowers expressions in the problem's fields, with every parameter's value its own. */
  public Expression express(List<Expr> expressions) {
    return express(expressions, Set.of());
  }

  /**
   * Lowers expressions in the problem's fields.
   *
   * @param varying parameters that may be given other values than their own
   */
  public Expression express(List<Expr> expressions, Set<Parameter> varying) {
    return express(expressions, varying, List.of());
  }

  /**
   * Lowers expressions in the problem's fields and in data.
   *
   * @param varying parameters that may be given other values than their own
   * @param data fields whose values at the points are given: rows of the program's input after the coordinates, in this order
   */
  public Expression express(List<Expr> expressions, Set<Parameter> varying, List<Field> data) {
    List<Expr> substituted = expressions.stream().map(trials::substitute).toList();
    if (handover.isEmpty()) {
      return lower(substituted, varying, data, Expression.Rows.NONE);
    }
    var handed = new LinkedHashMap<Expr, Field>();
    List<Expr> replaced = substituted.stream().map(e -> Lowering.replaceLeaves(e, leaf -> handover.get().gives(leaf)
        ? handed.computeIfAbsent(leaf, _ -> new Field("handed_" + handed.size(), problem.coordinates())) : leaf)).toList();
    var all = new ArrayList<>(data);
    all.addAll(handed.values());
    List<Expr> leaves = List.copyOf(handed.keySet());
    return lower(replaced, varying, all, points -> handover.get().values(leaves, points));
  }

  private Expression lower(List<Expr> substituted, Set<Parameter> varying, List<Field> data, Expression.Rows handed) {
    List<Coordinate> coordinates = problem.coordinates();
    var combined = network.carriesOperators() ? CombinedDerivatives.of(substituted, coordinates, varying)
        : CombinedDerivatives.apart(substituted, coordinates);
    List<Expr> lowered = combined.expressions();
    JetSet jets = combined.jets();
    ResidualProgram residual = ResidualProgram.of(lowered);
    var builder = Program.builder(coordinates.size() + data.size());
    Value points = builder.input();
    Value places = data.isEmpty() ? points : builder.slice(points, 0, coordinates.size());
    Value features = embedding.build(builder, places, jets);
    Value outputs = network.build(builder, NAME, features, jets, trials.networks().size());
    var parameters = new ArrayList<Parameter>();
    var arguments = new ArrayList<Argument>();
    for (Expr input : residual.inputs()) {
      arguments.add(switch (input) {
        case Coordinate c -> new Argument.Lanes(points, 0, coordinates.indexOf(c));
        case Parameter p -> {
          parameters.add(p);
          yield builder.constant();
        }
        case Field f when data.contains(f) -> new Argument.Lanes(points, 0, coordinates.size() + data.indexOf(f));
        case Field f -> new Argument.Lanes(outputs, 0, trials.networks().indexOf(f));
        case Partial p -> new Argument.Lanes(outputs, jets.channel(Lowering.index(p, coordinates)),
            trials.networks().indexOf((Field) p.operand()));
        default -> throw new AssertionError("no leaf: " + input);
      });
    }
    return new Expression(builder.build(builder.kernel(residual.kernel(), 1, arguments)), parameters, combined.folded(), handed);
  }

  /** Initial parameters. */
  public double[] initial(long seed) {
    Program program = express(List.copyOf(problem.fields())).program();
    double[] theta = new double[program.parameters()];
    network.initialise(program, NAME, theta, new SplittableRandom(seed));
    return theta;
  }
}
