package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.StationaryForm;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Stationary problems on a box in up to three dimensions, linear or not, by finite differences of order 2, 4 or 6 or
 * spectrally (Chebyshev, Fourier in periodic directions): Newton's method, its linear systems by GMRES preconditioned with the
 * constant-coefficient part, which fast diagonalisation inverts. A linear problem with constant coefficients and derivatives
 * of even order takes one application: O(N n) for n points a direction, against O(N³) of a dense Jacobian.
 *
 * <p>The estimate of the error is the distance from the answer on the next smaller grid, for finite differences of order p
 * over 2ᵖ − 1.
 */
final class BoxStationary {
  private static final int MOST_ITERATIONS = 30;
  private static final int[][] SPECTRAL = {{24, 32, 48, 64, 96, 128, 192, 256, 384, 512}, {16, 24, 32, 48, 64, 96, 128, 192, 256, 384},
      {12, 16, 24, 32, 48, 64}};
  private static final int[][] DIFFERENCES = {{16, 32, 64, 128, 256, 512}, {16, 32, 64, 128, 256}, {12, 24, 48, 96}};
  /** Points a coordinate at which answers are compared, by dimension. */
  private static final int[] SAMPLE_POINTS = {1001, 51, 15};

  /** How the method is written in settings. */
  enum Word {
    FD2("fd2", 2), FD4("fd4", 4), FD6("fd6", 6), SPECTRAL("spectral", 0);

    final String word;
    final int order;

    Word(String word, int order) {
      this.word = word;
      this.order = order;
    }

    static Optional<Word> of(String word) {
      return Arrays.stream(values()).filter(w -> w.word.equals(word)).findFirst();
    }
  }

  private final BoxEquations equations;
  private final List<Range> ranges;
  private final boolean linear;
  private final Word word;
  private final Settings settings;
  private final Watch watch;

  BoxStationary(Problem problem, Word word, Settings settings, Watch watch) {
    this.word = word;
    this.settings = settings;
    this.watch = watch;
    var form = StationaryForm.of(problem);
    linear = form.isLinear();
    var rows = new ArrayList<BoxEquations.Row>();
    for (int i = 0; i < form.rows().size(); i++) {
      var row = form.rows().get(i);
      rows.add(new BoxEquations.Row(problem.fields().get(i), row.linear(), row.nonlinear().plus(row.source())));
    }
    ranges = problem.domain().ranges();
    var space = problem.coordinates();
    var conditions = BoundaryForm.of(problem).stream().map(c -> {
      var face = (Face) c.part();
      var data = c.data().substitute(Map.of(face.fixed(), new Const(face.value())));
      return BoxEquations.condition(c, problem.fields().indexOf(c.field().orElseThrow()), data, Optional.empty(), space);
    }).toList();
    equations = new BoxEquations(problem, rows, Optional.empty(), conditions);
  }

  /** Why a problem is none for this method; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    if (problem.domain().time().isPresent()) {
      return List.of("it has a time coordinate");
    }
    var obstacles = BoxEquations.obstacles(problem);
    if (problem.equations().size() != problem.fields().size()) {
      obstacles.add(problem.equations().size() + " equations for " + problem.fields().size() + " fields");
    }
    if (problem.coordinates().isEmpty()) {
      obstacles.add("it has no space coordinate");
    }
    // a pressure between walls
    if (!problem.coordinates().stream().allMatch(x -> BoxEquations.isPeriodic(problem, x))) {
      var forms = BoundaryForm.of(problem);
      problem.fields().stream().filter(field -> forms.stream().noneMatch(f -> f.field().filter(field::equals).isPresent()))
          .forEach(field -> obstacles.add("there is no condition for " + field.name()));
    }
    return obstacles;
  }

  /** The values on a grid with n points a coordinate. */
  private record Level(int n, TensorBasis basis, double[] values, int iterations) {
    Solution.Evaluator evaluator() {
      return (field, index, points, out) -> basis.evaluate(values, field, index, points, 0, out.length, out);
    }
  }

  Answer solve() {
    int dimension = ranges.size();
    int[] sizes = (word.order == 0 ? SPECTRAL : DIFFERENCES)[dimension - 1];
    if (settings.n() > 0) {
      sizes = new int[] {word.order == 0 ? Math.max(4, 3 * settings.n() / 8 * 2) : settings.n() / 2, settings.n()};
    }
    Level best = null;
    double estimate = Double.POSITIVE_INFINITY;
    Termination termination = null;
    try {
      for (int n : sizes) {
        Level level = newton(n);
        if (level == null) {
          if (best != null) {
            break;
          }
          continue;
        }
        double distance = best == null ? Double.POSITIVE_INFINITY
            : distance(best, level) / (word.order == 0 ? 1 : Math.pow(2, word.order) - 1);
        watch.report(word.word, String.format(Locale.ROOT, "n = %d, change %.1e", n, distance));
        if (distance > estimate && estimate < 1e-6) {
          break;
        }
        estimate = distance;
        best = level;
        if (estimate <= settings.tolerance()) {
          termination = settings.reached(estimate);
          break;
        }
      }
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    } catch (BoundaryRows.NotDiagonalizable none) {
      termination = new Termination.Diverged(none.getMessage(), "set method=chebyshev-collocation");
    }
    var figures = new LinkedHashMap<String, String>();
    figures.put("method", word.word);
    if (best == null) {
      return Answer.none(termination != null && !(termination instanceof Termination.BudgetSpent) ? termination
              : new Termination.Diverged("Newton's method found no solution of the discrete equations",
                  "check that the conditions fix the solution, for instance not only its derivatives"), figures);
    }
    if (termination == null) {
      termination = new Termination.BudgetSpent(String.format(Locale.ROOT, "n = %d, with an error of about %.1e, is the largest tried",
          best.n, estimate),
          settings.n() > 0 ? "raise n" : word.order > 0 && word.order < 6 ? "ask for a larger tolerance, or for a method of higher order"
              : "ask for a larger tolerance");
    }
    figures.put("n", String.valueOf(best.n));
    figures.put("Newton iterations", String.valueOf(best.iterations));
    int n = best.n;
    return new Answer(best.evaluator(), termination, best.values.length, estimate, figures)
        .with((other, clock) -> Optional.ofNullable(new BoxStationary(other, word, settings, clock).newton(n)).map(Level::evaluator));
  }

