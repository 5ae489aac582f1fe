package dev.ansatz.reference;

import dev.ansatz.engine.jet.MultiIndex;
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
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.LinearTerm;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.ResidualProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The right-hand sides of a problem on a box of at most three dimensions, ready to be discretised on a tensor grid. Immutable. */
final class BoxEquations {
  private static final int MOST_DIMENSIONS = 3;
  private static final int HIGHEST_ORDER = 8;

  private final List<Row> rows;
  private final Optional<Coordinate> t;
  private final List<Range> ranges;
  private final List<Coordinate> space;
  private final boolean[] periodic;
  private final List<FaceCondition> conditions;

  /** {@code linear + remainder}, which belongs to a field: its rate of change, or what is to vanish. */
  record Row(Field field, List<LinearTerm> linear, Expr remainder) {}

  BoxEquations(Problem problem, List<Row> rows, Optional<Coordinate> t, List<FaceCondition> conditions) {
    this.rows = List.copyOf(rows);
    this.t = t;
    this.conditions = List.copyOf(conditions);
    ranges = problem.domain().space().map(g -> g.boundingBox().ranges()).orElse(List.of());
    space = ranges.stream().map(Range::coordinate).toList();
    periodic = new boolean[space.size()];
    for (int a = 0; a < periodic.length; a++) {
      periodic[a] = isPeriodic(problem, space.get(a));
    }
  }

  static boolean isPeriodic(Problem problem, Coordinate x) {
    return problem.conditions().contains(new Condition.Periodic(x));
  }

  boolean isPeriodic(int coordinate) {
    return periodic[coordinate];
  }

  /** Why a problem cannot be discretised on a tensor grid: its domain, its conditions, the order along an axis. */
  static List<String> obstacles(Problem problem) {
    var obstacles = new ArrayList<String>();
    var geometry = problem.domain().space();
    if (geometry.isPresent() && !(geometry.get() instanceof Box)) {
      obstacles.add("its domain is not a box");
      return obstacles;
    }
    var space = geometry.map(g -> g.coordinates()).orElse(List.of());
    if (space.size() > MOST_DIMENSIONS) {
      obstacles.add("it is solved in at most " + MOST_DIMENSIONS + " space dimensions, not in " + space.size());
    }
    var equations = problem.equations().stream().map(e -> Lowering.normalForm(e.residual())).toList();
    for (Expr unknown : Lowering.unknowns(equations)) {
      if (!(unknown instanceof Partial partial)) {
        continue;
      }
      if (partial.with().size() > HIGHEST_ORDER) {
        obstacles.add(unknown + " is a derivative of order above " + HIGHEST_ORDER);
      }
      for (Coordinate x : space) {
        long order = partial.with().stream().filter(x::equals).count();
        if (order > 2 && !isPeriodic(problem, x)) {
          obstacles.add("an order of " + order + " in " + x.name() + " is solved with periodic conditions only");
        }
      }
    }
    var forms = BoundaryForm.of(problem);
    for (var condition : forms) {
      if (condition.kind() == BoundaryForm.Kind.OTHER) {
        obstacles.add("the condition " + condition.equation() + " on " + condition.part().name()
            + " is none of α u + β ∂u/∂n = g for one field");
      } else if (hasCoordinate(condition.value()) || hasCoordinate(condition.normal())) {
        obstacles.add("the condition " + condition.equation() + " on " + condition.part().name() + " has coefficients that vary");
      }
    }
    for (Field field : problem.fields()) {
      for (var part : problem.domain().parts()) {
        long count = forms.stream().filter(c -> c.field().equals(Optional.of(field)) && c.part().equals(part)).count();
        if (count > 1) {
          obstacles.add("there are " + count + " conditions for " + field.name() + " on " + part.name() + ": only one each is solved");
        }
      }
    }
    return obstacles;
  }

  private static boolean hasCoordinate(Expr e) {
    return !e.leaves(Coordinate.class).isEmpty();
  }

