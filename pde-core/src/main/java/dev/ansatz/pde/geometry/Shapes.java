package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What shapes have in common. */
final class Shapes {
  private Shapes() {}

  /** Names of parts are spelled like those of parameters: ν is nu. */
  static String canonical(String name) {
    return new Parameter(name, 0).name();
  }

  /** Without negative zeros, which print as zeros. */
  static List<Double> canonical(List<Double> center) {
    return center.stream().map(x -> x + 0.0).toList();
  }

  static double distance(List<Double> center, double... point) {
    double squares = 0;
    for (int i = 0; i < point.length; i++) {
      double d = point[i] - center.get(i);
      squares += d * d;
    }
    return Math.sqrt(squares);
  }

  static Box cube(List<Coordinate> coordinates, List<Double> center, double radius) {
    return new Box(IntStream.range(0, Math.min(coordinates.size(), center.size()))
        .mapToObj(i -> new Range(coordinates.get(i), center.get(i) - radius, center.get(i) + radius)).toList());
  }

  /** What a round shape may have wrong. */
  static List<Flaw> flaws(Geometry shape, int dimension, List<Double> center, double radius) {
    var flaws = new ArrayList<>(dimension(shape, dimension));
    String what = word(shape);
    if (center.size() != dimension) {
      flaws.add(new Flaw(shape, "the centre of " + what + " has " + center.size() + " coordinates", "give it " + dimension));
    }
    if (center.stream().anyMatch(c -> !Double.isFinite(c)) || !Double.isFinite(radius)) {
      flaws.add(new Flaw(shape, "the " + shape + " is not finite", "give it finite numbers"));
    } else if (!(radius > 0)) {
      flaws.add(new Flaw(shape, "the radius of " + what + " is " + new Const(radius), "a radius is positive"));
    }
    return flaws;
  }

  static List<Flaw> dimension(Geometry shape, int dimension) {
    List<Coordinate> coordinates = shape.coordinates();
    if (coordinates.size() == dimension) {
      return List.of();
    }
    return List.of(new Flaw(shape, word(shape) + " needs " + (dimension == 2 ? "two" : "three")
        + " space coordinates, not " + (coordinates.isEmpty() ? "none" : coordinates.size() + " " + coordinates), switch (dimension) {
          case 2 -> coordinates.size() == 3 ? "in three dimensions there are boxes, balls and what they combine to"
              : "in one dimension there are intervals";
          default -> coordinates.size() == 2 ? "in two dimensions there are disks" : "";
        }));
  }

  private static String word(Geometry shape) {
    return switch (shape) {
      case Ball _ -> "a ball";
      case Annulus _ -> "an annulus";
      case Polygon _ -> "a polygon";
      default -> "a disk";
    };
  }

  /** Pulls a point towards another one, at first by a rounding and then by ever more, until it lies inside. */
  static void pull(double[][] points, int lane, double[] towards, Predicate<double[]> inside) {
    double[] point = new double[points.length];
    for (double step = 0x1p-52; step < 1; step *= 4) {
      for (int i = 0; i < point.length; i++) {
        point[i] = points[i][lane];
      }
      if (inside.test(point)) {
        return;
      }
      for (int i = 0; i < point.length; i++) {
        points[i][lane] += step * (towards[i] - points[i][lane]);
      }
    }
  }
}
