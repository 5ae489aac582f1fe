/**
 * Expressions: what equations and conditions are made of.
 *
 * <p>Start from {@link dev.ansatz.pde.expr.Expr}. Leaves are {@link dev.ansatz.pde.expr.Const},
 * {@link dev.ansatz.pde.expr.Coordinate}, {@link dev.ansatz.pde.expr.Parameter} and {@link dev.ansatz.pde.expr.Field}; a
 * {@link dev.ansatz.pde.expr.VectorExpr} is a list of expressions along space coordinates and deliberately no {@code Expr}.
 *
 * <p><b>Simplification is local.</b> The static {@code of} methods drop zeros and ones, fold constants, flatten, merge like
 * terms and whole powers of one sign, and put operands in one order, so that equal sums are equal trees. They never expand,
 * factor or cancel: {@code u/u} stays, because it is undefined where u vanishes (UFL leaves it for the same reason), and
 * {@code d(u^2, x)} stays in conservation form. The record constructors do none of this; they are for pattern matching.
 *
 * <p><b>Beyond formulas.</b> {@link dev.ansatz.pde.expr.Piecewise} chooses between cases, {@link dev.ansatz.pde.expr.Tabulated}
 * is the interpolant of a {@link dev.ansatz.pde.expr.Table}; both have values at points and derivatives.
 * {@link dev.ansatz.pde.expr.Integral}, {@link dev.ansatz.pde.expr.PointValue}, {@link dev.ansatz.pde.expr.Trace} and
 * {@link dev.ansatz.pde.expr.NormalDerivative} mean something only with a domain or on a boundary. A
 * {@link dev.ansatz.pde.expr.ComplexExpr} is a pair of expressions and no {@code Expr}.
 *
 * <p><b>Cost.</b> A constructor sorts its operands: O(n log n) comparisons of subtrees. Derivatives of explicit expressions
 * grow like those on paper; nothing is shared.
 *
 * <p><b>Printing.</b> {@code toString()} is mathematics ({@code u_t + u u_x = ν u_xx}), {@code text()} the form that
 * {@code Pde.expression} reads back to an equal tree, {@code latex()} the one for renderers. Constants print as multiples of π
 * or fractions exactly where those read back to the same bits.
 *
 * @see <a href="https://doi.org/10.1145/2566630">Alnæs, Logg, Ølgaard, Rognes, Wells: Unified Form Language (2014)</a>
 */
package dev.ansatz.pde.expr;
