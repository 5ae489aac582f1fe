package dev.ansatz.pde.lower;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Classification.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The type of a system from its principal symbol. For the terms of highest order m in space,
 * {@code A(ξ) = sum C_α ξ^α} with |α| = m and matrices C_α over equations and fields:
 *
 * <ul>
 *   <li>stationary: elliptic if det A(ξ) vanishes for no real direction ξ; a single equation of second order is
 *       hyperbolic if its coefficient matrix has one eigenvalue of the other sign, parabolic if it has one
 *       eigenvalue 0;
 *   <li>{@code u_t = A(∂) u + …}: the growth rates i^m λ(A(ξ)) are all of negative real part (parabolic), or all
 *       imaginary (hyperbolic for m = 1, dispersive above);
 *   <li>{@code u_tt = A(∂) u + …}: their squares are negative (hyperbolic for m = 2, dispersive above), or positive
 *       (elliptic for m = 2).
 * </ul>
 *
 * <p>Directions and, where coefficients vary, points are sampled, and all must agree; what is not semilinear in the
 * highest space derivatives stays undecided, but for single equations of first order, which are hyperbolic.
 */
final class PrincipalPart {
  private static final double NEGLIGIBLE = 1e-10;
  private static final int DIRECTIONS = 32;
  private static final int POINTS = 16;

  private final Problem problem;
  private final List<Terms> equations;
  private final int timeOrder;
  private final List<Coordinate> space;

  private record Entry(int equation, int field, MultiIndex index, Expr coefficient) {}

  private PrincipalPart(Problem problem, List<Terms> equations, int timeOrder) {
    this.problem = problem;
    this.equations = equations;
    this.timeOrder = timeOrder;
    this.space = problem.coordinates().stream().filter(coordinate -> !coordinate.isTime()).toList();
  }

  static Type type(Problem problem, List<Terms> equations, int timeOrder) {
    if (equations.size() != problem.fields().size() || timeOrder > 2) {
      return Type.UNDECIDED;
    }
    return new PrincipalPart(problem, equations, timeOrder).type();
  }

  private Type type() {
    List<Expr> unknowns =
        equations.stream()
            .flatMap(terms -> terms.coefficients().keySet().stream())
            .flatMap(monomial -> Leaves.unknowns(monomial).stream())
            .distinct()
            .toList();
    if (unknowns.stream().anyMatch(u -> time(u) > 0 && time(u) < Leaves.derivatives(u).size())) {
      return Type.UNDECIDED;
    }
    int m =
        unknowns.stream()
            .filter(unknown -> time(unknown) == 0)
            .mapToInt(unknown -> Leaves.derivatives(unknown).size())
            .max()
            .orElse(0);
    if (m == 0) {
      return timeOrder > 0 ? Type.ORDINARY : Type.UNDECIDED;
    }
    if (m == 1 && timeOrder <= 1 && equations.size() == 1) {
      return Type.HYPERBOLIC;
    }
    var spatial = new ArrayList<Entry>();
    var temporal = new ArrayList<Entry>();
    for (int e = 0; e < equations.size(); e++) {
      for (var term : equations.get(e).coefficients().entrySet()) {
        Expr monomial = term.getKey();
        boolean inTime = timeOrder > 0 && Leaves.unknowns(monomial).stream().anyMatch(u -> time(u) == timeOrder);
        boolean inSpace =
            Leaves.unknowns(monomial).stream().anyMatch(u -> time(u) == 0 && Leaves.derivatives(u).size() == m);
        if (!inTime && !inSpace) {
          continue;
        }
        if (!Leaves.isUnknown(monomial)) {
          return Type.UNDECIDED;
        }
        Field field = Leaves.field(monomial);
        MultiIndex index = inTime ? MultiIndex.zero(space.size()) : Leaves.index(monomial, space);
        (inTime ? temporal : spatial).add(new Entry(e, problem.fields().indexOf(field), index, term.getValue()));
      }
    }
    // coefficients of a family of problems have no values yet
    if (Stream.of(spatial, temporal).flatMap(List::stream).anyMatch(entry -> !entry.coefficient.fields().isEmpty())) {
      return Type.UNDECIDED;
    }
    Set<Type> found = EnumSet.noneOf(Type.class);
    double[][] points = points(spatial, temporal);
    for (int p = 0; p < points[0].length; p++) {
      found.add(at(points, p, spatial, temporal, m));
    }
    return found.size() == 1 ? found.iterator().next() : Type.UNDECIDED;
  }

  private int time(Expr unknown) {
    return (int) Leaves.derivatives(unknown).stream().filter(Coordinate::isTime).count();
  }

  private double[][] points(List<Entry> spatial, List<Entry> temporal) {
    boolean vary =
        spatial.stream().anyMatch(entry -> Leaves.hasCoordinate(entry.coefficient))
            || temporal.stream().anyMatch(entry -> Leaves.hasCoordinate(entry.coefficient));
    return new PointSequence.Sobol().interior(problem.domain(), vary ? POINTS : 1, 0);
  }

