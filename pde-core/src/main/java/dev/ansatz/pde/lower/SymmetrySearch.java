package dev.ansatz.pde.lower;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * Finds the translations, Galilean transformations and scalings of a system of equations, and verifies each by transforming
 * the equations: the residual of the transformed solution must be a multiple of the residual of the solution, equation by
 * equation.
 *
 * <p>The shifts of a Galilean transformation solve the linearised condition; the exponents of scalings are the null space of the
 * conditions that all terms of an equation have one weight.
 */
final class SymmetrySearch {
  /** Group parameters at which what was found is verified: none is special. */
  private static final double[] PARAMETERS = {0.37, -0.81};

  private final Problem problem;
  private final List<Expr> residuals;
  private final List<Coordinate> coordinates;
  private final List<Field> fields;

  private SymmetrySearch(Problem problem) {
    this.problem = problem;
    residuals = problem.equations().stream().map(e -> Lowering.normalForm(e.residual())).toList();
    coordinates = problem.coordinates();
    fields = problem.fields();
  }

  static List<Symmetry> of(Problem problem) {
    var search = new SymmetrySearch(problem);
    if (!search.residuals.stream().allMatch(Jets::isLocal)) {
      return List.of();
    }
    var candidates = new ArrayList<Symmetry>();
    search.coordinates.forEach(c -> candidates.add(new Symmetry.Translation(c)));
    search.galilean(candidates);
    search.scalings(candidates);
    return candidates.stream().filter(search::holds).toList();
  }

  private boolean holds(Symmetry symmetry) {
    for (double s : PARAMETERS) {
      for (Expr residual : residuals) {
        Expr transformed = Lowering.replaceLeaves(residual, leaf -> symmetry.pulledBack(leaf, s));
        double factor = 1;
        if (symmetry instanceof Symmetry.Scaling) {
          double[][] values = Jets.values(List.of(transformed, residual));
          factor = values[0][0] / values[1][0];
        }
        if (!Double.isFinite(factor) || !Jets.vanishes(List.of(transformed, residual.times(-factor)))) {
          return false;
        }
      }
    }
    return true;
  }

  private void galilean(List<Symmetry> candidates) {
    if (problem.domain().time().isEmpty()) {
      return;
    }
    Coordinate t = problem.domain().time().get().coordinate();
    for (Coordinate x : coordinates) {
      if (!x.isTime()) {
        var shifts = shifts(x, t);
        if (shifts != null) {
          candidates.add(new Symmetry.Galilean(x, t, shifts));
        }
      }
    }
  }

  /** σ with {@code Σ_f σ_f ∂R/∂f + t ∂R/∂x - Σ_J k_J ∂R/∂u_J u_(J, one t to x) = 0}, k_J the number of t in J. */
  private LinkedHashMap<Field, Double> shifts(Coordinate x, Coordinate t) {
    var rows = new ArrayList<double[]>();
    var right = new ArrayList<Double>();
    for (Expr residual : residuals) {
      var expressions = new ArrayList<Expr>();
      fields.forEach(f -> expressions.add(Jets.derivative(residual, f)));
      var moved = new ArrayList<Expr>();
      for (Expr unknown : Leaves.unknowns(residual)) {
        var with = new ArrayList<>(Leaves.derivatives(unknown));
        int k = (int) with.stream().filter(t::equals).count();
        if (k > 0) {
          with.remove(t);
          with.add(x);
          moved.add(Jets.derivative(residual, unknown).times(Partial.of(Leaves.field(unknown), with)).times(k));
        }
      }
      expressions.add(Jets.sum(moved));
      double[][] values = Jets.values(expressions);
      for (int p = 0; p < values[0].length; p++) {
        double[] row = new double[fields.size()];
        for (int f = 0; f < row.length; f++) {
          row[f] = values[f][p];
        }
        rows.add(row);
        right.add(values[fields.size()][p]);
      }
    }
    if (right.stream().anyMatch(v -> !Double.isFinite(v)) || rows.stream().anyMatch(r -> !Arrays.stream(r).allMatch(Double::isFinite))) {
      return null;
    }
    var svd = new SingularValueDecomposition(new Array2DRowRealMatrix(rows.toArray(double[][]::new)));
    double[] solution = svd.getSolver().solve(new ArrayRealVector(right.stream().mapToDouble(v -> v).toArray())).toArray();
    var shifts = new LinkedHashMap<Field, Double>();
    for (int f = 0; f < solution.length; f++) {
      shifts.put(fields.get(f), simplest(solution[f]));
    }
    return shifts.values().stream().anyMatch(v -> v != 0) ? shifts : null;
  }

  /** The fraction of a small denominator that a least-squares solution means, or the number as it is. */
  private static double simplest(double value) {
    for (int q = 1; q <= 64; q++) {
      double p = Math.rint(value * q);
      if (Math.abs(value * q - p) < 1e-8) {
        return p / q + 0.0;
      }
    }
    return value;
  }

