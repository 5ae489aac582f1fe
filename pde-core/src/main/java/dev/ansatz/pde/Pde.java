package dev.ansatz.pde;

import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.ComplexExpr;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.NormalDerivative;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.expr.Trace;
import dev.ansatz.pde.expr.VectorEquation;
import dev.ansatz.pde.expr.VectorExpr;
import dev.ansatz.pde.geometry.Annulus;
import dev.ansatz.pde.geometry.Ball;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Disk;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.Polygon;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.law.Covariance;
import dev.ansatz.pde.law.Law;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The words in which a problem is stated, for {@code import static dev.ansatz.pde.Pde.*}.
 *
 * <pre>{@code
 * var x = space("x"); var t = time("t"); var u = field("u", t, x); var nu = param("nu", 0.01 / PI);
 * var burgers = pde("burgers", over(x.in(-1, 1), t.in(0, 1)),
 *     equation(dt(u).plus(u.times(d(u, x))).eq(nu.times(d(u, x, x)))),
 *     initial(u.eq(sin(x.times(PI)).negate())),
 *     on(boundary(), u.eq(0)));
 * }</pre>
 */
public final class Pde {
  private Pde() {}

  // ---- names ----

  /** A space coordinate. */
  public static Coordinate space(String name) {
    return new Coordinate(name, Coordinate.Kind.SPACE);
  }

  /** The time coordinate. */
  public static Coordinate time(String name) {
    return new Coordinate(name, Coordinate.Kind.TIME);
  }

  /** An unknown function of the coordinates. */
  public static Field field(String name, Coordinate... coordinates) {
    return new Field(name, List.of(coordinates));
  }

  /**
   * An unknown vector along the space coordinates among those given. Its components are the fields {@code v1},
   * {@code v2}, … in their order, so that {@code v1_x} is the derivative of the first component along x.
   */
  public static VectorExpr vector(String name, Coordinate... coordinates) {
    var along = List.of(coordinates).stream().filter(c -> !c.isTime()).toList();
    return new VectorExpr(along, IntStream.rangeClosed(1, along.size())
        .<Expr>mapToObj(i -> field(name + i, coordinates)).toList());
  }

  /** An unknown complex function: the fields {@code hRe} and {@code hIm}. */
  public static ComplexExpr complex(String name, Coordinate... coordinates) {
    return new ComplexExpr(field(name + "Re", coordinates), field(name + "Im", coordinates));
  }

  /** A coefficient that is to be found from observations; {@link #guess} gives it a first guess. */
  public static Field unknown(String name, Coordinate first, Coordinate... more) {
    return coefficient(name, first, more, Field.Role.UNKNOWN);
  }

  /** A coefficient that is given with each instance of a family of problems; {@link #drawn} gives it a law. */
  public static Field input(String name, Coordinate first, Coordinate... more) {
    return coefficient(name, first, more, Field.Role.INPUT);
  }

  private static Field coefficient(String name, Coordinate first, Coordinate[] more, Field.Role role) {
    return new Field(name, Stream.concat(Stream.of(first), Stream.of(more)).toList(), role);
  }

  /** A constant that is to be found from observations, with a first guess; {@link Parameter#in} bounds it. */
  public static Parameter unknown(String name, double guess) {
    return new Parameter(name, guess, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true);
  }

  /** A function of one argument by its values at rising nodes: {@code k.at(x)}. */
  public static Table table(String name, double[] nodes, double[] values, Table.Interpolation interpolation) {
    return new Table(name, List.of("x"), new double[][] {nodes}, values, interpolation);
  }

  /** A function of two arguments by its values {@code [i][j]} at {@code (x[i], y[j])}: {@code k.at(x, y)}. */
  public static Table table(String name, double[] x, double[] y, double[][] values, Table.Interpolation interpolation) {
    return new Table(name, List.of("x", "y"), new double[][] {x, y}, Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray(),
        interpolation);
  }

  /** A named constant with its value; {@link Problem#with} changes it, {@link Parameter#in} bounds it. */
  public static Parameter param(String name, double value) {
    return new Parameter(name, value);
  }

  public static Const constant(double value) {
    return new Const(value);
  }

  // ---- where ----

  /** The interval, rectangle or box of these ranges of space coordinates. */
  public static Box box(Range... ranges) {
    return new Box(List.of(ranges));
  }

  /** The disk about (centerX, centerY); its boundary is the part {@code "disk"}. */
  public static Disk disk(Coordinate x, Coordinate y, double centerX, double centerY, double radius) {
    return disk(Disk.NAME, x, y, centerX, centerY, radius);
  }

