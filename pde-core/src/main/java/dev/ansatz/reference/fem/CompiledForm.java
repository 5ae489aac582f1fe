package dev.ansatz.reference.fem;

import dev.ansatz.pde.Locus;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Outline;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A weak form as pointwise kernels for its integrands and their derivatives by the unknowns, whatever the mesh.
 *
 * <p>Behind the fields of the problem, which are functions, come numbers: one for each integral in the problem, which the equation
 * {@code ∫ (g − s/|Ω|) dx = 0} makes equal to it (for a mean {@code ∫ (g − s) dx = 0}), and one for each field u of which only
 * derivatives occur: a source λ, the same everywhere, of its equation, with {@code ∫ u dx = 0}. The equations have a solution whatever
 * the data; λ is zero if and only if the data are compatible.
 */
final class CompiledForm {
  /**
   * A field or a first partial derivative of one: along 0 the value, 1 to 3 the derivatives by the coordinates of space, 4
   * that by time; or a number, along 0.
   */
  record Unknown(Expr leaf, int field, int along) {}

  static final int TIME = 4;

  /**
   * An integrand: {@code values[output] × ∂v}, v a test function of the field, differentiated as in {@link Unknown}, and for a term of
   * the linearisation times the change of an unknown.
   *
   * @param unknown the number of the unknown, or −1 for a term of the residual
   */
  record Term(int field, int along, int unknown, int output) {}

  /** Integrands over simplices or over sides on the boundary. */
  final class Integrands {
    final List<Unknown> unknowns = new ArrayList<>();
    final List<Term> residual = new ArrayList<>();
    final List<Term> linearised = new ArrayList<>();
    private final List<Expr> residualOutputs = new ArrayList<>();
    private final List<Expr> linearisedOutputs = new ArrayList<>();
    private final boolean weakened;
    /** Whether what is linearised depends on an unknown. */
    boolean linear = true;
    private Pointwise residualValues;
    private Pointwise linearisedValues;

    /** The unknowns come from these expressions; then terms are added, then it is compiled. */
    Integrands(List<Expr> expressions, boolean weakened) {
      this.weakened = weakened;
      for (Expr leaf : Lowering.unknowns(expressions)) {
        Field field = leaf instanceof Partial(Field f, _) ? f : (Field) leaf;
        int along = 0;
        if (leaf instanceof Partial partial) {
          Coordinate by = partial.with().getFirst();
          along = by.isTime() ? TIME : 1 + space.indexOf(by);
        }
        unknowns.add(new Unknown(leaf, problem.fields().indexOf(field), along));
      }
      for (int k = 0; k < numbers.size(); k++) {
        Coordinate number = numbers.get(k);
        if (expressions.stream().anyMatch(e -> e.leaves(Coordinate.class).contains(number))) {
          unknowns.add(new Unknown(number, problem.fields().size() + k, 0));
        }
      }
    }

    void add(int field, int along, Expr full) {
      if (full.equals(Const.ZERO)) {
        return;
      }
      Expr integrand = weakened ? weakened(full) : full;
      residual.add(new Term(field, along, -1, output(residualOutputs, integrand)));
      for (int k = 0; k < unknowns.size(); k++) {
        Expr slope = WeakForm.derivative(integrand, unknowns.get(k).leaf());
        if (!slope.equals(Const.ZERO)) {
          linearised.add(new Term(field, along, k, output(linearisedOutputs, slope)));
          linear &= Lowering.unknowns(List.of(slope)).isEmpty() && slope.leaves(Coordinate.class).stream().noneMatch(numbers::contains);
        }
      }
    }

    private static int output(List<Expr> outputs, Expr e) {
      int known = outputs.indexOf(e);
      if (known < 0) {
        outputs.add(e);
        return outputs.size() - 1;
      }
      return known;
    }

    /** The expressions with all that is not linear in the unknowns multiplied by a factor. */
    private Expr weakened(Expr e) {
      UnaryOperator<Expr> atZero = leaf -> unknowns.stream().anyMatch(u -> u.leaf().equals(leaf)) ? Const.ZERO : leaf;
      Expr linear = Lowering.replaceLeaves(e, atZero);
      for (var unknown : unknowns) {
        linear = linear.plus(Lowering.replaceLeaves(WeakForm.derivative(e, unknown.leaf()), atZero).times(unknown.leaf()));
      }
      return linear.plus(FACTOR.times(e.minus(linear)));
    }

