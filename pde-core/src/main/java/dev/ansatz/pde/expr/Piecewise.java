package dev.ansatz.pde.expr;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of the first case whose conditions all hold, else {@code otherwise}; made by {@link #of}. It is
 * differentiated branch by branch, which is the derivative away from where the conditions change.
 */
public record Piecewise(List<Case> cases, Expr otherwise) implements Expr {

  /** {@code left < right}, or {@code left <= right} if not strict. */
  public record Comparison(Expr left, boolean strict, Expr right) {
    boolean holds(double a, double b) {
      return strict ? a < b : !(b < a);
    }
  }

  /** A value and the conditions that must all hold for it. */
  public record Case(List<Comparison> conditions, Expr value) {
    public Case {
      conditions = List.copyOf(conditions);
    }
  }

  public Piecewise {
    cases = List.copyOf(cases);
  }

  /** The piecewise expression without what constants decide: conditions that hold always, cases that never do. */
  public static Expr of(List<Case> cases, Expr otherwise) {
    var open = new ArrayList<Case>();
    Expr last = otherwise;
    for (Case c : cases) {
      if (c.conditions.stream().anyMatch(k -> isDecided(k) && !decision(k))) {
        continue;
      }
      var undecided = c.conditions.stream().filter(k -> !isDecided(k)).toList();
      if (undecided.isEmpty()) {
        last = c.value;
        break;
      }
      open.add(new Case(undecided, c.value));
    }
    Expr rest = last;
    return open.stream().allMatch(c -> c.value.equals(rest)) ? rest : new Piecewise(open, rest);
  }

  private static boolean isDecided(Comparison k) {
    return k.left instanceof Const && k.right instanceof Const;
  }

  private static boolean decision(Comparison k) {
    return k.holds(((Const) k.left).value(), ((Const) k.right).value());
  }

  /** All sides of all conditions and all values, in the order in which they are written. */
  List<Expr> parts() {
    var parts = new ArrayList<Expr>();
    for (Case c : cases) {
      c.conditions.forEach(k -> {
        parts.add(k.left);
        parts.add(k.right);
      });
      parts.add(c.value);
    }
    parts.add(otherwise);
    return parts;
  }

  @Override
  public String toString() {
    return Printer.math(this);
  }
}
