package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.Pointwise;
import dev.ansatz.pde.lower.StationaryForm;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.data.DMatrixSparseTriplet;
import org.ejml.interfaces.linsol.LinearSolverSparse;
import org.ejml.ops.DConvertMatrixStruct;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.factory.LinearSolverFactory_DSCC;

/**
 * Stationary advection–diffusion −ν₁ u_xx − ν₂ u_yy + b·∇u + c u = f on a rectangle with Dirichlet conditions by domain
 * splitting, after K. Trotti, A domain splitting strategy for solving PDEs, arXiv:2303.01163 (2023).
 *
 * <p>The fine mesh has N intervals a direction, the coarse one N/r with r near √N. The equations are solved on three small
 * meshes: fine along x and coarse along y, the other way round, and coarse along both. On the lines of the coarse mesh u is
 * taken as the first of these plus the difference of the other two, interpolated (and with the directions exchanged); with
 * these values the fine equations are solved in each cell of the coarse mesh on its own. What residual is left stands on the
 * lines alone. It is averaged to the three meshes and treated likewise, and that correction preconditions GMRES on the fine
 * equations. The largest system has N²/r unknowns.
 *
 * <p>The scheme is the exponentially fitted one of A. M. Il'in (1969), with ν (p coth p)/h² for ν/h², p = b h/(2ν): of order
 * 2, and without oscillations however coarse a mesh. Deviations from the paper: this scheme, the averaging of the residual,
 * and GMRES. The estimate of the error is a third of the distance from the answer with half as many intervals.
 */
final class DomainSplitting {
  static final String WORD = "domain-splitting";
  private static final int[] SIZES = {32, 64, 128, 256, 512};
  private static final int MOST_ITERATIONS = 120;
  private static final double RESIDUAL = 1e-11;
  private static final int SAMPLE_POINTS = 51;

  private final List<Range> ranges;
  private final Problem problem;
  /** ν₁, ν₂, b₁, b₂, c, f. */
  private final Pointwise coefficients;
  /** x at its lower and upper end, y at its lower and upper end. */
  private final Pointwise[] faces = new Pointwise[4];
  private final Settings settings;
  private final Watch watch;

  DomainSplitting(Problem problem, Settings settings, Watch watch) {
    this.problem = problem;
    this.settings = settings;
    this.watch = watch;
    ranges = problem.domain().ranges();
    coefficients = Pointwise.of(coefficients(problem));
    for (var form : BoundaryForm.of(problem)) {
      var face = (Face) form.part();
      faces[2 * face.axis() + (face.upper() ? 1 : 0)] = Pointwise.of(form.data().over(form.value()));
    }
  }

  private static List<Expr> coefficients(Problem problem) {
    var row = StationaryForm.of(problem).rows().getFirst();
    var c = new ArrayList<Expr>(List.of(Const.ZERO, Const.ZERO, Const.ZERO, Const.ZERO, Const.ZERO, row.source().negate()));
    for (var term : row.linear()) {
      int axis = term.index().order(0) > 0 ? 0 : 1;
      int at = switch (term.index().degree()) {
        case 0 -> 4;
        case 1 -> 2 + axis;
        default -> axis;
      };
      c.set(at, c.get(at).plus(at < 2 ? term.coefficient().negate() : term.coefficient()));
    }
    return c;
  }

  /** Why a problem is none for this method; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    if (problem.domain().time().isPresent()) {
      return List.of("it has a time coordinate");
    }
    var obstacles = BoxEquations.obstacles(problem);
    if (problem.coordinates().size() != 2 || problem.fields().size() != 1 || problem.equations().size() != 1) {
      obstacles.add("domain splitting is for one field on a rectangle");
    }
    var forms = BoundaryForm.of(problem);
    if (forms.size() != 4 || forms.stream().anyMatch(f -> f.kind() != BoundaryForm.Kind.DIRICHLET)) {
      obstacles.add("domain splitting needs the values of the field on all four sides");
    }
    if (obstacles.isEmpty()) {
      var form = StationaryForm.of(problem);
      if (!form.isLinear()) {
        obstacles.add("domain splitting is for linear equations");
      } else if (form.rows().getFirst().linear().stream()
          .anyMatch(t -> t.index().degree() > 2 || t.index().order(0) == 1 && t.index().order(1) == 1)) {
        obstacles.add("domain splitting is for advection and diffusion: derivatives of order 1 and 2, none of them mixed");
      }
    }
    return obstacles;
  }

  /** The discrete equations on nx × ny intervals: one row of five entries for each interior node, y fastest, and their right-hand sides. */
  private final class Mesh {
    final int nx;
    final int ny;
    /** Of the node itself and its neighbours at lower and higher x, lower and higher y. */
    final double[][] stencil;
    final double[] source;

