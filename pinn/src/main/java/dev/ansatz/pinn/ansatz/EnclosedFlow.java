package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.geometry.Face;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trial functions of {@link PlaneFlow} in a rectangle on all of whose sides the velocity is given: no divergence, and every condition met,
 * singular corners included.
 *
 * <p>The velocity is (ψ_y, −ψ_x) with the stream function
 *
 * <pre>
 * ψ = Σₖ wₖ (Ψₖ + ψₖ) + Σₛ ρₛ hₛ + B N,    p = Σₖ wₖ pₖ + N,
 * </pre>
 *
 * where ψₖ and pₖ are the {@link CornerFlow} of corner k; Ψₖ is ψ there, from the flux through the sides; wₖ is a product of cubics, 1 at
 * corner k and 0 on the sides that do not meet it, all with slope 0 at either end, so that velocities that are constant or linear along
 * the sides are met by the first sum; ρₛ is what the velocity along side s has beside, and hₛ the cubic with value 0 and slope 1 there,
 * both 0 on the opposite one. B is the product of the squared distances from the sides over the distances from singular corners: there
 * the next term of ψ goes as r³, and a network without that divisor would have to be infinite.
 *
 * @param networks N of the stream function and of the pressure
 * @param trials of velocities, pressure and stream function
 * @param distances from the corners at which the velocities differ, in units of the size of the rectangle
 */
record EnclosedFlow(List<Field> networks, Map<Field, Expr> trials, List<Expr> distances) {
  private static final double ROUNDING = 1e-9;
  private static final int SAMPLES = 33;

  /**
   * Those of a problem, or none if its equations are not those of plane flow, a velocity is not given on every side, the velocity through a
   * side varies along it, that along a side has no value or slope at its ends, or more flows in than out.
   *
   * @param given for each field the values on faces, in the order in which they are stated
   */
  static Optional<EnclosedFlow> of(Problem problem, Map<Field, ? extends SequencedMap<Face, Expr>> given) {
    return problem.domain().space().orElse(null) instanceof Box box && box.ranges().size() == 2
        ? PlaneFlow.of(problem).flatMap(flow -> new Construction(box, flow, given).build()) : Optional.empty();
  }

  private static final class Construction {
    private final Box box;
    private final PlaneFlow flow;
    private final Map<Field, ? extends SequencedMap<Face, Expr>> given;
    private final List<Coordinate> xy;
    private final double size;
    private double speed;

    Construction(Box box, PlaneFlow flow, Map<Field, ? extends SequencedMap<Face, Expr>> given) {
      this.box = box;
      this.flow = flow;
      this.given = given;
      xy = box.coordinates();
      size = box.ranges().stream().mapToDouble(Range::length).max().orElseThrow();
    }

    Optional<EnclosedFlow> build() {
      boolean everywhere = flow.velocity().stream().allMatch(v -> given.containsKey(v) && given.get(v).size() == 4);
      if (!everywhere || given.containsKey(flow.pressure())
          || !sides().stream().allMatch(side -> isThroughputConstant(side) && hasSlopesAtItsEnds(side))) {
        return Optional.empty();
      }
      speed = sides().stream().mapToDouble(this::speed).max().orElseThrow();
      // the corners one after another, counterclockwise
      boolean[][] upper = {{false, false}, {true, false}, {true, true}, {false, true}};
      double level = 0;
      double throughput = 0;
      var stream = new ArrayList<Expr>();
      var pressure = new ArrayList<Expr>();
      var vanishing = new ArrayList<Expr>();
      var distances = new ArrayList<Expr>();
      for (int k = 0; k < 4; k++) {
        CornerFlow local = corner(upper[k]);
        Expr weight = towards(0, upper[k][0]).times(towards(1, upper[k][1]));
        stream.add(weight.times(local.stream().plus(level)));
        pressure.add(weight.times(local.pressure()));
        if (local.singular()) {
          Expr distance = Pde.sqrt(local.squaredDistance().over(size * size));
          vanishing.add(distance.pow(-1));
          distances.add(distance);
        }
        int axis = k % 2;
        Face side = side(1 - axis, upper[k][1 - axis]);
        double through = (axis == 0 ? -1 : 1) * value(1 - axis, side, upper[k])
            * (end(axis, upper[(k + 1) % 4][axis]) - end(axis, upper[k][axis]));
        level += through;
        throughput += Math.abs(through);
      }
      if (Math.abs(level) > ROUNDING * throughput) {
        return Optional.empty();
      }
      sides().forEach(side -> stream.add(rest(side)));
      for (Range range : box.ranges()) {
        Expr x = range.coordinate();
        vanishing.add(x.minus(range.lower()).times(x.minus(range.upper())).times(4 / (range.length() * range.length())).pow(2));
      }
      // no statement has a name with _
      boolean taken = Stream.concat(flow.velocity().stream(), Stream.of(flow.pressure())).anyMatch(field -> field.name().equals("psi"));
      var psi = new Field(taken ? "psi_" : "psi", xy);
      var networks = List.of(new Field("N_" + psi.name(), xy), new Field("N_" + flow.pressure().name(), xy));
      var trials = new LinkedHashMap<Field, Expr>();
      trials.put(flow.velocity().getFirst(), Partial.of(psi, xy.getLast()));
      trials.put(flow.velocity().getLast(), Partial.of(psi, xy.getFirst()).negate());
      trials.put(psi, Sum.of(stream).plus(Product.of(vanishing).times(networks.getFirst())));
      trials.put(flow.pressure(), Sum.of(pressure).plus(networks.getLast()));
      return Optional.of(new EnclosedFlow(networks, trials, distances));
    }

