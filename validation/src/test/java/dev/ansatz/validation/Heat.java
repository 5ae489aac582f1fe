package dev.ansatz.validation;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Problems of one and two dimensions with known solutions, and answers that miss them by a known amount. */
public final class Heat {
  private Heat() {}

  /** u_t = ν u_xx on (0, 1), u = sin πx at t = 0, zero at the ends: u = exp(−νπ²t) sin πx. */
  public static Problem problem() {
    var t = new Coordinate("t", Coordinate.Kind.TIME);
    var x = new Coordinate("x", Coordinate.Kind.SPACE);
    var u = new Field("u", List.of(t, x));
    var nu = new Parameter("nu", 0.1);
    var box = new Box(List.of(new Range(x, 0, 1)));
    var initial = Call.of(Elementary.SIN, x.times(new Const(Math.PI)));
    return new Problem(
        "heat",
        new Domain(Optional.of(box), Optional.of(new Range(t, 0, 1))),
        List.of(u),
        List.of(nu),
        List.of(Partial.of(u, t).eq(nu.times(Partial.of(u, x, x)))),
        List.of(new Condition.Initial(u.eq(initial)), new Condition.Boundary(box.parts(), u.eq(0))));
  }

  /** −u″ = f and v″ = g on (0, 1): two fields, no time; read as u = sin πx, v = cos πx. */
  public static Problem stationary() {
    var x = new Coordinate("x", Coordinate.Kind.SPACE);
    var u = new Field("u", List.of(x));
    var v = new Field("v", List.of(x));
    var box = new Box(List.of(new Range(x, 0, 1)));
    return new Problem("pair", new Domain(Optional.of(box), Optional.empty()), List.of(u, v), List.of(),
        List.of(Partial.of(u, x, x).eq(v), Partial.of(v, x, x).eq(u)), List.of(new Condition.Boundary(box.parts(), u.eq(v))));
  }

  /** Laplace's equation on the rectangle (0, 2) × (0, 1); read as u = sin πx sinh πy. */
  public static Problem plane() {
    var x = new Coordinate("x", Coordinate.Kind.SPACE);
    var y = new Coordinate("y", Coordinate.Kind.SPACE);
    var u = new Field("u", List.of(x, y));
    var box = new Box(List.of(new Range(x, 0, 2), new Range(y, 0, 1)));
    return new Problem("plane", new Domain(Optional.of(box), Optional.empty()), List.of(u), List.of(),
        List.of(Partial.of(u, x, x).plus(Partial.of(u, y, y)).eq(0)), List.of(new Condition.Boundary(box.parts(), u.eq(0))));
  }

  /** The exact solution of one of the problems above, times {@code factor}: its relative L2 error is |factor − 1|. */
  public static Solution answer(Problem problem, String solver, Run run, double factor, Termination end, OptionalDouble estimate) {
    Solution.Evaluator fields = (field, index, points, out) -> {
      for (int p = 0; p < out.length; p++) {
        out[p] = factor * switch (problem.name()) {
          case "heat" -> Math.exp(-problem.parameters().getFirst().value() * Math.PI * Math.PI * points[0][p])
              * Math.sin(Math.PI * points[1][p]);
          case "pair" -> field == 0 ? Math.sin(Math.PI * points[0][p]) : Math.cos(Math.PI * points[0][p]);
          default -> Math.sin(Math.PI * points[0][p]) * Math.sinh(Math.PI * points[1][p]);
        };
      }
    };
    var provenance = new Provenance(solver, Map.of("width", "16"), run.seed(), run.threads(), run.precision(), Map.of("java", "25"),
        List.of("Fourier, J.: Théorie analytique de la chaleur, 1822"));
    return new Solution(problem, fields, end, 40, 321, Duration.ofMillis(1500), estimate, OptionalDouble.of(3e-5), provenance);
  }
}
