package dev.ansatz.pde;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Combination;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.law.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whole problems: as text that is parsed back, as mathematics, as LaTeX. */
final class ProblemPrinter {
  private ProblemPrinter() {}

  static String text(Problem p) {
    var lines = new ArrayList<String>();
    lines.add("problem " + p.name());
    lines.add(p.fields().stream().map(f -> f.text() + "(" + names(f.coordinates()) + ")").collect(Collectors.joining(", "))
        + "  on  " + domain(p));
    p.parameters().forEach(q -> lines.add((q.unknown() ? "unknown " : "param ") + q.text() + " = " + valued(q, Const::text)));
    p.coefficients().forEach(c -> lines.add(switch (c) {
      case Coefficient.Unknown(Field f, Optional<Expr> guess) ->
          "unknown " + f.text() + "(" + names(f.coordinates()) + ")" + guess.map(g -> " = " + g.text()).orElse("");
      case Coefficient.Input(Field f, Optional<Law> law) ->
          "input " + f.text() + "(" + names(f.coordinates()) + ")" + law.map(l -> " from " + l).orElse("");
    }));
    Placement.tables(p.expressions()).forEach(t -> lines.add(DataPrinter.table(t)));
    p.equations().forEach(e -> lines.add(e.text()));
    for (Condition condition : p.conditions()) {
      lines.add(switch (condition) {
        case Condition.Initial(Equation e) -> "initial  " + e.text();
        case Condition.Boundary(var parts, Equation e) when isAll(parts, p) ->
            // a bare coordinate on the left would read as the name of a part
            "boundary" + (e.left() instanceof Coordinate ? ":  " : "  ") + e.text();
        case Condition.Boundary(var parts, Equation e) -> "boundary " + names(parts, ", ") + ":  " + e.text();
        case Condition.Periodic(Coordinate c) -> "periodic " + c.text();
        case Condition.Interface(Locus where, Equation e) -> "interface " + where.text() + ":  " + e.text();
        case Condition.Gauge(Equation e) -> "gauge  " + e.text();
        case Condition.Observation o -> DataPrinter.observation(o);
      });
    }
    return String.join("\n", lines) + "\n";
  }

  static String math(Problem p) {
    var lines = new ArrayList<String>();
    lines.add(p.name() + ": " + p.fields().stream().map(ProblemPrinter::applied).collect(Collectors.joining(", "))
        + " on " + Stream.concat(p.domain().space().stream(), time(p).stream()).map(Object::toString).collect(Collectors.joining(", ")));
    p.equations().forEach(e -> lines.add(e.toString()));
    for (Condition condition : p.conditions()) {
      lines.add(switch (condition) {
        case Condition.Initial(Equation e) -> e + " at " + start(p);
        case Condition.Boundary(var parts, Equation e) ->
            e + " on " + (isAll(parts, p) ? "the boundary" : names(parts, ", "));
        case Condition.Periodic(Coordinate c) -> "periodic in " + c;
        case Condition.Interface(Locus where, Equation e) -> e + " at the interface " + where;
        case Condition.Gauge(Equation e) -> e.toString();
        case Condition.Observation o -> o.quantity() + " observed at " + o.points().size()
            + (o.points().size() == 1 ? " point" : " points") + " with noise " + new Const(o.noise());
      });
    }
    var known = p.parameters().stream().filter(q -> !q.unknown()).map(q -> q + " = " + valued(q, Const::toString)).toList();
    if (!known.isEmpty()) {
      lines.add("with " + String.join(", ", known));
    }
    var unknown = Stream.concat(
        p.parameters().stream().filter(Parameter::unknown).map(q -> q + " ≈ " + valued(q, Const::toString)),
        p.coefficients().stream().filter(Coefficient.Unknown.class::isInstance).map(c -> applied(c.field())
            + ((Coefficient.Unknown) c).guess().map(g -> " ≈ " + g).orElse(""))).toList();
    if (!unknown.isEmpty()) {
      lines.add("to be found: " + String.join(", ", unknown));
    }
    p.coefficients().stream().filter(Coefficient.Input.class::isInstance).map(Coefficient.Input.class::cast).forEach(c ->
        lines.add(applied(c.field()) + " given" + c.law().map(l -> ", drawn from " + l).orElse("")));
    Placement.tables(p.expressions()).forEach(t -> lines.add("with the table " + t));
    return String.join("\n  ", lines);
  }

