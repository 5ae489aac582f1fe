package dev.ansatz.pde;

import dev.ansatz.pde.Placement.Place;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Flaw;
import dev.ansatz.pde.geometry.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What can be wrong with a statement without solving it. Each check adds what it finds; none stops the others.
 *
 * <p>Conditions are counted, not judged: whether a nonlinear problem is well posed is beyond a check of its statement.
 * A field of order k ≥ 2 along a coordinate needs a condition at both ends of it and k in all. First-order fields need one
 * end only, and none beside a field of higher order (a pressure has no boundary condition).
 */
final class Validation {
  /** The engine carries Taylor channels up to this order. */
  static final int HIGHEST_ORDER = 6;
  /** Points in each direction of a part of a rim; a part that runs inside between all of them is taken for outside. */
  private static final int SAMPLES_OF_A_RIM = 16;

  private final String name;
  private final Domain domain;
  private final List<Field> fields;
  private final List<Parameter> parameters;
  private final List<Equation> equations;
  private final List<Condition> conditions;
  private final List<Coefficient> coefficients;
  private final List<Finding> findings = new ArrayList<>();
  private final Placement placement;
  private final DataChecks data;

  Validation(String name, Domain domain, List<Field> fields, List<Parameter> parameters, List<Equation> equations,
      List<Condition> conditions, List<Coefficient> coefficients) {
    this.name = name;
    this.domain = domain;
    this.fields = fields;
    this.parameters = parameters;
    this.equations = equations;
    this.conditions = conditions;
    this.coefficients = coefficients;
    placement = new Placement(domain, findings);
    data = new DataChecks(domain, findings);
  }

  /** Every check. */
  List<Finding> all() {
    local();
    counts();
    initialConditions();
    boundaryConditions();
    interfaces();
    observations();
    return findings;
  }

  /** Only the checks of each piece by itself, for a text of which some sentences could not be read. */
  List<Finding> local() {
    names();
    domain();
    for (Field f : fields) {
      for (Coordinate c : f.coordinates()) {
        if (!domain.coordinates().contains(c)) {
          report(f, f + " depends on " + c + ", which has no range", "add " + c.text() + " in [..., ...]");
        }
      }
    }
    data.parameters(parameters);
    data.coefficients(coefficients, parameters);
    for (Equation e : equations) {
      content(e, e, "the equation " + e, Place.EQUATION);
      if (has(e, NormalDerivative.class)) {
        report(e, "dn stands in the equation " + e, "use it in boundary conditions only: inside there is no normal");
      }
    }
    for (Condition c : conditions) {
      condition(c);
    }
    data.amount(Placement.tables(Condition.expressions(equations, conditions, coefficients)), conditions);
    return findings;
  }

  private void report(Object subject, String message, String remedy) {
    findings.add(new Finding(subject, message, remedy));
  }

  // ---- one piece at a time ----

  private void names() {
    // a hyphen at the end would join the name with the next line of the text form
    if (name == null || !name.matches("[\\p{L}\\p{N}]([\\p{L}\\p{N}._-]*[\\p{L}\\p{N}])?")) {
      report(null, "'" + name + "' cannot be the name of a problem", "use letters, digits and hyphens");
    }
    Map<String, String> taken = new HashMap<>();
    domain.coordinates().forEach(c -> name(c, c.name(), "coordinate", taken));
    fields.forEach(f -> name(f, f.name(), "field", taken));
    coefficients.forEach(c -> name(c, c.field().name(), "coefficient", taken));
    parameters.forEach(p -> name(p, p.name(), "parameter", taken));
    domain.space().ifPresent(g -> g.names().stream().distinct().forEach(part -> name(g, part, "boundary part", taken)));
    Placement.tables(Condition.expressions(equations, conditions, coefficients)).forEach(t -> name(t, t.name(), "table", taken));
  }

