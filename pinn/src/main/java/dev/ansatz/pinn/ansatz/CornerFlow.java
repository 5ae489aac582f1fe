package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import java.util.List;
import java.util.Map;

/**
 * The first terms of steady plane flow in a corner between two straight walls whose velocities are given to first order in the distance
 * r from it: what is singular there.
 *
 * <p>With θ from 0 on the first wall to α on the second and v = (ψ_y, −ψ_x), the creeping flow of velocities that differ at the corner is
 *
 * <pre>
 * ψ = r f(θ),    f = A cos θ + B sin θ + θ (C cos θ + D sin θ),    p = 2ν (C cos θ + D sin θ) / r,
 * </pre>
 *
 * that of velocities along the walls that rise by different rates per length from the corner is ψ = r² h(θ), h = A cos 2θ + B sin 2θ −
 * A + D θ, with a pressure of 4ν D log r; the coefficients follow from the velocities on the walls. The first carries its own vorticity
 * w(θ)/r, w = −(f″ + f): a v · ∇ω = −a (f w)′ / r², which viscosity answers with
 *
 * <pre>
 * ψ = (a/ν) r² g(θ),    g‴ + 4 g′ = f w − c,    g = g′ = 0 for θ = 0 and α,    p = −a c log r,
 * </pre>
 *
 * which leaves a residual that is bounded in place of one that grows as 1/r. As a series in r |v|/ν it is of no use beyond about
 * {@value #REACH} ν/|v| from the corner: there it is faded out by a factor exp(−(r / {@value #REACH} ℓ)²), ℓ = ν/(a |v|).
 *
 * <p>At the corner itself the velocity is that of the first wall.
 *
 * <p>Source: G. I. Taylor, On scraping viscous fluid from a plane surface, 1962; the term of convection as in M. M. Gupta, R. P. Manohar,
 * B. Noble, Comput. Fluids 9 (1981), and O. Botella, R. Peyret, Comput. Fluids 27 (1998), doi:10.1016/S0045-7930(98)00002-4, who
 * subtract both from their spectral solution. Deviations: any angle, any velocities, g in closed form.
 *
 * @param stream ψ of both
 * @param pressure p of both
 * @param squaredDistance r²
 * @param singular whether the velocities differ at the corner
 */
record CornerFlow(Expr stream, Expr pressure, Expr squaredDistance, boolean singular) {
  private static final double REACH = 25;
  /** Of the size of the domain: how far the origin of θ lies outside of it, so that every function has a value at the corner. */
  private static final double ASIDE = 1e-12;
  /** A jump below this is rounding. */
  private static final double ROUNDING = 1e-12;

  /**
   * A straight wall that ends in the corner.
   *
   * @param along unit vector along it, away from the corner
   * @param velocity at the corner
   * @param rate by which the velocity along {@code along} rises per length at the corner
   */
  record Wall(double[] along, double[] velocity, double rate) {
    private double towards(double[] direction) {
      return dot(velocity, direction);
    }
  }

  /**
   * The flow between two walls.
   *
   * @param xy the coordinates
   * @param corner its place
   * @param first the wall whose velocity the corner has, θ = 0
   * @param second the other, at an angle to it of more than 0 and less than π
   * @param flow its viscosity and convection
   * @param size of the domain
   * @param speed the largest at its walls, against which velocities are the same
   */
  static CornerFlow of(List<Coordinate> xy, double[] corner, Wall first, Wall second, PlaneFlow flow, double size,
      double speed) {
    double cos = dot(first.along, second.along);
    double sin = Math.sqrt(1 - cos * cos);
    double[] e = first.along;
    double[] n = {(second.along[0] - cos * e[0]) / sin, (second.along[1] - cos * e[1]) / sin};
    double hand = Math.signum(e[0] * n[1] - e[1] * n[0]);
    var local = new Local(xy, corner, e, n, ASIDE * size);
    double alpha = Math.atan2(sin, cos);
    double[] turned = {cos * n[0] - sin * e[0], cos * n[1] - sin * e[1]};

    // the radial velocity is f', that along θ is −f
    double a = -first.towards(n);
    double[] cd = solve(alpha * cos - sin, alpha * sin, -alpha * sin, sin + alpha * cos,
        -second.towards(turned) - a * cos - first.towards(e) * sin, second.towards(second.along) + a * sin - first.towards(e) * cos);
    double c = cd[0];
    double d = cd[1];
    double b = first.towards(e) - c;
    Expr stream = local.x.times(a).plus(local.y.times(b)).plus(local.theta.times(local.x.times(c).plus(local.y.times(d))));
    Expr pressure = local.beside.times(c).plus(local.y.times(d)).times(2).over(local.squaredDistance);

    double cos2 = Math.cos(2 * alpha);
    double sin2 = Math.sin(2 * alpha);
    double[] h = solve(cos2 - 1, sin2 - 2 * alpha, -2 * sin2, 2 * cos2 - 2, -alpha * first.rate, second.rate - first.rate);
    double turning = first.rate - 2 * h[1];
    stream = stream.plus(local.cosine().minus(local.square()).times(h[0])).plus(local.sine().times(h[1]))
        .plus(local.square().times(local.theta).times(turning));
    pressure = pressure.plus(local.logarithm().times(4 * turning)).times(flow.viscosity());

    double jump = Math.hypot(first.velocity[0] - second.velocity[0], first.velocity[1] - second.velocity[1]);
    boolean singular = jump > ROUNDING * speed;
    if (singular && flow.convection().evaluate(Map.of()) != 0) {
      Expr reach = flow.viscosity().over(flow.convection()).times(REACH / jump);
      Expr near = Pde.exp(local.squaredDistance.over(reach.pow(2)).negate());
      var carried = new Carried(alpha, a, b, c, d);
      stream = stream.plus(carried.stream(local).times(near).times(flow.convection()).over(flow.viscosity()));
      pressure = pressure.minus(local.logarithm().times(near).times(flow.convection()).times(carried.c));
    }
    return new CornerFlow(stream.times(hand), pressure, local.squaredDistance, singular);
  }

