package dev.ansatz.pinn.train;

import static dev.ansatz.pde.Pde.atan2;
import static dev.ansatz.pde.Pde.exp;
import static dev.ansatz.pde.Pde.param;
import static dev.ansatz.pde.Pde.space;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PointFunctionsTest {
  private final Coordinate x = space("x");
  private final Coordinate y = space("y");
  private final Parameter nu = param("nu", 0.3);
  private final Parameter led = param("led", 2);
  private final Field u = new Field("u", List.of(x, y));
  /** Long enough to be found once per point. */
  private final Expr costly = exp(x.times(y)).plus(atan2(y, x).times(x.pow(2).minus(y.pow(2)))).plus(exp(x.plus(y)).times(exp(y.minus(x))))
      .plus(exp(x.pow(2)).times(exp(y.pow(2)))).plus(atan2(y.plus(2), x).times(exp(x.minus(3)).times(exp(y.times(3)))));

  @Test
  void costlyFunctionsOfThePointAreTakenAndTheExpressionStaysTheSame() {
    Expr e = Partial.of(u, x).times(costly).times(x).plus(costly.pow(2).times(nu)).plus(u.times(x.plus(1))).plus(costly.times(led));
    var functions = new PointFunctions(List.of(x, y), p -> !p.equals(led));
    Expr taken = functions.taken(e);
    // one is a factor, one a sum with ν, one is multiplied by the parameter that varies
    assertThat(functions.fields()).hasSize(3);
    assertThat(functions.parameters()).containsExactly(nu);
    assertThat(taken.leaves(Parameter.class)).containsExactly(led);
    double[][] points = {{0.2, 0.7}, {0.4, -0.3}};
    double[][] rows = functions.values(points);
    for (int p = 0; p < 2; p++) {
      var given = new HashMap<Expr, Expr>(Map.of(u, new Const(1.3), Partial.of(u, x), new Const(-0.8)));
      for (int k = 0; k < rows.length; k++) {
        given.put(functions.fields().get(k), new Const(rows[k][p]));
      }
      var at = Map.of(x, points[0][p], y, points[1][p]);
      double whole = Lowering.replaceLeaves(e, leaf -> given.getOrDefault(leaf, leaf)).evaluate(at);
      double apart = Lowering.replaceLeaves(taken, leaf -> given.getOrDefault(leaf, leaf)).evaluate(at);
      assertThat(apart).isCloseTo(whole, within(1e-13 * Math.abs(whole)));
    }
  }

  @Test
  void shortFunctionsStay() {
    Expr e = u.times(x.plus(1)).plus(exp(y));
    var functions = new PointFunctions(List.of(x, y), _ -> true);
    assertThat(functions.taken(e)).isEqualTo(e);
    assertThat(functions.values(new double[2][1])).isEmpty();
  }

  /** The residual in one program, with functions of the point as its input, is that of the answer's derivatives, each from its own. */
  @Test
  void theResidualOfACavityIsThatOfItsAnswer() {
    Problem cavity = Catalog.get("lid-driven-cavity").problem();
    var model = new NetworkModel(cavity, TrialFunctions.hard(cavity), new Mlp(1, 6, Activation.TANH), 1);
    double[] theta = model.initial(1);
    var answer = new TrainedNetwork(cavity, model, theta);
    double[][] points = new PointSequence.Sobol().interior(cavity.domain(), 8, 1);
    double[] residual = new double[24];
    try (var executor = new Executor(1)) {
      model.express(cavity.equations().stream().map(Equation::residual).toList()).at(executor, points).values(theta, residual, 0);
    }
    double[][] v = {derivative(answer, 0, points, 0, 0), derivative(answer, 1, points, 0, 0)};
    for (int i = 0; i < 2; i++) {
      double[] pressure = derivative(answer, 2, points, 1 - i, i);
      double[] alongX = derivative(answer, i, points, 1, 0);
      double[] alongY = derivative(answer, i, points, 0, 1);
      double[] twiceX = derivative(answer, i, points, 2, 0);
      double[] twiceY = derivative(answer, i, points, 0, 2);
      for (int p = 0; p < 8; p++) {
        double expected = v[0][p] * alongX[p] + v[1][p] * alongY[p] + pressure[p] - 0.01 * (twiceX[p] + twiceY[p]);
        // sums of terms of up to 100
        assertThat(residual[8 * i + p]).isCloseTo(expected, within(1e-10));
        assertThat(residual[16 + p]).isZero();
      }
    }
  }

  private static double[] derivative(TrainedNetwork answer, int field, double[][] points, int alongX, int alongY) {
    double[] values = new double[points[0].length];
    answer.evaluate(field, new MultiIndex(alongX, alongY), points, values);
    return values;
  }
}