  private void name(Object subject, String name, String role, Map<String, String> taken) {
    if (name == null || !name.matches("\\p{L}[\\p{L}\\p{Nd}]*")) {
      report(subject, "'" + name + "' cannot be the name of a " + role, "use a letter, then letters and digits");
    } else if (Words.isReserved(name)) {
      report(subject, "'" + name + "' has a meaning of its own and cannot be the name of a " + role, "choose another name");
    }
    String before = taken.putIfAbsent(name, role);
    if (before != null) {
      report(subject, "'" + name + "' is the name of " + (before.equals(role) ? "two " + role + "s" : "a " + before
          + " and of a " + role), "give each its own");
    }
  }

  private void domain() {
    if (domain.coordinates().isEmpty()) {
      report(null, "the domain has no coordinates", "add a range, such as x in [0, 1]");
    }
    domain.time().ifPresent(r -> flaws(Box.flaw(r)));
    domain.time().filter(r -> !r.coordinate().isTime()).ifPresent(r ->
        report(r, "the space coordinate " + r.coordinate() + " is given the place of time", "make it time(...), or a side of a box"));
    domain.space().stream().flatMap(g -> g.coordinates().stream()).filter(Coordinate::isTime).forEach(t ->
        report(domain.space().get(), "the time coordinate " + t + " stands among those of space", "give its range beside the shape"));
    domain.space().ifPresent(g -> flaws(g.flaws()));
  }

  private void flaws(List<Flaw> flaws) {
    flaws.forEach(f -> report(f.shape(), f.message(), f.remedy()));
  }

  private void content(Object subject, Equation e, String what, Place place) {
    placement.check(subject, e.left(), what, place);
    placement.check(subject, e.right(), what, place);
    Set<Field> used = fieldsOf(e);
    // what is known of an unknown coefficient, such as its boundary values, is a condition of its own
    boolean ofUnknown = place != Place.EQUATION && leaves(e, Field.class).stream().anyMatch(f -> f.role() == Field.Role.UNKNOWN);
    if (used.isEmpty() && !ofUnknown) {
      report(subject, what + " mentions no field", "it must say something about " + list(fields));
    }
    used.stream().filter(f -> !fields.contains(f)).forEach(f ->
        report(subject, what + " mentions " + f + signature(f) + ", which is not a field of the problem",
            fields.isEmpty() ? "declare it" : "the fields are " + fields.stream().map(g -> g + signature(g))
                .collect(Collectors.joining(", "))));
    leaves(e, Field.class).stream().filter(f -> f.role() != Field.Role.SOLUTION
        && coefficients.stream().noneMatch(c -> c.field().equals(f))).forEach(f ->
        report(subject, what + " mentions the coefficient " + f + signature(f) + ", which is not one of the problem", "declare it"));
    // those of a field are reported with the field
    coordinatesOf(e).stream().filter(c -> !domain.coordinates().contains(c)
        && fields.stream().noneMatch(f -> f.coordinates().contains(c))).forEach(c ->
        report(subject, what + " mentions " + c + ", which has no range",
            "the coordinates are " + list(domain.coordinates())));
    leaves(e, Parameter.class).stream().filter(p -> !parameters.contains(p)).forEach(p ->
        report(subject, what + " mentions the parameter " + p + " = " + new Const(p.value())
            + ", which is not a parameter of the problem", parameters.isEmpty() ? "declare it"
                : "the parameters are " + list(parameters)));
    infinite(e.left()).or(() -> infinite(e.right())).ifPresent(number ->
        report(subject, what + " contains " + number + ", which is no finite number", "replace it"));
    int order = Math.max(order(e.left()), order(e.right()));
    if (order > HIGHEST_ORDER) {
      report(subject, what + " contains a derivative of order " + order,
          "the highest is " + HIGHEST_ORDER + "; write it as a system");
    }
  }

