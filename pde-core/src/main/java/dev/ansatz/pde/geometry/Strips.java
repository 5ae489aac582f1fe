package dev.ansatz.pde.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A plane set cut along lines of constant first coordinate, called x here, through every end and extreme of its boundary curves.
 * Within a strip the boundary is a stack of graphs y(x) that do not meet, so that the set is what lies between the first
 * and the second, the third and the fourth, …. The area before x has a closed form, which makes both an exact rule
 * of integration in y and a measure-preserving map of the unit square possible.
 */
final class Strips {
  /** A curve of which y is a function of x; the set lies above it or below it. */
  private sealed interface Graph {
    double from();

    double to();

    boolean below();

    double y(double x);

    /** An antiderivative of y. */
    double integral(double x);
  }

  private record Line(double from, double to, boolean below, double x0, double y0, double slope) implements Graph {
    @Override
    public double y(double x) {
      return y0 + slope * (x - x0);
    }

    @Override
    public double integral(double x) {
      return (x - x0) * (y0 + slope * (x - x0) / 2);
    }
  }

  /** The upper or lower half of a circle. */
  private record Half(double from, double to, boolean below, double cx, double cy, double radius, int sign) implements Graph {
    @Override
    public double y(double x) {
      return cy + sign * height(x);
    }

    private double height(double x) {
      double d = x - cx;
      return Math.sqrt(Math.max(0, (radius - d) * (radius + d)));
    }

    @Override
    public double integral(double x) {
      double d = x - cx;
      double sector = radius * radius * Math.asin(Math.clamp(d / radius, -1, 1));
      return cy * d + sign * (d * height(x) + sector) / 2;
    }
  }

  /** Pairs of graphs, the set lying between those of a pair. */
  private record Strip(double from, double to, List<Graph> graphs) {
    boolean isStraight() {
      return graphs.stream().allMatch(Line.class::isInstance);
    }

    /** The length of the set at x. */
    double width(double x) {
      double width = 0;
      for (int k = 0; k < graphs.size(); k += 2) {
        width += Math.max(0, graphs.get(k + 1).y(x) - graphs.get(k).y(x));
      }
      return width;
    }

    /** The area of the set from the beginning of the strip to x. */
    double area(double x) {
      double area = 0;
      for (int k = 0; k < graphs.size(); k++) {
        double under = graphs.get(k).integral(x) - graphs.get(k).integral(from);
        area += k % 2 == 0 ? -under : under;
      }
      return area;
    }

    /** The x with a given area before it: Newton's method, kept inside a shrinking bracket. */
    double at(double wanted) {
      double low = from;
      double high = to;
      double x = (low + high) / 2;
      for (int k = 0; k < 100 && high - low > 1e-15 * Math.max(Math.abs(low), Math.abs(high)); k++) {
        double excess = area(x) - wanted;
        if (excess > 0) {
          high = x;
        } else {
          low = x;
        }
        double next = x - excess / width(x);
        if (Math.abs(next - x) <= 4e-16 * Math.max(Math.abs(from), Math.abs(to))) {
          break;
        }
        x = next > low && next < high ? next : (low + high) / 2;
      }
      return x;
    }
  }

  private final List<Strip> strips = new ArrayList<>();
  /** The area of all strips up to and with each. */
  private final double[] areas;

  Strips(List<? extends Curve> outline) {
    double tolerance = Outline.tolerance(outline);
    var graphs = new ArrayList<Graph>();
    outline.forEach(curve -> add(curve, tolerance, graphs));
    double[] cuts = graphs.stream().flatMapToDouble(g -> Arrays.stream(new double[] {g.from(), g.to()})).sorted().toArray();
    for (int i = 0; i + 1 < cuts.length; i++) {
      double from = cuts[i];
      double to = cuts[i + 1];
      if (to - from > tolerance) {
        double middle = (from + to) / 2;
        var stack = graphs.stream().filter(g -> g.from() < middle && middle < g.to())
            .sorted(Comparator.comparingDouble((Graph g) -> g.y(middle)).thenComparing(g -> !g.below())).toList();
        strips.add(new Strip(from, to, paired(stack)));
      }
    }
    areas = strips.stream().mapToDouble(s -> s.area(s.to())).toArray();
    Arrays.parallelPrefix(areas, Double::sum);
  }

  /** Graphs that bound the set from below and from above in turn; rounding may have left one too many. */
  private static List<Graph> paired(List<Graph> stack) {
    var pairs = new ArrayList<Graph>();
    for (Graph g : stack) {
      if (g.below() == (pairs.size() % 2 == 0)) {
        pairs.add(g);
      }
    }
    if (pairs.size() % 2 == 1) {
      pairs.removeLast();
    }
    return pairs;
  }

