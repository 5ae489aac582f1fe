package dev.ansatz.pde.expr;

import java.util.List;

/** An elementary function applied to its arguments. */
public record Call(Elementary function, List<Expr> arguments) implements Expr {
  public Call {
    arguments = List.copyOf(arguments);
  }

  public static Expr of(Elementary function, Expr... arguments) {
    return new Call(function, List.of(arguments));
  }
}