  private void condition(Condition condition) {
    switch (condition) {
      case Condition.Initial(Equation e) -> {
        content(condition, e, "the initial condition " + e, Place.INITIAL);
        if (domain.time().isEmpty() && fields.stream().noneMatch(f -> f.coordinates().stream().anyMatch(Coordinate::isTime))) {
          report(condition, "the initial condition " + e + " stands in a problem without time",
              "leave it out, or give the fields a time coordinate and its range");
        }
        if (has(e, NormalDerivative.class)) {
          report(condition, "dn stands in the initial condition " + e, "use it in boundary conditions only");
        }
      }
      case Condition.Boundary(var parts, Equation e) -> {
        content(condition, e, "the boundary condition " + e, Place.BOUNDARY);
        // where there is no sound shape, that is the fault
        if (parts.isEmpty() && domain.space().map(Geometry::flaws).orElse(List.of()).isEmpty()) {
          report(condition, "the boundary condition " + e + " holds on no part of the boundary",
              domain.parts().isEmpty() ? "leave it out" : "the parts are " + list(domain.parts()));
        }
        parts.stream().filter(p -> !domain.parts().contains(p)).forEach(p ->
            report(condition, "no boundary part '" + p + "'", "the parts are " + list(domain.parts())));
      }
      case Condition.Periodic(Coordinate c) -> {
        if (c.isTime()) {
          report(condition, "periodic " + c + ": time is not periodic", "name a space coordinate, or give initial conditions");
        } else if (!domain.coordinates().contains(c)) {
          report(condition, "periodic " + c + ": no such coordinate", "the coordinates are " + list(domain.coordinates()));
        } else if (!domain.mayBePeriodic(c)) {
          report(condition, "periodic " + c + ": the domain does not end at two opposite faces of constant " + c,
              "give conditions on its boundary instead");
        }
      }
      case Condition.Interface i -> onInterface(i);
      case Condition.Gauge(Equation e) -> {
        content(condition, e, "the gauge " + e, Place.GAUGE);
        if (Placement.holdsLocalField(e.left()) || Placement.holdsLocalField(e.right())) {
          report(condition, "the gauge " + e + " holds at no stated place", "write mean(p) = 0, or p(0, 0) = 0 with a point");
        }
      }
      case Condition.Observation o -> {
        content(condition, o.quantity().eq(0), "the observation of " + o.quantity(), Place.OBSERVATION);
        data.observation(o);
      }
    }
  }

  private void onInterface(Condition.Interface i) {
    String what = "the interface condition " + i.equation();
    content(i, i.equation(), what, Place.INTERFACE);
    switch (i.where()) {
      case Locus.Level(Coordinate c, double level) -> {
        Optional<Range> range = domain.ranges().stream().filter(r -> r.coordinate().equals(c) && !c.isTime()).findFirst();
        if (range.isEmpty()) {
          report(i, "an interface at " + c + " = " + new Const(level) + ": " + c + " is no space coordinate of the problem",
              "the coordinates are " + list(domain.coordinates()));
        } else if (!(level > range.get().lower() && level < range.get().upper())) {
          report(i, "the interface " + c + " = " + new Const(level) + " does not lie inside of [" + new Const(range.get().lower())
              + ", " + new Const(range.get().upper()) + "]", "at its ends give boundary conditions");
        }
      }
      case Locus.Rim(Geometry set) -> around(i, set);
    }
    if (!Placement.holdsTrace(i.equation().left()) && !Placement.holdsTrace(i.equation().right())) {
      report(i, what + " says nothing of the two sides", "use jump(u), above(u) or below(u)");
    }
  }

  /** The rim of a set, which is no part of the domain's statement and so has names of its own. */
  private void around(Condition.Interface i, Geometry set) {
    Map<String, String> taken = new HashMap<>();
    set.names().stream().distinct().forEach(part -> name(i, part, "boundary part", taken));
    set.flaws().forEach(f -> report(i, f.message(), f.remedy()));
    Optional<Geometry> space = domain.space();
    if (space.isEmpty() || !space.get().coordinates().equals(set.coordinates())) {
      report(i, "the interface is around " + set + ", which is no set in the space of the problem",
          "the space coordinates are " + list(space.map(Geometry::coordinates).orElse(List.of())));
    } else if (set.flaws().isEmpty() && space.get().flaws().isEmpty()
        && set.parts().stream().noneMatch(part -> runsInside(part, space.get()))) {
      report(i, "no part of the rim of " + set + " lies inside of the domain", "on the boundary of the domain give boundary conditions");
    }
  }

