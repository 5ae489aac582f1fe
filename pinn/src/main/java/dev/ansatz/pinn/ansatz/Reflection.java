package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A reflection x → 2c − x of space that takes a problem to itself if some fields change their signs with it: where the solution is
 * unique, those are odd about c and the others even.
 *
 * <p>It is used in one of two ways. Where every field is odd and x is a coordinate of a box, half of the box is enough, with zero values in
 * the middle ({@link Reduction}), which holds a layer there in its place. Otherwise trial functions are made odd and even
 * ({@link TrialFunctions}), so that each collocation point counts for its mirror images too.
 *
 * <p>That the statement is kept is verified at random values of coordinates, fields and unknown constants, up to the sign of each
 * equation. What was observed on one half is as good as observed at its mirror image.
 *
 * @param range of x
 * @param periodic whether x is, in which case c − x and c + x are taken around the period
 * @param centre c
 * @param odd the fields that change their signs
 */
public record Reflection(Range range, boolean periodic, double centre, Set<Field> odd) {
  private static final int SAMPLES = 24;
  private static final double ROUNDING = 1e-9;
  /** Some hundred units of rounding, beside the largest value. */
  private static final double UNIT = 1e-13;
  /** Of all choices of odd fields there are two to the power of the number of fields. */
  private static final int MOST_FIELDS = 4;

  public Reflection {
    odd = Set.copyOf(odd);
  }

  public Coordinate coordinate() {
    return range.coordinate();
  }

  /** A reflection in each coordinate in which a problem allows one, all fields odd before others. */
  public static List<Reflection> of(Problem problem) {
    if (!problem.coefficients().isEmpty() || problem.fields().size() > MOST_FIELDS || problem.domain().space().isEmpty()) {
      return List.of();
    }
    return problem.domain().space().get().boundingBox().ranges().stream().flatMap(range -> in(range, problem).stream()).toList();
  }

  /** The one in the coordinate of a range. */
  static Optional<Reflection> in(Range range, Problem problem) {
    double dataSize = WaveNumbers.dataSize(problem);
    return candidates(problem, range).filter(candidate -> candidate.keeps(problem, dataSize)).findFirst();
  }

  private static Stream<Reflection> candidates(Problem problem, Range range) {
    boolean periodic = problem.conditions().stream()
        .anyMatch(c -> c instanceof Condition.Periodic(Coordinate x) && x.equals(range.coordinate()));
    double middle = 0.5 * (range.lower() + range.upper());
    List<Double> centres = periodic ? List.of(middle, 0.5 * (range.lower() + middle)) : List.of(middle);
    int count = problem.fields().size();
    return IntStream.range(0, 1 << count).boxed().sorted(Comparator.comparing(Integer::bitCount).reversed())
        .map(bits -> IntStream.range(0, count).filter(i -> (bits & 1 << i) != 0).mapToObj(problem.fields()::get)
            .collect(Collectors.toSet()))
        .flatMap(odd -> centres.stream().map(c -> new Reflection(range, periodic, c, odd)));
  }

  /**
   * Whether it halves a problem that it takes to itself: all fields are odd, the domain is a box, x is not periodic but has conditions at
   * its ends, and the equations are of order 2 at most in x, so that the zero values make one half well-posed.
   */
  boolean halves(Problem problem) {
    return problem.domain().space().orElse(null) instanceof Box && !periodic && odd.size() == problem.fields().size()
        && order(problem) <= 2 && hasConditionsAcross(problem);
  }

  /** Of the range. */
  Range upperHalf() {
    return new Range(coordinate(), centre, range.upper());
  }

  /** The problem on the upper half, with every field zero in the middle. */
  Problem half(Problem problem) {
    var box = (Box) problem.domain().space().orElseThrow();
    var upper = new Box(box.ranges().stream()
        .map(r -> r.coordinate().equals(coordinate()) ? upperHalf() : r).toList());
    var conditions = new ArrayList<Condition>();
    for (Condition condition : problem.conditions()) {
      if (condition instanceof Condition.Boundary(List<BoundaryPart> parts, Equation equation)) {
        List<BoundaryPart> kept = parts.stream().map(Face.class::cast).filter(face -> !face.fixed().equals(coordinate()) || face.upper())
            .map(face -> (BoundaryPart) new Face(upper, face.axis(), face.upper())).toList();
        if (!kept.isEmpty()) {
          conditions.add(new Condition.Boundary(kept, equation));
        }
      } else if (condition instanceof Condition.Observation observation) {
        conditions.add(moved(problem, observation));
      } else {
        conditions.add(condition);
      }
    }
    var middle = new Face(upper, box.coordinates().indexOf(coordinate()), false);
    problem.fields().forEach(field -> conditions.add(new Condition.Boundary(List.of(middle), field.eq(0))));
    return new Problem(problem.name(), new Domain(Optional.of(upper), problem.domain().time()), problem.fields(), problem.parameters(),
        problem.equations(), conditions);
  }