    Integrands compile() {
      residualValues = Pointwise.of(residualOutputs).compiled();
      linearisedValues = linearisedOutputs.isEmpty() ? null : Pointwise.of(linearisedOutputs).compiled();
      return this;
    }

    double[][] residual(Map<Expr, double[]> given, int lanes) {
      return residualValues.values(given, lanes);
    }

    double[][] linearised(Map<Expr, double[]> given, int lanes) {
      return linearisedValues == null ? new double[0][] : linearisedValues.values(given, lanes);
    }

    boolean mentions(Coordinate coordinate, boolean inLinearised) {
      return (inLinearised ? linearisedOutputs : residualOutputs).stream().anyMatch(e -> e.leaves(Coordinate.class).contains(coordinate));
    }
  }

  /** What the nonlinear part is multiplied with. */
  static final Coordinate FACTOR = new Coordinate("continuation_", Coordinate.Kind.SPACE);

  /** What a field, by its number, is above an interface less what it is below: a value at each point of it. */
  record Jump(Locus where, int field, Pointwise value) {}

  /** All integrands, over simplices and over the sides of each part and interface by its name. */
  record Whole(Integrands interior, Map<String, Integrands> natural) {
    boolean isLinear() {
      return interior.linear && natural.values().stream().allMatch(n -> n.linear);
    }

    private boolean mentions(Coordinate coordinate, boolean inLinearised) {
      return interior.mentions(coordinate, inLinearised) || natural.values().stream().anyMatch(n -> n.mentions(coordinate, inLinearised));
    }
  }

  final Problem problem;
  final WeakForm form;
  final List<Coordinate> space;
  final Optional<Coordinate> time;
  final boolean linear;
  /** The fields of which only derivatives occur. */
  final List<Field> floating;
  final Whole full;
  /** Interfaces and lines that edges lie on. */
  final List<Locus> inner;
  /** Of the fields at interfaces. */
  final List<Jump> jumps;
  private final List<InnerCurves.FluxJump> fluxJumps;
  private final Nonlocal nonlocal;
  /** What stands for the numbers in integrands: those of the integrals, then those of the floating fields. */
  private final List<Coordinate> numbers = new ArrayList<>();
  private Whole weakened;

  CompiledForm(Problem stated) {
    nonlocal = Nonlocal.of(stated);
    problem = stated;
    form = WeakForm.of(nonlocal.local());
    space = problem.domain().space().orElseThrow().coordinates();
    time = problem.domain().time().map(r -> r.coordinate());
    floating = floating(problem, nonlocal, form);
    inner = InnerCurves.of(problem);
    var given = InnerCurves.jumps(problem, form, new ArrayList<>());
    jumps = given.values().stream().map(j -> new Jump(j.where(), problem.fields().indexOf(j.field()), Pointwise.of(j.value()))).toList();
    fluxJumps = given.fluxes();
    for (int k = 0; k < nonlocal.integrals().size() + floating.size(); k++) {
      numbers.add(new Coordinate("number_" + k, Coordinate.Kind.SPACE));
    }
    full = compile(false);
    linear = full.isLinear();
  }

  /**
   * A first mesh, with edges along the curves inside and grading at corners in the plane, with faces on the planes inside in space.
   *
   * @throws MeshFailure if the solid is too fine for a lattice
   */
  SimplexMesh mesh(int degree, double h) {
    if (space.size() == 3) {
      var planes = inner.stream().map(where -> (Locus.Level) where)
          .map(level -> new Patch.Plane(InnerCurves.name(level), space.indexOf(level.coordinate()), level.level())).toList();
      return LatticeMesher.mesh(problem.domain().space().orElseThrow(), planes, h);
    }
    var curves = inner.stream().flatMap(where -> InnerCurves.curves(where, problem).stream()).toList();
    return new Grading(this, degree).grade(Mesher.mesh(Outline.of(problem.domain().space().orElseThrow()), curves, h));
  }

