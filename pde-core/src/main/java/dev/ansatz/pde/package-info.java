/**
 * The statement of problems. Start from {@link dev.ansatz.pde.Pde}, whose words make a {@link dev.ansatz.pde.Problem}; a
 * problem says what must hold where, and nothing of how it is solved.
 *
 * <p>There are two spellings of one tree. As text, the way it is written on paper:
 *
 * <pre>{@code
 * var burgers = Pde.parse("""
 *     problem burgers
 *     u(t, x)      on  x in [-1, 1], t in [0, 1]
 *     param nu = 0.01/pi
 *     u_t + u*u_x = nu*u_xx
 *     initial      u = -sin(pi*x)
 *     boundary     u = 0
 *     """);
 * }</pre>
 *
 * and typed, one call with clauses; see {@link dev.ansatz.pde.Pde}. {@code parse(print(p)).equals(p)} for every problem.
 *
 * <h2>The text form</h2>
 *
 * One sentence a line; a line that ends in an operator or a comma goes on in the next one; {@code #} begins a comment.
 * Names are declared anywhere. There is nothing to evaluate, include or import. A text has at most 10,000 characters.
 *
 * <pre>
 * statement   = { sentence }
 * sentence    = "problem" name
 *             | declared { "," declared } [ "on" range { "," range } ]
 *             | "param" name "=" value { "," name "=" value }
 *             | equation
 *             | "initial" equation
 *             | "boundary" [ part { "," part } ] [ ":" ] equation
 *             | "periodic" coordinate { "," coordinate }
 * declared    = [ "vector" ] name "(" coordinate { "," coordinate } ")"
 * range       = [ "time" | "space" ] coordinate "in" "[" value "," value "]"
 * value       = expression                      (of numbers and functions only)
 * part        = coordinate "=" constant
 * constant    = [ "-" ] factor { ( "*" | "/" ) factor }
 * factor      = number [ "^" [ "-" ] number ]
 * equation    = expression "=" expression
 * expression  = term { ( "+" | "-" ) term }
 * term        = "-" term | power { ( "*" | "/" ) unary }
 * unary       = "-" unary | power
 * power       = primary [ "^" unary ]
 * primary     = number | name | derivative | call | "(" expression { "," expression } ")"
 * derivative  = field "_" letter { letter } | field "_{" coordinate { " " coordinate } "}"
 * call        = function "(" expression { "," expression } ")"
 *             | "d" "(" expression "," coordinate { "," ( coordinate | order ) } ")"
 * name        = letter { letter | digit }
 * number      = digits [ "." digits ] [ "e" [ "+" | "-" ] digits ] | "pi" | "e"
 * </pre>
 *
 * <ul>
 *   <li>{@code t} is time and every other coordinate is space, unless its range says {@code time} or {@code space}.
 *   <li>A subscript is the name of a coordinate ({@code u_x}, {@code u_theta}), coordinates of one letter each
 *       ({@code u_txx}), or names in braces ({@code u_{x1 x2}}). {@code d(u, x, 4)} is {@code u_xxxx}.
 *   <li>{@code vector v(t, x, y)} declares the fields {@code v1} and {@code v2}, along x and y; {@code v_t} is the time
 *       derivative of both, {@code v1_x} a derivative of the first. {@code (1, 0)} is a vector along the space
 *       coordinates; 0 is the zero vector too. A vector equation stands for those of its components.
 *   <li>Functions: {@code sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs sign erf min max atan2}, and
 *       {@code dt(u)}, {@code dn(u)} (derivative along the outward normal), {@code grad(u)}, {@code div(v)}, {@code lap(u)},
 *       {@code curl(v)} in three dimensions, {@code rot(v)} in two, {@code dot(a, b)}, {@code advect(v, u)} = v · grad u.
 *   <li>A Greek letter and its English name are the same: {@code ν} is {@code nu}. Products are written with {@code *}.
 *   <li>A part of a box is named after the coordinate that is fixed on it: {@code x=-1}.
 * </ul>
 *
 * <h2>What is checked</h2>
 *
 * A {@link dev.ansatz.pde.Problem} that exists is well stated: one equation for each field, an initial condition for each
 * time derivative below the highest, a condition or periodicity on every boundary part where one is needed, no two values in
 * one place, ranges that are bounded and not empty, names that are declared and unique. Otherwise there is one
 * {@link dev.ansatz.pde.StatementException} with every {@link dev.ansatz.pde.Fault}, each with its place and its remedy.
 */
package dev.ansatz.pde;