  /** The disk about (centerX, centerY) whose boundary is the part of this name. */
  public static Disk disk(String part, Coordinate x, Coordinate y, double centerX, double centerY, double radius) {
    return new Disk(List.of(x, y), part, List.of(centerX, centerY), radius);
  }

  /** The ball about (centerX, centerY, centerZ); its boundary is the part {@code "ball"}. */
  public static Ball ball(
      Coordinate x, Coordinate y, Coordinate z, double centerX, double centerY, double centerZ, double radius) {
    return ball(Ball.NAME, x, y, z, centerX, centerY, centerZ, radius);
  }

  /** The ball about (centerX, centerY, centerZ) whose boundary is the part of this name. */
  public static Ball ball(
      String part, Coordinate x, Coordinate y, Coordinate z, double centerX, double centerY, double centerZ, double radius) {
    return new Ball(List.of(x, y, z), part, List.of(centerX, centerY, centerZ), radius);
  }

  /** The ring about (centerX, centerY) between two radii; its circles are the parts {@code "inner"} and {@code "outer"}. */
  public static Annulus annulus(Coordinate x, Coordinate y, double centerX, double centerY, double inner, double outer) {
    return annulus(Annulus.INNER, Annulus.OUTER, x, y, centerX, centerY, inner, outer);
  }

  /** The ring about (centerX, centerY) between two radii, whose circles are the parts of these names. */
  public static Annulus annulus(String innerPart, String outerPart, Coordinate x, Coordinate y, double centerX, double centerY,
      double inner, double outer) {
    return new Annulus(List.of(x, y), innerPart, outerPart, List.of(centerX, centerY), inner, outer);
  }

  /** The polygon of these edges, each of which begins where the one before it ends. */
  public static Polygon polygon(Coordinate x, Coordinate y, Polygon.Edge... edges) {
    return new Polygon(List.of(x, y), List.of(edges));
  }

  /** The edge from (x0, y0) to (x1, y1), a piece of the boundary part of this name. */
  public static Polygon.Edge edge(String part, double x0, double y0, double x1, double y1) {
    return new Polygon.Edge(part, x0, y0, x1, y1);
  }

  /** A set in space, without time. */
  public static Domain over(Geometry space) {
    return new Domain(Optional.of(space), Optional.empty());
  }

  /** A set in space, over a range of time. */
  public static Domain over(Geometry space, Range time) {
    return new Domain(Optional.of(space), Optional.of(time));
  }

  // ---- the statement ----

  /**
   * The box spanned by the ranges of space coordinates, over the range of the time coordinate if there is one.
   *
   * @throws StatementException if there are two ranges of time
   */
  public static Domain over(Range... ranges) {
    var times = List.of(ranges).stream().filter(r -> r.coordinate().isTime()).toList();
    if (times.size() > 1) {
      throw new StatementException("this is no domain:", List.of(new Fault(0, 0, "there are two time coordinates, "
          + times.get(0).coordinate() + " and " + times.get(1).coordinate(), "make one of them space(...)")));
    }
    var box = List.of(ranges).stream().filter(r -> !r.coordinate().isTime()).toList();
    return new Domain(box.isEmpty() ? Optional.empty() : Optional.of(new Box(box)), times.stream().findFirst());
  }

  /**
   * A problem of these clauses. Its fields and parameters are those that occur, in order of first occurrence.
   *
   * @throws StatementException with every fault, unless the problem is well stated
   */
  public static Problem pde(String name, Domain domain, Clause... clauses) {
    return new Clauses(List.of(clauses)).problem(name, domain);
  }

  /**
   * A problem without time on a set in space.
   *
   * @throws StatementException with every fault, unless the problem is well stated
   */
  public static Problem pde(String name, Geometry space, Clause... clauses) {
    return pde(name, over(space), clauses);
  }

  /** Holds inside the domain. */
  public static Clause equation(Equation equation) {
    return new Clause.Equations(List.of(equation));
  }

  /** All its components hold inside the domain. */
  public static Clause equation(VectorEquation equation) {
    return new Clause.Equations(equation.components());
  }

  /** Holds at the lower end of the time range; one for each time derivative below the highest. */
  public static Clause initial(Equation equation) {
    return new Clause.Initially(List.of(equation));
  }

  /** All its components hold at the lower end of the time range. */
  public static Clause initial(VectorEquation equation) {
    return new Clause.Initially(equation.components());
  }

