package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.geometry.BoundaryPart;
import java.util.List;

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
}
