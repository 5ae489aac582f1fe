package dev.ansatz.solve;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import java.util.Map;

/**
 * An unknown constant p as a function of a number z that any method may vary freely, with p the guess at the start and of the size of p for
 * z of size one:
 *
 * <pre>
 * p₀ + |p₀| z                 without bounds (p₀ + z for the guess 0)
 * a + (b − a) σ(z)            between a and b, with σ(z) = (1 + tanh(z/2))/2
 * a (b/a)^σ(z)                between a and b &gt; {@value #DECADE} a &gt; 0: a range of magnitudes, along which ratios count
 * </pre>
 *
 * <p>A guess on a bound begins a hundredth of the range inside it, since σ is flat there.
 *
 * @param parameter p
 * @param latent z, with its initial value
 * @param expression p as a function of z
 */
public record UnknownConstant(Parameter parameter, Parameter latent, Expr expression) {
  private static final double DECADE = 10;
  private static final double INSIDE = 0.01;

  /** By its bounds and guess. */
  public static UnknownConstant of(Parameter p) {
    String name = "z_" + p.name();
    if (!p.isBounded()) {
      var z = new Parameter(name, 0);
      return new UnknownConstant(p, z, z.times(p.value() == 0 ? 1 : Math.abs(p.value())).plus(p.value()));
    }
    double a = p.lower();
    double b = p.upper();
    boolean magnitudes = a > 0 && b > DECADE * a;
    double s = magnitudes ? Math.log(p.value() / a) / Math.log(b / a) : (p.value() - a) / (b - a);
    double inside = b > a ? Math.clamp(s, INSIDE, 1 - INSIDE) : 0.5;
    var z = new Parameter(name, Math.log(inside / (1 - inside)));
    Expr sigma = Pde.tanh(z.times(0.5)).plus(1).times(0.5);
    return new UnknownConstant(p, z, magnitudes ? Pde.exp(sigma.times(Math.log(b / a))).times(a) : sigma.times(b - a).plus(a));
  }

  /** p(z). */
  public double value(double z) {
    return expression.substitute(Map.of(latent, new Const(z))).evaluate(Map.of());
  }

  /** dp/dz. */
  public double slope(double z) {
    var at = new Coordinate("z", Coordinate.Kind.SPACE);
    return expression.substitute(Map.of(latent, at)).derivative(at).evaluate(Map.of(at, z));
  }
}