  /** Holds on the parts; Dirichlet, Neumann and Robin conditions are told apart by what the equation mentions. */
  public static Clause on(Parts parts, Equation equation) {
    return new Clause.On(parts, List.of(equation));
  }

  /** All its components hold on the parts. */
  public static Clause on(Parts parts, VectorEquation equation) {
    return new Clause.On(parts, equation.components());
  }

  /** Holds on the part of this name. */
  public static Clause on(String part, Equation equation) {
    return on(new Parts(List.of(part)), equation);
  }

  /** All its components hold on the part of this name. */
  public static Clause on(String part, VectorEquation equation) {
    return on(new Parts(List.of(part)), equation);
  }

  /** Every part of the boundary. */
  public static Parts boundary() {
    return Parts.ALL;
  }

  /** The part on which a coordinate has one value. */
  public static Parts at(Coordinate coordinate, double value) {
    return new Parts(List.of(coordinate.name() + "=" + new Const(value).text()));
  }

  /** All fields, with all derivatives, agree at the two ends of each of these coordinates. */
  public static Clause periodic(Coordinate... coordinates) {
    return new Clause.PeriodicIn(List.of(coordinates));
  }

  /** Holds where a space coordinate has a value inside of its range; see {@link #jump}, {@link #above}, {@link #below}. */
  public static Clause interfaceAt(Coordinate coordinate, double level, Equation equation) {
    return new Condition.Interface(new Locus.Level(coordinate, level), equation);
  }

  /** Holds on the boundary of a set inside of the domain, below which is the set, and from which {@link #dn} points away. */
  public static Clause interfaceAround(Geometry set, Equation equation) {
    return new Condition.Interface(new Locus.Rim(set), equation);
  }

  /** Fixes what is left free, by a mean, an integral or a {@link #value}. */
  public static Clause gauge(Equation equation) {
    return new Condition.Gauge(equation);
  }

  /**
   * Measurements with independent normal errors.
   *
   * @param points {@code [measurement][coordinate]}, coordinates in the order of the arguments of the first field of the quantity
   * @param noise the standard deviation of an error, which has no default
   * @throws IllegalArgumentException if the quantity mentions no field
   */
  public static Clause observe(Expr quantity, double[][] points, double[] values, double noise) {
    Field first = quantity.fields().stream().findFirst().orElseThrow(() ->
        new IllegalArgumentException("the observed quantity " + quantity + " mentions no field"));
    return new Condition.Observation(quantity, first.coordinates(),
        Arrays.stream(points).map(p -> Arrays.stream(p).boxed().toList()).toList(), Arrays.stream(values).boxed().toList(), noise);
  }

  /** From where the search for an unknown coefficient starts. */
  public static Clause guess(Field unknown, Expr guess) {
    return new Coefficient.Unknown(unknown, Optional.of(guess));
  }

  /** Which law an input field is drawn from. */
  public static Clause drawn(Field input, Law law) {
    return new Coefficient.Input(input, Optional.of(law));
  }

  /** A Gaussian random field of mean zero with Matérn covariance. */
  public static Law.Gaussian matern(double smoothness, double length, double deviation) {
    return new Law.Gaussian(new Covariance.Matern(smoothness, length, deviation));
  }

  /** A Gaussian random field of mean zero with squared-exponential covariance. */
  public static Law.Gaussian squaredExponential(double length, double deviation) {
    return new Law.Gaussian(new Covariance.SquaredExponential(length, deviation));
  }

  /** The exponential of a Gaussian random field. */
  public static Law logNormal(Law.Gaussian logarithm) {
    return new Law.LogNormal(logarithm);
  }

  /** A periodic Fourier series with normal coefficients that fall like {@code (1 + |k|²)^(-decay/2)}. */
  public static Law fourierSeries(int modes, double decay, double deviation) {
    return new Law.FourierSeries(modes, decay, deviation);
  }

  // ---- text ----

  /**
   * The problem that a text states; the grammar is in the guide of this package.
   *
   * @throws StatementException with every fault that could be found, unless it states a problem; never anything else
   */
  public static Problem parse(String text) {
    return new StatementParser(text).problem();
  }

