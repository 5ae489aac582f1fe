package dev.ansatz.pde.expr;

/** A named constant of a problem, whose value can be changed without restating the problem. */
public record Parameter(String name, double value) implements Expr {}
