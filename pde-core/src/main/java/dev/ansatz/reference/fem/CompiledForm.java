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
    private Pointwise residualValues;
    private Pointwise linearisedValues;

    /** The unknowns come from these expressions; then terms are added, then it is compiled. */
    Integrands(List<Expr> expressions, Problem problem) {
      var space = problem.domain().space().orElseThrow().coordinates();
      for (Expr leaf : Lowering.unknowns(expressions)) {
        Field field = leaf instanceof Partial(Field f, _) ? f : (Field) leaf;
        int along = leaf instanceof Partial partial ? 1 + space.indexOf(partial.with().getFirst()) : 0;
        unknowns.add(new Unknown(leaf, problem.fields().indexOf(field), along));
      }
    }

    void add(int field, int along, Expr integrand) {
      if (integrand.equals(Const.ZERO)) {
        return;
      }
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

    Integrands compile() {
      residualValues = Pointwise.of(residualOutputs).compiled();
      linearisedValues = linearisedOutputs.isEmpty() ? null : Pointwise.of(linearisedOutputs).compiled();
      return this;
    }

    boolean isEmpty() {
      return residual.isEmpty();
    }

    double[][] residual(Map<Expr, double[]> given, int lanes) {
      return residualValues.values(given, lanes);
    }

    double[][] linearised(Map<Expr, double[]> given, int lanes) {
      return linearisedValues == null ? new double[0][] : linearisedValues.values(given, lanes);
    }
  }

  final Problem problem;
  final WeakForm form;
  final List<Coordinate> space;
  final Integrands interior;
  /** By number of the part in the problem's domain. */
  final Map<Integer, Integrands> natural = new LinkedHashMap<>();
  final boolean linear;

  CompiledForm(Problem problem) {
    this.problem = problem;
    form = WeakForm.of(problem);
    space = problem.domain().space().orElseThrow().coordinates();
    linear = form.isLinear();
    var all = new ArrayList<Expr>();
    form.rows().forEach(row -> {
      all.addAll(row.flux());
      all.add(row.source());
    });
    interior = new Integrands(all, problem);
    for (var row : form.rows()) {
      int field = problem.fields().indexOf(row.field());
      for (int i = 0; i < space.size(); i++) {
        interior.add(field, 1 + i, row.flux().get(i));
      }
      interior.add(field, 0, row.source());
    }
    interior.compile();
    List<BoundaryPart> parts = problem.domain().parts();
    for (int p = 0; p < parts.size(); p++) {
      BoundaryPart part = parts.get(p);
      var here = form.natural().stream().filter(n -> n.part().equals(part)).toList();
      var integrands = new Integrands(here.stream().map(WeakForm.Natural::flux).toList(), problem);
      here.forEach(n -> integrands.add(problem.fields().indexOf(n.field()), 0, n.flux().negate()));
      if (!integrands.isEmpty()) {
        natural.put(p, integrands.compile());
      }
    }
  }
}
