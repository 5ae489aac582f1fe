package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import java.util.List;

/** One sentence of a problem's statement, as {@link Pde#pde} takes it; made by the words of {@link Pde}. */
public sealed interface Clause permits Condition, Coefficient, Clause.Equations, Clause.Initially, Clause.On, Clause.PeriodicIn {

  /** Hold inside the domain: one scalar equation, or all components of a vector equation. */
  record Equations(List<Equation> equations) implements Clause {
    public Equations {
      equations = List.copyOf(equations);
    }
  }

  /** Hold at the lower end of the time range. */
  record Initially(List<Equation> equations) implements Clause {
    public Initially {
      equations = List.copyOf(equations);
    }
  }

  /** Hold on some parts of the boundary. */
  record On(Parts parts, List<Equation> equations) implements Clause {
    public On {
      equations = List.copyOf(equations);
    }
  }

  /** All fields are periodic in these coordinates. */
  record PeriodicIn(List<Coordinate> coordinates) implements Clause {
    public PeriodicIn {
      coordinates = List.copyOf(coordinates);
    }
  }
}
