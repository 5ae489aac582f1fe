package dev.ansatz.pde.lower;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.geometry.BoundaryPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A problem of second order in divergence form: each equation is {@code -div F + S = 0} with a flux F and a source S in the
 * coordinates, the fields and their first derivatives, and weakly, for every test function v that vanishes where its field
 * is given,
 *
 * <pre>{@code
 * ∫ F · grad v + S v  -  ∫_∂Ω (F · n) v  =  0.
 * }</pre>
 *
 * <p>A second-order term whose coefficient varies, {@code a u_xx}, is {@code (a u_x)_x - a_x u_x}; mixed derivatives give half
 * of their coefficient to each component of the flux. On a part with a Neumann or Robin condition, {@code F · n} is known:
 * the normal derivative in it is that of the condition, what is left of the gradient is tangential. The condition may be
 * nonlinear in the field and oblique.
 *
 * <p>An equation without second-order terms has no flux; it belongs to a field without a second derivative, as continuity to
 * the pressure.
 *
 * @param rows one an equation, in the order of the equations
 * @param essential the fields given on parts
 * @param natural the fluxes known on parts
 * @param normal coordinates that stand for the components of the outward unit normal in {@link Natural#flux}, one a space coordinate
 */
public record WeakForm(List<Row> rows, List<Essential> essential, List<Natural> natural, List<Coordinate> normal) {

  /**
   * One equation.
   *
   * @param field whose test functions it is multiplied with
   * @param flux F, one component a space coordinate, in normal form
   * @param source S, in normal form; it may hold first time derivatives
   */
  public record Row(Field field, List<Expr> flux, Expr source) {
    public Row {
      flux = List.copyOf(flux);
    }

    public boolean hasFlux() {
      return flux.stream().anyMatch(component -> !component.equals(Const.ZERO));
    }
  }

  /** {@code field = value} on a part; the value is free of fields. */
  public record Essential(BoundaryPart part, Field field, Expr value) {}

  /** {@code F · n = flux} on a part, for the equation of a field. */
  public record Natural(BoundaryPart part, Field field, Expr flux) {}

  public WeakForm {
    rows = List.copyOf(rows);
    essential = List.copyOf(essential);
    natural = List.copyOf(natural);
    normal = List.copyOf(normal);
  }

  /** What keeps a problem from being written in this form, in the user's words; empty if nothing does. */
  public static List<String> obstacles(Problem problem) {
    var derivation = new Derivation(problem);
    derivation.form();
    return derivation.obstacles.stream().distinct().toList();
  }

  /**
   * @throws IllegalArgumentException with all {@link #obstacles} if there are any
   */
  public static WeakForm of(Problem problem) {
    var derivation = new Derivation(problem);
    WeakForm form = derivation.form();
    if (!derivation.obstacles.isEmpty()) {
      throw new IllegalArgumentException(problem.name() + " has no weak form of second order:\n- "
          + derivation.obstacles.stream().distinct().collect(Collectors.joining("\n- ")));
    }
    return form;
  }

  /**
   * The derivative of an expression in normal form with respect to a field or a partial derivative of one, all others held:
   * the coefficient in Newton's linearisation.
   */
  public static Expr derivative(Expr expression, Expr unknown) {
    var moving = new Coordinate("d/d" + unknown, Coordinate.Kind.SPACE);
    Map<Expr, Expr> back = Map.of(moving, unknown);
    Expr slope = Lowering.replaceLeaves(expression, leaf -> leaf.equals(unknown) ? moving : leaf).derivative(moving);
    return Lowering.replaceLeaves(slope, leaf -> back.getOrDefault(leaf, leaf));
  }

  /** True if the equations and the natural conditions are linear in the fields. */
  public boolean isLinear() {
    return rows.stream().allMatch(row -> row.flux.stream().allMatch(WeakForm::isAffine) && isAffine(row.source))
        && natural.stream().allMatch(n -> isAffine(n.flux));
  }

  private static boolean isAffine(Expr expression) {
    return Leaves.unknowns(expression).stream().noneMatch(unknown -> Leaves.hasUnknown(derivative(expression, unknown)));
  }

  private static final class Derivation {
    final Problem problem;
    final List<Coordinate> space;
    final List<Coordinate> normal;
    final List<String> obstacles = new ArrayList<>();

    Derivation(Problem problem) {
      this.problem = problem;
      space = problem.domain().space().map(g -> g.coordinates()).orElse(List.of());
      normal = space.stream().map(Lowering::normal).toList();
    }

    WeakForm form() {
      if (space.isEmpty()) {
        obstacles.add("it has no space coordinate");
        return null;
      }
      if (problem.equations().size() != problem.fields().size()) {
        obstacles.add(problem.equations().size() + " equations for " + problem.fields().size() + " fields");
        return null;
      }
      var splits = problem.equations().stream().map(Split::new).toList();
      if (!obstacles.isEmpty()) {
        return null;
      }
      List<Field> fields = fields(splits);
      var rows = IntStream.range(0, splits.size()).mapToObj(i -> new Row(fields.get(i), splits.get(i).flux, splits.get(i).source)).toList();
      var essential = new ArrayList<Essential>();
      var natural = new ArrayList<Natural>();
      for (Condition condition : problem.conditions()) {
        if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, Equation equation)) {
          parts.forEach(part -> condition(part, equation, rows, essential, natural));
        }
      }
      return new WeakForm(rows, essential, natural, normal);
    }

    /**
     * The field that each equation belongs to: one that it holds second derivatives of, the one of its own number first;
     * equations without second derivatives get what is left, in order.
     */
    private List<Field> fields(List<Split> splits) {
      int n = splits.size();
      var all = problem.fields();
      Field[] chosen = new Field[n];
      var free = new ArrayList<>(all);
      for (int i = 0; i < n; i++) {
        if (splits.get(i).principal.contains(all.get(i))) {
          chosen[i] = all.get(i);
          free.remove(all.get(i));
        }
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < n; i++) {
          boolean second = !splits.get(i).principal.isEmpty();
          if (chosen[i] == null && second == (pass == 0)) {
            var principal = splits.get(i).principal;
            chosen[i] = free.stream().filter(f -> !second || principal.contains(f)).findFirst().orElse(free.getFirst());
            free.remove(chosen[i]);
          }
        }
      }
      return List.of(chosen);
    }

    /** One equation's residual taken apart. */
    private final class Split {
      final Equation equation;
      final List<Expr> flux = new ArrayList<>();
      Expr source = Const.ZERO;
      final Set<Field> principal;

      Split(Equation equation) {
        this.equation = equation;
        space.forEach(_ -> flux.add(Const.ZERO));
        principal = Leaves.unknowns(Lowering.normalForm(equation.residual())).stream()
            .filter(unknown -> order(unknown) >= 2).map(Leaves::field).collect(Collectors.toSet());
        add(equation.residual(), Const.ONE);
        for (Expr unknown : Leaves.unknowns(source)) {
          var with = Leaves.derivatives(unknown);
          if (with.stream().filter(Coordinate::isTime).count() > 1 || with.size() > 1) {
            obstacles.add(equation + " holds " + unknown + ": only first time derivatives of the fields have a place beside a flux");
          }
        }
      }

      /** Adds {@code factor × e}, the factor free of derivatives of fields. */
      private void add(Expr e, Expr factor) {
        if (order(e) <= 1) {
          source = source.plus(factor.times(Lowering.normalForm(e)));
          return;
        }
        switch (e) {
          case Sum sum -> sum.terms().forEach(term -> add(term, factor));
          case Product product -> product(product, factor);
          case Partial partial -> partial(partial, factor);
          case Power power -> obstacles.add(power + " in " + equation + " is not linear in the second derivatives");
          default -> obstacles.add(e + " in " + equation + " is not linear in the second derivatives");
        }
      }

      private void product(Product product, Expr factor) {
        var second = product.factors().stream().filter(f -> order(f) >= 2).toList();
        if (second.size() > 1) {
          obstacles.add(product + " in " + equation + " is not linear in the second derivatives");
          return;
        }
        var rest = new ArrayList<>(product.factors());
        rest.remove(second.getFirst());
        Expr others = Lowering.normalForm(Product.of(rest));
        if (order(others) > 0) {
          obstacles.add("the coefficient " + others + " in " + equation + " depends on derivatives of a field: write the term as the "
              + "divergence of a flux, such as d(a*u_x, x)");
          return;
        }
        add(second.getFirst(), factor.times(others));
      }

      private void partial(Partial partial, Expr factor) {
        if (partial.with().stream().anyMatch(Coordinate::isTime)) {
          obstacles.add(partial + " in " + equation + " mixes time and space");
          return;
        }
        var with = partial.with();
        var outer = partial.operand() instanceof Field ? with.stream().distinct().toList() : List.of(with.getLast());
        for (Coordinate x : outer) {
          var rest = new ArrayList<>(with);
          rest.remove(x);
          Expr inner = Lowering.normalForm(Partial.of(partial.operand(), rest));
          if (order(inner) > 1) {
            obstacles.add(partial + " in " + equation + " is of an order above 2");
            return;
          }
          Expr weight = factor.over(outer.size());
          Expr slope = Lowering.normalForm(weight.derivative(x));
          if (jumps(weight)) {
            obstacles.add("the coefficient " + weight + " in " + equation + " has kinks or jumps, across which the derivative of a flux is "
                + "not the flux of a derivative: write the term as the divergence of a flux, such as d(a*u_x, x)");
            return;
          }
          int i = space.indexOf(x);
          flux.set(i, flux.get(i).plus(distributed(weight.negate(), inner)));
          source = source.minus(slope.times(inner));
        }
      }
    }

    /** The product with a sum multiplied out, so that like terms of a flux meet. */
    private static Expr distributed(Expr weight, Expr inner) {
      return inner instanceof Sum sum ? Sum.of(sum.terms().stream().map(weight::times).toList()) : weight.times(inner);
    }

    private static boolean jumps(Expr e) {
      return e instanceof Piecewise || e instanceof Tabulated || e instanceof Call call
          && Set.of(Elementary.ABS, Elementary.SIGN, Elementary.MIN, Elementary.MAX).contains(call.function())
              && (Leaves.hasUnknown(e) || Leaves.hasCoordinate(e))
          || e.operands().stream().anyMatch(Derivation::jumps);
    }

    /** The highest order of a space derivative of a field in the normal form of an expression. */
    private int order(Expr e) {
      return Leaves.unknowns(Lowering.normalForm(e)).stream()
          .mapToInt(u -> (int) Leaves.derivatives(u).stream().filter(space::contains).count()).max().orElse(0);
    }

    private void condition(BoundaryPart part, Equation equation, List<Row> rows, List<Essential> essential, List<Natural> natural) {
      String where = equation + " on " + part.name();
      var slopes = new LinkedHashMap<Field, Coordinate>();
      UnaryOperator<Expr> resolve = e -> e instanceof NormalDerivative(Expr operand)
          ? operand instanceof Field field
              ? slopes.computeIfAbsent(field, f -> new Coordinate("dn_" + f.name(), Coordinate.Kind.SPACE))
              : IntStream.range(0, space.size()).<Expr>mapToObj(i -> Partial.of(operand, space.get(i)).times(normal.get(i)))
                  .reduce(Const.ZERO, Expr::plus)
          : e;
      Expr residual = Lowering.normalForm(Lowering.rewrite(equation.residual(), resolve, new HashMap<>()));
      var unknowns = Leaves.unknowns(residual);
      if (unknowns.stream().anyMatch(u -> Leaves.derivatives(u).size() > 1
          || Leaves.derivatives(u).stream().anyMatch(Coordinate::isTime))) {
        obstacles.add("the condition " + where + " has derivatives other than first ones in space");
        return;
      }
      var sloped = unknowns.stream().filter(u -> !(u instanceof Field)).map(Leaves::field).collect(Collectors.toSet());
      sloped.addAll(slopes.keySet());
      if (sloped.size() > 1) {
        obstacles.add("the condition " + where + " couples derivatives of several fields");
        return;
      }
      if (sloped.isEmpty()) {
        essential(part, where, residual, unknowns, essential);
        return;
      }
      Field field = sloped.iterator().next();
      Row row = rows.stream().filter(r -> r.field.equals(field)).findFirst().orElseThrow();
      if (!row.hasFlux()) {
        obstacles.add("the condition " + where + " fixes a derivative of " + field + ", whose equation has no second derivative");
        return;
      }
      Expr slope = normalDerivative(where, residual, field, Optional.ofNullable(slopes.get(field)), part);
      if (slope != null) {
        natural.add(new Natural(part, field, throughBoundary(row, slope).substitute(constant(part))));
      }
    }

    private void essential(BoundaryPart part, String where, Expr residual, List<Expr> unknowns, List<Essential> essential) {
      if (unknowns.size() != 1 || Leaves.hasUnknown(derivative(residual, unknowns.getFirst()))) {
        obstacles.add("the condition " + where + " gives no value to one field");
        return;
      }
      Terms terms = Terms.of(residual);
      Expr coefficient = derivative(residual, unknowns.getFirst());
      essential.add(new Essential(part, Leaves.field(unknowns.getFirst()),
          terms.sumOver(m -> !Leaves.hasUnknown(m), new Const(-1)).over(coefficient)));
    }

    /** The gradient of a field less its normal component. */
    private Expr tangential(Field field, int i) {
      Expr along = IntStream.range(0, space.size()).<Expr>mapToObj(j -> Partial.of(field, space.get(j)).times(normal.get(j)))
          .reduce(Const.ZERO, Expr::plus);
      return Partial.of(field, space.get(i)).minus(along.times(normal.get(i)));
    }

    /** The normal derivative that a condition gives, or null. */
    private Expr normalDerivative(String where, Expr residual, Field field, Optional<Coordinate> slope, BoundaryPart part) {
      Expr gamma = slope.map(residual::derivative).orElse(Const.ZERO);
      Expr rest = slope.map(s -> residual.substitute(Map.of(s, Const.ZERO))).orElse(residual);
      Expr oblique = Const.ZERO;
      var none = new HashMap<Expr, Expr>();
      for (int i = 0; i < space.size(); i++) {
        Expr partial = Partial.of(field, space.get(i));
        Expr beta = derivative(rest, partial);
        none.put(partial, Const.ZERO);
        gamma = gamma.plus(beta.times(normal.get(i)));
        oblique = oblique.plus(beta.times(tangential(field, i)));
      }
      if (order(gamma) > 0 || slope.filter(gamma.leaves(Coordinate.class)::contains).isPresent()) {
        obstacles.add("the condition " + where + " is not linear in the derivatives of " + field);
        return null;
      }
      if (gamma.substitute(constant(part)).equals(Const.ZERO)) {
        obstacles.add("the condition " + where + " has no derivative across the boundary");
        return null;
      }
      rest = Lowering.replaceLeaves(rest, leaf -> none.getOrDefault(leaf, leaf));
      // each term by itself, so that what is given for dn(u) stays as it was written
      Expr divisor = gamma.negate();
      return Sum.of((rest.plus(oblique) instanceof Sum sum ? sum.terms() : List.of(rest.plus(oblique))).stream().map(t -> t.over(divisor))
          .toList());
    }

    /** F · n with the normal derivative of the row's field known. */
    private Expr throughBoundary(Row row, Expr slope) {
      int d = space.size();
      var partials = space.stream().<Expr>map(x -> Partial.of(row.field, x)).toList();
      Expr isotropic = derivative(row.flux.getFirst(), partials.getFirst());
      boolean plain = order(isotropic) == 0;
      for (int i = 0; i < d && plain; i++) {
        for (int j = 0; j < d && plain; j++) {
          plain = derivative(row.flux.get(i), partials.get(j)).equals(i == j ? isotropic : Const.ZERO);
        }
      }
      var known = new HashMap<Expr, Expr>();
      for (int i = 0; i < d; i++) {
        known.put(partials.get(i), plain ? Const.ZERO : slope.times(normal.get(i)).plus(tangential(row.field, i)));
      }
      Expr through = plain ? isotropic.times(slope) : Const.ZERO;
      for (int i = 0; i < d; i++) {
        through = through.plus(Lowering.replaceLeaves(row.flux.get(i), leaf -> known.getOrDefault(leaf, leaf)).times(normal.get(i)));
      }
      return through;
    }

    /** The components of the normal where they are the same all over a part. */
    private Map<Expr, Expr> constant(BoundaryPart part) {
      var values = new HashMap<Expr, Expr>();
      var components = part.pieces().size() == 1 ? part.normalExpressions() : List.<Expr>of();
      if (!components.isEmpty() && components.stream().allMatch(Const.class::isInstance)) {
        IntStream.range(0, space.size()).forEach(i -> values.put(normal.get(i), components.get(i)));
      }
      return values;
    }
  }
}