  /** What was observed on the lower half, at the mirror images. */
  private Condition.Observation moved(Problem problem, Condition.Observation o) {
    int axis = o.coordinates().indexOf(coordinate());
    double sign = mirrors(problem, o.quantity(), o.quantity(), points(problem), false, 0) ? 1 : -1;
    var points = new ArrayList<List<Double>>();
    var values = new ArrayList<Double>();
    for (int i = 0; i < o.points().size(); i++) {
      var point = new ArrayList<>(o.points().get(i));
      boolean below = point.get(axis) < centre;
      if (below) {
        point.set(axis, mirrored(point.get(axis)));
      }
      points.add(point);
      values.add(below ? sign * o.values().get(i) : o.values().get(i));
    }
    return new Condition.Observation(o.quantity(), o.coordinates(), points, values, o.noise());
  }

  /** A solution on the upper half, continued to the lower one; the mirror image of ∂^α u is (−1)^(1 + α_x) times it. */
  Solution.Evaluator extended(List<Coordinate> coordinates, Solution.Evaluator upper) {
    int axis = coordinates.indexOf(coordinate());
    return (field, index, points, out) -> {
      double[][] mirrored = points.clone();
      mirrored[axis] = Arrays.stream(points[axis]).map(x -> x < centre ? mirrored(x) : x).toArray();
      upper.evaluate(field, index, mirrored, out);
      for (int p = 0; p < out.length; p++) {
        if (points[axis][p] < centre && index.order(axis) % 2 == 0) {
          out[p] = -out[p];
        }
      }
    };
  }

  /** A smooth function that is odd about c, periodic if x is, and not zero in between but half a period away. */
  Expr oddFunction() {
    Expr fromCentre = coordinate().minus(centre);
    return periodic ? Pde.sin(fromCentre.times(2 * Math.PI / range.length())) : fromCentre.times(2 / range.length());
  }

  /** Whether a function of the coordinates of a problem is even. */
  boolean isEven(Problem problem, Expr function) {
    return mirrors(problem, function, function, points(problem), false, 0);
  }

  private double mirrored(double x) {
    double y = 2 * centre - x;
    return !periodic ? y : y < range.lower() ? y + range.length() : y > range.upper() ? y - range.length() : y;
  }

  private double[] mirrored(double[] point, int axis) {
    double[] image = point.clone();
    image[axis] = mirrored(point[axis]);
    return image;
  }

  /** The order of the equations in x. */
  private int order(Problem problem) {
    return Lowering.unknowns(problem.equations().stream().map(e -> Lowering.normalForm(e.residual())).toList()).stream()
        .mapToInt(this::order).max().orElse(0);
  }

  private boolean keeps(Problem problem, double dataSize) {
    return (periodic || keeps(problem.domain().space().orElseThrow()))
        && problem.equations().stream().allMatch(e -> keeps(problem, e, dataSize))
        && problem.conditions().stream().allMatch(condition -> switch (condition) {
          case Condition.Initial(Equation e) -> keeps(problem, e, dataSize);
          case Condition.Boundary(List<BoundaryPart> parts, Equation e) ->
              parts.stream().allMatch(part -> keeps(problem, part, e, dataSize));
          case Condition.Periodic _ -> true;
          case Condition.Observation o -> o.coordinates().contains(coordinate())
              && mirrors(problem, o.quantity(), o.quantity(), points(problem), true, dataSize);
          default -> false;
        });
  }

  private boolean hasConditionsAcross(Problem problem) {
    return problem.conditions().stream().anyMatch(condition -> condition instanceof Condition.Boundary(List<BoundaryPart> parts, _)
        && parts.stream().anyMatch(part -> part instanceof Face face && face.fixed().equals(coordinate())));
  }

  private boolean keeps(Geometry space) {
    int axis = space.coordinates().indexOf(coordinate());
    double[][] points = space.map(new PointSequence.Sobol().unitCube(space.coordinates().size(), SAMPLES, 1));
    return IntStream.range(0, points[0].length).allMatch(p -> {
      double[] point = Arrays.stream(points).mapToDouble(row -> row[p]).toArray();
      return Math.abs(space.signedDistance(point) - space.signedDistance(mirrored(point, axis))) <= ROUNDING * range.length();
    });
  }

  private boolean keeps(Problem problem, Equation equation, double dataSize) {
    Expr residual = Lowering.normalForm(equation.residual());
    return mirrors(problem, residual, residual, points(problem), true, dataSize);
  }

  private static double[][] points(Problem problem) {
    return new PointSequence.Uniform().interior(problem.domain(), SAMPLES, 1);
  }

