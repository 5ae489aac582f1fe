package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.Arc;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Curve;
import dev.ansatz.pde.geometry.Curves;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.geometry.Segment;
import dev.ansatz.pde.geometry.Sphere;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Dirichlet data on lines, circles and spheres, continued into a domain that is no box.
 *
 * <p>A line has the distance n · (x − x₀) from it, a circle or sphere (|x − c|² − r²) / 2r: smooth, zero there, and with slope 1 there. The
 * product of those with the same data, scaled to a largest value of 1, is Φₖ; then
 *
 * <pre>
 * values = Σₖ gₖ Πⱼ≠ₖ Φⱼ / Σₖ Πⱼ≠ₖ Φⱼ,    vanishing = Πₖ Φₖ.
 * </pre>
 *
 * <p>Source: V. L. Rvachev, T. I. Sheiko, V. Shapiro, I. Tsukanov, Transfinite interpolation over implicitly defined sets, Comput. Aided
 * Geom. Des. 18 (2001), doi:10.1016/S0167-8396(01)00015-2; N. Sukumar, A. Srivastava, Exact imposition of boundary conditions with
 * distance functions in physics-informed deep neural networks, Comput. Methods Appl. Mech. Eng. 389 (2022), doi:10.1016/j.cma.2021.114333.
 * Deviation: lines and circles in place of segments and arcs, which leaves no singular second derivatives at their ends but does not work
 * where a line or circle goes on through the domain, as at a corner that juts into it.
 *
 * @param values takes the data on their parts
 * @param vanishing zero there and nowhere inside
 */
record ShapedLift(Expr values, Expr vanishing) {
  private static final int SAMPLES = 2000;
  /** Parts with different data that come as near as this share of the largest distance are taken to meet. */
  private static final double MEET = 1e-2;

  /** The lift of data; empty where a part is of another kind or goes on through the domain, or parts with different data meet. */
  static Optional<ShapedLift> of(Domain domain, SequencedMap<BoundaryPart, Expr> data) {
    List<Map<Coordinate, Double>> inside = places(domain, new PointSequence.Sobol().interior(domain, SAMPLES, 1));
    var groups = new LinkedHashMap<Expr, Expr>();
    for (var entry : data.entrySet()) {
      var distances = distances(entry.getKey());
      if (distances.isEmpty()) {
        return Optional.empty();
      }
      for (Expr distance : distances) {
        double[] values = inside.stream().mapToDouble(distance::evaluate).toArray();
        boolean positive = Arrays.stream(values).allMatch(v -> v > 0);
        if (!positive && !Arrays.stream(values).allMatch(v -> v < 0)) {
          return Optional.empty();
        }
        groups.merge(entry.getValue(), positive ? distance : distance.negate(), Expr::times);
      }
    }
    groups.replaceAll((_, product) -> product.times(1 / inside.stream().mapToDouble(product::evaluate).max().orElseThrow()));
    for (var entry : data.entrySet()) {
      var places = places(domain, new PointSequence.Sobol().boundary(domain, entry.getKey(), SAMPLES / 10, 1));
      for (var group : groups.entrySet()) {
        if (!group.getKey().equals(entry.getValue()) && places.stream().anyMatch(at -> group.getValue().evaluate(at) < MEET)) {
          return Optional.empty();
        }
      }
    }
    var numerator = new ArrayList<Expr>();
    var denominator = new ArrayList<Expr>();
    groups.forEach((value, _) -> {
      Expr others = Product.of(groups.entrySet().stream().filter(group -> !group.getKey().equals(value)).map(Map.Entry::getValue).toList());
      numerator.add(value.times(others));
      denominator.add(others);
    });
    Expr values = groups.size() == 1 ? groups.firstEntry().getKey() : Sum.of(numerator).over(Sum.of(denominator));
    Expr vanishing = Product.of(List.copyOf(groups.values()));
    return Optional.of(new ShapedLift(values, vanishing.times(1 / inside.stream().mapToDouble(vanishing::evaluate).max().orElseThrow())));
  }

  /** One function for each line, circle or sphere of a part; none if it is made of anything else. */
  private static LinkedHashSet<Expr> distances(BoundaryPart part) {
    var distances = new LinkedHashSet<Expr>();
    switch (part) {
      case Face face -> distances.add(face.fixed().minus(face.value()));
      case Sphere(List<Coordinate> x, _, List<Double> center, double radius) -> distances.add(round(x, center, radius));
      case Curves(List<Coordinate> x, _, List<Curve> curves) -> curves.forEach(curve -> distances.add(switch (curve) {
        case Arc arc -> round(x, List.of(arc.x(), arc.y()), arc.radius());
        case Segment s -> {
          double length = Math.hypot(s.x1() - s.x0(), s.y1() - s.y0());
          yield x.getFirst().minus(s.x0()).times((s.y1() - s.y0()) / length)
              .plus(x.getLast().minus(s.y0()).times((s.x0() - s.x1()) / length));
        }
      }));
      default -> { }
    }
    return distances;
  }

  private static Expr round(List<Coordinate> x, List<Double> center, double radius) {
    var squares = new ArrayList<Expr>();
    for (int i = 0; i < x.size(); i++) {
      squares.add(x.get(i).minus(center.get(i)).pow(2));
    }
    return Sum.of(squares).minus(radius * radius).times(1 / (2 * radius));
  }

  private static List<Map<Coordinate, Double>> places(Domain domain, double[][] points) {
    var places = new ArrayList<Map<Coordinate, Double>>();
    for (int p = 0; p < points[0].length; p++) {
      var at = new HashMap<Coordinate, Double>();
      for (int i = 0; i < points.length; i++) {
        at.put(domain.coordinates().get(i), points[i][p]);
      }
      places.add(at);
    }
    return places;
  }
}
