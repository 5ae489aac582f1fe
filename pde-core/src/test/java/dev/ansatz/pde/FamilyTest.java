package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.parse;
import static dev.ansatz.pde.Pde.print;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.expr.Coordinate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FamilyTest {
  private static final String TWO = """
      problem two
      u(t, x) on x in [-1, 3], t in [0, 1]
      input f(x) from fourier(4, 2, 1)
      input g(x) from matern(2.5, 0.5, 1)
      u_t = u_xx + f
      initial u = g
      periodic x
      """;

  @Test
  void anInstanceIsAProblemByItself() {
    var family = new Family(parse(TWO));
    Problem p = family.sample(65, 1);
    assertThat(p.coefficients()).isEmpty();
    assertThat(parse(print(p))).isEqualTo(p);
    assertThat(family.sample(65, 1)).isEqualTo(p);
    assertThat(family.sample(65, 2)).isNotEqualTo(p);

    Coordinate x = p.coordinates().get(1);
    double[] axis = new double[9];
    for (int i = 0; i < 9; i++) {
      axis[i] = -1 + i * 0.5;
    }
    double[] f = family.values(family.inputs().getFirst(), new double[][] {axis}, 1);
    double[] nodes = new double[65];
    for (int i = 0; i < 65; i++) {
      nodes[i] = -1 + i / 16.0;
    }
    double[] g = family.values(family.inputs().getLast(), new double[][] {nodes}, 1);
    var source = p.equations().getFirst().right();
    var start = p.conditions().getFirst().stated().orElseThrow().right();
    for (int i = 0; i < 9; i++) {
      // the series itself, and the table at its nodes
      double of = source.substitute(Map.of(p.fields().getFirst(), dev.ansatz.pde.expr.Const.ZERO)).evaluate(Map.of(x, axis[i]));
      assertThat(of).isCloseTo(f[i], within(1e-13));
      assertThat(start.evaluate(Map.of(x, nodes[8 * i]))).isCloseTo(g[8 * i], within(1e-13));
    }
  }

  @Test
  void inputFieldsOfOneInstanceAreIndependent() {
    var family = new Family(parse(TWO.replace("fourier(4, 2, 1)", "matern(2.5, 0.5, 1)")));
    double[][] axes = {{-1, 0, 1, 2}};
    assertThat(family.values(family.inputs().getFirst(), axes, 5)).isNotEqualTo(family.values(family.inputs().getLast(), axes, 5));
  }

  @Test
  void lognormalFieldsInThePlaneArePositive() {
    Problem p = new Family(parse(Statements.DARCY)).sample(17, 3);
    assertThat(print(p)).contains("table a(x, y) cubic");
    assertThat(parse(print(p))).isEqualTo(p);
  }

  @Test
  void aFamilyNeedsLaws() {
    assertThatThrownBy(() -> new Family(parse(Statements.POISSON))).hasMessageContaining("has no input fields");
    assertThatThrownBy(() -> new Family(parse(TWO.replace(" from fourier(4, 2, 1)", "")))).hasMessageContaining("f of 'two' has no law");
  }
}