  // ---- scalings ----

  /** Fields first, space last, so that a scaling is told by that of space. */
  private List<Expr> unknownWeights() {
    var all = new ArrayList<Expr>(fields);
    coordinates.stream().filter(Coordinate::isTime).forEach(all::add);
    coordinates.stream().filter(c -> !c.isTime()).forEach(all::add);
    return all;
  }

  private void scalings(List<Symmetry> candidates) {
    var unknowns = unknownWeights();
    var weights = new Weights(unknowns);
    residuals.forEach(weights::of);
    for (double[] exponents : nullSpace(weights.conditions, unknowns.size())) {
      var ofCoordinates = new LinkedHashMap<Coordinate, Double>();
      var ofFields = new LinkedHashMap<Field, Double>();
      coordinates.forEach(c -> ofCoordinates.put(c, exponents[unknowns.indexOf(c)]));
      fields.forEach(f -> ofFields.put(f, exponents[unknowns.indexOf(f)]));
      candidates.add(new Symmetry.Scaling(ofCoordinates, ofFields));
    }
  }

  /** The weights of expressions under a scaling, linear in its exponents, with the conditions under which they have one. */
  private static final class Weights {
    final List<Expr> unknowns;
    final List<double[]> conditions = new ArrayList<>();

    Weights(List<Expr> unknowns) {
      this.unknowns = unknowns;
    }

    double[] of(Expr e) {
      double[] weight = new double[unknowns.size()];
      switch (e) {
        case Const _, Parameter _ -> { }
        case Coordinate c -> weight[unknowns.indexOf(c)] = 1;
        case Sum sum -> {
          weight = of(sum.terms().getFirst());
          for (Expr term : sum.terms()) {
            same(weight, of(term));
          }
        }
        case Product product -> {
          for (Expr factor : product.factors()) {
            add(weight, 1, of(factor));
          }
        }
        case Power(Expr base, Const(double n)) -> add(weight, n, of(base));
        case Call call when call.function() == Elementary.ABS -> weight = of(call.arguments().getFirst());
        case Piecewise piecewise -> {
          weight = of(piecewise.otherwise());
          for (Piecewise.Case c : piecewise.cases()) {
            same(weight, of(c.value()));
            c.conditions().forEach(k -> same(of(k.left()), of(k.right())));
          }
        }
        case Expr unknown when Leaves.isUnknown(unknown) && unknowns.contains(Leaves.field(unknown)) -> {
          weight[unknowns.indexOf(Leaves.field(unknown))] = 1;
          for (Coordinate c : Leaves.derivatives(unknown)) {
            weight[unknowns.indexOf(c)] -= 1;
          }
        }
        // anything else keeps its value only if its arguments do; coefficients that are fields never scale
        default -> {
          e.operands().forEach(operand -> conditions.add(of(operand)));
          if (e.operands().isEmpty() || e instanceof Partial) {
            e.fields().forEach(f -> f.coordinates().forEach(c -> conditions.add(of(c))));
          }
        }
      }
      return weight;
    }

    private void same(double[] a, double[] b) {
      double[] difference = a.clone();
      add(difference, -1, b);
      conditions.add(difference);
    }

    private static void add(double[] sum, double factor, double[] weight) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor * weight[i];
      }
    }
  }

  /** A basis of {x : A x = 0} from the reduced echelon form: one vector for each free variable, which is 1 in it. */
  private static List<double[]> nullSpace(List<double[]> rows, int n) {
    double[][] a = rows.stream().map(double[]::clone).toArray(double[][]::new);
    int[] pivots = new int[n];
    Arrays.fill(pivots, -1);
    int rank = 0;
    for (int column = 0; column < n && rank < a.length; column++) {
      int best = rank;
      for (int i = rank; i < a.length; i++) {
        best = Math.abs(a[i][column]) > Math.abs(a[best][column]) ? i : best;
      }
      // entries are sums of exponents as they were written
      if (Math.abs(a[best][column]) < 1e-9) {
        continue;
      }
      double[] swap = a[rank];
      a[rank] = a[best];
      a[best] = swap;
      double pivot = a[rank][column];
      for (int k = 0; k < n; k++) {
        a[rank][k] /= pivot;
      }
      for (int i = 0; i < a.length; i++) {
        double factor = a[i][column];
        for (int k = 0; i != rank && k < n; k++) {
          a[i][k] -= factor * a[rank][k];
        }
      }
      pivots[column] = rank++;
    }
    var basis = new ArrayList<double[]>();
    for (int free = n - 1; free >= 0; free--) {
      if (pivots[free] >= 0) {
        continue;
      }
      double[] vector = new double[n];
      vector[free] = 1;
      for (int column = 0; column < n; column++) {
        if (pivots[column] >= 0) {
          vector[column] = -a[pivots[column]][free] + 0.0;
        }
      }
      basis.add(vector);
    }
    return basis;
  }
}
