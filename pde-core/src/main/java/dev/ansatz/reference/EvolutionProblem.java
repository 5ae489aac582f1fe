package dev.ansatz.reference;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.lower.BoundaryForm;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Pointwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** An evolution problem in at most three space dimensions, made ready for a method of lines. */
final class EvolutionProblem {
  private final Problem problem;
  private final EvolutionForm form;
  private final Coordinate t;
  private final Range time;
  private final List<Range> ranges;
  private final List<Coordinate> space;
  private final BoxEquations equations;

  private EvolutionProblem(Problem problem) {
    this.problem = problem;
    form = EvolutionForm.of(problem);
    time = problem.domain().time().orElseThrow();
    t = time.coordinate();
    ranges = problem.domain().space().map(g -> g.boundingBox().ranges()).orElse(List.of());
    space = ranges.stream().map(Range::coordinate).toList();
    var rows = form.unknowns().stream().map(u -> new BoxEquations.Row(u.field(), u.linear(), u.remainder())).toList();
    equations = new BoxEquations(problem, rows, Optional.of(t), conditions());
  }

  static EvolutionProblem of(Problem problem) {
    var obstacles = obstacles(problem);
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", obstacles));
    }
    return new EvolutionProblem(problem);
  }

  /** Why a problem is none for a method of lines on a box; empty if it is one. */
  static List<String> obstacles(Problem problem) {
    var domain = problem.domain();
    if (domain.time().isEmpty()) {
      return List.of("it has no time coordinate");
    }
    var obstacles = BoxEquations.obstacles(problem);
    obstacles.addAll(EvolutionForm.obstacles(problem));
    return obstacles;
  }

  /** The number of space dimensions. */
  int dimension() {
    return space.size();
  }

  boolean isPeriodic(int coordinate) {
    return equations.isPeriodic(coordinate);
  }

  double start() {
    return time.lower();
  }

  double end() {
    return time.upper();
  }

  List<Range> ranges() {
    return ranges;
  }

  /** For each field of the problem the number of the unknown that it is. */
  int[] unknowns() {
    var fields = form.unknowns().stream().map(EvolutionForm.Unknown::field).toList();
    return problem.fields().stream().mapToInt(fields::indexOf).toArray();
  }

  /** The initial values {@code [unknown][point]} at {@code x[coordinate][point]}. */
  double[][] initial(double[][] x, int lanes) {
    var expressions = form.unknowns().stream().map(EvolutionForm.Unknown::initial).toList();
    var given = new HashMap<Coordinate, double[]>();
    double[] times = new double[lanes];
    Arrays.fill(times, time.lower());
    given.put(t, times);
    for (int a = 0; a < space.size(); a++) {
      given.put(space.get(a), x[a]);
    }
    return Pointwise.of(expressions).values(given, lanes);
  }

  /** Puts the stated initial values of an unknown where t is the initial time, {@code points = {t, x, …}}. */
  void overwriteInitial(int unknown, double[][] points, double[] out) {
    int[] initial = IntStream.range(0, out.length).filter(p -> points[0][p] == time.lower()).toArray();
    if (initial.length > 0) {
      double[][] x = new double[space.size()][];
      for (int a = 0; a < x.length; a++) {
        double[] all = points[a + 1];
        x[a] = Arrays.stream(initial).mapToDouble(p -> all[p]).toArray();
      }
      double[] values = initial(x, initial.length)[unknown];
      for (int i = 0; i < initial.length; i++) {
        out[initial[i]] = values[i];
      }
    }
  }

  /** Discretised with n points a coordinate, or degree n; spectrally for order 0, otherwise by finite differences of that order. */
  TensorSystem discretise(int order, int[] n) {
    return equations.discretise(order, n);
  }

  EvolutionSystem system() {
    return equations.system();
  }

  /** Points up to which initial values are sampled where they are rough. */
  private static final int MOST_SAMPLES = 1 << 20;

  /**
   * The initial state. Where the spectrum of the initial values has not decayed in a periodic direction, they are sampled more finely
   * first: a kink has coefficients of order 1/k², and aliasing of those beyond the grid would not decay with time.
   */
  double[] initial(TensorSystem system) {
    var basis = system.basis();
    double[][] values = initial(basis.grid(), basis.points());
    boolean rough = false;
    int periods = 0;
    for (int a = 0; a < basis.axes().size(); a++) {
      if (basis.axes().get(a) instanceof PeriodicAxis) {
        periods++;
        double[] all = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
        rough |= basis.tails(List.of(all))[a] > 1e-13;
      }
    }
    int factor = periods == 0 ? 1 : (int) Math.pow((double) MOST_SAMPLES / basis.points(), 1.0 / periods);
    if (!rough || factor < 2) {
      return system.state(values);
    }
    TensorGrid fine = system.oversampled(Integer.highestOneBit(factor));
    return system.state(fine, initial(fine.basis(1).grid(), fine.points()));
  }

  private List<FaceCondition> conditions() {
    var unknowns = form.unknowns();
    var all = new ArrayList<FaceCondition>();
    for (var condition : BoundaryForm.of(problem)) {
      for (int i = 0; i < unknowns.size(); i++) {
        if (unknowns.get(i).of().equals(condition.field().orElseThrow())) {
          var face = (Face) condition.part();
          Expr value = condition.data().substitute(Map.of(face.fixed(), new Const(face.value())));
          for (int k = 0; k < unknowns.get(i).derivative(); k++) {
            value = value.derivative(t);
          }
          all.add(BoxEquations.condition(condition, i, value, Optional.of(t), space));
        }
      }
    }
    return all;
  }
}
