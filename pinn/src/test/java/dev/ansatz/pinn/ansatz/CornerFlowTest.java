package dev.ansatz.pinn.ansatz;

import static dev.ansatz.pde.Pde.space;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pinn.ansatz.CornerFlow.Wall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CornerFlowTest {
  private static final Coordinate X = space("x");
  private static final Coordinate Y = space("y");
  private static final double NU = 0.3;
  private static final double[] CORNER = {0.2, -0.4};
  /** Between two points of a difference: rounding is 1e-16/h² = 1e-8. */
  private static final double H = 1e-4;

  private static PlaneFlow flow(double convection) {
    List<Field> v = List.of(new Field("v1", List.of(X, Y)), new Field("v2", List.of(X, Y)));
    return new PlaneFlow(v, new Field("p", List.of(X, Y)), new Const(NU), new Const(convection));
  }

  /** Walls in the directions {@code from} and {@code from + angle}; a negative angle turns clockwise. */
  private static CornerFlow between(double from, double angle, double[] first, double[] second, double rate, double otherRate,
      double convection) {
    double to = from + angle;
    return CornerFlow.of(List.of(X, Y), CORNER, new Wall(new double[] {Math.cos(from), Math.sin(from)}, first, rate),
        new Wall(new double[] {Math.cos(to), Math.sin(to)}, second, otherRate), flow(convection), 1, 1);
  }

  private static double at(Expr e, double x, double y) {
    return e.evaluate(Map.of(X, x, Y, y));
  }

  private static double[] velocity(Expr stream, double x, double y) {
    return new double[] {at(stream.derivative(Y), x, y), -at(stream.derivative(X), x, y)};
  }

  private static double[] place(double r, double direction) {
    return new double[] {CORNER[0] + r * Math.cos(direction), CORNER[1] + r * Math.sin(direction)};
  }

  /** ν Δv − a (v · ∇) v − ∇p by central differences of the velocity and the pressure. */
  private static double[] force(CornerFlow corner, double convection, double x, double y, double h) {
    double[] here = velocity(corner.stream(), x, y);
    double[] east = velocity(corner.stream(), x + h, y);
    double[] west = velocity(corner.stream(), x - h, y);
    double[] north = velocity(corner.stream(), x, y + h);
    double[] south = velocity(corner.stream(), x, y - h);
    double[] slope = {(at(corner.pressure(), x + h, y) - at(corner.pressure(), x - h, y)) / (2 * h),
        (at(corner.pressure(), x, y + h) - at(corner.pressure(), x, y - h)) / (2 * h)};
    double[] force = new double[2];
    for (int i = 0; i < 2; i++) {
      double laplacian = (east[i] + west[i] + north[i] + south[i] - 4 * here[i]) / (h * h);
      double carried = here[0] * (east[i] - west[i]) / (2 * h) + here[1] * (north[i] - south[i]) / (2 * h);
      force[i] = NU * laplacian - convection * carried - slope[i];
    }
    return force;
  }

  @ParameterizedTest
  @CsvSource({"0, 1.5708, 1, 0, 0, 0, 0, 0", "-1.5708, -1.5708, 0, 0, -1, 0, 0, 0", "0.3, 1.1, 0.4, -0.2, -0.7, 0.5, 0, 0",
      "2, -2.5, 1, 1, -0.3, 0.8, 2, -1", "1, 0.6, 0, 0, 0, 0, 3, 0", "-2, 1.5708, 0.5, 0.5, 0.5, 0.5, 0, 0.7"})
  void creepingFlowTakesTheVelocitiesOfItsWallsAndSatisfiesStokesEquations(double from, double angle, double u, double v, double otherU,
      double otherV, double rate, double otherRate) {
    CornerFlow corner = between(from, angle, new double[] {u, v}, new double[] {otherU, otherV}, rate, otherRate, 0);
    for (double r : new double[] {0.05, 0.3, 1}) {
      double[] first = place(r, from);
      double[] second = place(r, from + angle);
      double[] on = velocity(corner.stream(), first[0], first[1]);
      double[] onOther = velocity(corner.stream(), second[0], second[1]);
      // the origin of θ is 1e-12 beside the corner
      assertThat(on[0]).isCloseTo(u + rate * r * Math.cos(from), within(1e-9));
      assertThat(on[1]).isCloseTo(v + rate * r * Math.sin(from), within(1e-9));
      assertThat(onOther[0]).isCloseTo(otherU + otherRate * r * Math.cos(from + angle), within(1e-9));
      assertThat(onOther[1]).isCloseTo(otherV + otherRate * r * Math.sin(from + angle), within(1e-9));
    }
    for (double share : new double[] {0.2, 0.5, 0.9}) {
      double[] inside = place(0.8, from + share * angle);
      double[] force = force(corner, 0, inside[0], inside[1], H);
      // fourth derivatives of the velocity are below 300 here
      assertThat(Math.hypot(force[0], force[1])).isLessThan(1e-6);
    }
    double[] atCorner = velocity(corner.stream(), CORNER[0], CORNER[1]);
    assertThat(atCorner[0]).isCloseTo(u, within(1e-9));
    assertThat(atCorner[1]).isCloseTo(v, within(1e-9));
  }

  /** What convection leaves of the creeping flow grows as 1/r, tenfold from outer to inner; with the next term it is bounded. */
  @ParameterizedTest
  @CsvSource({"0, 1.5708, 1, 0, 0, 0", "0.7, -1.2, 0.3, 0.4, -0.5, 1", "0, 2.3, 0, 0, -1, 0.4"})
  void convectionIsAnsweredToItsLeadingOrder(double from, double angle, double u, double v, double otherU, double otherV) {
    CornerFlow creeping = between(from, angle, new double[] {u, v}, new double[] {otherU, otherV}, 0, 0, 0);
    CornerFlow carried = between(from, angle, new double[] {u, v}, new double[] {otherU, otherV}, 0, 0, 1);
    double[] outer = place(0.1, from + 0.4 * angle);
    double[] inner = place(0.01, from + 0.4 * angle);
    // with a step of 1e-4 r truncation is a share 1e-8 of ν Δv, which is below 100, and rounding 1e-16 / 1e-12
    double[] bare = force(creeping, 1, inner[0], inner[1], 1e-6);
    double[] far = force(carried, 1, outer[0], outer[1], 1e-5);
    double[] near = force(carried, 1, inner[0], inner[1], 1e-6);
    assertThat(Math.hypot(near[0], near[1])).isLessThan(3 * Math.hypot(far[0], far[1]));
    assertThat(Math.hypot(near[0], near[1])).isLessThan(0.1 * Math.hypot(bare[0], bare[1]));
    double[] wall = place(0.02, from + angle);
    double[] on = velocity(carried.stream(), wall[0], wall[1]);
    assertThat(on[0]).isCloseTo(otherU, within(1e-9));
    assertThat(on[1]).isCloseTo(otherV, within(1e-9));
  }
}
