package dev.ansatz.pinn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LagTest {
  private static final double BY = 0.0625;
  private static final Problem HEAT = Pde.parse("""
      problem heat-square
      u(t, x, y) on x in [0, 1], y in [0, 1], t in [0, 1]
      u_t = lap(u)
      initial u = sin(pi*x)*y
      boundary x=0, x=1: u = t*x*y
      boundary y=0, y=1: dn(u) = 0
      """);
  private static final Field U = HEAT.fields().getFirst();

  /** An expression that a Laplacian enters as one channel of the jets, and values and slopes each of its own. */
  private static Expr of(UnaryOperator<Expr> place) {
    Coordinate x = HEAT.coordinates().get(1);
    Coordinate y = HEAT.coordinates().get(2);
    Expr laplacian = place.apply(Partial.of(U, x, x)).plus(place.apply(Partial.of(U, y, y)));
    return place.apply(U).times(place.apply(Partial.of(U, x))).plus(laplacian);
  }

  @Test
  void aLaggedFieldIsTheTrialFunctionThatLongAgoWithItsDerivatives() {
    var model = new NetworkModel(HEAT, TrialFunctions.hard(HEAT), new Mlp(2, 6, Activation.TANH), 1);
    double[] theta = model.initial(3);
    var lag = Lag.of(HEAT, BY);
    double[][] points = new PointSequence.Sobol().interior(HEAT.domain(), 37, 1);
    double[][] earlier = points.clone();
    earlier[0] = points[0].clone();
    for (int p = 0; p < 37; p++) {
      earlier[0][p] -= BY;
    }
    try (var executor = new Executor(1)) {
      Jacobian now = new Jacobian(model.express(List.of(of(e -> e))).at(executor, points), theta);
      Jacobian then = new Jacobian(model.express(List.of(of(e -> e))).at(executor, earlier), theta);
      Jacobian both = new Jacobian(model.express(List.of(of(e -> e).minus(of(lag::before))), lag).at(executor, points), theta);
      for (int i = 0; i < 37; i++) {
        assertThat(both.r[i]).isCloseTo(now.r[i] - then.r[i], within(1e-13 * (1 + Math.abs(then.r[i]))));
      }
      // the two evaluations share every parameter, so that their Jacobians add up
      for (int i = 0; i < both.j.length; i++) {
        assertThat(both.j[i]).isCloseTo(now.j[i] - then.j[i], within(1e-13 * (1 + Math.abs(then.j[i]))));
      }
    }
  }

  private record Jacobian(double[] r, double[] j) {
    Jacobian(Evaluation evaluation, double[] theta) {
      this(new double[evaluation.size()], new double[evaluation.size() * theta.length]);
      evaluation.jacobian(theta, new double[] {1}, null, r, j, r.length, 0);
    }
  }

  @Test
  void whatIsNoFieldHasNoPast() {
    var lag = Lag.of(HEAT, BY);
    assertThatThrownBy(() -> lag.before(HEAT.coordinates().getFirst())).hasMessageContaining("no field of the problem");
    assertThatThrownBy(() -> Lag.of(HEAT, 0)).hasMessageContaining("a lag must be positive, not 0.0");
  }
}