  /**
   * The problem that a file states, in UTF-8.
   *
   * @throws StatementException with every fault that could be found, unless it states a problem
   * @throws IOException if the file cannot be read as text
   */
  public static Problem parse(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /**
   * The scalar expression that a text states in the given coordinates, fields, parameters and tables (at any arguments).
   *
   * @throws StatementException unless it is one
   */
  public static Expr expression(String text, Expr... names) {
    return StatementParser.expression(text, List.of(names));
  }

  /** The problem in the text form: {@code parse(print(problem))} equals it. */
  public static String print(Problem problem) {
    return ProblemPrinter.text(problem);
  }

  // ---- derivatives ----

  /** A partial derivative: {@code d(u, x)}, {@code d(u, x, x)}, {@code d(u, t, x)}. */
  public static Expr d(Expr u, Coordinate... with) {
    return Partial.of(u, with);
  }

  /** The derivative of some order along one coordinate. */
  public static Expr d(Expr u, Coordinate with, int order) {
    return Partial.of(u, Collections.nCopies(order, with));
  }

  public static VectorExpr d(VectorExpr v, Coordinate... with) {
    return v.map(c -> Partial.of(c, with));
  }

  /**
   * The time derivative.
   *
   * @throws IllegalArgumentException if nothing in the expression depends on time
   */
  public static Expr dt(Expr u) {
    return Partial.of(u, Nabla.coordinates(u).stream().filter(Coordinate::isTime).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(u + " does not depend on time")));
  }

  /** @throws IllegalArgumentException if a component does not depend on time */
  public static VectorExpr dt(VectorExpr v) {
    return v.map(Pde::dt);
  }

  /** The derivative along the outward normal of a boundary part; at an interface along that from below to above. */
  public static Expr dn(Expr u) {
    return new NormalDerivative(u);
  }

  public static VectorExpr dn(VectorExpr v) {
    return v.map(NormalDerivative::new);
  }

  /** The gradient along the space coordinates that the expression depends on. */
  public static VectorExpr grad(Expr u) {
    return Nabla.grad(u, Nabla.along(u));
  }

  /** The sum of second derivatives along the space coordinates that the expression depends on. */
  public static Expr lap(Expr u) {
    return Nabla.lap(u, Nabla.along(u));
  }

  /** The Laplacian of each component, along the coordinates of the vector. */
  public static VectorExpr lap(VectorExpr v) {
    return v.map(c -> Nabla.lap(c, v.coordinates()));
  }

  /** The Laplacian of the Laplacian, along the space coordinates that the expression depends on. */
  public static Expr bilap(Expr u) {
    return Nabla.bilap(u, Nabla.along(u));
  }

  public static Expr div(VectorExpr v) {
    return Nabla.div(v);
  }

  /** @throws IllegalArgumentException unless there are three space coordinates; {@link #rot} is for two */
  public static VectorExpr curl(VectorExpr v) {
    return Nabla.curl(v);
  }

  /**
   * The scalar curl {@code v2_x - v1_y} of a plane vector.
   *
   * @throws IllegalArgumentException unless there are two space coordinates
   */
  public static Expr rot(VectorExpr v) {
    return Nabla.rot(v);
  }

  /** {@code v · grad u}: u carried along by v. */
  public static Expr advect(VectorExpr v, Expr u) {
    return v.dot(Nabla.grad(u, v.coordinates()));
  }

  /** Each component of u carried along by v. */
  public static VectorExpr advect(VectorExpr v, VectorExpr u) {
    return u.map(c -> advect(v, c));
  }

  /** @throws IllegalArgumentException if the two have different coordinates */
  public static Expr dot(VectorExpr a, VectorExpr b) {
    return a.dot(b);
  }

  public static ComplexExpr d(ComplexExpr h, Coordinate... with) {
    return h.map(c -> Partial.of(c, with));
  }

  /** @throws IllegalArgumentException if a part does not depend on time */
  public static ComplexExpr dt(ComplexExpr h) {
    return h.map(Pde::dt);
  }

  public static ComplexExpr lap(ComplexExpr h) {
    return h.map(Pde::lap);
  }

  // ---- integrals, points, sides, cases ----

  /** The integral over the ranges of these coordinates; over all of space if there are none. */
  public static Expr integral(Expr u, Coordinate... over) {
    return Integral.of(u, List.of(over), false);
  }

  /** The mean over the ranges of these coordinates; over all of space if there are none. */
  public static Expr mean(Expr u, Coordinate... over) {
    return Integral.of(u, List.of(over), true);
  }