  /** The fields of which only derivatives by space occur. */
  static List<Field> floating(Problem problem, Nonlocal nonlocal, WeakForm form) {
    var all = new ArrayList<Expr>();
    form.rows().forEach(row -> {
      all.addAll(row.flux());
      all.add(row.source());
    });
    form.natural().forEach(n -> all.add(n.flux()));
    nonlocal.integrals().forEach(i -> all.add(Lowering.normalForm(i.operand())));
    var floating = new ArrayList<>(problem.fields());
    Lowering.unknowns(all).forEach(leaf -> {
      if (leaf instanceof Field f) {
        floating.remove(f);
      } else if (leaf instanceof Partial(Field f, var with) && with.stream().anyMatch(Coordinate::isTime)) {
        floating.remove(f);
      }
    });
    form.essential().forEach(e -> floating.remove(e.field()));
    return floating;
  }

  boolean hasFluxJump(Field field) {
    return fluxJumps.stream().anyMatch(j -> j.field().equals(field) && !j.flux().equals(Const.ZERO));
  }

  /** Fields and numbers. */
  int unknowns() {
    return problem.fields().size() + numbers.size();
  }

  boolean isNumber(int unknown) {
    return unknown >= problem.fields().size();
  }

  /** The place among fields and numbers of the source λ that a floating field has. */
  int multiplier(int floatingField) {
    return problem.fields().size() + nonlocal.integrals().size() + floatingField;
  }

  /** Whether the residual, or its derivatives by the unknowns, change with time other than through the unknowns. */
  boolean dependsOnTime(boolean derivatives) {
    return time.isPresent() && full.mentions(time.get(), derivatives);
  }

  /** The form with its nonlinear part multiplied by {@link #FACTOR}. */
  Whole weakened() {
    if (weakened == null) {
      weakened = compile(true);
    }
    return weakened;
  }

  private Expr named(Expr e) {
    if (nonlocal.integrals().isEmpty()) {
      return e;
    }
    var names = new HashMap<Expr, Expr>();
    for (int k = 0; k < nonlocal.parameters().size(); k++) {
      names.put(nonlocal.parameters().get(k), numbers.get(k));
    }
    return Lowering.replaceLeaves(e, leaf -> names.getOrDefault(leaf, leaf));
  }

  private Whole compile(boolean weakened) {
    int fields = problem.fields().size();
    var all = new ArrayList<Expr>();
    form.rows().forEach(row -> {
      row.flux().forEach(f -> all.add(named(f)));
      all.add(named(row.source()));
    });
    nonlocal.integrals().forEach(i -> all.add(Lowering.normalForm(i.operand())));
    all.addAll(numbers);
    all.addAll(floating);
    var interior = new Integrands(all, weakened);
    for (var row : form.rows()) {
      int field = problem.fields().indexOf(row.field());
      for (int i = 0; i < space.size(); i++) {
        interior.add(field, 1 + i, named(row.flux().get(i)));
      }
      interior.add(field, 0, named(row.source()));
    }
    double measure = problem.domain().space().orElseThrow().measure();
    for (int k = 0; k < nonlocal.integrals().size(); k++) {
      Integral integral = nonlocal.integrals().get(k);
      Expr value = integral.mean() ? numbers.get(k) : numbers.get(k).over(measure);
      interior.add(fields + k, 0, Lowering.normalForm(integral.operand()).minus(value));
    }
    for (int k = 0; k < floating.size(); k++) {
      int multiplier = multiplier(k);
      interior.add(problem.fields().indexOf(floating.get(k)), 0, numbers.get(multiplier - fields));
      interior.add(multiplier, 0, floating.get(k));
    }
    var natural = new LinkedHashMap<String, Integrands>();
    for (BoundaryPart part : problem.domain().parts()) {
      var here = form.natural().stream().filter(n -> n.part().equals(part)).toList();
      var integrands = new Integrands(here.stream().map(n -> named(n.flux())).toList(), weakened);
      here.forEach(n -> integrands.add(problem.fields().indexOf(n.field()), 0, named(n.flux()).negate()));
      if (!integrands.residual.isEmpty()) {
        natural.put(part.name(), integrands.compile());
      }
    }
    for (var where : inner) {
      var here = fluxJumps.stream().filter(j -> j.where().equals(where)).toList();
      var integrands = new Integrands(here.stream().map(j -> named(j.flux())).toList(), weakened);
      here.forEach(j -> integrands.add(problem.fields().indexOf(j.field()), 0, named(j.flux())));
      if (!integrands.residual.isEmpty()) {
        natural.put(InnerCurves.name(where), integrands.compile());
      }
    }
    return new Whole(interior.compile(), natural);
  }
}
