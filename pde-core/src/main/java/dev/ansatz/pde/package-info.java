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
 * One sentence a line; a line that ends in an operator or a comma goes on in the next one, unless that begins with a word that
 * begins a sentence; {@code #} begins a comment. Names are declared anywhere. There is nothing to evaluate, include or import. A
 * text states one problem, in at most 10,000 characters beside the numbers of its tables and observations, which are at most
 * 65,536.
 *
 * <pre>
 * statement   = { sentence }
 * sentence    = "problem" name
 *             | declared { "," declared } [ "on" extent { "," extent } ]
 *             | ( "param" | "unknown" ) valued { "," valued }
 *             | "unknown" name "(" coordinates ")" [ "=" expression ]
 *             | "input" name "(" coordinates ")" [ "from" law ]
 *             | "table" name "(" name [ "," name ] ")" ( "linear" | "cubic" ) { "," name "=" numbers } "," "values" "=" rows
 *             | equation
 *             | "initial" equation
 *             | "boundary" [ part { "," part } ] [ ":" ] equation
 *             | "periodic" coordinates
 *             | "interface" ( coordinate "=" constant [ ":" ] | region ":" ) equation
 *             | "gauge" equation
 *             | "observe" expression "at" point "=" constant { "," point "=" constant } "noise" constant
 * declared    = [ "vector" | "complex" ] name "(" coordinates ")"
 * coordinates = coordinate { "," coordinate }
 * extent      = region | range | "space" coordinate
 * region      = shape { ( "minus" | "union" | "intersect" ) shape }
 * shape       = range { "," range }                             (an interval, rectangle or box)
 *             | "disk" [ name ] point "radius" value
 *             | "ball" [ name ] point "radius" value
 *             | "annulus" [ name name ] point "radius" value "to" value
 *             | "polygon" [ name ] point { [ "," ] [ name ] point }
 *             | "(" region ")"
 * range       = [ "time" | "space" ] coordinate "in" "[" value "," value "]"
 * valued      = name "=" value [ "in" "[" value "," value "]" ]
 * value       = expression                      (of numbers and functions only)
 * law         = gaussian | "lognormal" "(" gaussian ")" | "fourier" "(" value "," value "," value ")"
 * gaussian    = "matern" "(" value "," value "," value ")" | "squaredExponential" "(" value "," value ")"
 * numbers     = "[" constant { "," constant } "]"
 * rows        = numbers | "[" numbers { "," numbers } "]"
 * point       = constant | "(" constant { "," constant } ")"        (in a shape, values in parentheses)
 * part        = coordinate "=" constant | name
 * constant    = [ "-" ] factor { ( "*" | "/" ) factor }
 * factor      = number [ "^" [ "-" ] number ]
 * equation    = expression "=" expression
 * expression  = term { ( "+" | "-" ) term }
 * term        = "-" term | power { ( "*" | "/" ) unary }
 * unary       = "-" unary | power
 * power       = primary [ "^" unary ]
 * primary     = number | name | derivative | call | cases | "(" expression { "," expression } ")"
 * derivative  = field "_" letter { letter } | field "_{" coordinate { " " coordinate } "}"
 * call        = function "(" expression { "," expression } ")"
 *             | "d" "(" expression "," coordinate { "," ( coordinate | order ) } ")"
 *             | ( "integral" | "mean" ) "(" expression { "," coordinate } ")"
 *             | table [ "_{" order { " " order } "}" ] "(" expression [ "," expression ] ")"
 *             | field "(" ( constant | coordinate ) { "," ( constant | coordinate ) } ")"       (in a gauge only)
 * cases       = "piecewise" "(" conditions ":" expression "," { conditions ":" expression "," } "else" expression ")"
 *             | "if" conditions "then" expression "else" expression
 * conditions  = comparison { "and" comparison }
 * comparison  = expression sign expression { sign expression }
 * sign        = "&lt;" | "&lt;=" | "&gt;" | "&gt;="
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
 *   <li>{@code complex h(t, x)} declares the fields {@code hRe} and {@code hIm}; {@code i} is the imaginary unit. An equation
 *       with a complex side stands for its real and its imaginary part, in which form it is printed.
 *   <li>Functions: {@code sin cos tan asin acos atan sinh cosh tanh exp log sqrt abs sign erf min max atan2}, and
 *       {@code dt(u)}, {@code dn(u)} (derivative along the outward normal), {@code grad(u)}, {@code div(v)}, {@code lap(u)},
 *       {@code bilap(u)}, {@code curl(v)} in three dimensions, {@code rot(v)} in two, {@code dot(a, b)},
 *       {@code advect(v, u)} = v · grad u. Of complex numbers {@code re im conj abs exp}.
 *   <li>{@code integral(u)} and {@code mean(u)} are over all of space, {@code integral(u, x)} over the range of x.
 *   <li>A piecewise expression is differentiated case by case. A table is the interpolant of its values; {@code k_{1 0}(x, y)}
 *       is its derivative in the first argument.
 *   <li>{@code param k = 1 in [0, 2]} bounds a parameter. {@code unknown D = 2} is a constant to be found from observations,
 *       {@code unknown a(x)} a coefficient, each from a first guess; {@code input a(x)} is a coefficient that is given with
 *       each instance of a {@link dev.ansatz.pde.Family}, drawn from a {@link dev.ansatz.pde.law.Law}: {@code matern}(smoothness,
 *       length, deviation), {@code squaredExponential}(length, deviation), {@code fourier}(modes, decay, deviation).
 *   <li>Observations give the standard deviation of their errors; points are in the order of the arguments of the first field of the
 *       quantity.
 *   <li>At an interface {@code x=c}, {@code above(u)} and {@code below(u)} are the values from the side of greater and
 *       of smaller x, {@code jump(u)} their difference; {@code jump(u) = 0} and {@code jump(k*u_x) = 0} join two media. The boundary of a
 *       set is an interface too, {@code interface disk (0, 0) radius 0.5: jump(k*dn(u)) = 1}, as far as it runs inside of the domain:
 *       the set is below, and {@code dn} the derivative along the normal from below to above.
 *   <li>A Greek letter and its English name are the same: {@code ν} is {@code nu}. Products are written with {@code *}.
 * </ul>
 *
 * <h2>Where a problem is posed</h2>
 *
 * <pre>
 * u(t, x)  on  x in [-1, 1], t in [0, 1]
 * u(x, y)  on  x in [-0.5, 0.5], y in [-0.5, 0.5]
 *              minus disk hole (0.3, 0.3) radius 0.1 minus disk hole (-0.3, -0.3) radius 0.1
 * u(t, x, y)  on  polygon inlet (-1, 1) (-1, -1), wall (0, -1) (0, 0) (1, 0), outlet (1, 1), t in [0, 2]
 * u(x, y)  on  annulus hub rim (0, 0) radius 0.5 to 1
 * </pre>
 *
 * <ul>
 *   <li>Shapes are stated in the space coordinates of the first box, or where there is none before them, in those of the fields in
 *       their order; {@code space y, space x} states others. {@code minus}, {@code union} and {@code intersect} bind alike and
 *       from the left; a box behind one of them stands in parentheses if another extent follows. They combine shapes in the plane,
 *       and boxes and balls in space.
 *   <li>A part of a box is named after the coordinate that is fixed on it: {@code x=-1}. The name of a disk or ball is that of its
 *       boundary, an annulus has one for its inner and one for its outer circle, and in a polygon a name holds for the edges from
 *       the corners behind it, up to the next name. Without a name they are {@code disk}, {@code ball}, {@code inner} and
 *       {@code outer}, and {@code polygon}. Several shapes and edges may share a name and are then one part.
 *   <li>A part that bounds the result of a combination keeps its name, also around a hole. After such a name a colon is needed:
 *       {@code boundary hole: u = 0}.
 *   <li>A line that begins or ends with {@code minus}, {@code union} or {@code intersect} continues a domain.
 * </ul>
 *
 * <h2>What is checked</h2>
 *
 * A {@link dev.ansatz.pde.Problem} that exists is well stated: one equation for each field, an initial condition for each
 * time derivative below the highest, a condition or periodicity on every boundary part where one is needed, as many conditions
 * at an interface as the order asks for, no two values in one place, ranges and shapes that are bounded and not empty, parts
 * that lie on the boundary, tables that reach as far as they are used, observations wherever something is unknown, names
 * that are declared and unique. Otherwise there is one
 * {@link dev.ansatz.pde.StatementException} with every {@link dev.ansatz.pde.Fault}, each with its place and its remedy.
 */
package dev.ansatz.pde;
