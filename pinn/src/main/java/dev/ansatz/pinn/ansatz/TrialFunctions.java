package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Coefficient;
import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.solve.UnknownConstant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trial functions u = A + B N, one per field: A satisfies the conditions, B vanishes where they hold, N is a network output.
 *
 * <p>With Dirichlet data on sides of a box and data at the initial time t₀,
 *
 * <pre>
 * A = G + (u₀ − G|t₀) + (t − t₀)(v₀ − ∂ₜG|t₀),    B = D(x) τᵏ,    τ = (t − t₀)/T,
 * </pre>
 *
 * where G blends the boundary data linearly from side to side (transfinite interpolation: W. J. Gordon, C. A. Hall, Numer. Math. 21
 * (1973), doi:10.1007/BF01436298), D is the product of the normalised distances from the sides that carry data, and k is the order in
 * time. Periodic coordinates enter through the network's features. Whatever cannot be satisfied this way becomes a
 * {@link SoftCondition}: Neumann and Robin data, Dirichlet data that disagree at a corner, initial data that disagree with the
 * boundary data or are not smooth across a periodic end, unless an {@link InitialLayer} added to A mends that. On domains
 * that are no boxes G and D are those of lines, circles and spheres ({@code ShapedLift}), where none of them goes on through the domain and
 * none with other data meets it. A gauge is met by none of both: it is for whoever uses the answer to shift it. Since A and B are
 * expressions, the residual of a trial function is found by substitution into the equations and needs no code of its own.
 *
 * <p>Steady plane flow of an incompressible fluid whose velocity is given on all sides of a rectangle has a stream function in place of two
 * velocities, without divergence and with what is singular where walls of different velocities meet: see {@code EnclosedFlow}. The trial
 * functions of the velocities are then derivatives of the stream function, which has a trial function too.
 *
 * <p>Under a {@link Reflection} every network is even, by its features, and B has a factor that is odd where the field is.
 *
 * <p>An unknown coefficient has a trial function like a field's, of a network of its own: Dirichlet data of its own are met, and without
 * them it is g (1 + N) for a guess g that is a number, and g + N for any other. An unknown constant is an {@link UnknownConstant};
 * conditions that mention one are left to the loss.
 *
 * @param networks one field per network output, N above: as many as the problem has fields, or one less where two are derivatives of a
 *     stream function
 * @param coefficients the same for the unknown coefficients, each the output of a network in its own coordinates
 * @param constants the unknown constants
 * @param trials the trial function of each field and unknown coefficient, and of a stream function that others mention
 * @param soft conditions left to the loss
 * @param periodic coordinates in which the networks must be periodic
 * @param reflections under which the networks must be even, one a coordinate at most; B is odd where a field is
 * @param features functions of the coordinates that networks are to see beside them: the shapes of layers that are part of A, the distances
 *     from points at which the solution is not smooth
 */
