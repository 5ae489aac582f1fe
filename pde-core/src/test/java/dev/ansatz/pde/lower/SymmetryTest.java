package dev.ansatz.pde.lower;

import static dev.ansatz.pde.Pde.expression;
import static dev.ansatz.pde.Pde.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetryTest {
  private static Problem evolution(String equations) {
    return parse("problem p\nu(t, x) on x in [0, 1], t in [0, 1]\n" + equations.replace("; ", "\n") + "\nperiodic x");
  }

  /** The point symmetries of these kinds that textbooks list (Olver 1993, sections 2.4 and 3.1). */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "u_t + u*u_x = u_xx; initial u = 0 | translation in t, translation in x, Galilean in x: u + s, scaling λ^2 t and λ x and λ^(-1) u",
    "u_t + 6*u*u_x + u_xxx = 0; initial u = 0 | translation in t, translation in x, Galilean in x: u + 1/6 s, scaling λ^3 t and λ x and "
        + "λ^(-2) u",
    "u_t = u_xx; initial u = 0 | translation in t, translation in x, scaling λ^2 t and λ x, scaling λ u",
    "u_t + u*u_x + u_xx + u_xxxx = 0; initial u = 0 | translation in t, translation in x, Galilean in x: u + s",
    "u_t = u_xx + u - u^3; initial u = 0 | translation in t, translation in x",
    "u_t = d(x*u_x, x); initial u = 0 | translation in t, scaling λ t and λ x, scaling λ u",
    "u_t = u_xx + sin(t); initial u = 0 | translation in x",
    "u_tt = u_xx + sin(u); initial u = 0; initial u_t = 0 | translation in t, translation in x",
    "u_t = u_xx + exp(x)*u^2; initial u = 0 | translation in t",
    "u_t + u*u_x = x; initial u = 0 | translation in t, scaling λ x and λ u"})
  void equationsHaveTheSymmetriesOfTheTextbook(String equations, String expected) {
    assertThat(Lowering.symmetries(evolution(equations)).stream().map(s -> s.toString().replace(", λ", " and λ")).toList())
        .containsExactly(expected.split(", "));
  }

  @Test
  void aFluidMovesWithItsFrame() {
    Problem p = parse("""
        problem navier-stokes
        vector v(t, x, y), p(t, x, y) on x in [0, 1], y in [0, 1], t in [0, 1]
        param nu = 0.1
        v_t + advect(v, v) + grad(p) = nu*lap(v)
        div(v) = 0
        initial v = 0
        periodic x, y
        """);
    assertThat(Lowering.symmetries(p)).hasToString("[translation in t, translation in x, translation in y, "
        + "Galilean in x: v1 + s, Galilean in y: v2 + s, scaling λ^2 t, λ x, λ y, λ^(-1) v1, λ^(-1) v2, λ^(-2) p]");
  }

  /** What the residual says of jets, said again of a solution by differentiating it. */
  @Test
  void transformedSolutionsAreSolutions() {
    Problem kdv = evolution("u_t + 6*u*u_x + u_xxx = 0; initial u = 0");
    Field u = kdv.fields().getFirst();
    Coordinate t = kdv.coordinates().get(0);
    Coordinate x = kdv.coordinates().get(1);
    Expr soliton = expression("2/cosh(x - 4*t)^2", t, x);
    assertThat(residual(kdv, Map.of(u, soliton))).isLessThan(1e-10);
    var symmetries = Lowering.symmetries(kdv);
    assertThat(symmetries).hasSize(4);
    for (Symmetry symmetry : symmetries) {
      Map<Field, Expr> transformed = symmetry.transform(Map.of(u, soliton), 0.4);
      assertThat(transformed.get(u)).isNotEqualTo(soliton);
      // third derivatives of a soliton of height 2 are about 50; the rest is rounding
      assertThat(residual(kdv, transformed)).as("%s", symmetry).isLessThan(1e-10);
    }
    // boosted, a soliton of height 2 + s/6 stands on s/6 and runs by s faster
    double boosted = symmetries.get(2).transform(Map.of(u, soliton), 0.6).get(u).evaluate(Map.of(t, 0.5, x, 0.5 * 4.6));
    assertThat(boosted).isCloseTo(2.1, within(1e-14));
  }

  private static double residual(Problem p, Map<Field, Expr> solution) {
    Expr r = Lowering.normalForm(p.equations().getFirst().residual().substitute(solution));
    var random = new SplittableRandom(1);
    double worst = 0;
    for (int i = 0; i < 20; i++) {
      var point = new HashMap<Coordinate, Double>();
      p.coordinates().forEach(c -> point.put(c, random.nextDouble(-2, 2)));
      worst = Math.max(worst, Math.abs(r.evaluate(point)));
    }
    return worst;
  }
}