  /**
   * The value of a field at a point, for a {@link #gauge}.
   *
   * @param at one number for each coordinate of the field; if one is missing, the time coordinate stays free
   * @throws IllegalArgumentException if there are other numbers than that
   */
  public static Expr value(Field u, double... at) {
    boolean timeless = at.length < u.coordinates().size();
    var place = new ArrayList<Expr>();
    int next = 0;
    for (Coordinate c : u.coordinates()) {
      if (timeless && c.isTime()) {
        place.add(c);
      } else if (next < at.length) {
        place.add(new Const(at[next++]));
      }
    }
    if (next < at.length) {
      throw new IllegalArgumentException(u + " takes " + u.coordinates().size() + " arguments, not " + at.length);
    }
    return new PointValue(u, place);
  }

  /** The value above an interface less the value below it. */
  public static Expr jump(Expr u) {
    return new Trace(u, Trace.Side.JUMP);
  }

  /** The value at an interface from where its coordinate is greater, or from outside of its set. */
  public static Expr above(Expr u) {
    return new Trace(u, Trace.Side.ABOVE);
  }

  /** The value at an interface from where its coordinate is less, or from inside of its set. */
  public static Expr below(Expr u) {
    return new Trace(u, Trace.Side.BELOW);
  }

  /** {@code a < b}, for {@link #when}. */
  public static Piecewise.Comparison less(Expr a, Expr b) {
    return new Piecewise.Comparison(a, true, b);
  }

  /** {@code a < b}, for {@link #when}. */
  public static Piecewise.Comparison less(Expr a, double b) {
    return less(a, new Const(b));
  }

  /** {@code a <= b}, for {@link #when}. */
  public static Piecewise.Comparison atMost(Expr a, Expr b) {
    return new Piecewise.Comparison(a, false, b);
  }

  /** {@code a <= b}, for {@link #when}. */
  public static Piecewise.Comparison atMost(Expr a, double b) {
    return atMost(a, new Const(b));
  }

  /** The value of a {@link #piecewise} expression where all conditions hold and those of no case before it. */
  public static Piecewise.Case when(Expr value, Piecewise.Comparison... conditions) {
    return new Piecewise.Case(List.of(conditions), value);
  }

  /** {@link #when(Expr, Piecewise.Comparison...)} of a constant. */
  public static Piecewise.Case when(double value, Piecewise.Comparison... conditions) {
    return when(new Const(value), conditions);
  }

  /** The value of the first case whose conditions hold, else {@code otherwise}. */
  public static Expr piecewise(Expr otherwise, Piecewise.Case... cases) {
    return Piecewise.of(List.of(cases), otherwise);
  }

  /** The same, a constant otherwise. */
  public static Expr piecewise(double otherwise, Piecewise.Case... cases) {
    return piecewise(new Const(otherwise), cases);
  }

  // ---- elementary functions ----

  public static Expr sin(Expr a) {
    return Call.of(Elementary.SIN, a);
  }

  public static Expr cos(Expr a) {
    return Call.of(Elementary.COS, a);
  }

  public static Expr tan(Expr a) {
    return Call.of(Elementary.TAN, a);
  }

  public static Expr asin(Expr a) {
    return Call.of(Elementary.ASIN, a);
  }

  public static Expr acos(Expr a) {
    return Call.of(Elementary.ACOS, a);
  }

  public static Expr atan(Expr a) {
    return Call.of(Elementary.ATAN, a);
  }

  public static Expr sinh(Expr a) {
    return Call.of(Elementary.SINH, a);
  }

  public static Expr cosh(Expr a) {
    return Call.of(Elementary.COSH, a);
  }

  public static Expr tanh(Expr a) {
    return Call.of(Elementary.TANH, a);
  }

  public static Expr exp(Expr a) {
    return Call.of(Elementary.EXP, a);
  }

  /** The natural logarithm. */
  public static Expr log(Expr a) {
    return Call.of(Elementary.LOG, a);
  }

  public static Expr sqrt(Expr a) {
    return Call.of(Elementary.SQRT, a);
  }

  public static Expr abs(Expr a) {
    return Call.of(Elementary.ABS, a);
  }

  public static Expr sign(Expr a) {
    return Call.of(Elementary.SIGN, a);
  }

  public static Expr erf(Expr a) {
    return Call.of(Elementary.ERF, a);
  }

  public static Expr min(Expr a, Expr b) {
    return Call.of(Elementary.MIN, a, b);
  }

  public static Expr max(Expr a, Expr b) {
    return Call.of(Elementary.MAX, a, b);
  }

  /** The angle of the point (x, y). */
  public static Expr atan2(Expr y, Expr x) {
    return Call.of(Elementary.ATAN2, y, x);
  }
}
