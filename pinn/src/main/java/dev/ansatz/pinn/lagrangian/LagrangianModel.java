package dev.ansatz.pinn.lagrangian;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.nn.Embedding;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.nn.PeriodicFeatures;
import dev.ansatz.engine.nn.PeriodicFeatures.Axis;
import dev.ansatz.engine.program.Argument;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.ParameterBlock;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.program.Value;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.ResidualProgram;
import dev.ansatz.pde.lower.TransportForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The place X = ξ + (t − t₀) N_X(t, ξ) of the label ξ and the value w = w₀(ξ) + (t − t₀) N_w(t, ξ) that it carries, both networks
 * periodic in ξ.
 *
 * <p>Expressions are in the problem's own coordinates, of which the place stands for the label. Every program made here has the same
 * parameters in the same places.
 */
final class LagrangianModel {
  /** Labels at which the initial velocity is averaged. */
  private static final int SAMPLES = 64;

  private final TransportForm form;
  private final List<Coordinate> coordinates;
  private final List<Field> outputs;
  private final Range time;
  private final Range space;
  private final Mlp network;
  private final Embedding embedding;
  private final Expr place;
  private final Expr value;

  LagrangianModel(Problem problem, TransportForm form, LagrangianOptions options) {
    this.form = form;
    coordinates = problem.coordinates();
    outputs = List.of(new Field("N_X", coordinates), new Field("N_w", coordinates));
    time = problem.domain().ranges().get(0);
    space = problem.domain().ranges().get(1);
    network = options.architecture().network();
    embedding = new PeriodicFeatures(
        List.of(new Axis(time.lower(), time.upper(), false), new Axis(space.lower(), space.upper(), true)),
        options.architecture().harmonics(), false);
    Expr elapsed = form.t().minus(time.lower());
    place = form.x().plus(elapsed.times(outputs.get(0)));
    value = form.initial().plus(elapsed.times(outputs.get(1)));
  }

  /** X. */
  Expr place() {
    return place;
  }

  /** ∂X/∂ξ, which is positive where labels keep their order. */
  Expr stretch() {
    return along(place, form.x());
  }

  /** X_t − f and w_t − g w_xx − s, time derivatives at a fixed label. */
  List<Expr> residuals() {
    return List.of(along(place, form.t()).minus(carried(form.velocity())),
        along(value, form.t()).minus(carried(form.diffusivity()).times(inSpace(inSpace(value)))).minus(carried(form.source())));
  }

  /** A derivative of w at a fixed place, by the chain rule: ∂_x = ∂_ξ / X_ξ and ∂_t = ∂_t|ξ − X_t ∂_x. */
  Expr derivative(MultiIndex index) {
    Expr e = value;
    for (int k = 0; k < index.order(coordinates.indexOf(form.x())); k++) {
      e = inSpace(e);
    }
    for (int k = 0; k < index.order(coordinates.indexOf(form.t())); k++) {
      e = along(e, form.t()).minus(along(place, form.t()).times(inSpace(e)));
    }
    return e;
  }

  private Expr inSpace(Expr e) {
    return along(e, form.x()).over(stretch());
  }

  private static Expr along(Expr e, Coordinate c) {
    return Lowering.normalForm(Partial.of(e, c));
  }

  /** A coefficient at the label's place, for the value it carries. */
  private Expr carried(Expr coefficient) {
    return Lowering.replaceLeaves(coefficient, leaf -> leaf.equals(form.x()) ? place : leaf.equals(form.field()) ? value : leaf);
  }

  /**
   * Expressions of the two networks, lowered.
   *
   * @param parameters of the problem that the program reads, in the order of its constants
   */
  record Lowered(Program program, List<Parameter> parameters) {
    /** At times and labels. */
    Evaluation at(Executor executor, double[][] points) {
      var evaluation = new Evaluation(executor, program, points);
      for (int i = 0; i < parameters.size(); i++) {
        evaluation.constant(new Argument.Constant(i), parameters.get(i).value());
      }
      return evaluation;
    }
  }

  Lowered lower(List<Expr> expressions) {
    List<Expr> lowered = expressions.stream().map(Lowering::normalForm).toList();
    JetSet jets = Lowering.jetPlan(lowered, coordinates);
    ResidualProgram residual = ResidualProgram.of(lowered);
    var builder = Program.builder(coordinates.size());
    Value points = builder.input();
    Value features = embedding.build(builder, points, jets);
    List<Value> values = outputs.stream().map(output -> network.build(builder, output.name(), features, jets, 1)).toList();
    var parameters = new ArrayList<Parameter>();
    var arguments = new ArrayList<Argument>();
    for (Expr input : residual.inputs()) {
      arguments.add(switch (input) {
        case Coordinate c -> new Argument.Lanes(points, 0, coordinates.indexOf(c));
        case Parameter p -> {
          parameters.add(p);
          yield builder.constant();
        }
        case Field f -> new Argument.Lanes(values.get(outputs.indexOf(f)), 0, 0);
        case Partial p -> new Argument.Lanes(values.get(outputs.indexOf((Field) p.operand())),
            jets.channel(Lowering.index(p, coordinates)), 0);
        default -> throw new AssertionError("no leaf: " + input);
      });
    }
    return new Lowered(builder.build(builder.kernel(residual.kernel(), 1, arguments)), parameters);
  }

  /** Parameters for which both networks are 0, their hidden layers random: labels at rest keep their initial values. */
  double[] rest(Program program, long seed) {
    double[] theta = new double[program.parameters()];
    var random = new SplittableRandom(seed);
    for (Field output : outputs) {
      network.initialise(program, output.name(), theta, random);
      ParameterBlock last = last(program, output, ".W");
      Arrays.fill(theta, last.offset(), last.offset() + last.size(), 0);
    }
    return theta;
  }

  /** The same in uniform motion with the mean of the initial velocity over the labels, where that is defined. */
  double[] initial(Program program, long seed) {
    double[] theta = rest(program, seed);
    Expr velocity = form.velocity().substitute(Map.of(form.field(), form.initial()));
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      sum += velocity.evaluate(Map.of(form.t(), time.lower(), form.x(), space.lower() + (i + 0.5) / SAMPLES * space.length()));
    }
    if (Double.isFinite(sum)) {
      theta[last(program, outputs.get(0), ".b").offset()] = sum / SAMPLES;
    }
    return theta;
  }

  private ParameterBlock last(Program program, Field output, String kind) {
    return program.block(output.name() + "." + network.hiddenLayers() + kind);
  }
}