    /** All sides, in the order in which conditions are stated on them. */
    private List<Face> sides() {
      return List.copyOf(given.get(flow.velocity().getFirst()).keySet());
    }

    private Face side(int axis, boolean upper) {
      return new Face(box, axis, upper);
    }

    private double end(int axis, boolean upper) {
      Range range = box.ranges().get(axis);
      return upper ? range.upper() : range.lower();
    }

    private Expr velocity(int component, Face side) {
      return given.get(flow.velocity().get(component)).get(side);
    }

    private double value(int component, Face side, boolean[] corner) {
      return at(velocity(component, side), corner);
    }

    private double at(Expr e, boolean[] corner) {
      return e.evaluate(Map.of(xy.getFirst(), end(0, corner[0]), xy.getLast(), end(1, corner[1])));
    }

    /** The largest that a component has on a side. */
    private double speed(Face side) {
      Range range = box.ranges().get(1 - side.axis());
      return along(range).flatMap(value -> IntStream.range(0, 2)
          .mapToDouble(i -> Math.abs(velocity(i, side).evaluate(Map.of(range.coordinate(), value))))).max().orElseThrow();
    }

    private static DoubleStream along(Range range) {
      return IntStream.range(0, SAMPLES).mapToDouble(i -> range.lower() + range.length() * i / (SAMPLES - 1));
    }

    private boolean isThroughputConstant(Face side) {
      return velocity(side.axis(), side).leaves(Coordinate.class).isEmpty();
    }

    /** Whether the velocity along a side, and its derivative, are finite at both ends: a profile as √x has none. */
    private boolean hasSlopesAtItsEnds(Face side) {
      int axis = 1 - side.axis();
      Expr along = velocity(axis, side);
      Expr slope = along.derivative(xy.get(axis));
      for (boolean upper : new boolean[] {false, true}) {
        boolean[] end = {upper, upper};
        end[side.axis()] = side.upper();
        if (!Double.isFinite(at(along, end)) || !Double.isFinite(at(slope, end))) {
          return false;
        }
      }
      return true;
    }

    private CornerFlow corner(boolean[] corner) {
      CornerFlow.Wall[] walls = new CornerFlow.Wall[2];
      for (int axis = 0; axis < 2; axis++) {
        Face side = side(1 - axis, corner[1 - axis]);
        double[] along = new double[2];
        along[axis] = corner[axis] ? -1 : 1;
        walls[axis] = new CornerFlow.Wall(along, new double[] {value(0, side, corner), value(1, side, corner)},
            at(velocity(axis, side).derivative(xy.get(axis)), corner));
      }
      // a corner has the velocity that is stated last
      int last = sides().indexOf(side(1, corner[1])) > sides().indexOf(side(0, corner[0])) ? 0 : 1;
      return CornerFlow.of(xy, new double[] {end(0, corner[0]), end(1, corner[1])}, walls[last], walls[1 - last], flow, size, speed);
    }

    /** The cubic that is 1 at one end of an axis and 0 at the other, with slope 0 at both. */
    private Expr towards(int axis, boolean upper) {
      Range range = box.ranges().get(axis);
      Expr t = range.coordinate().minus(end(axis, !upper)).times((upper ? 1 : -1) / range.length());
      return t.pow(2).times(t.times(-2).plus(3));
    }

    /** ρ h of a side. */
    private Expr rest(Face side) {
      int axis = 1 - side.axis();
      Coordinate s = xy.get(axis);
      Expr along = velocity(axis, side);
      Expr rest = along;
      for (boolean upper : new boolean[] {false, true}) {
        boolean[] corner = {upper, upper};
        corner[side.axis()] = side.upper();
        Expr linear = s.minus(end(axis, upper)).times(at(along.derivative(s), corner)).plus(at(along, corner));
        rest = rest.minus(towards(axis, upper).times(linear));
      }
      Expr missing = rest;
      Range range = box.ranges().get(axis);
      boolean none = along(range).allMatch(value -> Math.abs(missing.evaluate(Map.of(s, value))) <= ROUNDING * 1e-3 * speed);
      if (none) {
        return Const.ZERO;
      }
      Expr from = side.fixed().minus(side.value());
      Expr opposite = from.times((side.upper() ? 1 : -1) / box.ranges().get(side.axis()).length()).plus(1);
      return missing.times(from).times(opposite.pow(2)).times(axis == 0 ? 1 : -1);
    }
  }
}