  private static boolean runsInside(BoundaryPart part, Geometry domain) {
    double rounding = 1e-9 * domain.boundingBox().ranges().stream().mapToDouble(Range::length).max().orElse(0);
    double[][] points = part.quadrature(SAMPLES_OF_A_RIM).points();
    return IntStream.range(0, points[0].length)
        .anyMatch(p -> domain.signedDistance(Arrays.stream(points).mapToDouble(c -> c[p]).toArray()) < -rounding);
  }

  // ---- the pieces together ----

  private void counts() {
    if (fields.isEmpty()) {
      report(null, "there is no field", "declare one, such as u(t, x)");
      return;
    }
    if (equations.size() != fields.size()) {
      report(fields.getFirst(), counted(equations.size(), "equation") + " for " + counted(fields.size(), "field") + " ("
          + list(fields) + ")", "state one equation for each field");
    }
    if (!equations.isEmpty()) {
      fields.stream().filter(f -> equations.stream().noneMatch(e -> fieldsOf(e).contains(f)))
          .forEach(f -> report(f, f + " occurs in no equation", "state its equation, or leave it out"));
    }
  }

  private void initialConditions() {
    if (domain.time().isEmpty()) {
      return;
    }
    Coordinate t = domain.time().get().coordinate();
    for (Field f : fields) {
      int m = highest(f, t);
      Map<Integer, Condition.Initial> given = new LinkedHashMap<>();
      for (Condition c : conditions) {
        if (!(c instanceof Condition.Initial initial) || order(initial.equation(), f, t) < 0) {
          continue;
        }
        int j = order(initial.equation(), f, t);
        if (m >= 0 && j >= m) {
          report(c, "the initial condition " + initial.equation() + (j == 0 ? " is for " + f
              + ", which has no time derivative in the equations" : " gives " + derivative(f, t, j)
              + ", but the equations are of order " + m + " in " + t + " for " + f), "leave it out");
          continue;
        }
        Condition.Initial before = given.putIfAbsent(j, initial);
        boolean alone = fieldsOf(initial.equation()).size() == 1;
        if (before != null && alone && fieldsOf(before.equation()).size() == 1) {
          report(c, derivative(f, t, j) + " is given twice at the start: " + before.equation() + " and "
              + initial.equation(), "keep one");
        }
      }
      for (int j = 0; j < m; j++) {
        if (!given.containsKey(j)) {
          report(f, "no initial condition for " + derivative(f, t, j),
              "add: initial " + derivativeText(f, t, j) + " = ...");
        }
      }
    }
  }

  private void boundaryConditions() {
    var periodic = new LinkedHashSet<Coordinate>();
    for (Condition c : conditions) {
      if (c instanceof Condition.Periodic(Coordinate x) && !periodic.add(x)) {
        report(c, "periodic " + x + " is stated twice", "keep one");
      }
    }
    Map<BoundaryPart, List<Condition.Boundary>> held = new LinkedHashMap<>();
    var crossed = domain.parts().stream().flatMap(p -> domain.across(p).stream()).collect(Collectors.toSet());
    for (Condition c : conditions) {
      if (c instanceof Condition.Boundary b) {
        var clash = new LinkedHashSet<Coordinate>();
        for (BoundaryPart p : b.parts()) {
          held.computeIfAbsent(p, _ -> new ArrayList<>()).add(b);
          domain.across(p).filter(periodic::contains).ifPresent(clash::add);
        }
        boolean others = periodic.size() < crossed.size() || domain.parts().stream().anyMatch(p -> domain.across(p).isEmpty());
        clash.forEach(x -> report(c, "the boundary condition " + b.equation() + " holds at the ends of " + x
            + ", which is periodic", b.parts().equals(domain.parts()) && others
                ? "name the parts that are not periodic" : "keep one of the two"));
      }
    }
    held.forEach(this::values);
    var open = domain.parts().stream().filter(p -> domain.across(p).filter(periodic::contains).isEmpty()).toList();
    if (domain.space().filter(Box.class::isInstance).isPresent()) {
      Map<Coordinate, List<BoundaryPart>> ends = new LinkedHashMap<>();
      open.forEach(p -> ends.computeIfAbsent(domain.across(p).orElseThrow(), _ -> new ArrayList<>()).add(p));
      ends.forEach((x, parts) -> missing(x, parts, held));
    } else if (!open.isEmpty()) {
      missing(open, held);
    }
  }