  /** Whether the mirror image of a condition on a part is one on the mirror image of the part. */
  private boolean keeps(Problem problem, BoundaryPart part, Equation equation, double dataSize) {
    return Lowering.pieces(equation.residual(), part).stream().allMatch(piece -> {
      Expr residual = Lowering.onPart(equation.residual(), piece);
      double[][] points = new PointSequence.Uniform().boundary(problem.domain(), piece, SAMPLES, 1);
      return problem.conditions().stream().anyMatch(other -> other instanceof Condition.Boundary(List<BoundaryPart> parts, Equation e)
          && parts.stream().flatMap(opposite -> Lowering.pieces(e.residual(), opposite).stream()).anyMatch(opposite ->
              isImage(problem.domain(), points, opposite)
                  && mirrors(problem, residual, Lowering.onPart(e.residual(), opposite), points, true, dataSize)));
    });
  }

  /** Whether the mirror images of points lie on a part. */
  private boolean isImage(Domain domain, double[][] points, BoundaryPart part) {
    int time = domain.time().isPresent() ? 1 : 0;
    int axis = part.coordinates().indexOf(coordinate());
    return IntStream.range(0, points[0].length).allMatch(p -> {
      double[] point = Arrays.stream(points).skip(time).mapToDouble(row -> row[p]).toArray();
      return part.distance(mirrored(point, axis)) <= ROUNDING * range.length();
    });
  }

  private int order(Expr unknown) {
    return unknown instanceof Partial p ? (int) p.with().stream().filter(coordinate()::equals).count() : 0;
  }

  /**
   * Whether b at the mirror image of a jet of the fields is a, or if that is allowed −a, at the jet.
   *
   * @param dataSize of the problem
   */
  private boolean mirrors(Problem problem, Expr a, Expr b, double[][] points, boolean oppositeToo, double dataSize) {
    // data count by themselves: beside a jet of size one small ones would be taken for rounding, and a jet beside large ones
    Image data = image(problem, a, b, points, 0);
    IntStream signs = IntStream.of(1, -1).limit(oppositeToo ? 2 : 1).filter(sign -> data.keeps(sign, UNIT * dataSize));
    for (double size : dataSize > 1 ? new double[] {1, dataSize} : new double[] {1}) {
      signs = signs.filter(sign -> {
        Image all = image(problem, a, b, points, size);
        boolean overflown = size > 1 && !Double.isFinite(all.largest());
        return overflown || all.minus(data).keeps(sign, UNIT * all.largest());
      });
    }
    return signs.findAny().isPresent();
  }

  /** Values at points, and those at the mirror images. */
  private record Image(double[] here, double[] there) {
    Image minus(Image other) {
      return new Image(IntStream.range(0, here.length).mapToDouble(p -> here[p] - other.here[p]).toArray(),
          IntStream.range(0, there.length).mapToDouble(p -> there[p] - other.there[p]).toArray());
    }

    double largest() {
      return DoubleStream.concat(Arrays.stream(here), Arrays.stream(there)).map(Math::abs).max().orElse(0);
    }

    boolean keeps(int sign, double unit) {
      double allowed = Math.max(ROUNDING * largest(), unit);
      return IntStream.range(0, here.length).allMatch(p -> Math.abs(there[p] - sign * here[p]) <= allowed);
    }
  }

  private Image image(Problem problem, Expr a, Expr b, double[][] points, double size) {
    var random = new SplittableRandom(1);
    var image = new Image(new double[points[0].length], new double[points[0].length]);
    for (int p = 0; p < points[0].length; p++) {
      var at = new HashMap<Coordinate, Double>();
      for (int i = 0; i < points.length; i++) {
        at.put(problem.coordinates().get(i), points[i][p]);
      }
      var jet = new HashMap<Expr, Double>();
      image.here[p] = value(a, at, jet, size, false, random);
      at.computeIfPresent(coordinate(), (_, x) -> mirrored(x));
      image.there[p] = value(b, at, jet, size, true, random);
    }
    return image;
  }

  /** The value at a point and a jet, whose entries are drawn up to a size when they are first met, or at their mirror images. */
  private double value(Expr e, Map<Coordinate, Double> at, Map<Expr, Double> jet, double size, boolean mirrored, SplittableRandom random) {
    return Lowering.replaceLeaves(e, leaf -> switch (leaf) {
      case Field _, Partial _ ->
          new Const((mirrored && changesSign(leaf) ? -size : size) * jet.computeIfAbsent(leaf, _ -> random.nextDouble(-1, 1)));
      case Parameter p when p.unknown() -> new Const(jet.computeIfAbsent(leaf, _ -> p.isBounded()
          ? p.lower() + (p.upper() - p.lower()) * random.nextDouble() : p.value() + random.nextDouble(-1, 1)));
      default -> leaf;
    }).evaluate(at);
  }

  private boolean changesSign(Expr unknown) {
    boolean oddField = odd.contains(unknown instanceof Partial p ? p.operand() : unknown);
    return oddField ^ order(unknown) % 2 == 1;
  }
}
