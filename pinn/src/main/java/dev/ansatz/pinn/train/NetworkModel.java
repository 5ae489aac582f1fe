package dev.ansatz.pinn.train;

import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.nn.Embedding;
import dev.ansatz.engine.nn.Network;
import dev.ansatz.engine.nn.PeriodicFeatures.Axis;
import dev.ansatz.engine.nn.PeriodicFeatures;
import dev.ansatz.engine.nn.WaveFeatures;
import dev.ansatz.engine.nn.WaveFeatures.Wave;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.ProgramBuilder;
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
import dev.ansatz.pinn.ansatz.Reflection;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.solve.UnknownConstant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Trial functions with a network in them: turns any expression in the problem's fields into a program over points.
 *
 * <p>One network has an output per field. Each unknown coefficient has a network of its own in its own coordinates, and each unknown
 * constant is one more parameter. Every program made here has the same parameters in the same places, so that one vector θ
 * serves the residual, the conditions and the answer: the weights of the fields, those of each coefficient, the constants.
 */
public final class NetworkModel {
  private static final String NAME = "network";

  private final Problem problem;
  private final TrialFunctions trials;
  private final Network network;
  private final Network coefficientNetwork;
  private final int harmonics;
  private final Embedding embedding;
  private final Optional<Handover> handover;

  /**
   * @param harmonics sines and cosines per periodic coordinate, at least 1
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, int harmonics) {
    this(problem, trials, network, network, harmonics, Map.of(), Optional.empty());
  }

  /**
   * @param coefficientNetwork that of each unknown coefficient
   * @param harmonics sines and cosines per periodic coordinate, at least 1
   * @param waves wave numbers by coordinate, per unit of length, for the network of the fields; periodic coordinates have their harmonics
   *     instead
   * @param handover of which the trial functions mention the state, if they do
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, Network coefficientNetwork, int harmonics,
      Map<Coordinate, Double> waves, Optional<Handover> handover) {
    this(problem, trials, network, coefficientNetwork, withGiven(problem, trials, new WaveFeatures(features(problem, trials, harmonics),
        problem.coordinates().stream().map(x -> wave(trials, x, waves)).toList())), harmonics, handover);
  }

  /**
   * @param embedding the features that the network of the fields sees, in place of scaled coordinates and waves of the periodic ones
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, Embedding embedding) {
    this(problem, trials, network, network, embedding, 1, Optional.empty());
  }

  /**
   * @param coefficientNetwork that of each unknown coefficient
   * @param embedding the features that the network of the fields sees
   * @param harmonics sines and cosines per periodic coordinate for the networks of coefficients, at least 1
   * @param handover of which the trial functions mention the state, if they do
   */
  public NetworkModel(Problem problem, TrialFunctions trials, Network network, Network coefficientNetwork, Embedding embedding,
      int harmonics, Optional<Handover> handover) {
    this.problem = problem;
    this.handover = handover;
    this.trials = trials;
    this.network = network;
    this.coefficientNetwork = coefficientNetwork;
    this.harmonics = harmonics;
    this.embedding = embedding;
  }

  /** Some features, and those that the trial functions ask for. */
  private static Embedding withGiven(Problem problem, TrialFunctions trials, Embedding inner) {
    return trials.features().isEmpty() ? inner : coordinates -> {
      var leaves = new HashMap<Expr, Scalar>();
      for (int i = 0; i < coordinates.size(); i++) {
        leaves.put(problem.coordinates().get(i), coordinates.get(i));
      }
      return Stream.concat(inner.features(coordinates).stream(), ResidualProgram.within(leaves, trials.features()).stream()).toList();
    };
  }

  private static Wave wave(TrialFunctions trials, Coordinate x, Map<Coordinate, Double> waves) {
    if (trials.periodic().contains(x) || !waves.containsKey(x)) {
      return Wave.NONE;
    }
    Optional<Reflection> even = trials.reflection(x);
    return new Wave(waves.get(x), even.map(Reflection::centre).orElse(0.0), even.isPresent());
  }