  /** No field may be given two values on one part. */
  private void values(BoundaryPart part, List<Condition.Boundary> held) {
    Map<Field, Equation> given = new HashMap<>();
    for (Condition.Boundary b : held) {
      Equation e = b.equation();
      Set<Field> used = fieldsOf(e);
      if (used.size() == 1 && !has(e, Partial.class) && !has(e, NormalDerivative.class)) {
        Field f = used.iterator().next();
        Equation before = given.putIfAbsent(f, e);
        if (before != null) {
          report(b, f + " is given twice on '" + part + "': " + before + " and " + e, "keep one");
        }
      }
    }
  }

  /** On a boundary without opposite ends, a field of order k needs k/2 conditions everywhere. */
  private void missing(List<BoundaryPart> parts, Map<BoundaryPart, List<Condition.Boundary>> held) {
    boolean higher = false;
    for (Field f : fields) {
      int k = domain.space().orElseThrow().coordinates().stream().mapToInt(x -> highest(f, x)).max().orElse(0);
      if (k < 2) {
        continue;
      }
      higher = true;
      for (BoundaryPart part : parts) {
        long here = held.getOrDefault(part, List.of()).stream().filter(b -> fieldsOf(b.equation()).contains(f)).count();
        if (here == 0) {
          reportBare(f, part);
        } else if (here < k / 2) {
          report(f, f + " is of order " + k + " and has " + counted((int) here, "condition") + " on '" + part + "'",
              "it needs " + k / 2 + " there");
        }
      }
    }
    boolean first = fields.stream().anyMatch(f -> domain.space().orElseThrow().coordinates().stream().anyMatch(x -> highest(f, x) == 1));
    if (first && !higher && parts.stream().noneMatch(held::containsKey)) {
      report(fields.getFirst(), "no condition on the boundary", "give one on the parts where values enter; the parts are " + list(parts));
    }
  }

  private void reportBare(Field f, BoundaryPart part) {
    report(f, "no condition for " + f + " on the boundary part '" + part + "'", "add: boundary " + part + ": " + f.text() + " = ...");
  }

  private void missing(Coordinate x, List<BoundaryPart> parts, Map<BoundaryPart, List<Condition.Boundary>> held) {
    boolean first = false;
    boolean higher = false;
    for (Field f : fields) {
      int k = highest(f, x);
      first |= k == 1;
      if (k < 2) {
        continue;
      }
      higher = true;
      int total = 0;
      boolean bare = false;
      for (BoundaryPart part : parts) {
        long here = held.getOrDefault(part, List.of()).stream().filter(b -> fieldsOf(b.equation()).contains(f)).count();
        total += (int) here;
        if (here == 0) {
          bare = true;
          reportBare(f, part);
        }
      }
      if (!bare && total < k) {
        report(f, f + " is of order " + k + " in " + x + " and has " + counted(total, "condition") + " on "
            + parts.stream().map(BoundaryPart::name).collect(Collectors.joining(" and ")), "it needs " + k + " there in all");
      }
    }
    if (first && !higher && parts.stream().noneMatch(held::containsKey)) {
      report(fields.getFirst(), "no condition on " + parts.stream().map(p -> "'" + p + "'")
          .collect(Collectors.joining(" or ")), "give one where values enter, or state: periodic " + x.text());
    }
  }

  /** A field of order k across an interface needs k conditions there if there is one for it. */
  private void interfaces() {
    var interfaces = new LinkedHashMap<Locus, List<Condition.Interface>>();
    for (Condition c : conditions) {
      if (c instanceof Condition.Interface i) {
        interfaces.computeIfAbsent(i.where(), _ -> new ArrayList<>()).add(i);
      }
    }
    interfaces.forEach((where, held) -> fields.forEach(f -> {
      var across = switch (where) {
        case Locus.Level(Coordinate c, _) -> List.of(c);
        case Locus.Rim(Geometry set) -> set.coordinates();
      };
      int k = across.stream().mapToInt(c -> highest(f, c)).max().orElse(0);
      int given = (int) held.stream().filter(i -> fieldsOf(i.equation()).contains(f)).count();
      if (given > 0 && given < k) {
        report(held.getFirst(), f + " is of order " + k + " in " + list(across) + " and has " + counted(given, "condition")
            + " at the interface " + where, "it needs " + k + " there");
      }
    }));
  }

