package dev.ansatz.reference;

import dev.ansatz.engine.kernel.CompiledKernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.ResidualProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** An evolution problem in one space dimension, made ready for a method of lines. */
final class EvolutionProblem {
  private final Problem problem;
  private final EvolutionForm form;
  private final Coordinate t;
  private final Range time;
  private final Range space;
  private final boolean periodic;

  private EvolutionProblem(Problem problem) {
    this.problem = problem;
    form = EvolutionForm.of(problem);
    time = problem.domain().time().orElseThrow();
    t = time.coordinate();
    space = ((Box) problem.domain().space().orElseThrow()).ranges().getFirst();
    periodic = isPeriodic(problem);
  }

  static EvolutionProblem of(Problem problem) {
    var obstacles = obstacles(problem);
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", obstacles));
    }
    return new EvolutionProblem(problem);
  }

  private static boolean isPeriodic(Problem problem) {
    return problem.conditions().stream().anyMatch(Condition.Periodic.class::isInstance);
  }

  /** Why a problem is none for a method of lines in one space dimension; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    var obstacles = new ArrayList<String>();
    var domain = problem.domain();
    if (domain.time().isEmpty()) {
      return List.of("it has no time coordinate");
    }
    if (domain.space().isEmpty() || domain.space().get().coordinates().size() != 1) {
      return List.of("evolution is solved in one space dimension only, not in "
          + domain.space().map(g -> g.coordinates().size()).orElse(0));
    }
    obstacles.addAll(EvolutionForm.obstacles(problem));
    var equations = problem.equations().stream().map(e -> Lowering.normalForm(e.residual())).toList();
    for (Expr unknown : Lowering.unknowns(equations)) {
      if (unknown instanceof Partial partial && partial.with().size() > 8) {
        obstacles.add(unknown + " is a derivative of order above 8");
      }
    }
    if (isPeriodic(problem)) {
      return obstacles;
    }
    for (var condition : BoundaryForm.of(problem)) {
      if (condition.kind() == BoundaryForm.Kind.OTHER) {
        obstacles.add("the condition " + condition.equation() + " on " + condition.part().name()
            + " is none of α u + β ∂u/∂n = g for one field");
      } else if (hasCoordinate(condition.value()) || hasCoordinate(condition.normal())) {
        obstacles.add("the condition " + condition.equation() + " on " + condition.part().name() + " has coefficients that change with time");
      }
    }
    for (Field field : problem.fields()) {
      for (boolean upper : new boolean[] {false, true}) {
        long count = BoundaryForm.of(problem).stream()
            .filter(c -> c.field().equals(Optional.of(field)) && ((Face) c.part()).upper() == upper).count();
        if (count > 1) {
          obstacles.add("there are " + count + " conditions for " + field.name() + " at one end: only one each is solved");
        }
      }
      int order = equations.stream().flatMap(e -> Lowering.unknowns(List.of(e)).stream())
          .filter(u -> u instanceof Partial p && p.operand().equals(field))
          .mapToInt(u -> (int) ((Partial) u).with().stream().filter(c -> !c.isTime()).count()).max().orElse(0);
      if (order > 2) {
        obstacles.add("an order of " + order + " in space is solved with periodic conditions only");
      }
    }
    return obstacles;
  }

  static boolean hasCoordinate(Expr e) {
    return !e.leaves(Coordinate.class).isEmpty();
  }

  boolean periodic() {
    return periodic;
  }

  double start() {
    return time.lower();
  }

  double end() {
    return time.upper();
  }

  /** For each field of the problem the number of the unknown that it is. */
  int[] unknowns() {
    return problem.fields().stream().mapToInt(f -> {
      for (int i = 0; i < form.unknowns().size(); i++) {
        if (form.unknowns().get(i).field().equals(f)) {
          return i;
        }
      }
      throw new AssertionError(f);
    }).toArray();
  }

  EvolutionSystem system() {
    var fields = form.unknowns().stream().map(EvolutionForm.Unknown::field).toList();
    var linear = new ArrayList<EvolutionSystem.LinearTerm>();
    var outputs = new ArrayList<EvolutionSystem.Output>();
    var expressions = new ArrayList<Expr>();
    for (int i = 0; i < fields.size(); i++) {
      var unknown = form.unknowns().get(i);
      for (var term : unknown.linear()) {
        linear.add(new EvolutionSystem.LinearTerm(i, fields.indexOf(term.field()), term.index().order(0), term.value()));
      }
      Expr flux = Const.ZERO;
      Expr rest = Const.ZERO;
      for (Expr term : unknown.remainder() instanceof Sum sum ? sum.terms() : List.of(unknown.remainder())) {
        // fluxes save a transform on a period; on an interval they would act at ends where the equation does not hold
        var potential = periodic ? potential(term) : Optional.<Expr>empty();
        if (potential.isPresent()) {
          flux = flux.plus(potential.get());
        } else {
          rest = rest.plus(term);
        }
      }
      if (!flux.equals(Const.ZERO)) {
        outputs.add(new EvolutionSystem.Output(i, 1));
        expressions.add(flux);
      }
      if (!rest.equals(Const.ZERO)) {
        outputs.add(new EvolutionSystem.Output(i, 0));
        expressions.add(rest);
      }
    }
    if (expressions.isEmpty()) {
      return new EvolutionSystem(fields.size(), linear, List.of(), List.of(), (time, x, channels, out) -> {});
    }
    var remainder = new Remainder(ResidualProgram.of(expressions), expressions.size());
    var channels = new ArrayList<EvolutionSystem.Channel>();
    for (Expr input : remainder.channels) {
      int order = input instanceof Partial partial ? partial.with().size() : 0;
      Expr field = input instanceof Partial partial ? partial.operand() : input;
      channels.add(new EvolutionSystem.Channel(fields.indexOf(field), order));
    }
    return new EvolutionSystem(fields.size(), linear, channels, outputs, remainder);
  }

  /** The F of a term c uᵖ u_x = F_x with constant c, if it is one. */
  private static Optional<Expr> potential(Expr term) {
    Expr constant = Const.ONE;
    Field slope = null;
    Field base = null;
    double power = 0;
    for (Expr factor : term instanceof Product p ? p.factors() : List.of(term)) {
      if (!hasCoordinate(factor) && factor.fields().isEmpty()) {
        constant = constant.times(factor);
      } else if (slope == null && factor instanceof Partial(Field f, List<Coordinate> with) && with.size() == 1) {
        slope = f;
      } else if (base == null && factor instanceof Field f) {
        base = f;
        power = 1;
      } else if (base == null && factor instanceof Power(Field f, Const(double exponent)) && exponent == Math.rint(exponent)
          && exponent > 0) {
        base = f;
        power = exponent;
      } else {
        return Optional.empty();
      }
    }
    if (slope == null || !slope.equals(base)) {
      return Optional.empty();
    }
    return Optional.of(constant.times(base.pow(power + 1)).over(power + 1));
  }

  /** The initial values {@code [unknown][point]}. */
  double[][] initial(double[] x) {
    var expressions = form.unknowns().stream().map(EvolutionForm.Unknown::initial).toList();
    double[] times = new double[x.length];
    Arrays.fill(times, time.lower());
    return Pointwise.of(expressions).values(Map.of(t, times, space.coordinate(), x), x.length);
  }

  /** Puts the stated initial values of an unknown where t is the initial time, {@code points = {t, x}}. */
  void overwriteInitial(int unknown, double[][] points, double[] out) {
    int[] initial = IntStream.range(0, out.length).filter(p -> points[0][p] == time.lower()).toArray();
    if (initial.length > 0) {
      double[] values = initial(Arrays.stream(initial).mapToDouble(p -> points[1][p]).toArray())[unknown];
      for (int i = 0; i < initial.length; i++) {
        out[initial[i]] = values[i];
      }
    }
  }

  FourierSystem fourier(int n) {
    return new FourierSystem(system(), n, space.lower(), space.length());
  }

  double[] initial(FourierSystem system) {
    return system.state(initial(system.points()));
  }

  ChebyshevSystem chebyshev(int n) {
    return new ChebyshevSystem(system(), n, space.lower(), space.upper(), endConditions());
  }

  double[] initial(ChebyshevSystem system) {
    return system.state(initial(system.points()));
  }

  private List<ChebyshevSystem.EndCondition> endConditions() {
    var conditions = new ArrayList<ChebyshevSystem.EndCondition>();
    for (var form : BoundaryForm.of(problem)) {
      // the space is an interval
      var end = (Face) form.part();
      Expr data = form.data().substitute(Map.of(space.coordinate(), new Const(end.value())));
      var unknowns = this.form.unknowns();
      for (int i = 0; i < unknowns.size(); i++) {
        if (unknowns.get(i).of().equals(form.field().orElseThrow())) {
          Expr value = data;
          for (int k = 0; k < unknowns.get(i).derivative(); k++) {
            value = value.derivative(t);
          }
          conditions.add(new ChebyshevSystem.EndCondition(i, end.upper(), form.value().evaluate(Map.of()),
              form.normal().evaluate(Map.of()) * end.outward(), function(value), function(value.derivative(t))));
        }
      }
    }
    return conditions;
  }

  private DoubleUnaryOperator function(Expr e) {
    if (!hasCoordinate(e)) {
      double value = e.evaluate(Map.of());
      return _ -> value;
    }
    return time -> e.evaluate(Map.of(t, time));
  }

  private final class Remainder implements EvolutionSystem.Remainder {
    final List<Expr> channels = new ArrayList<>();
    private final CompiledKernel kernel;
    private final double[][] arrays;
    private final int[] offsets;
    private final int[] strides;
    private final int timeAt;
    private final int spaceAt;
    private final int[] channelAt;
    private final int inputs;

    Remainder(ResidualProgram program, int outputs) {
      kernel = Kernels.compile(program.kernel());
      inputs = program.inputs().size();
      arrays = new double[inputs + outputs][];
      offsets = new int[arrays.length];
      strides = new int[arrays.length];
      var at = new ArrayList<Integer>();
      timeAt = program.inputs().indexOf(t);
      spaceAt = program.inputs().indexOf(space.coordinate());
      for (int i = 0; i < inputs; i++) {
        Expr input = program.inputs().get(i);
        if (input instanceof Parameter parameter) {
          arrays[i] = new double[] {parameter.value()};
        } else if (!(input instanceof Coordinate)) {
          channels.add(input);
          at.add(i);
        }
      }
      channelAt = at.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void evaluate(double time, double[] x, double[][] channels, double[][] out) {
      if (timeAt >= 0) {
        if (arrays[timeAt] == null || arrays[timeAt].length != x.length) {
          arrays[timeAt] = new double[x.length];
        }
        Arrays.fill(arrays[timeAt], time);
      }
      if (spaceAt >= 0) {
        arrays[spaceAt] = x;
      }
      for (int c = 0; c < channels.length; c++) {
        arrays[channelAt[c]] = channels[c];
      }
      System.arraycopy(out, 0, arrays, inputs, out.length);
      Arrays.fill(strides, x.length);
      kernel.run(1, x.length, arrays, offsets, strides);
    }
  }
}
