package dev.ansatz.reference.fem;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.WeakForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A weak form in the plane as pointwise kernels for its integrands and their derivatives by the unknowns, whatever the mesh. */
final class CompiledForm {
  /** A field or a first partial derivative of one: along 0 the value, 1 and 2 the derivatives by the first and the second coordinate. */
  record Unknown(Expr leaf, int field, int along) {}

  /**
   * An integrand: {@code values[output] × ∂v}, v a test function of the field, differentiated as in {@link Unknown}, and for a term of
   * the linearisation times the change of an unknown.
   *
   * @param unknown the number of the unknown, or −1 for a term of the residual
   */
  record Term(int field, int along, int unknown, int output) {}

  /** Integrands over triangles or over boundary edges. */
  static final class Integrands {
    final List<Unknown> unknowns = new ArrayList<>();
    final List<Term> residual = new ArrayList<>();
    final List<Term> linearised = new ArrayList<>();
    private final List<Expr> residualOutputs = new ArrayList<>();
    private final List<Expr> linearisedOutputs = new ArrayList<>();
    private final boolean weakened;
    private Pointwise residualValues;
    private Pointwise linearisedValues;

    /** The unknowns come from these expressions; then terms are added, then it is compiled. */
    Integrands(List<Expr> expressions, Problem problem, boolean weakened) {
      this.weakened = weakened;
      var space = problem.domain().space().orElseThrow().coordinates();
      for (Expr leaf : Lowering.unknowns(expressions)) {
        Field field = leaf instanceof Partial(Field f, _) ? f : (Field) leaf;
        int along = leaf instanceof Partial partial ? 1 + space.indexOf(partial.with().getFirst()) : 0;
        unknowns.add(new Unknown(leaf, problem.fields().indexOf(field), along));
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
  }

  /** What the nonlinear part is multiplied with. */
  static final Coordinate FACTOR = new Coordinate("continuation_", Coordinate.Kind.SPACE);

  /** All integrands, over triangles and over the edges of each part by its name. */
  record Whole(Integrands interior, Map<String, Integrands> natural) {}

  final Problem problem;
  final WeakForm form;
  final List<Coordinate> space;
  final boolean linear;
  final Whole full;
  private Whole weakened;

  CompiledForm(Problem problem) {
    this.problem = problem;
    form = WeakForm.of(problem);
    space = problem.domain().space().orElseThrow().coordinates();
    linear = form.isLinear();
    full = compile(false);
  }

  /** The form with its nonlinear part multiplied by {@link #FACTOR}. */
  Whole weakened() {
    if (weakened == null) {
      weakened = compile(true);
    }
    return weakened;
  }

  private Whole compile(boolean weakened) {
    var all = new ArrayList<Expr>();
    form.rows().forEach(row -> {
      all.addAll(row.flux());
      all.add(row.source());
    });
    var interior = new Integrands(all, problem, weakened);
    for (var row : form.rows()) {
      int field = problem.fields().indexOf(row.field());
      for (int i = 0; i < space.size(); i++) {
        interior.add(field, 1 + i, row.flux().get(i));
      }
      interior.add(field, 0, row.source());
    }
    var natural = new LinkedHashMap<String, Integrands>();
    for (BoundaryPart part : problem.domain().parts()) {
      var here = form.natural().stream().filter(n -> n.part().equals(part)).toList();
      var integrands = new Integrands(here.stream().map(WeakForm.Natural::flux).toList(), problem, weakened);
      here.forEach(n -> integrands.add(problem.fields().indexOf(n.field()), 0, n.flux().negate()));
      if (!integrands.residual.isEmpty()) {
        natural.put(part.name(), integrands.compile());
      }
    }
    return new Whole(interior.compile(), natural);
  }
}