  private Type at(double[][] points, int p, List<Entry> spatial, List<Entry> temporal, int m) {
    if (timeOrder == 0 && m == 2 && equations.size() == 1) {
      return secondOrder(points, p, spatial);
    }
    Set<Type> found = EnumSet.noneOf(Type.class);
    double sign = 0;
    for (double[] direction : directions()) {
      RealMatrix symbol = matrix(points, p, spatial, direction);
      if (timeOrder == 0) {
        double determinant = new LUDecomposition(symbol).getDeterminant();
        double negligible = NEGLIGIBLE * Math.pow(symbol.getNorm1(), equations.size());
        if (Math.abs(determinant) <= negligible || sign * determinant < 0) {
          return Type.UNDECIDED;
        }
        sign = determinant;
        found.add(Type.ELLIPTIC);
      } else {
        var mass = new LUDecomposition(matrix(points, p, temporal, direction));
        if (!mass.getSolver().isNonSingular()) {
          return Type.UNDECIDED;
        }
        RealMatrix solved = mass.getSolver().solve(symbol.scalarMultiply(-1));
        found.add(evolution(new EigenDecompositionNonSymmetric(solved).getEigenvalues(), m));
      }
    }
    return found.size() == 1 ? found.iterator().next() : Type.UNDECIDED;
  }

  private Type evolution(Complex[] eigenvalues, int m) {
    double size = 0;
    for (Complex eigenvalue : eigenvalues) {
      size = Math.max(size, eigenvalue.norm());
    }
    Complex power = Complex.I.pow(m);
    boolean decays = size > 0;
    boolean imaginary = size > 0;
    boolean negative = size > 0;
    boolean positive = size > 0;
    for (Complex eigenvalue : eigenvalues) {
      double re = eigenvalue.multiply(power).getReal();
      double im = eigenvalue.multiply(power).getImaginary();
      boolean real = Math.abs(im) < NEGLIGIBLE * size;
      decays &= re < -NEGLIGIBLE * size;
      imaginary &= Math.abs(re) < NEGLIGIBLE * size;
      negative &= real && re < -NEGLIGIBLE * size;
      positive &= real && re > NEGLIGIBLE * size;
    }
    if (timeOrder == 1) {
      return decays ? Type.PARABOLIC : !imaginary ? Type.UNDECIDED : m == 1 ? Type.HYPERBOLIC : Type.DISPERSIVE;
    }
    return negative
        ? m == 2 ? Type.HYPERBOLIC : Type.DISPERSIVE
        : positive && m == 2 ? Type.ELLIPTIC : Type.UNDECIDED;
  }

  private Type secondOrder(double[][] points, int p, List<Entry> spatial) {
    int d = space.size();
    var coefficients = new Array2DRowRealMatrix(d, d);
    for (Entry entry : spatial) {
      double value = value(entry, points, p);
      var axes = new ArrayList<Integer>();
      for (int i = 0; i < d; i++) {
        for (int k = 0; k < entry.index.order(i); k++) {
          axes.add(i);
        }
      }
      coefficients.addToEntry(axes.get(0), axes.get(1), value / 2);
      coefficients.addToEntry(axes.get(1), axes.get(0), value / 2);
    }
    double[] eigenvalues = new EigenDecompositionSymmetric(coefficients).getEigenvalues();
    double negligible = NEGLIGIBLE * coefficients.getNorm1();
    int above = 0;
    int below = 0;
    for (double eigenvalue : eigenvalues) {
      above += eigenvalue > negligible ? 1 : 0;
      below += eigenvalue < -negligible ? 1 : 0;
    }
    if (above == d || below == d) {
      return Type.ELLIPTIC;
    }
    if (above + below == d) {
      return above == 1 || below == 1 ? Type.HYPERBOLIC : Type.UNDECIDED;
    }
    return above + below == d - 1 && above * below == 0 && d > 1 ? Type.PARABOLIC : Type.UNDECIDED;
  }

  private RealMatrix matrix(double[][] points, int p, List<Entry> entries, double[] direction) {
    var matrix = new Array2DRowRealMatrix(equations.size(), equations.size());
    for (Entry entry : entries) {
      double value = value(entry, points, p);
      for (int i = 0; i < direction.length; i++) {
        value *= Math.pow(direction[i], entry.index.order(i));
      }
      matrix.addToEntry(entry.equation, entry.field, value);
    }
    return matrix;
  }

  private double value(Entry entry, double[][] points, int p) {
    var at = new HashMap<Coordinate, Double>();
    for (int i = 0; i < points.length; i++) {
      at.put(problem.coordinates().get(i), points[i][p]);
    }
    return entry.coefficient.evaluate(at);
  }

  /** The axes, both ways, and directions of fixed pseudo-random angles. */
  private List<double[]> directions() {
    int d = space.size();
    var directions = new ArrayList<double[]>();
    for (int i = 0; i < d; i++) {
      for (double sign : new double[] {1, -1}) {
        double[] axis = new double[d];
        axis[i] = sign;
        directions.add(axis);
      }
    }
    var random = new SplittableRandom(0);
    for (int k = 0; k < DIRECTIONS && d > 1; k++) {
      double[] direction = random.doubles(d, -1, 1).toArray();
      double norm = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
      directions.add(Arrays.stream(direction).map(x -> x / norm).toArray());
    }
    return directions;
  }
}
