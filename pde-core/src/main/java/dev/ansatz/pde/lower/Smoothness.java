package dev.ansatz.pde.lower;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.expr.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How often an expression of smooth fields can be differentiated so that the result is a function: one time where it has kinks in an
 * unknown, such as {@code max(u, 0)}, not at all where it jumps. One derivative more is a measure on the front where it does, and what
 * is evaluated at points does not see it: the normal form of {@code d(max(u, 0), x, 2)} is {@code u_xx} where u > 0, and says nothing
 * of what flows through the front.
 */
final class Smoothness {
  /** More than any derivatives. */
  private static final int SMOOTH = 1000;
  private static final int SAMPLES = 4;
  private static final double ROUNDING = 1e-12;

  private Smoothness() {}

  /** Whether an expression holds a derivative that is no function. */
  static boolean isMeasure(Expr e) {
    return of(e) < 0;
  }

  private static int of(Expr e) {
    if (e.fields().isEmpty()) {
      return SMOOTH;
    }
    return switch (e) {
      case Partial(Expr operand, var with) -> {
        int inner = of(operand);
        yield inner == SMOOTH ? SMOOTH : inner - with.size();
      }
      // its derivatives below the power vanish where it has its kink
      case Power(Call base, Const(double p)) when p >= 1 && hasKinkAtZero(base) -> Math.min((int) p, least(base.operands()));
      case Call(Elementary function, var arguments) -> Math.min(least(arguments), switch (function) {
        case ABS, MIN, MAX -> 1;
        case SIGN -> 0;
        default -> SMOOTH;
      });
      case Piecewise piecewise when movesWithUnknown(piecewise) -> Math.min(least(piecewise.operands()), isContinuous(piecewise) ? 1 : 0);
      case Tabulated t -> Math.min(least(t.arguments()), t.table().interpolation() == Table.Interpolation.LINEAR ? 1 : 3);
      default -> least(e.operands());
    };
  }

  private static int least(List<Expr> operands) {
    return operands.stream().mapToInt(Smoothness::of).min().orElse(SMOOTH);
  }

  private static boolean hasKinkAtZero(Call call) {
    return switch (call.function()) {
      case ABS -> true;
      case MIN, MAX -> call.arguments().contains(Const.ZERO);
      default -> false;
    };
  }

  private static boolean movesWithUnknown(Piecewise piecewise) {
    return piecewise.cases().stream().flatMap(c -> c.conditions().stream())
        .anyMatch(k -> !k.left().fields().isEmpty() || !k.right().fields().isEmpty());
  }

  /** Whether two cases, parted by a value of a field, agree there; others are taken to jump. */
  private static boolean isContinuous(Piecewise piecewise) {
    if (piecewise.cases().size() != 1 || piecewise.cases().getFirst().conditions().size() != 1) {
      return false;
    }
    var condition = piecewise.cases().getFirst().conditions().getFirst();
    boolean left = condition.left() instanceof Field;
    Expr field = left ? condition.left() : condition.right();
    Expr value = left ? condition.right() : condition.left();
    if (!(field instanceof Field) || !value.fields().isEmpty()) {
      return false;
    }
    Expr difference = piecewise.cases().getFirst().value().minus(piecewise.otherwise()).substitute(Map.of(field, value));
    if (!difference.fields().isEmpty()) {
      return false;
    }
    var random = new SplittableRandom(1);
    for (int k = 0; k < SAMPLES; k++) {
      var at = new HashMap<Coordinate, Double>();
      difference.leaves(Coordinate.class).forEach(c -> at.put(c, random.nextDouble()));
      if (!(Math.abs(difference.evaluate(at)) <= ROUNDING)) {
        return false;
      }
    }
    return true;
  }
}