  private double distance(Level a, Level b) {
    double[][] x = Samples.of(ranges, SAMPLE_POINTS[ranges.size() - 1]);
    AxisMap[] fromA = a.basis.sampling(x);
    AxisMap[] fromB = b.basis.sampling(x);
    double worst = 0;
    for (int f = 0; f < b.basis.fields(); f++) {
      double[] u = a.basis.sample(a.values, f, fromA);
      double[] v = b.basis.sample(b.values, f, fromB);
      double size = Gmres.norm(v);
      for (int p = 0; p < u.length; p++) {
        u[p] -= v[p];
      }
      worst = Math.max(worst, size == 0 ? Gmres.norm(u) : Gmres.norm(u) / size);
    }
    return worst;
  }

  /** The solution on n points a coordinate, or null if Newton's method does not converge or the equations leave it open. */
  private Level newton(int n) {
    int[] sizes = new int[ranges.size()];
    Arrays.fill(sizes, n);
    TensorSystem system = equations.discretise(word.order, sizes);
    int size = system.size();
    double[] y = new double[size];
    double[] r = new double[size];
    double[] preconditioned = new double[size];
    double[] product = new double[size];
    var gmres = new Gmres(40, 400);
    double last = Double.POSITIVE_INFINITY;
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      watch.poll();
      watch.count(1);
      var inverse = new Inverse();
      LinearMap preconditioner = system.functions(inverse, system.preconditioning(0, y)).getFirst();
      if (inverse.isSingular()) {
        return null;
      }
      system.rate(0, y, r);
      preconditioner.multiply(r, preconditioned);
      double before = Gmres.norm(preconditioned);
      double[] at = y;
      double[] step = new double[size];
      double reached = gmres.solve((in, out) -> {
        watch.poll();
        system.remainderTangent(0, at, in, product);
        system.linear().multiplyAdd(in, product);
        preconditioner.multiply(product, out);
      }, preconditioned, step, 1e-13);
      if (!(reached < 1e-2)) {
        return null;
      }
      double damping = 1;
      double[] next = moved(y, step, damping);
      if (!linear) {
        double length = Gmres.norm(step);
        while (!(residual(system, preconditioner, next, r, product) < before) && length > 1e-9 * Gmres.norm(y) && damping > 1e-3) {
          damping /= 2;
          next = moved(y, step, damping);
        }
      }
      y = next;
      double relative = Gmres.norm(step) * damping / Math.max(Gmres.norm(y), Double.MIN_NORMAL);
      if (!Double.isFinite(relative)) {
        return null;
      }
      // a linear problem is solved by the first step, refined by the second; after a small step the next would only stir rounding
      if (linear && iteration == 2 || relative < (linear ? 1e-15 : 1e-8) && damping == 1 || iteration > 2 && relative < 1e-6
          && relative > last / 2) {
        double[] values = new double[system.basis().size()];
        system.values(0, y, values);
        return new Level(n, system.basis(), values, iteration);
      }
      last = relative;
    }
    return null;
  }

  private static double residual(TensorSystem system, LinearMap preconditioner, double[] y, double[] r, double[] out) {
    system.rate(0, y, r);
    preconditioner.multiply(r, out);
    return Gmres.norm(out);
  }

  private static double[] moved(double[] y, double[] step, double damping) {
    double[] next = y.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] -= damping * step[i];
    }
    return next;
  }

  /** 1/z, which remembers how near to zero an eigenvalue came. */
  private static final class Inverse implements OperatorFunctions {
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest;

    boolean isSingular() {
      return !(smallest > 1e-12 * largest);
    }

    private void see(double size) {
      smallest = Math.min(smallest, size);
      largest = Math.max(largest, size);
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public double[][] of(double re, double im) {
      double square = re * re + im * im;
      see(Math.sqrt(square));
      return new double[][] {{re / square}, {-im / square}};
    }

    @Override
    public DMatrixRMaj[] of(DMatrixRMaj a) {
      var inverse = new DMatrixRMaj(a.numRows, a.numCols);
      boolean regular = CommonOps_DDRM.invert(a, inverse);
      see(CommonOps_DDRM.elementMaxAbs(a));
      see(regular ? 1 / CommonOps_DDRM.elementMaxAbs(inverse) : 0);
      return new DMatrixRMaj[] {inverse};
    }
  }
}
