package dev.ansatz.pde.lower;

import static dev.ansatz.pde.Pde.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.BoundaryForm.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions on parts that are no faces of boxes. */
class CurvedBoundaryTest {
  private static final Coordinate X = space("x");
  private static final Coordinate Y = space("y");
  private static final Coordinate Z = space("z");
  private static final Field U = field("u", X, Y);
  private static final Geometry DISK = disk(X, Y, 1, 2, 3);
  private static final Geometry PLATE = box(X.in(-1, 1), Y.in(-1, 1)).minus(disk("hole", X, Y, 0.5, 0.5, 0.25))
      .minus(disk("hole", X, Y, -0.5, 0.5, 0.25));

  private static BoundaryPart part(Geometry geometry, String name) {
    return geometry.parts().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static BoundaryForm form(Equation equation, Geometry geometry, String name) {
    return BoundaryForm.of(equation, part(geometry, name));
  }

  @Test
  void theKindOfAConditionOnACircleIsFound() {
    var robin = form(dn(U).times(3).plus(U.times(2)).eq(X), DISK, "disk");
    assertThat(robin.kind()).isEqualTo(Kind.ROBIN);
    assertThat(robin.normal()).isEqualTo(constant(3));
    assertThat(robin.value()).isEqualTo(constant(2));
    assertThat(robin.data()).isEqualTo(X);
    assertThat(robin.residual()).isEqualTo(Lowering.normalForm(d(U, X).times(X.minus(1).over(3)).plus(d(U, Y).times(Y.minus(2).over(3)))
        .times(3).plus(U.times(2)).minus(X)));
    assertThat(form(dn(U).times(X.plus(1)).plus(X.times(dn(U))).eq(1), DISK, "disk").normal()).isEqualTo(X.times(2).plus(1));
    assertThat(form(dn(U).eq(0), DISK, "disk").kind()).isEqualTo(Kind.NEUMANN);
    assertThat(form(U.eq(0), DISK, "disk").kind()).isEqualTo(Kind.DIRICHLET);
    assertThat(form(d(U, X).eq(0), DISK, "disk").kind()).isEqualTo(Kind.OTHER);
    assertThat(form(dn(U).plus(d(U, X)).eq(0), DISK, "disk").kind()).isEqualTo(Kind.OTHER);
    assertThat(form(dn(U).times(U).eq(0), DISK, "disk").kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  void theNormalOfAProductLeavesAComponentInTheValue() {
    var form = form(dn(U.times(X)).eq(0), DISK, "disk");
    assertThat(form.kind()).isEqualTo(Kind.ROBIN);
    assertThat(form.normal()).isEqualTo(X);
    assertThat(form.value()).isEqualTo(X.minus(1).over(3));
  }

  @Test
  void straightPartsOfCombinationsAreLikeFaces() {
    var form = form(d(U, X).times(5).eq(1), PLATE, "x=-1");
    assertThat(form.kind()).isEqualTo(Kind.NEUMANN);
    assertThat(form.normal()).isEqualTo(constant(-5));
    assertThat(form(d(U, Y).eq(1), PLATE, "x=-1").kind()).isEqualTo(Kind.OTHER);
    assertThat(form(dn(U).eq(1), PLATE, "y=1").residual()).isEqualTo(d(U, Y).minus(1));
    var slope = polygon(X, Y, edge("bottom", 0, 0, 4, 0), edge("slope", 4, 0, 0, 3), edge("left", 0, 3, 0, 0));
    var tilted = form(dn(U).negate().plus(U).eq(1), slope, "slope");
    assertThat(tilted.normal()).isEqualTo(constant(-1));
    assertThat(tilted.residual()).isEqualTo(U.minus(d(U, X).times(0.6)).minus(d(U, Y).times(0.8)).minus(1));
  }

  @Test
  void aPartOfSeveralPiecesHasAFormForEach() {
    Problem p = pde("plate", PLATE, equation(lap(U).eq(0)), on("hole", dn(U).plus(U).eq(0)),
        on(at(X, -1).and(at(X, 1)).and(at(Y, -1)).and(at(Y, 1)), U.eq(1)));
    var forms = BoundaryForm.of(p);
    assertThat(forms).hasSize(6);
    assertThat(forms.stream().filter(f -> f.part().name().equals("hole")).map(BoundaryForm::kind)).containsExactly(Kind.ROBIN, Kind.ROBIN);
    assertThat(forms.stream().filter(f -> f.part().name().equals("hole")).map(BoundaryForm::residual).distinct()).hasSize(2);
    assertThat(Lowering.classify(p).hasOnly(Kind.DIRICHLET, Kind.ROBIN)).isTrue();
    var hole = part(PLATE, "hole");
    assertThat(form(U.eq(1), PLATE, "hole").kind()).isEqualTo(Kind.DIRICHLET);
    assertThatThrownBy(() -> Lowering.onPart(dn(U), hole)).isInstanceOf(IllegalStateException.class).hasMessageContaining("2 formulas");
  }

  /** For {@code u = r³} about the centre of a circle of radius R, ∂u/∂n = ±3 R² and ∂²u/∂n² = 6 R. */
  @Test
  void normalDerivativesAreThoseOfTheRadius() {
    for (double sign : new double[] {1, -1}) {
      Geometry g = sign > 0 ? DISK : annulus("disk", "far", X, Y, 1, 2, 3, 5);
      BoundaryPart part = part(g, "disk");
      Expr cube = X.minus(1).pow(2).plus(Y.minus(2).pow(2)).pow(1.5);
      double[][] points = part.map(new PointSequence.Sobol().unitCube(1, 16, 0));
      for (int k = 0; k < 16; k++) {
        Map<Coordinate, Double> at = Map.of(X, points[0][k], Y, points[1][k]);
        // a few roundings of numbers up to 50
        assertThat(Lowering.onPart(dn(cube), part).evaluate(at)).isCloseTo(sign * 27, within(1e-12));
        assertThat(Lowering.onPart(dn(dn(cube)), part).evaluate(at)).isCloseTo(18, within(1e-12));
      }
    }
  }

  @Test
  void spheresToo() {
    var w = field("w", X, Y, Z);
    var form = BoundaryForm.of(dn(w).plus(w).eq(1), ball(X, Y, Z, 0, 0, 1, 2).parts().getFirst());
    assertThat(form.kind()).isEqualTo(Kind.ROBIN);
    assertThat(form.residual()).isEqualTo(Lowering.normalForm(d(w, X).times(X.over(2)).plus(d(w, Y).times(Y.over(2)))
        .plus(d(w, Z).times(Z.minus(1).over(2))).plus(w).minus(1)));
    assertThat(List.of(form.normal(), form.value(), form.data())).containsOnly(constant(1));
  }
}
