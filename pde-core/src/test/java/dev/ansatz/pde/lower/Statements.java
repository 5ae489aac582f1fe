package dev.ansatz.pde.lower;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Words to state problems with in the tests of this package. */
final class Statements {
  static final Coordinate T = new Coordinate("t", Coordinate.Kind.TIME);
  static final Coordinate X = new Coordinate("x", Coordinate.Kind.SPACE);
  static final Coordinate Y = new Coordinate("y", Coordinate.Kind.SPACE);
  static final Parameter NU = new Parameter("nu", 0.25);
  static final Field U = new Field("u", List.of(T, X));
  static final Field V = new Field("v", List.of(T, X));
  static final Field W = new Field("w", List.of(X, Y));
  static final Box INTERVAL = new Box(List.of(new Range(X, -1, 1)));
  static final Box SQUARE = new Box(List.of(new Range(X, 0, 1), new Range(Y, 0, 1)));
  static final Domain EVOLUTION = new Domain(Optional.of(INTERVAL), Optional.of(new Range(T, 0, 1)));
  static final Domain STATIONARY = new Domain(Optional.of(SQUARE), Optional.empty());

  private Statements() {}

  static Expr d(Expr e, Coordinate... with) {
    return Partial.of(e, with);
  }

  /** Periodic unless boundary conditions are given; starts at zero unless initial conditions are. */
  static Problem evolution(List<Equation> equations, Condition... conditions) {
    var fields = equations.size() == 1 ? List.of(U) : List.of(U, V);
    var all = new ArrayList<Condition>(List.of(conditions));
    if (all.stream().noneMatch(Condition.Initial.class::isInstance)) {
      for (Expr unknown : Lowering.unknowns(equations.stream().map(e -> Lowering.normalForm(e.residual())).toList())) {
        for (int k = 0; k < Leaves.derivatives(unknown).stream().filter(T::equals).count(); k++) {
          Condition start = initial(Partial.of(Leaves.field(unknown), Collections.nCopies(k, T)).eq(0));
          if (!all.contains(start)) {
            all.add(start);
          }
        }
      }
    }
    if (all.stream().allMatch(Condition.Initial.class::isInstance)) {
      all.add(new Condition.Periodic(X));
    }
    return new Problem("test", EVOLUTION, fields, List.of(NU), equations, all);
  }

  static Problem stationary(Equation equation) {
    List<Condition> periodic = List.of(new Condition.Periodic(X), new Condition.Periodic(Y));
    return new Problem("test", STATIONARY, List.of(W), List.of(), List.of(equation), periodic);
  }

  static Condition initial(Equation equation) {
    return new Condition.Initial(equation);
  }

  static Condition onAll(Domain domain, Equation equation) {
    return new Condition.Boundary(domain.parts(), equation);
  }
}