  static String latex(Problem p) {
    var lines = new ArrayList<String>();
    p.equations().forEach(e -> lines.add(e.left().latex() + " &= " + e.right().latex()));
    for (Condition condition : p.conditions()) {
      lines.add(switch (condition) {
        case Condition.Initial(Equation e) -> row(e, "\\text{at } " + p.domain().time().map(r ->
            r.coordinate().latex() + " = " + new Const(r.lower()).latex()).orElse(""));
        case Condition.Boundary(var parts, Equation e) -> row(e, isAll(parts, p) ? "\\text{on the boundary}"
            : "\\text{on } " + parts.stream().map(BoundaryPart::latex).collect(Collectors.joining(",\\; ")));
        case Condition.Periodic(Coordinate c) -> "& \\text{periodic in } " + c.latex();
        case Condition.Interface(Locus where, Equation e) -> row(e, "\\text{at } " + where.latex());
        case Condition.Gauge(Equation e) -> e.left().latex() + " &= " + e.right().latex();
        case Condition.Observation o -> "& " + o.quantity().latex() + " \\text{ observed at " + o.points().size()
            + " points with noise } " + new Const(o.noise()).latex();
      });
    }
    return "\\begin{aligned}\n" + String.join(" \\\\\n", lines) + "\n\\end{aligned}";
  }

  private static String row(Equation e, String where) {
    return e.left().latex() + " &= " + e.right().latex() + " && " + where;
  }

  /** {@code 0.1}, or {@code 0.1 in [0, 1]}. */
  private static String valued(Parameter q, Function<Const, String> number) {
    return number.apply(new Const(q.value())) + (q.isBounded() ? " in [" + number.apply(new Const(q.lower())) + ", "
        + number.apply(new Const(q.upper())) + "]" : "");
  }

  private static String start(Problem p) {
    return p.domain().time().map(r -> r.coordinate() + "=" + new Const(r.lower())).orElse("the start");
  }

  private static String applied(Field f) {
    return f + "(" + f.coordinates().stream().map(Coordinate::toString).collect(Collectors.joining(", ")) + ")";
  }

  private static String names(List<Coordinate> coordinates) {
    return coordinates.stream().map(Coordinate::name).collect(Collectors.joining(", "));
  }

  private static String names(List<BoundaryPart> parts, String separator) {
    return parts.stream().map(BoundaryPart::name).collect(Collectors.joining(separator));
  }

  /** Time is one more range; space coordinates are listed where the shapes do not tell them. */
  private static String domain(Problem p) {
    var items = new ArrayList<String>();
    p.domain().space().ifPresent(g -> {
      items.add(g.text());
      // what the parser takes for granted
      var usual = p.fields().stream().flatMap(f -> f.coordinates().stream()).distinct()
          .filter(c -> !c.name().equals("t") && !time(p).map(Box::coordinates).orElse(List.of()).contains(c)).toList();
      if (!beginsWithBox(g) && !usual.equals(g.coordinates())) {
        g.coordinates().forEach(c -> items.add("space " + c.text()));
      }
    });
    time(p).ifPresent(t -> items.add(t.text()));
    return String.join(", ", items);
  }

  private static Optional<Box> time(Problem p) {
    return p.domain().time().map(range -> new Box(List.of(range)));
  }

  private static boolean beginsWithBox(Geometry g) {
    return switch (g) {
      case Combination c -> beginsWithBox(c.first());
      default -> g instanceof Box;
    };
  }

  private static boolean isAll(List<BoundaryPart> parts, Problem p) {
    return parts.equals(p.domain().parts());
  }
}