    Mesh(int nx, int ny) {
      this.nx = nx;
      this.ny = ny;
      int total = (nx - 1) * (ny - 1);
      double hx = ranges.get(0).length() / nx;
      double hy = ranges.get(1).length() / ny;
      double[][] points = new double[2][total];
      for (int p = 0; p < total; p++) {
        points[0][p] = x(p / (ny - 1) + 1);
        points[1][p] = y(p % (ny - 1) + 1);
      }
      double[][] c = coefficients.values(problem.coordinates(), points);
      stencil = new double[5][total];
      source = c[5].clone();
      double sign = Math.signum(c[0][0]);
      for (int p = 0; p < total; p++) {
        if (!(sign * c[0][p] > 0 && sign * c[1][p] > 0)) {
          throw new NotElliptic();
        }
        add(p, 1, sign * c[0][p], sign * c[2][p], hx);
        add(p, 3, sign * c[1][p], sign * c[3][p], hy);
        stencil[0][p] += sign * c[4][p];
        source[p] *= sign;
      }
      boundary();
    }

    private double x(int i) {
      return i == nx ? ranges.get(0).upper() : ranges.get(0).lower() + ranges.get(0).length() * i / nx;
    }

    private double y(int j) {
      return j == ny ? ranges.get(1).upper() : ranges.get(1).lower() + ranges.get(1).length() * j / ny;
    }

    private void add(int p, int at, double nu, double b, double h) {
      double peclet = b * h / (2 * nu);
      double fitted = Math.abs(peclet) < 1e-4 ? nu * (1 + peclet * peclet / 3) : nu * peclet / Math.tanh(peclet);
      stencil[0][p] += 2 * fitted / (h * h);
      stencil[at][p] -= fitted / (h * h) + b / (2 * h);
      stencil[at + 1][p] -= fitted / (h * h) - b / (2 * h);
    }

    /** Takes the values on the sides to the right. */
    private void boundary() {
      for (int i = 1; i < nx; i++) {
        source[node(i, 1)] -= stencil[3][node(i, 1)] * value(2, x(i), y(0));
        source[node(i, ny - 1)] -= stencil[4][node(i, ny - 1)] * value(3, x(i), y(ny));
      }
      for (int j = 1; j < ny; j++) {
        source[node(1, j)] -= stencil[1][node(1, j)] * value(0, x(0), y(j));
        source[node(nx - 1, j)] -= stencil[2][node(nx - 1, j)] * value(1, x(nx), y(j));
      }
    }

    double value(int face, double x, double y) {
      return faces[face].values(problem.coordinates(), new double[][] {{x}, {y}})[0][0];
    }

    int node(int i, int j) {
      return (i - 1) * (ny - 1) + j - 1;
    }

    int neighbour(int p, int k) {
      int i = p / (ny - 1) + 1 + (k == 1 ? -1 : k == 2 ? 1 : 0);
      int j = p % (ny - 1) + 1 + (k == 3 ? -1 : k == 4 ? 1 : 0);
      return i == 0 || i == nx || j == 0 || j == ny ? -1 : node(i, j);
    }

    int size() {
      return source.length;
    }

    void multiply(double[] u, double[] out) {
      for (int p = 0; p < u.length; p++) {
        double sum = stencil[0][p] * u[p];
        for (int k = 1; k < 5; k++) {
          int q = neighbour(p, k);
          sum += q < 0 ? 0 : stencil[k][p] * u[q];
        }
        out[p] = sum;
      }
    }

    /** The equations of some nodes in their own values, factorised; nodes in an order that keeps neighbours near. */
    Factors factors(int[] chosen) {
      int[] number = new int[size()];
      Arrays.fill(number, -1);
      for (int k = 0; k < chosen.length; k++) {
        number[chosen[k]] = k;
      }
      var triplets = new DMatrixSparseTriplet(chosen.length, chosen.length, 5 * chosen.length);
      for (int k = 0; k < chosen.length; k++) {
        triplets.addItem(k, k, stencil[0][chosen[k]]);
        for (int direction = 1; direction < 5; direction++) {
          int q = neighbour(chosen[k], direction);
          if (q >= 0 && number[q] >= 0) {
            triplets.addItem(k, number[q], stencil[direction][chosen[k]]);
          }
        }
      }
      LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> lu = LinearSolverFactory_DSCC.lu(FillReducing.NONE);
      if (!lu.setA(DConvertMatrixStruct.convert(triplets, (DMatrixSparseCSC) null))) {
        throw new NotElliptic();
      }
      return new Factors(chosen, lu);
    }

    /** All nodes, the direction with fewer intervals fastest, so that the band is narrow. */
    int[] all() {
      int[] nodes = new int[size()];
      int k = 0;
      for (int a = 1; a < Math.max(nx, ny); a++) {
        for (int b = 1; b < Math.min(nx, ny); b++) {
          nodes[k++] = nx >= ny ? node(a, b) : node(b, a);
        }
      }
      return nodes;
    }
  }