  /** True if a linear term is diagonal in the coefficients of a {@link TensorSystem}. */
  private boolean isDiagonal(LinearTerm term, int equation, int field) {
    if (!term.isConstant()) {
      return false;
    }
    for (int a = 0; a < space.size(); a++) {
      if (periodic[a]) {
        continue;
      }
      int order = term.index().order(a);
      var sides = TensorSystem.sides(conditions, field, a);
      if (order != 0 && (order != 2 || sides.size() < 2)) {
        return false;
      }
      for (int other = 0; other < rows.size(); other++) {
        if (equation != field && !TensorSystem.sides(conditions, other, a).equals(sides)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The equations with what is diagonal in a {@link TensorSystem} as the linear part and the rest as a pointwise remainder. */
  EvolutionSystem system() {
    var fields = rows.stream().map(Row::field).toList();
    var linear = new ArrayList<EvolutionSystem.LinearTerm>();
    var outputs = new ArrayList<EvolutionSystem.Output>();
    var expressions = new ArrayList<Expr>();
    var zero = MultiIndex.zero(space.size());
    for (int i = 0; i < fields.size(); i++) {
      var unknown = rows.get(i);
      Expr rest = Const.ZERO;
      for (var term : unknown.linear()) {
        int j = fields.indexOf(term.field());
        if (isDiagonal(term, i, j)) {
          linear.add(new EvolutionSystem.LinearTerm(i, j, term.index(), term.value()));
        } else {
          rest = rest.plus(term.coefficient().times(term.derivative(space)));
        }
      }
      var fluxes = new HashMap<Coordinate, Expr>();
      for (Expr term : unknown.remainder() instanceof Sum sum ? sum.terms() : List.of(unknown.remainder())) {
        // fluxes save a transform on a period; on an interval they would act at ends where the equation does not hold
        var flux = Flux.of(term).filter(f -> periodic[space.indexOf(f.along())]);
        if (flux.isPresent()) {
          fluxes.merge(flux.get().along(), flux.get().value(), Expr::plus);
        } else {
          rest = rest.plus(term);
        }
      }
      for (int a = 0; a < space.size(); a++) {
        if (fluxes.containsKey(space.get(a))) {
          int[] index = new int[space.size()];
          index[a] = 1;
          outputs.add(new EvolutionSystem.Output(i, new MultiIndex(index)));
          expressions.add(fluxes.get(space.get(a)));
        }
      }
      if (!rest.equals(Const.ZERO)) {
        outputs.add(new EvolutionSystem.Output(i, zero));
        expressions.add(rest);
      }
    }
    if (expressions.isEmpty()) {
      return new EvolutionSystem(fields.size(), space.size(), linear, List.of(), List.of(), EvolutionSystem.Remainder.NONE);
    }
    if (expressions.isEmpty()) {
      return new EvolutionSystem(fields.size(), space.size(), linear, List.of(), List.of(), EvolutionSystem.Remainder.NONE);
    }
    var remainder = new Remainder(t.orElse(null), space, expressions);
    return new EvolutionSystem(fields.size(), space.size(), linear, remainder.channels(fields), outputs, remainder);
  }

  /** A term c uᵖ u_x = F_x with constant c: the coordinate x and F. */
  private record Flux(Coordinate along, Expr value) {
    static Optional<Flux> of(Expr term) {
      Expr constant = Const.ONE;
      Partial slope = null;
      Field base = null;
      double power = 0;
      for (Expr factor : term instanceof Product p ? p.factors() : List.of(term)) {
        if (!hasCoordinate(factor) && factor.fields().isEmpty()) {
          constant = constant.times(factor);
        } else if (slope == null && factor instanceof Partial partial && partial.operand() instanceof Field && partial.with().size() == 1) {
          slope = partial;
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
      if (slope == null || !slope.operand().equals(base)) {
        return Optional.empty();
      }
      return Optional.of(new Flux(slope.with().getFirst(), constant.times(base.pow(power + 1)).over(power + 1)));
    }
  }

  /** Discretised with n points a coordinate, or degree n; spectrally for order 0, otherwise by finite differences of that order. */
  TensorSystem discretise(int order, int[] n) {
    var axes = new ArrayList<Axis>();
    for (int a = 0; a < space.size(); a++) {
      Range range = ranges.get(a);
      axes.add(periodic[a] ? new PeriodicAxis(n[a], range.lower(), range.length(), order)
          : order == 0 ? new ChebyshevAxis(n[a], range.lower(), range.upper())
          : new UniformAxis(n[a], range.lower(), range.upper(), order, givesSlope(a, false, range.length() / n[a]),
              givesSlope(a, true, range.length() / n[a])));
    }
    return new TensorSystem(system(), axes, conditions);
  }

  /** True if some condition at an end is on the slope rather than on the value, seen over a tenth of the mesh width. */
  private boolean givesSlope(int coordinate, boolean upper, double h) {
    return conditions.stream().filter(c -> c.coordinate() == coordinate && c.side().upper() == upper)
        .anyMatch(c -> Math.abs(c.side().beta()) > 10 * h * Math.abs(c.side().alpha()));
  }

  /** A condition of the unknown number {@code i} with its data. */
  static FaceCondition condition(BoundaryForm condition, int i, Expr value, Optional<Coordinate> t, List<Coordinate> space) {
    var part = (Face) condition.part();
    var side = new FaceCondition.Side(part.upper(), condition.value().evaluate(Map.of()),
        condition.normal().evaluate(Map.of()) * part.outward());
    Expr rate = t.map(value::derivative).orElse(Const.ZERO);
    return new FaceCondition(i, space.indexOf(part.fixed()), side, new FaceData(value, t, space), new FaceData(rate, t, space));
  }

  /** An expression free of fields as data of a condition. */
  private static final class FaceData implements FaceCondition.Data {
    private final Expr expression;
    private final Optional<Coordinate> t;
    private final List<Coordinate> space;
    private final Pointwise pointwise;

    FaceData(Expr expression, Optional<Coordinate> t, List<Coordinate> space) {
      this.expression = expression;
      this.t = t;
      this.space = space;
      pointwise = Pointwise.of(expression);
    }

    @Override
    public void evaluate(double time, double[][] x, double[] out) {
      var given = new HashMap<Coordinate, double[]>();
      t.ifPresent(coordinate -> {
        double[] times = new double[out.length];
        Arrays.fill(times, time);
        given.put(coordinate, times);
      });
      for (int a = 0; a < x.length; a++) {
        given.put(space.get(a), x[a]);
      }
      System.arraycopy(pointwise.values(given, out.length)[0], 0, out, 0, out.length);
    }

    @Override
    public boolean isZero() {
      return expression.equals(Const.ZERO);
    }

    @Override
    public boolean isConstant() {
      return t.isEmpty() || !expression.leaves(Coordinate.class).contains(t.get());
    }
  }

  /** Expressions as the pointwise part of a system. */
  static final class Remainder implements EvolutionSystem.Remainder {
    /** Points up to which interpretation is cheaper than the half second that a compiled kernel takes to warm up. */
    private static final long INTERPRETED = 1 << 24;

    private final List<Coordinate> space;
    private final ResidualProgram program;
    private CompiledKernel kernel;
    private long evaluated;
    private final int inputs;
    private final int outputs;
    private final int[] channelAt;
    private final int timeAt;
    private final int[] spaceAt;
    private final double[][] arrays;
    private final int[] offsets;
    private final int[] strides;
    private CompiledKernel tangent;
    private double[][] tangentArrays;
    private double[] zero;

    /** @param t null if there is no time */
    Remainder(Coordinate t, List<Coordinate> space, List<Expr> expressions) {
      this.space = space;
      program = ResidualProgram.of(expressions);
      kernel = Kernels.interpret(program.kernel());
      inputs = program.inputs().size();
      outputs = expressions.size();
      arrays = new double[inputs + outputs][];
      offsets = new int[2 * arrays.length];
      strides = new int[2 * arrays.length];
      timeAt = t == null ? -1 : program.inputs().indexOf(t);
      spaceAt = space.stream().mapToInt(program.inputs()::indexOf).toArray();
      channelAt = IntStream.range(0, inputs).filter(i -> {
        Expr input = program.inputs().get(i);
        return !(input instanceof Parameter) && !(input instanceof Coordinate);
      }).toArray();
      for (int i = 0; i < inputs; i++) {
        if (program.inputs().get(i) instanceof Parameter parameter) {
          arrays[i] = new double[] {parameter.value()};
        }
      }
    }

    /** As the general one, for expressions in the values of one field alone, or in none. */
    void evaluate(double t, double[][] x, double[] u, double[][] out) {
      evaluate(t, x, channelAt.length == 0 ? new double[0][] : new double[][] {u}, out);
    }

    /** What is read, by the numbers of the fields given. */
    List<EvolutionSystem.Channel> channels(List<Field> fields) {
      return Arrays.stream(channelAt).mapToObj(program.inputs()::get).map(input -> {
        Expr field = input instanceof Partial partial ? partial.operand() : input;
        return new EvolutionSystem.Channel(fields.indexOf(field), Lowering.index(input, space));
      }).toList();
    }

    private void put(double t, double[][] x, double[][] channels, double[][] into, int lanes) {
      if (timeAt >= 0) {
        if (into[timeAt] == null || into[timeAt].length != lanes) {
          into[timeAt] = new double[lanes];
        }
        Arrays.fill(into[timeAt], t);
      }
      for (int a = 0; a < spaceAt.length; a++) {
        if (spaceAt[a] >= 0) {
          into[spaceAt[a]] = x[a];
        }
      }
      for (int c = 0; c < channels.length; c++) {
        into[channelAt[c]] = channels[c];
      }
      Arrays.fill(strides, lanes);
    }

    @Override
    public void evaluate(double t, double[][] x, double[][] channels, double[][] out) {
      int lanes = out[0].length;
      put(t, x, channels, arrays, lanes);
      System.arraycopy(out, 0, arrays, inputs, outputs);
      if (evaluated <= INTERPRETED && (evaluated += lanes) > INTERPRETED) {
        kernel = Kernels.compile(program.kernel());
      }
      kernel.run(1, lanes, arrays, offsets, strides);
    }

    @Override
    public void tangent(double t, double[][] x, double[][] channels, double[][] directions, double[][] out) {
      int lanes = out[0].length;
      if (tangent == null) {
        tangent = Kernels.compile(program.kernel().jvp());
        tangentArrays = new double[2 * (inputs + outputs)][];
        System.arraycopy(arrays, 0, tangentArrays, 0, inputs);
      }
      if (zero == null || zero.length != lanes) {
        zero = new double[lanes];
        for (int i = 0; i < inputs; i++) {
          tangentArrays[inputs + i] = program.inputs().get(i) instanceof Parameter ? new double[1] : zero;
        }
        for (int o = 0; o < outputs; o++) {
          tangentArrays[2 * inputs + o] = new double[lanes];
        }
      }
      put(t, x, channels, tangentArrays, lanes);
      for (int c = 0; c < channelAt.length; c++) {
        tangentArrays[inputs + channelAt[c]] = directions[c];
      }
      System.arraycopy(out, 0, tangentArrays, 2 * inputs + outputs, outputs);
      tangent.run(1, lanes, tangentArrays, offsets, strides);
    }
  }
}