  /** Coordinates from the corner along the first wall and across it, the first from a place just outside too. */
  private static final class Local {
    final Expr beside;
    final Expr x;
    final Expr y;
    final Expr theta;
    final Expr squaredDistance;

    Local(List<Coordinate> xy, double[] corner, double[] along, double[] across, double aside) {
      Expr dx = xy.get(0).minus(corner[0]);
      Expr dy = xy.get(1).minus(corner[1]);
      beside = dx.times(along[0]).plus(dy.times(along[1]));
      x = beside.plus(aside);
      y = dx.times(across[0]).plus(dy.times(across[1]));
      theta = Pde.atan2(y, x);
      squaredDistance = beside.pow(2).plus(y.pow(2)).plus(aside * aside);
    }

    Expr square() {
      return x.pow(2).plus(y.pow(2));
    }

    /** r² cos 2θ. */
    Expr cosine() {
      return x.pow(2).minus(y.pow(2));
    }

    /** r² sin 2θ. */
    Expr sine() {
      return x.times(y).times(2);
    }

    /** log r. */
    Expr logarithm() {
      return Pde.log(squaredDistance).times(0.5);
    }
  }

  /** g: θ Re(q e^2iθ) + θ² Re(s e^2iθ) answers f w, and E (1 − cos 2θ) + F θ + H sin 2θ the walls. */
  private static final class Carried {
    final double c;
    private final double[] q;
    private final double[] s;
    private final double[] walls;

    Carried(double alpha, double a, double b, double c, double d) {
      // f w = Re((m + l θ) e^2iθ) + (b c − a d)
      double[] m = {-(a * d + b * c), b * d - a * c};
      double[] l = {-2 * c * d, d * d - c * c};
      s = new double[] {-l[0] / 16, -l[1] / 16};
      q = new double[] {-m[0] / 8 + 3 * l[1] / 32, -m[1] / 8 - 3 * l[0] / 32};
      double cos = Math.cos(2 * alpha);
      double sin = Math.sin(2 * alpha);
      double[] amplitude = {alpha * q[0] + alpha * alpha * s[0], alpha * q[1] + alpha * alpha * s[1]};
      double value = amplitude[0] * cos - amplitude[1] * sin;
      double slope = (q[0] + 2 * alpha * s[0] - 2 * amplitude[1]) * cos - (q[1] + 2 * alpha * s[1] + 2 * amplitude[0]) * sin;
      double[] eh = solve(1 - cos, sin - 2 * alpha, 2 * sin, 2 * cos - 2, alpha * q[0] - value, q[0] - slope);
      walls = new double[] {eh[0], -q[0] - 2 * eh[1], eh[1]};
      this.c = b * c - a * d - 4 * walls[1];
    }

    /** r² g. */
    Expr stream(Local at) {
      Expr first = at.cosine().times(q[0]).minus(at.sine().times(q[1]));
      Expr second = at.cosine().times(s[0]).minus(at.sine().times(s[1]));
      return at.theta.times(first).plus(at.theta.pow(2).times(second)).plus(at.square().minus(at.cosine()).times(walls[0]))
          .plus(at.square().times(at.theta).times(walls[1])).plus(at.sine().times(walls[2]));
    }
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1];
  }

  /** The solution of two linear equations, a row each. */
  private static double[] solve(double a, double b, double c, double d, double e, double f) {
    double determinant = a * d - b * c;
    return new double[] {(e * d - b * f) / determinant, (a * f - e * c) / determinant};
  }
}