  private static void add(Curve curve, double tolerance, List<Graph> graphs) {
    switch (curve) {
      case Segment s -> {
        double from = Math.min(s.x0(), s.x1());
        double to = Math.max(s.x0(), s.x1());
        if (to - from > tolerance) {
          // the set is to the left, above what runs to the right
          graphs.add(new Line(from, to, s.x1() > s.x0(), s.x0(), s.y0(), (s.y1() - s.y0()) / (s.x1() - s.x0())));
        }
      }
      case Arc a -> {
        // the angles in (0, 1) of the sweep at which the tangent is vertical
        var places = new ArrayList<>(List.of(0.0));
        double low = Math.min(a.from(), a.from() + a.sweep());
        double high = Math.max(a.from(), a.from() + a.sweep());
        for (double turn = Math.ceil(low / Math.PI) * Math.PI; turn < high; turn += Math.PI) {
          places.add((turn - a.from()) / a.sweep());
        }
        places.add(1.0);
        places.sort(null);
        for (int k = 0; k + 1 < places.size(); k++) {
          double angle = a.from() + (places.get(k) + places.get(k + 1)) / 2 * a.sweep();
          double x0 = end(a, places.get(k));
          double x1 = end(a, places.get(k + 1));
          if (Math.abs(x1 - x0) > tolerance) {
            int sign = Math.sin(angle) > 0 ? 1 : -1;
            graphs.add(new Half(Math.min(x0, x1), Math.max(x0, x1), x1 > x0, a.x(), a.y(), a.radius(), sign));
          }
        }
      }
    }
  }

  private static double end(Arc a, double s) {
    return a.x() + a.radius() * Math.cos(a.from() + s * a.sweep());
  }

  double area() {
    return areas.length == 0 ? 0 : areas[areas.length - 1];
  }

  /**
   * Gauss in y; in x Gauss too between straight lines, one point more taking the growth of the degree, and otherwise after the
   * substitution {@code x = from + (to - from) sin²(π s / 2)}, under which the square roots at the extremes of circles
   * become analytic.
   */
  Quadrature quadrature(int m) {
    var rules = new ArrayList<Quadrature>();
    double[][] up = Quadrature.gauss(0, 1, m);
    double[][] between = Quadrature.gauss(0, 1, m + 1);
    double[][] within = Quadrature.gauss(0, 1, 2 * m);
    for (Strip strip : strips) {
      boolean straight = strip.isStraight();
      double[][] across = straight ? between : within;
      double length = strip.to() - strip.from();
      for (int i = 0; i < across[0].length; i++) {
        double s = across[0][i];
        double sine = Math.sin(Math.PI * s / 2);
        double x = strip.from() + length * (straight ? s : sine * sine);
        double weight = across[1][i] * length * (straight ? 1 : Math.PI / 2 * Math.sin(Math.PI * s));
        for (int k = 0; k < strip.graphs().size(); k += 2) {
          double low = strip.graphs().get(k).y(x);
          double high = strip.graphs().get(k + 1).y(x);
          double[][] points = new double[2][m];
          double[] weights = new double[m];
          for (int j = 0; j < m; j++) {
            points[0][j] = x;
            points[1][j] = low + up[0][j] * (high - low);
            weights[j] = up[1][j] * (high - low) * weight;
          }
          rules.add(new Quadrature(points, weights));
        }
      }
    }
    return Quadrature.join(2, rules);
  }

  /** The first number of a point chooses x by area, the second y by length; what rounding carries outside is pulled in. */
  double[][] map(double[][] unit, Predicate<double[]> inside) {
    double[][] points = new double[2][unit[0].length];
    for (int p = 0; p < unit[0].length; p++) {
      double area = unit[0][p] * area();
      int k = Arrays.binarySearch(areas, area);
      k = Math.min(k < 0 ? -k - 1 : k, areas.length - 1);
      Strip strip = strips.get(k);
      double x = strip.at(area - (k == 0 ? 0 : areas[k - 1]));
      double place = unit[1][p] * strip.width(x);
      int pair = 0;
      double low = strip.graphs().get(0).y(x);
      double high = strip.graphs().get(1).y(x);
      while (place > high - low && pair + 2 < strip.graphs().size()) {
        place -= Math.max(0, high - low);
        pair += 2;
        low = strip.graphs().get(pair).y(x);
        high = strip.graphs().get(pair + 1).y(x);
      }
      points[0][p] = x;
      points[1][p] = Math.min(low + place, high);
      Shapes.pull(points, p, new double[] {x, (low + high) / 2}, inside);
      double centre = (strip.from() + strip.to()) / 2;
      Shapes.pull(points, p, new double[] {centre,
          (strip.graphs().get(pair).y(centre) + strip.graphs().get(pair + 1).y(centre)) / 2}, inside);
    }
    return points;
  }
}
