package dev.ansatz.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Arguments that several rows of a kernel share: a trainable number, a feature of a value; and fixed numbers per row. The program
 * is y_j = Σ_r V_rj (sin(a) c_r (h_0)² z_r + a z_r) with h = Uᵀx and z = Wᵀx, so that h depends on parameters; with {@code twice},
 * a and h_0 are read by a second kernel too, whose result is z.
 */
class SharedArgumentTest {
  private static final int LANES = 37;
  private static final List<Double> C = List.of(0.5, -1.0, 2.0);

  private static Program program(boolean twice) {
    var builder = Program.builder(2);
    Value x = builder.input();
    Value h = builder.linear("h", x, 1, true);
    Value z = builder.linear("z", x, 3, false);
    if (twice) {
      z = layer(builder, h, z);
    }
    return builder.build(builder.linear("y", layer(builder, h, z), 2, true));
  }

  private static Value layer(ProgramBuilder builder, Value h, Value z) {
    var kernel = Kernel.builder();
    Scalar shared = kernel.input("h", Kernel.Extent.LANE);
    Scalar c = kernel.input("c", Kernel.Extent.ROW);
    Scalar own = kernel.input("z", Kernel.Extent.LANE);
    Scalar a = kernel.input("a", Kernel.Extent.UNIFORM);
    kernel.store("y", a.apply(Scalar.Function.SIN).times(c).times(shared.times(shared)).times(own).plus(a.times(own)));
    return builder.kernel(kernel.build(), 3, List.of(new Argument.Broadcast(h, 0, 0), new Argument.Fixed(C), Argument.lanes(z, 0),
        new Argument.Trainable(builder.parameters("a", 1, 1))));
  }

  private static double[] direct(Program program, double[] theta, double[][] points, boolean twice) {
    double a = theta[program.block("a").offset()];
    double[] values = new double[2 * LANES];
    for (int p = 0; p < LANES; p++) {
      int hw = program.block("h.W").offset();
      double h = theta[hw] * points[0][p] + theta[hw + 1] * points[1][p] + theta[program.block("h.b").offset()];
      for (int r = 0; r < 3; r++) {
        int zw = program.block("z.W").offset() + r;
        double z = theta[zw] * points[0][p] + theta[zw + 3] * points[1][p];
        double factor = Math.sin(a) * C.get(r) * h * h + a;
        double y = factor * (twice ? factor * z : z);
        for (int j = 0; j < 2; j++) {
          values[j * LANES + p] += y * theta[program.block("y.W").offset() + 2 * r + j];
        }
      }
      for (int j = 0; j < 2; j++) {
        values[j * LANES + p] += theta[program.block("y.b").offset() + j];
      }
    }
    return values;
  }

  @Test
  void valuesGradientAndJacobian() {
    var random = new Random(11);
    double[][] points = {random.doubles(LANES).toArray(), random.doubles(LANES).toArray()};
    for (boolean twice : new boolean[] {false, true}) {
      Program program = program(twice);
      int parameters = program.parameters();
      double[] theta = random.doubles(parameters, -1, 1).toArray();
      double[] values = new double[2 * LANES];
      double[] gradient = new double[parameters];
      double[] residuals = new double[2 * LANES];
      double[] jacobian = new double[parameters * 2 * LANES];
      Arrays.fill(jacobian, Double.NaN);
      double[] ones = {1, 1};
      try (var executor = new Executor(1)) {
        var evaluation = new Evaluation(executor, program, points);
        evaluation.values(theta, values, 0);
        evaluation.squares(theta, ones, null, gradient);
        // a second pass finds the sums of the first in the workspace
        evaluation.jacobian(theta, ones, null, residuals, jacobian, 2 * LANES, 0);
        evaluation.jacobian(theta, ones, null, residuals, jacobian, 2 * LANES, 0);
      }
      // values are of size 1 and have some ten rounded operations behind them
      assertThat(values).containsExactly(direct(program, theta, points, twice), within(1e-14));
      double step = 1e-5;
      for (int q = 0; q < parameters; q++) {
        double[] moved = theta.clone();
        moved[q] += step;
        double[] up = direct(program, moved, points, twice);
        moved[q] = theta[q] - step;
        double[] down = direct(program, moved, points, twice);
        double sum = 0;
        for (int i = 0; i < 2 * LANES; i++) {
          // truncation h² f‴/6 and rounding ε f/h are both about 1e-10 for f of size 1
          assertThat(jacobian[q * 2 * LANES + i]).as("residual %d, parameter %d", i, q)
              .isCloseTo((up[i] - down[i]) / (2 * step), within(1e-8));
          sum += 2 * values[i] * jacobian[q * 2 * LANES + i];
        }
        assertThat(gradient[q]).isCloseTo(sum, within(1e-12));
      }
    }
  }

  @Test
  void misfitsAreListed() {
    var builder = Program.builder(2);
    Value x = builder.input();
    var kernel = Kernel.builder();
    Scalar sum = kernel.input("a", Kernel.Extent.LANE).plus(kernel.input("b", Kernel.Extent.ROW));
    sum = sum.plus(kernel.input("c", Kernel.Extent.UNIFORM)).plus(kernel.input("d", Kernel.Extent.UNIFORM));
    kernel.store("y", sum);
    var alpha = new Argument.Trainable(builder.parameters("alpha", 1, 1));
    assertThatThrownBy(() -> builder.kernel(kernel.build(), 2,
        List.of(new Argument.Broadcast(x, 0, 2), new Argument.Fixed(List.of(1.0)), alpha, alpha)))
        .hasMessage("input 'a' reads past the last feature of its value; input 'b' is ROW over 2 rows but is given 1 fixed entries; "
            + "input 'd' is the same parameters as another input");
    assertThatThrownBy(() -> builder.kernel(kernel.build(), 1, List.of(new Argument.Broadcast(x, 0, 0),
        new Argument.Broadcast(x, 0, 1), new Argument.Fixed(List.of(1.0)), alpha)))
        .hasMessage("input 'b' is ROW but is given lanes; input 'c' is UNIFORM over 1 rows but is given 1 fixed entries");
  }

  /** Two inputs would write the cotangent of one row; rows that depend on no parameters have none. */
  @Test
  void rowsWithCotangentsAreReadOnce() {
    var builder = Program.builder(2);
    var kernel = Kernel.builder();
    kernel.store("y", kernel.input("a", Kernel.Extent.LANE).times(kernel.input("b", Kernel.Extent.LANE)));
    Kernel product = kernel.build();
    Value x = builder.input();
    Value z = builder.linear("z", x, 2, false);
    assertThatThrownBy(() -> builder.kernel(product, 2, List.of(Argument.lanes(z, 0), new Argument.Broadcast(z, 0, 1))))
        .hasMessage("input 'b' reads a value that another input reads");
    assertThatThrownBy(() -> builder.kernel(product, 2, List.of(Argument.lanes(z, 0), Argument.lanes(z, 0))))
        .hasMessage("input 'b' reads a value that another input reads");
    assertThat(builder.kernel(product, 2, List.of(Argument.lanes(x, 0), new Argument.Broadcast(x, 0, 1))).rows()).isEqualTo(2);
  }
}
