package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.geometry.BoundaryPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a solution must satisfy beside its equations. */
public sealed interface Condition extends Clause {

  /** Holds at the lower end of the time range. */
  record Initial(Equation equation) implements Condition {}

  /** Holds on the named parts; its kind (Dirichlet, Neumann, Robin) is derived. */
  record Boundary(List<BoundaryPart> parts, Equation equation) implements Condition {
    public Boundary {
      parts = List.copyOf(parts);
    }
  }

  /** All fields, with all derivatives, agree at the two ends of the coordinate's range. */
  record Periodic(Coordinate coordinate) implements Condition {}

  /** Holds at an interface inside of the domain; what it says of the two sides stands in traces. */
  record Interface(Locus where, Equation equation) implements Condition {}

  /** Fixes what the other conditions leave free, such as the mean of a pressure or its value at a point. */
  record Gauge(Equation equation) implements Condition {}

  /**
   * Measurements of a quantity, each with independent normal error.
   *
   * @param quantity an expression in fields
   * @param coordinates the meaning of the numbers of a point
   * @param points where it was measured
   * @param values one for each point
   * @param noise the standard deviation of the error of a value
   */
  record Observation(Expr quantity, List<Coordinate> coordinates, List<List<Double>> points, List<Double> values,
      double noise) implements Condition {
    public Observation {
      coordinates = List.copyOf(coordinates);
      // no negative zeros, which read back as zeros
      points = points.stream().map(p -> p.stream().map(v -> v + 0.0).toList()).toList();
      values = values.stream().map(v -> v + 0.0).toList();
    }
  }

  /** What it states as an equation; a periodic condition and an observation state none. */
  default Optional<Equation> stated() {
    return switch (this) {
      case Initial(Equation e) -> Optional.of(e);
      case Boundary(_, Equation e) -> Optional.of(e);
      case Interface(_, Equation e) -> Optional.of(e);
      case Gauge(Equation e) -> Optional.of(e);
      case Periodic _, Observation _ -> Optional.empty();
    };
  }

  /** Both sides of all equations and conditions, observed quantities and guesses. */
  static List<Expr> expressions(List<Equation> equations, List<Condition> conditions, List<Coefficient> coefficients) {
    var all = new ArrayList<Expr>();
    Stream.concat(equations.stream(), conditions.stream().flatMap(c -> c.stated().stream())).forEach(e -> {
      all.add(e.left());
      all.add(e.right());
    });
    for (Condition c : conditions) {
      if (c instanceof Observation o) {
        all.add(o.quantity);
      }
    }
    for (Coefficient c : coefficients) {
      if (c instanceof Coefficient.Unknown(_, Optional<Expr> guess)) {
        guess.ifPresent(all::add);
      }
    }
    return all;
  }

  /** The same with its expressions changed. */
  default Condition map(UnaryOperator<Expr> f) {
    UnaryOperator<Equation> both = e -> new Equation(f.apply(e.left()), f.apply(e.right()));
    return switch (this) {
      case Initial(Equation e) -> new Initial(both.apply(e));
      case Boundary(var parts, Equation e) -> new Boundary(parts, both.apply(e));
      case Interface(Locus where, Equation e) -> new Interface(where, both.apply(e));
      case Gauge(Equation e) -> new Gauge(both.apply(e));
      case Observation o -> new Observation(f.apply(o.quantity), o.coordinates, o.points, o.values, o.noise);
      case Periodic p -> p;
    };
  }
}