  /** Thrown where the equations have no solution by this method. */
  private static final class NotElliptic extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    NotElliptic() {
      super("the coefficients of the second derivatives vanish or change sign, or the equations are singular", null, false, false);
    }
  }

  private record Factors(int[] nodes, LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> lu) {
    /** Solves for the values at the nodes, both in full vectors. */
    void solve(double[] b, double[] u) {
      var right = new DMatrixRMaj(nodes.length, 1);
      var out = new DMatrixRMaj(nodes.length, 1);
      for (int k = 0; k < nodes.length; k++) {
        right.data[k] = b[nodes[k]];
      }
      lu.solve(right, out);
      for (int k = 0; k < nodes.length; k++) {
        u[nodes[k]] = out.data[k];
      }
    }
  }

  /** The two levels for one N. */
  private final class Levels {
    final int n;
    final int ratio;
    final int m;
    final Mesh fine;
    final Mesh alongX;
    final Mesh alongY;
    final Mesh coarse;
    final Factors solveX;
    final Factors solveY;
    final Factors solveCoarse;
    final List<Factors> patches = new ArrayList<>();

    Levels(int n) {
      this.n = n;
      ratio = Integer.highestOneBit((int) Math.sqrt(n));
      m = n / ratio;
      fine = new Mesh(n, n);
      alongX = new Mesh(n, m);
      alongY = new Mesh(m, n);
      coarse = new Mesh(m, m);
      solveX = alongX.factors(alongX.all());
      solveY = alongY.factors(alongY.all());
      solveCoarse = coarse.factors(coarse.all());
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          int[] nodes = new int[(ratio - 1) * (ratio - 1)];
          int k = 0;
          for (int p = 1; p < ratio; p++) {
            for (int q = 1; q < ratio; q++) {
              nodes[k++] = fine.node(i * ratio + p, j * ratio + q);
            }
          }
          patches.add(fine.factors(nodes));
        }
        watch.poll();
      }
    }

    /** The fine solution from right-hand sides on the fine mesh and on the three others. */
    double[] merge(double[] f, double[] fX, double[] fY, double[] fC) {
      double[] uX = new double[alongX.size()];
      double[] uY = new double[alongY.size()];
      double[] uC = new double[coarse.size()];
      solveX.solve(fX, uX);
      solveY.solve(fY, uY);
      solveCoarse.solve(fC, uC);
      double[] u = new double[fine.size()];
      for (int i = 1; i < n; i++) {
        int cell = i / ratio;
        double s = (double) (i % ratio) / ratio;
        for (int j = 1; j < m; j++) {
          u[fine.node(i, j * ratio)] = uX[alongX.node(i, j)]
              + (1 - s) * (cell == 0 ? 0 : uY[alongY.node(cell, j * ratio)] - uC[coarse.node(cell, j)])
              + s * (cell + 1 == m ? 0 : uY[alongY.node(cell + 1, j * ratio)] - uC[coarse.node(cell + 1, j)]);
          u[fine.node(j * ratio, i)] = uY[alongY.node(j, i)]
              + (1 - s) * (cell == 0 ? 0 : uX[alongX.node(j * ratio, cell)] - uC[coarse.node(j, cell)])
              + s * (cell + 1 == m ? 0 : uX[alongX.node(j * ratio, cell + 1)] - uC[coarse.node(j, cell + 1)]);
        }
      }
      // in the patches u is still zero: A u there is what the values on the lines contribute
      double[] b = new double[fine.size()];
      fine.multiply(u, b);
      for (int p = 0; p < b.length; p++) {
        b[p] = f[p] - b[p];
      }
      for (Factors patch : patches) {
        patch.solve(b, u);
      }
      return u;
    }

    /**
     * The mean about every coarse node along y, weighted by the hat function there: the transpose of linear interpolation over the ratio.
     */
    private double[] averageY(double[] r, int nx) {
      double[] out = new double[(nx - 1) * (m - 1)];
      for (int i = 0; i < nx - 1; i++) {
        for (int j = 1; j < m; j++) {
          double sum = 0;
          for (int k = -ratio + 1; k < ratio; k++) {
            sum += (ratio - Math.abs(k)) * r[i * (n - 1) + j * ratio + k - 1];
          }
          out[i * (m - 1) + j - 1] = sum / (ratio * ratio);
        }
      }
      return out;
    }

    private double[] averageX(double[] r, int ny) {
      double[] out = new double[(m - 1) * (ny - 1)];
      for (int i = 1; i < m; i++) {
        for (int j = 0; j < ny - 1; j++) {
          double sum = 0;
          for (int k = -ratio + 1; k < ratio; k++) {
            sum += (ratio - Math.abs(k)) * r[(i * ratio + k - 1) * (ny - 1) + j];
          }
          out[(i - 1) * (ny - 1) + j] = sum / (ratio * ratio);
        }
      }
      return out;
    }

    double[] initial() {
      return merge(fine.source, alongX.source, alongY.source, coarse.source);
    }

    double[] correction(double[] r) {
      double[] rX = averageY(r, n);
      return merge(r, rX, averageX(r, n), averageX(rX, m));
    }
  }

  /** An answer; {@code history} are the relative residuals: of the merged solution, then after each correction. */
  record Level(int n, TensorBasis basis, double[] values, List<Double> history) {}

  Level level(int n) {
    var levels = new Levels(n);
    Mesh fine = levels.fine;
    var history = new ArrayList<Double>();
    double[] u = levels.initial();
    double[] r = new double[fine.size()];
    fine.multiply(u, r);
    for (int p = 0; p < r.length; p++) {
      r[p] = fine.source[p] - r[p];
    }
    double size = Math.max(Gmres.norm(fine.source), Double.MIN_NORMAL);
    double left = Gmres.norm(r) / size;
    history.add(left);
    if (left > RESIDUAL) {
      double[] z = new double[r.length];
      double[] corrected = new double[r.length];
      // right preconditioning: the residual of GMRES is that of the equations themselves
      new Gmres(MOST_ITERATIONS, MOST_ITERATIONS, relative -> history.add(left * relative)).solve((in, out) -> {
        watch.poll();
        watch.count(1);
        System.arraycopy(levels.correction(in), 0, corrected, 0, corrected.length);
        fine.multiply(corrected, out);
      }, r, z, RESIDUAL / left);
      double[] step = levels.correction(z);
      for (int p = 0; p < u.length; p++) {
        u[p] += step[p];
      }
    }
    var basis = new TensorBasis(1, List.of(new UniformAxis(n, ranges.get(0).lower(), ranges.get(0).upper(), 2),
        new UniformAxis(n, ranges.get(1).lower(), ranges.get(1).upper(), 2)), new int[] {0, 1});
    double[] values = new double[(n + 1) * (n + 1)];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= n; j++) {
        values[i * (n + 1) + j] = i > 0 && i < n && j > 0 && j < n ? u[fine.node(i, j)]
            : fine.value(i == 0 ? 0 : i == n ? 1 : j == 0 ? 2 : 3, fine.x(i), fine.y(j));
      }
    }
    return new Level(n, basis, values, history);
  }

  Answer solve() {
    int[] sizes = settings.n() == 0 ? SIZES
        : new int[] {Math.max(16, Integer.highestOneBit(settings.n()) / 2), Math.max(32, Integer.highestOneBit(settings.n()))};
    Level best = null;
    double estimate = Double.POSITIVE_INFINITY;
    Termination termination = null;
    try {
      for (int n : sizes) {
        Level level = level(n);
        if (best != null) {
          estimate = distance(best, level) / 3;
        }
        best = level;
        watch.report(WORD, String.format(Locale.ROOT, "n = %d, residual %.1e after %d corrections, error about %.1e", n,
            level.history.getLast(), level.history.size() - 1, estimate));
        if (estimate <= settings.tolerance()) {
          termination = settings.reached(estimate);
          break;
        }
      }
    } catch (Watch.Stopped stopped) {
      termination = stopped.termination();
    } catch (NotElliptic none) {
      termination = new Termination.Diverged(none.getMessage(), "set method=chebyshev-collocation");
    }
    var figures = new LinkedHashMap<String, String>();
    figures.put("method", WORD);
    if (best == null) {
      return Answer.unfinished("mesh", termination, figures);
    }
    if (termination == null) {
      termination = new Termination.BudgetSpent(String.format(Locale.ROOT, "n = %d, with an error of about %.1e, is the finest mesh tried",
          best.n, estimate), settings.n() > 0 ? "raise n" : "ask for a larger tolerance, or set method=fd6");
    }
    figures.put("n", String.valueOf(best.n));
    figures.put("residual history", best.history.stream().map(r -> String.format(Locale.ROOT, "%.1e", r)).collect(Collectors.joining(" ")));
    Level answer = best;
    return new Answer((field, index, points, out) -> answer.basis.evaluate(answer.values, field, index, points, 0, out.length, out),
        termination, answer.values.length, estimate, figures);
  }

  private double distance(Level a, Level b) {
    double[][] x = Samples.of(ranges, SAMPLE_POINTS);
    double[] u = a.basis.sample(a.values, 0, a.basis.sampling(x));
    double[] v = b.basis.sample(b.values, 0, b.basis.sampling(x));
    double size = Gmres.norm(v);
    for (int p = 0; p < u.length; p++) {
      u[p] -= v[p];
    }
    return size == 0 ? Gmres.norm(u) : Gmres.norm(u) / size;
  }
}
