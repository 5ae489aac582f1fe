package dev.ansatz.pde;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the parts of a formula may stand where it stands: traces at interfaces, point values in gauges, tables where they reach. */
final class Placement {
  /** What a formula is part of. */
  enum Place { EQUATION, INITIAL, BOUNDARY, INTERFACE, GAUGE, OBSERVATION, GUESS }

  private final Domain domain;
  private final List<Finding> findings;

  Placement(Domain domain, List<Finding> findings) {
    this.domain = domain;
    this.findings = findings;
  }

  /** The tables that expressions mention, in order of first occurrence. */
  static Set<Table> tables(List<Expr> expressions) {
    var tables = new LinkedHashSet<Table>();
    expressions.forEach(e -> collect(e, tables));
    return tables;
  }

  private static void collect(Expr e, Set<Table> tables) {
    if (e instanceof Tabulated t) {
      tables.add(t.table());
    }
    e.operands().forEach(operand -> collect(operand, tables));
  }

  void check(Object subject, Expr e, String what, Place place) {
    switch (e) {
      // in equations and initial conditions they have messages of their own
      case NormalDerivative _ when place == Place.GAUGE || place == Place.OBSERVATION ->
          report(subject, "dn stands in " + what, "use it in boundary and interface conditions only");
      case NormalDerivative(Expr operand) when holdsTrace(operand) ->
          report(subject, "a trace is differentiated in " + what, "write the trace of the derivative, such as jump(dn(u))");
      case Trace trace -> {
        if (place != Place.INTERFACE) {
          report(subject, trace.side().text() + " stands in " + what, "use it in interface conditions only");
        }
        if (holdsTrace(trace.operand())) {
          report(subject, "one trace stands in another in " + what, "write jump(...) of an expression without above, below and jump");
        }
      }
      case Partial(Expr operand, _) when holdsTrace(operand) ->
          report(subject, "a trace is differentiated in " + what, "write the trace of the derivative, such as jump(u_x)");
      case PointValue value -> pointValue(subject, value, what, place);
      case Integral integral -> {
        if (place == Place.INTERFACE) {
          report(subject, "an integral stands in " + what, "an interface condition holds at each point by itself");
        }
        integral.over().stream().filter(c -> !domain.coordinates().contains(c)).forEach(c ->
            report(subject, what + " integrates over " + c + ", which has no range",
                "the coordinates are " + list(domain.coordinates())));
        if (domain.space().filter(g -> !(g instanceof Box)).isPresent()) {
          integral.over().stream().filter(c -> !c.isTime() && domain.coordinates().contains(c)).forEach(c ->
              report(subject, what + " integrates over " + c + ", which has no range of its own in a domain that is no box",
                  "integrate over all of space"));
        }
      }
      case Tabulated tabulated -> coverage(subject, tabulated, what);
      default -> { }
    }
    e.operands().forEach(operand -> check(subject, operand, what, place));
  }

  private void pointValue(Object subject, PointValue value, String what, Place place) {
    if (place != Place.GAUGE) {
      report(subject, "the value at a point " + value + " stands in " + what, "use it in a gauge only");
    }
    for (int i = 0; i < value.at().size(); i++) {
      Coordinate c = value.field().coordinates().get(i);
      Optional<Range> range = range(c);
      if (value.at().get(i) instanceof Const(double at) && range.isPresent()
          && !(at >= range.get().lower() && at <= range.get().upper())) {
        report(subject, what + " takes " + value.field() + " at " + c + " = " + new Const(at) + ", outside of its range",
            "take it from [" + new Const(range.get().lower()) + ", " + new Const(range.get().upper()) + "]");
      }
    }
  }

  private void coverage(Object subject, Tabulated tabulated, String what) {
    for (int i = 0; i < tabulated.arguments().size(); i++) {
      int axis = i;
      if (tabulated.arguments().get(i) instanceof Coordinate c) {
        range(c).filter(r -> r.lower() <= r.upper() && !tabulated.table().covers(axis, r.lower(), r.upper())).ifPresent(r -> {
          double[] nodes = tabulated.table().nodes(axis);
          report(subject, "the table " + tabulated.table().name() + " in " + what + " reaches from " + new Const(nodes[0]) + " to "
              + new Const(nodes[nodes.length - 1]) + ", and " + c + " from " + new Const(r.lower()) + " to " + new Const(r.upper()),
              "tabulate all of the range");
        });
      }
    }
  }

  private Optional<Range> range(Coordinate c) {
    return domain.ranges().stream().filter(r -> r.coordinate().equals(c)).findFirst();
  }

  static boolean holdsTrace(Expr e) {
    return e instanceof Trace || e.operands().stream().anyMatch(Placement::holdsTrace);
  }

  /** Whether a field stands outside of every integral and point value. */
  static boolean holdsLocalField(Expr e) {
    return switch (e) {
      case Field _ -> true;
      case Integral _, PointValue _ -> false;
      default -> e.operands().stream().anyMatch(Placement::holdsLocalField);
    };
  }

  private void report(Object subject, String message, String remedy) {
    findings.add(new Finding(subject, message, remedy));
  }

  private static String list(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