public record TrialFunctions(List<Field> networks, List<Field> coefficients, List<UnknownConstant> constants, Map<Field, Expr> trials,
    List<SoftCondition> soft, List<Coordinate> periodic, List<Reflection> reflections, List<Expr> features) {

  /** Largest disagreement of data that counts as rounding, relative to the largest of them. */
  private static final double COMPATIBLE = 1e-9;
  private static final int SIZE_POINTS = 64;

  public TrialFunctions {
    networks = List.copyOf(networks);
    coefficients = List.copyOf(coefficients);
    constants = List.copyOf(constants);
    trials = Map.copyOf(trials);
    soft = List.copyOf(soft);
    periodic = List.copyOf(periodic);
    reflections = List.copyOf(reflections);
    features = List.copyOf(features);
  }

  /** Without unknown coefficients and constants, reflections and features. */
  public TrialFunctions(List<Field> networks, Map<Field, Expr> trials, List<SoftCondition> soft, List<Coordinate> periodic) {
    this(networks, List.of(), List.of(), trials, soft, periodic, List.of(), List.of());
  }

  /** Puts every condition into the trial functions that fits there. */
  public static TrialFunctions hard(Problem problem) {
    return of(problem, true, List.of(), List.of());
  }

  /** u = N: every condition but periodicity becomes a loss. */
  public static TrialFunctions soft(Problem problem) {
    return of(problem, false, List.of(), List.of());
  }

  /**
   * Those that are odd and even as a solution is.
   *
   * @param hard whether conditions are built in where they fit
   * @param reflections of the problem; one that the functions A do not keep is left out
   * @param layers of the problem; those of a field whose initial data are a loss all the same are left out
   */
  public static TrialFunctions of(Problem problem, boolean hard, List<Reflection> reflections, List<InitialLayer> layers) {
    return new Construction(problem, hard, problem.domain().time(), Map.of(), reflections, layers).build();
  }

  /**
   * Those of a slab in time, which starts from a state that is built in, whatever the initial conditions of the problem were: u =
   * A + B N as above, with u₀, v₀, … the state. What the boundary conditions become is decided on the whole time range, so that it is the
   * same for all slabs, and a state that was trained under conditions built in meets them.
   *
   * @param hard whether boundary conditions are built in where they fit
   * @param reflections of the problem, which the state keeps
   * @param layers of the problem, which the state has, so that they are no part of A
   * @param slab part of the problem's time range
   * @param state for each field that evolves, functions of space that are its value, its time derivative, … at the lower end
   */
  public static TrialFunctions inSlab(Problem problem, boolean hard, List<Reflection> reflections, List<InitialLayer> layers, Range slab,
      Map<Field, List<Field>> state) {
    return new Construction(problem, hard, Optional.of(slab), state, reflections, layers).build();
  }

  /** The reflection in a coordinate, under which the networks must be even. */
  public Optional<Reflection> reflection(Coordinate x) {
    return reflections.stream().filter(r -> r.coordinate().equals(x)).findFirst();
  }

  /** The order of the highest time derivative of a field in the equations. */
  public static int timeOrder(Problem problem, Field field) {
    Coordinate t = problem.domain().time().orElseThrow().coordinate();
    return problem.equations().stream().map(e -> Lowering.normalForm(e.residual()))
        .flatMap(r -> Lowering.unknowns(List.of(r)).stream())
        .filter(unknown -> unknown instanceof Partial(Expr operand, var _) && operand.equals(field))
        .mapToInt(unknown -> (int) ((Partial) unknown).with().stream().filter(t::equals).count())
        .max().orElse(0);
  }

  /** The expression with every field replaced by its trial function, derivatives pushed onto the networks. Unknown constants stay. */
  public Expr substitute(Expr expression) {
    Expr form = Lowering.normalForm(expression.substitute(trials));
    // a trial function may be a network of the field's own name
    return form.fields().stream().anyMatch(f -> trials.containsKey(f) && !networks.contains(f)) ? substitute(form) : form;
  }

  /** The expression with every unknown constant replaced by its trial function. */
  public Expr substituteConstants(Expr expression) {
    return constants.isEmpty() ? expression
        : expression.substitute(constants.stream().collect(Collectors.toMap(UnknownConstant::parameter, UnknownConstant::expression)));
  }

  private static final class Construction {
    private final Problem problem;
    private final Domain domain;
    private final boolean hard;
    private final Optional<Range> time;
    private final Map<Field, List<Field>> state;
    private final List<Reflection> reflections;
    private final List<InitialLayer> layers;
    private final List<Coordinate> periodic = new ArrayList<>();
    private final List<SoftCondition> soft = new ArrayList<>();
    private final Map<Field, SequencedMap<Face, Expr>> dirichlet = new HashMap<>();
    private final Map<Field, SequencedMap<BoundaryPart, Expr>> shaped = new HashMap<>();
    private final Map<Field, Map<Integer, Expr>> initial = new HashMap<>();

    Construction(Problem problem, boolean hard, Optional<Range> time, Map<Field, List<Field>> state, List<Reflection> reflections,
        List<InitialLayer> layers) {
      this.problem = problem;
      this.time = time;
      this.state = state;
      this.reflections = reflections;
      this.layers = new ArrayList<>(layers);
      domain = problem.domain();
      this.hard = hard;
    }

    TrialFunctions build() {
      for (Condition condition : problem.conditions()) {
        switch (condition) {
          case Condition.Periodic(Coordinate coordinate) -> periodic.add(coordinate);
          case Condition.Initial(Equation equation) -> {
            if (state.isEmpty()) {
              addInitial(equation);
            }
          }
          case Condition.Boundary(List<BoundaryPart> parts, Equation equation) -> parts.forEach(part -> addBoundary(part, equation));
          case Condition.Gauge _, Condition.Observation _ -> { }
          case Condition.Interface _ ->
              throw new IllegalArgumentException("no trial function meets the condition " + condition);
        }
      }
      if (hard && soft.isEmpty() && shaped.isEmpty()) {
        Optional<EnclosedFlow> flow = EnclosedFlow.of(problem, dirichlet);
        if (flow.isPresent()) {
          return new TrialFunctions(flow.get().networks(), List.of(), List.of(), flow.get().trials(), soft, periodic, List.of(),
              flow.get().distances());
        }
      }
      var networks = new ArrayList<Field>();
      var trials = new LinkedHashMap<Field, Expr>();
      var parts = new LinkedHashMap<Field, Parts>();
      problem.fields().forEach(field -> parts.put(field, parts(field)));
      // a state was trained under the same reflections, and so keeps them
      List<Reflection> kept = state.isEmpty() ? reflections.stream().filter(r -> isKept(r, parts)).toList() : reflections;
      for (Field field : problem.fields()) {
        var network = new Field("N_" + field.name(), field.coordinates());
        networks.add(network);
        Expr odd = Product.of(kept.stream().filter(r -> r.odd().contains(field)).map(Reflection::oddFunction).toList());
        trials.put(field, parts.get(field).trial(odd.times(network)));
      }
      var coefficients = new ArrayList<Field>();
      for (Coefficient coefficient : problem.coefficients()) {
        if (coefficient instanceof Coefficient.Unknown(Field field, Optional<Expr> guess)) {
          var network = new Field("N_" + field.name(), field.coordinates());
          coefficients.add(network);
          boolean given = dirichlet.containsKey(field);
          trials.put(field, given ? parts(field).trial(network) : guessed(guess.orElse(Const.ZERO), network));
        }
      }
      var constants = problem.parameters().stream().filter(Parameter::unknown).map(UnknownConstant::of).toList();
      return new TrialFunctions(networks, coefficients, constants, trials, soft, periodic, kept,
          layers.stream().map(InitialLayer::shape).distinct().toList());
    }

    /** Whether the A of every field is odd or even as the field is, and its B even. */
    private boolean isKept(Reflection reflection, Map<Field, Parts> parts) {
      return parts.entrySet().stream().allMatch(entry -> {
        Expr lift = entry.getValue().lift();
        return reflection.isEven(problem, reflection.odd().contains(entry.getKey()) ? lift.times(reflection.oddFunction()) : lift)
            && reflection.isEven(problem, entry.getValue().vanishing());
      });
    }

    /** A and B. */
    private record Parts(Expr lift, Expr vanishing) {
      Expr trial(Expr network) {
        return lift.plus(vanishing.times(network));
      }
    }

    private static Expr guessed(Expr guess, Field network) {
      return guess instanceof Const(double value) && value != 0 ? guess.plus(guess.times(network)) : guess.plus(network);
    }

    /** The fields and unknown coefficients. */
    private List<Field> determined() {
      return Stream.concat(problem.fields().stream(), problem.coefficients().stream().filter(Coefficient.Unknown.class::isInstance)
          .map(Coefficient::field)).toList();
    }

    private void addInitial(Equation equation) {
      Coordinate t = domain.time().orElseThrow().coordinate();
      for (Field field : problem.fields()) {
        for (int order = 0; order <= 1; order++) {
          Expr unknown = order == 0 ? field : Partial.of(field, t);
          Optional<Expr> value = solve(equation, unknown);
          if (hard && value.isPresent()) {
            initial.computeIfAbsent(field, _ -> new HashMap<>()).put(order, atStart(value.get()));
            return;
          }
        }
      }
      soft.add(new SoftCondition("initial " + equation, equation.residual(), Optional.empty()));
    }

    private void addBoundary(BoundaryPart part, Equation equation) {
      for (Field field : determined()) {
        Optional<Expr> value = solve(equation, field);
        if (hard && value.isPresent() && part instanceof Face face && !periodic.contains(face.fixed())) {
          dirichlet.computeIfAbsent(field, _ -> new LinkedHashMap<>()).put(face, on(face, value.get()));
          return;
        }
        if (hard && value.isPresent() && !(part instanceof Face)) {
          shaped.computeIfAbsent(field, _ -> new LinkedHashMap<>()).put(part, value.get());
          return;
        }
      }
      Lowering.pieces(equation.residual(), part).forEach(piece ->
          soft.add(new SoftCondition(equation + " on " + part.name(), Lowering.onPart(equation.residual(), piece), Optional.of(piece))));
    }

    /** The explicit expression that an equation gives an unknown, if it is linear in it and holds nothing else unknown. */
    private Optional<Expr> solve(Equation equation, Expr unknown) {
      Expr residual = equation.residual();
      if (Lowering.hasNormalDerivative(residual) || residual.leaves(Parameter.class).stream().anyMatch(Parameter::unknown)) {
        return Optional.empty();
      }
      Expr form = Lowering.normalForm(residual);
      if (!Lowering.unknowns(List.of(form)).equals(List.of(unknown))) {
        return Optional.empty();
      }
      // an unknown that is a derivative is no leaf, so it is replaced by a field of its own first
      var marker = new Field("unknown", problem.coordinates());
      Expr marked = replace(form, unknown, marker);
      Expr rest = marked.substitute(Map.of(marker, Const.ZERO));
      Expr coefficient = marked.substitute(Map.of(marker, Const.ONE)).minus(rest);
      boolean linear = marked.minus(coefficient.times(marker)).minus(rest).equals(Const.ZERO);
      return linear && coefficient instanceof Const(double c) && c != 0 ? Optional.of(rest.times(-1 / c)) : Optional.empty();
    }

    private static Expr replace(Expr e, Expr what, Expr by) {
      return e.equals(what) ? by : e.mapOperands(operand -> replace(operand, what, by));
    }

    private Parts parts(Field field) {
      Expr lift = Const.ZERO;
      Expr vanishing = Const.ONE;
      Map<Face, Expr> data = dirichlet.getOrDefault(field, new LinkedHashMap<>());
      if (!data.isEmpty()) {
        Expr blended = blend(data);
        if (agrees(blended, data)) {
          lift = blended;
          vanishing = distance(data);
        } else {
          data.forEach((part, value) -> soft.add(new SoftCondition(field.name() + " on " + part.name(), field.minus(value),
              Optional.of(part))));
          data = Map.of();
        }
      }
      SequencedMap<BoundaryPart, Expr> shapes = shaped.getOrDefault(field, new LinkedHashMap<>());
      if (!shapes.isEmpty()) {
        Optional<ShapedLift> shapedLift = ShapedLift.of(domain, shapes);
        if (shapedLift.isPresent()) {
          lift = shapedLift.get().values();
          vanishing = shapedLift.get().vanishing();
        } else {
          shapes.forEach((part, value) -> soft.add(new SoftCondition(field + " = " + value + " on " + part.name(), field.minus(value),
              Optional.of(part))));
          shapes = new LinkedHashMap<>();
        }
      }
      if (time.isPresent()) {
        Map<Integer, Expr> start = state.containsKey(field) ? state(field) : initial.getOrDefault(field, Map.of());
        if (!start.isEmpty()) {
          boolean complete = start.containsKey(0) && start.size() == timeOrder(problem, field);
          // a state was trained under the same conditions, and so agrees with them
          Optional<Expr> begun = state.containsKey(field) ? Optional.of(begun(lift, start))
              : complete ? fitting(field, begun(lift, start), data, shapes) : Optional.empty();
          if (begun.isPresent()) {
            lift = begun.get();
            vanishing = vanishing.times(elapsed().times(1 / time.get().length()).pow(start.size()));
          } else {
            start.forEach((order, value) -> {
              Expr unknown = order == 0 ? field : Partial.of(field, time.get().coordinate());
              soft.add(new SoftCondition("initial " + unknown, unknown.minus(value), Optional.empty()));
            });
          }
        }
      }
      return new Parts(lift, vanishing);
    }

    /** What starts with the initial data, with the field's layers or else without; empty if the boundary conditions allow none of both. */
    private Optional<Expr> fitting(Field field, Expr begun, Map<Face, Expr> data, Map<BoundaryPart, Expr> shapes) {
      List<InitialLayer> own = layers.stream().filter(layer -> layer.field().equals(field)).toList();
      for (List<InitialLayer> tried : own.isEmpty() ? List.of(own) : List.of(own, List.<InitialLayer>of())) {
        Expr smooth = begun.minus(Sum.of(tried.stream().map(InitialLayer::kink).toList()));
        Expr whole = smooth.plus(Sum.of(tried.stream().map(InitialLayer::flow).toList()));
        if (agrees(whole, data) && agreesOnShapes(whole, shapes) && isSmoothlyPeriodic(smooth)) {
          layers.removeIf(layer -> own.contains(layer) && !tried.contains(layer));
          return Optional.of(whole);
        }
      }
      layers.removeAll(own);
      return Optional.empty();
    }

    private Map<Integer, Expr> state(Field field) {
      var start = new HashMap<Integer, Expr>();
      for (Field derivative : state.get(field)) {
        start.put(start.size(), derivative);
      }
      return start;
    }

    /** The lift, corrected by a polynomial in time so that it starts with the value, the time derivative, … that are given. */
    private Expr begun(Expr lift, Map<Integer, Expr> start) {
      Expr begun = lift;
      Expr derivative = lift;
      Expr power = Const.ONE;
      for (int order = 0; order < start.size(); order++) {
        begun = begun.plus(power.times(start.getOrDefault(order, Const.ZERO).minus(atStart(derivative))));
        derivative = derivative.derivative(time.orElseThrow().coordinate());
        power = power.times(elapsed()).times(1.0 / (order + 1));
      }
      return begun;
    }

    private Expr elapsed() {
      return time.orElseThrow().coordinate().minus(time.orElseThrow().lower());
    }

    /** Blends the data of opposite sides linearly, one coordinate after another, each correcting what the ones before left. */
    private Expr blend(Map<Face, Expr> data) {
      Expr lift = Const.ZERO;
      for (Range range : domain.space().orElseThrow().boundingBox().ranges()) {
        Coordinate x = range.coordinate();
        Expr correction = Const.ZERO;
        boolean both = data.keySet().stream().filter(part -> part.fixed().equals(x)).count() == 2;
        for (var entry : data.entrySet()) {
          Face part = entry.getKey();
          if (part.fixed().equals(x)) {
            Expr missing = entry.getValue().minus(on(part, lift));
            correction = correction.plus(both ? missing.times(towards(range, part)) : missing);
          }
        }
        lift = lift.plus(correction);
      }
      return lift;
    }

    /** The linear function that is 1 on the part and 0 on the opposite one. */
    private static Expr towards(Range range, Face part) {
      Coordinate x = range.coordinate();
      Expr fromOther = part.upper() ? x.minus(range.lower()) : x.minus(range.upper()).negate();
      return fromOther.times(1 / range.length());
    }

    /** The product of the distances from the parts, between two of which it is 1 half-way. */
    private Expr distance(Map<Face, Expr> data) {
      Expr product = Const.ONE;
      for (Range range : domain.space().orElseThrow().boundingBox().ranges()) {
        var parts = data.keySet().stream().filter(part -> part.fixed().equals(range.coordinate())).toList();
        for (Face part : parts) {
          Coordinate x = range.coordinate();
          Expr fromPart = part.upper() ? x.minus(range.upper()).negate() : x.minus(range.lower());
          product = product.times(fromPart.times((parts.size() == 2 ? 2 : 1) / range.length()));
        }
      }
      return product;
    }

    private Expr atStart(Expr e) {
      return e.substitute(Map.of(time.orElseThrow().coordinate(), new Const(time.orElseThrow().lower())));
    }

    private static Expr on(Face part, Expr e) {
      return e.substitute(Map.of(part.fixed(), new Const(part.value())));
    }

    /** Whether the expression takes the data's values, at points on each part and at the ends of its ranges. */
    private boolean agrees(Expr e, Map<Face, Expr> data) {
      double size = size(e);
      return data.entrySet().stream().allMatch(entry -> vanishes(on(entry.getKey(), e).minus(entry.getValue()), size));
    }

    /** The same on parts that are no sides of a box, at points of them. */
    private boolean agreesOnShapes(Expr e, Map<BoundaryPart, Expr> data) {
      double size = size(e);
      return data.entrySet().stream().allMatch(entry -> {
        double[][] points = new PointSequence.Sobol().boundary(domain, entry.getKey(), 64, 1);
        return IntStream.range(0, 64).allMatch(p -> {
          var at = new HashMap<Coordinate, Double>();
          for (int i = 0; i < points.length; i++) {
            at.put(problem.coordinates().get(i), points[i][p]);
          }
          double wanted = entry.getValue().evaluate(at);
          // points of a circle lie on it up to rounding, which the other factors of the vanishing function can enlarge
          return Math.abs(e.evaluate(at) - wanted) <= COMPATIBLE * Math.max(size, Math.abs(wanted));
        });
      });
    }

    /** Whether an expression and its derivatives below the equations' order agree at both ends of every periodic coordinate. */
    private boolean isSmoothlyPeriodic(Expr e) {
      for (Coordinate x : periodic) {
        Range range = domain.ranges().stream().filter(r -> r.coordinate().equals(x)).findFirst().orElseThrow();
        Expr derivative = e;
        for (int order = 0; order < spaceOrder(x); order++) {
          Expr low = derivative.substitute(Map.of(x, new Const(range.lower())));
          Expr high = derivative.substitute(Map.of(x, new Const(range.upper())));
          if (!vanishes(high.minus(low), size(derivative))) {
            return false;
          }
          derivative = derivative.derivative(x);
        }
      }
      return true;
    }

    private int spaceOrder(Coordinate x) {
      return problem.equations().stream().flatMap(e -> Lowering.unknowns(List.of(Lowering.normalForm(e.residual()))).stream())
          .filter(Partial.class::isInstance)
          .mapToInt(unknown -> (int) ((Partial) unknown).with().stream().filter(x::equals).count())
          .max().orElse(0);
    }

    /** Whether a difference is rounding beside a size, on a grid that holds the ends of every range, where data meet. */
    private boolean vanishes(Expr difference, double size) {
      return difference.equals(Const.ZERO)
          || gridWithEnds().stream().allMatch(point -> Math.abs(at(point, difference)) <= COMPATIBLE * size);
    }

    /** The largest of a function in absolute value, on that grid and at points on which no wave vanishes. */
    private double size(Expr e) {
      double[][] points = new PointSequence.Uniform().interior(domain, SIZE_POINTS, 1);
      Stream<double[]> inside = IntStream.range(0, SIZE_POINTS)
          .mapToObj(p -> Arrays.stream(points).mapToDouble(row -> row[p]).toArray());
      return Stream.concat(gridWithEnds().stream(), inside).mapToDouble(point -> Math.abs(at(point, e))).filter(Double::isFinite).max()
          .orElse(0);
    }

    private double at(double[] point, Expr e) {
      var at = new HashMap<Coordinate, Double>();
      for (int i = 0; i < point.length; i++) {
        at.put(problem.coordinates().get(i), point[i]);
      }
      return e.evaluate(at);
    }

    private List<double[]> gridWithEnds() {
      int perRange = 7;
      List<Range> ranges = domain.ranges();
      var points = new ArrayList<double[]>();
      int count = (int) Math.pow(perRange, ranges.size());
      for (int p = 0; p < count; p++) {
        double[] point = new double[ranges.size()];
        int rest = p;
        for (int i = 0; i < point.length; i++) {
          Range range = ranges.get(i);
          point[i] = range.lower() + range.length() * (rest % perRange) / (perRange - 1);
          rest /= perRange;
        }
        points.add(point);
      }
      return points;
    }
  }
}
