package dev.ansatz.reference.fem;

import dev.ansatz.pde.geometry.Ball;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Combination;
import dev.ansatz.pde.geometry.Face;
import dev.ansatz.pde.geometry.Geometry;
import java.util.ArrayList;
import java.util.List;

/** A plane or a sphere that the boundary of a solid has pieces on. */
sealed interface Patch {
  /** Of the boundary part. */
  String name();

  /** The distance of a point from it, with a sign. */
  double offset(double x, double y, double z);

  /** The gradient of {@link #offset} along an axis. */
  double slope(int axis, double x, double y, double z);

  record Plane(String name, int axis, double value) implements Patch {
    @Override
    public double offset(double x, double y, double z) {
      return (axis == 0 ? x : axis == 1 ? y : z) - value;
    }

    @Override
    public double slope(int along, double x, double y, double z) {
      return along == axis ? 1 : 0;
    }
  }

  record Sphere(String name, Ball ball) implements Patch {
    @Override
    public double offset(double x, double y, double z) {
      return ball.signedDistance(x, y, z);
    }

    @Override
    public double slope(int along, double x, double y, double z) {
      double r = offset(x, y, z) + ball.radius();
      double along0 = (along == 0 ? x : along == 1 ? y : z) - ball.center().get(along);
      return r == 0 ? along == 0 ? 1 : 0 : along0 / r;
    }
  }

  /** The planes and spheres of the boxes and balls that a solid is made of, each once. */
  static List<Patch> of(Geometry solid) {
    var patches = new ArrayList<Patch>();
    collect(solid, patches);
    return patches.stream().distinct().toList();
  }

  private static void collect(Geometry solid, List<Patch> patches) {
    switch (solid) {
      case Combination c -> {
        collect(c.first(), patches);
        collect(c.second(), patches);
      }
      case Box box -> box.parts().forEach(part -> {
        var face = (Face) part;
        patches.add(new Plane(face.name(), face.axis(), face.value()));
      });
      case Ball ball -> patches.add(new Sphere(ball.name(), ball));
      default -> throw new IllegalArgumentException("a solid is made of boxes and balls, not of " + solid);
    }
  }
}