  private void observations() {
    if (conditions.stream().noneMatch(Condition.Observation.class::isInstance)) {
      parameters.stream().filter(Parameter::unknown).forEach(p ->
          report(p, "nothing is observed from which " + p + " could be found", "add: observe ... at (...) = ... noise ..."));
      coefficients.stream().filter(Coefficient.Unknown.class::isInstance).forEach(c ->
          report(c, "nothing is observed from which " + c.field() + " could be found", "add: observe ... at (...) = ... noise ..."));
    }
  }

  // ---- questions to a statement ----

  /** The highest order of differentiation of a field along a coordinate in the equations; -1 if it does not occur. */
  private int highest(Field f, Coordinate c) {
    return equations.stream().mapToInt(e -> order(e, f, c)).max().orElse(-1);
  }

  private static int order(Equation e, Field f, Coordinate c) {
    return Math.max(order(e.left(), f, c), order(e.right(), f, c));
  }

  private static int order(Expr e, Field f, Coordinate c) {
    if (e.equals(f)) {
      return 0;
    }
    int inner = -1;
    for (Expr operand : e.operands()) {
      inner = Math.max(inner, order(operand, f, c));
    }
    return e instanceof Partial p && inner >= 0 ? inner + (int) p.with().stream().filter(c::equals).count() : inner;
  }

  private static int order(Expr e) {
    int inner = 0;
    for (Expr operand : e.operands()) {
      inner = Math.max(inner, order(operand));
    }
    return switch (e) {
      case Partial p -> inner + p.with().size();
      case NormalDerivative _ -> inner + 1;
      default -> inner;
    };
  }

  private static <L extends Expr> Set<L> leaves(Equation e, Class<L> kind) {
    var all = new LinkedHashSet<>(e.left().leaves(kind));
    all.addAll(e.right().leaves(kind));
    return all;
  }

  /** Without coefficients. */
  private static Set<Field> fieldsOf(Equation e) {
    return leaves(e, Field.class).stream().filter(f -> f.role() == Field.Role.SOLUTION)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<Coordinate> coordinatesOf(Equation e) {
    var all = leaves(e, Coordinate.class);
    differentiated(e.left(), all);
    differentiated(e.right(), all);
    return all;
  }

  private static void differentiated(Expr e, Set<Coordinate> found) {
    if (e instanceof Partial p) {
      found.addAll(p.with());
    }
    e.operands().forEach(operand -> differentiated(operand, found));
  }

  /** A number that overflows or is undefined, such as 1/0 or log(-1). */
  private static Optional<Expr> infinite(Expr e) {
    boolean number = e instanceof Const || !e.operands().isEmpty() && e.operands().stream().allMatch(Const.class::isInstance);
    boolean valued = !(e instanceof NormalDerivative || e instanceof Integral || e instanceof Trace);
    if (number && valued) {
      return Double.isFinite(e.evaluate(Map.of())) ? Optional.empty() : Optional.of(e);
    }
    return e.operands().stream().map(Validation::infinite).flatMap(Optional::stream).findFirst();
  }

  private static boolean has(Equation e, Class<? extends Expr> kind) {
    return has(e.left(), kind) || has(e.right(), kind);
  }

  private static boolean has(Expr e, Class<? extends Expr> kind) {
    return kind.isInstance(e) || e.operands().stream().anyMatch(operand -> has(operand, kind));
  }

  // ---- words ----

  private static Expr derivative(Field f, Coordinate t, int j) {
    Expr e = f;
    for (int i = 0; i < j; i++) {
      e = Partial.of(e, t);
    }
    return e;
  }

  private static String derivativeText(Field f, Coordinate t, int j) {
    return derivative(f, t, j).text();
  }

  private static String signature(Field f) {
    return "(" + list(f.coordinates()) + ")";
  }

  private static String list(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String counted(int n, String noun) {
    return (n == 0 ? "no" : n) + " " + noun + (n == 1 ? "" : "s");
  }
}