  /** Scaled coordinates, squares of those in which the fields are even, and the sines and cosines of the periodic ones. */
  public static Embedding features(Problem problem, TrialFunctions trials, int harmonics) {
    return new PeriodicFeatures(problem.domain().ranges().stream().map(range -> {
      boolean periodic = trials.periodic().contains(range.coordinate());
      double half = 0.5 * range.length();
      return trials.reflection(range.coordinate()).map(r -> new Axis(r.centre() - half, r.centre() + half, periodic, true))
          .orElseGet(() -> new Axis(range.lower(), range.upper(), periodic));
    }).toList(), harmonics, false);
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

    /** The input of the program at points: the points themselves, not copied, then the rows that follow from them. */
    public double[][] input(double[][] points) {
      double[][] rows = handed.at(points);
      double[][] input = Arrays.copyOf(points, points.length + rows.length);
      System.arraycopy(rows, 0, input, points.length, rows.length);
      return input;
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
      return on(executor, input(points), values, arithmetic);
    }

    /**
     * The expressions on such {@link #input}, which is not copied: where other points are written over it, the rows that follow from them
     * must be too.
     */
    public Evaluation on(Executor executor, double[][] input, Map<Parameter, Double> values, Arithmetic<?> arithmetic) {
      for (Parameter parameter : folded) {
        if (values.getOrDefault(parameter, parameter.value()) != parameter.value()) {
          throw new IllegalArgumentException("the value of " + parameter.name() + " is part of the program: express it as varying");
        }
      }
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
    return express(expressions, varying, data, Optional.empty());
  }

  /** Lowers expressions in the problem's fields and their values a while ago, for which the network is evaluated a second time. */
  public Expression express(List<Expr> expressions, Lag lag) {
    return express(expressions, Set.of(), List.of(), Optional.of(lag));
  }

  private Expression express(List<Expr> expressions, Set<Parameter> varying, List<Field> data, Optional<Lag> lag) {
    Map<Field, Expr> before = lag.map(this::lagged).orElse(Map.of());
    List<Expr> substituted = expressions.stream().map(e -> trials.substitute(e.substitute(before))).toList();
    if (handover.isEmpty()) {
      var functions = new PointFunctions(problem.coordinates(), p -> !varying.contains(p) && !p.unknown());
      List<Expr> taken = substituted.stream().map(functions::taken).toList();
      List<Field> rows = Stream.concat(data.stream(), functions.fields().stream()).toList();
      Expression lowered = lower(taken, varying, rows, lag, functions::values);
      var folded = new HashSet<>(lowered.folded());
      folded.addAll(functions.parameters());
      return new Expression(lowered.program(), lowered.parameters(), folded, lowered.handed());
    }
    var handed = new LinkedHashMap<Expr, Field>();
    List<Expr> replaced = substituted.stream().map(e -> Lowering.replaceLeaves(e, leaf -> handover.get().gives(leaf)
        ? handed.computeIfAbsent(leaf, _ -> new Field("handed_" + handed.size(), problem.coordinates())) : leaf)).toList();
    var all = new ArrayList<>(data);
    all.addAll(handed.values());
    List<Expr> leaves = List.copyOf(handed.keySet());
    return lower(replaced, varying, all, lag, points -> handover.get().values(leaves, points));
  }

  /** The trial functions of the lagged fields. */
  private Map<Field, Expr> lagged(Lag lag) {
    Coordinate t = problem.domain().time().orElseThrow().coordinate();
    var replacement = new HashMap<Expr, Expr>(Map.of(t, t.minus(lag.by())));
    trials.networks().forEach(field -> replacement.put(field, Lag.lagged(field)));
    var lagged = new HashMap<Field, Expr>();
    lag.fields().forEach((field, before) -> lagged.put(before, trials.trials().get(field).substitute(replacement)));
    return lagged;
  }

  private Expression lower(List<Expr> substituted, Set<Parameter> varying, List<Field> data, Optional<Lag> lag, Expression.Rows handed) {
    List<Coordinate> coordinates = problem.coordinates();
    // coefficients have other derivatives than fields, so that their networks have jets of their own
    var combined = network.carriesOperators() && trials.coefficients().isEmpty()
        ? CombinedDerivatives.of(substituted, coordinates, with(varying, trials.constants()))
        : CombinedDerivatives.apart(substituted, coordinates);
    List<Expr> lowered = combined.expressions().stream().map(trials::substituteConstants).toList();
    List<Field> lagged = lag.isEmpty() ? List.of() : trials.networks().stream().map(Lag::lagged).toList();
    JetSet jets = trials.coefficients().isEmpty() ? combined.jets()
        : jets(lowered, Stream.concat(trials.networks().stream(), lagged.stream()).toList());
    ResidualProgram residual = ResidualProgram.of(lowered);
    var builder = Program.builder(coordinates.size() + data.size());
    Value points = builder.input();
    Value places = data.isEmpty() ? points : builder.slice(points, 0, coordinates.size());
    var outputs = new HashMap<Expr, Output>();
    addOutputs(builder, places, jets, trials.networks(), outputs);
    lag.ifPresent(l -> addOutputs(builder, before(builder, places, l.by()), jets, lagged, outputs));
    for (Field field : trials.coefficients()) {
      JetSet own = jets(lowered, List.of(field));
      Value seen = own(builder, features(problem, trials, harmonics).build(builder, places, own), field);
      outputs.put(field, new Output(own, coefficientNetwork.build(builder, name(field), seen, own, 1), 0));
    }
    var latent = new HashMap<Parameter, ParameterBlock>();
    trials.constants().forEach(c -> latent.put(c.latent(), builder.parameters(c.latent().name(), 1, 1)));
    var parameters = new ArrayList<Parameter>();
    var arguments = new ArrayList<Argument>();
    for (Expr input : residual.inputs()) {
      arguments.add(switch (input) {
        case Coordinate c -> new Argument.Lanes(points, 0, coordinates.indexOf(c));
        case Parameter p when latent.containsKey(p) -> new Argument.Trainable(latent.get(p));
        case Parameter p -> {
          parameters.add(p);
          yield builder.constant();
        }
        case Field f when data.contains(f) -> new Argument.Lanes(points, 0, coordinates.size() + data.indexOf(f));
        case Field f -> outputs.get(f).lanes(0);
        case Partial p -> {
          Output output = outputs.get(p.operand());
          yield output.lanes(output.jets.channel(Lowering.index(p, coordinates)));
        }
        default -> throw new AssertionError("no leaf: " + input);
      });
    }
    return new Expression(builder.build(builder.kernel(residual.kernel(), 1, arguments)), parameters, combined.folded(), handed);
  }

  /** The output of a network with the derivatives that are carried. */
  private record Output(JetSet jets, Value value, int feature) {
    Argument lanes(int channel) {
      return new Argument.Lanes(value, channel, feature);
    }
  }

  /** The network of the fields at some places. */
  private void addOutputs(ProgramBuilder builder, Value places, JetSet jets, List<Field> fields, Map<Expr, Output> outputs) {
    Value value = network.build(builder, NAME, embedding.build(builder, places, jets), jets, fields.size());
    for (int k = 0; k < fields.size(); k++) {
      outputs.put(fields.get(k), new Output(jets, value, k));
    }
  }

  /** The same places at earlier times. */
  private static Value before(ProgramBuilder builder, Value places, double by) {
    var kernel = Kernel.builder();
    kernel.store("before", kernel.input("t", Kernel.Extent.LANE).minus(by));
    Value times = builder.kernel(kernel.build(), 1, List.of(new Argument.Lanes(places, 0, 0)));
    int others = places.features() - 1;
    return others == 0 ? times : builder.concat(List.of(times, builder.slice(places, 1, others)));
  }

  private static String name(Field coefficient) {
    return "coefficient." + coefficient.name();
  }

  private static Set<Parameter> with(Set<Parameter> varying, List<UnknownConstant> constants) {
    var all = new HashSet<>(varying);
    constants.forEach(c -> all.add(c.parameter()));
    return all;
  }

  /** The derivatives of some networks that expressions in normal form use. */
  private JetSet jets(List<Expr> expressions, List<Field> networks) {
    List<Coordinate> coordinates = problem.coordinates();
    return JetSet.closure(coordinates.size(), Lowering.unknowns(expressions).stream()
        .filter(unknown -> networks.contains(unknown instanceof Partial p ? p.operand() : unknown))
        .map(unknown -> Lowering.index(unknown, coordinates)).toList());
  }

  /** The features of the coordinates on which a coefficient depends. */
  private Value own(ProgramBuilder builder, Value features, Field coefficient) {
    var slices = new ArrayList<Value>();
    int at = 0;
    for (Coordinate c : problem.coordinates()) {
      int width = trials.periodic().contains(c) ? 2 * harmonics : 1;
      if (coefficient.coordinates().contains(c)) {
        slices.add(builder.slice(features, at, width));
      }
      at += width;
    }
    return slices.size() == 1 ? slices.getFirst() : builder.concat(slices);
  }

  /** The place in θ of the first weight of the coefficients' networks. */
  public int firstOfCoefficients() {
    Program program = express(List.copyOf(problem.fields())).program();
    return program.blocks().stream().filter(b -> trials.coefficients().stream().anyMatch(f -> b.name().startsWith(name(f) + ".")))
        .mapToInt(ParameterBlock::offset).min().orElse(firstConstant(program));
  }

  private int firstConstant(Program program) {
    return program.parameters() - trials.constants().size();
  }

  /** Initial parameters. */
  public double[] initial(long seed) {
    Program program = express(List.copyOf(problem.fields())).program();
    double[] theta = new double[program.parameters()];
    var random = new SplittableRandom(seed);
    network.initialise(program, NAME, theta, random);
    trials.coefficients().forEach(field -> coefficientNetwork.initialise(program, name(field), theta, random));
    for (int k = 0; k < trials.constants().size(); k++) {
      theta[firstConstant(program) + k] = trials.constants().get(k).latent().value();
    }
    return theta;
  }
}
