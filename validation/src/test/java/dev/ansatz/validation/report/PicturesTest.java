package dev.ansatz.validation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Progress;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.validation.Heat;
import dev.ansatz.validation.study.Study;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private record Times(double factor) implements Solver {
    @Override
    public String name() {
      return factor == 1 ? "reference" : "times";
    }

    @Override
    public Support supports(Problem problem) {
      return Support.yes();
    }

    @Override
    public Solution solve(Problem problem, Run run) {
      for (int i = 1; i < 50; i++) {
        run.progress().on(new Progress.Event("Adam", i / 50.0, 10 * i, "",
            Map.of("equation", Math.exp(-i / 5.0), "boundary", Math.exp(-i / 3.0))));
      }
      return Heat.answer(problem, name(), run, factor, new Termination.Converged("exact"), OptionalDouble.of(1e-9));
    }
  }

  static Study study(Problem problem) {
    return Study.of(problem, new Times(1), List.of(new Study.Contender("times", new Times(1.1))), Run.defaults());
  }

  private static List<String> names(Problem problem) {
    return Pictures.of(study(problem)).stream().map(Picture::name).toList();
  }

  @Test
  void oneSpaceDimensionAndTime() {
    assertThat(names(Heat.problem())).containsExactly("heat-u-times", "heat-u-times-error", "heat-u-reference", "heat-u-slice-t-0.25",
        "heat-u-slice-t-0.5", "heat-u-slice-t-0.75", "heat-u-slice-t-1", "heat-times-training");
  }

  @Test
  void stationaryInOneDimension() {
    assertThat(names(Heat.stationary())).containsExactly("pair-u-slice", "pair-v-slice", "pair-times-training");
  }

  @Test
  void stationaryInTwoDimensions() {
    assertThat(names(Heat.plane())).containsExactly("plane-u-times", "plane-u-times-error", "plane-u-reference", "plane-u-slice-y-0.25",
        "plane-u-slice-y-0.5", "plane-u-slice-y-0.75", "plane-times-training");
  }

  /** The first axis runs to the right and the second upwards: the function s of (0, 1)², 1 only in the right upper corner. */
  @Test
  void theHeatMapIsTheRightWayUp() {
    double[][] values = {{0, 0}, {0, 1}};
    var axis = new Frame.Axis("s", 0, 1, false);
    var image = new HeatMap("", axis, axis, values, new HeatMap.Scale(ColourMap.VIRIDIS, 0, 1)).draw(1);
    // one pixel inside the frame of the plot
    int left = Frame.LEFT + 2;
    int right = Frame.WIDTH - 94;
    int top = Frame.TOP + 2;
    int bottom = Frame.HEIGHT - Frame.BOTTOM - 2;
    assertThat(new Color(image.getRGB(left, top)).getGreen()).isLessThan(10);
    assertThat(new Color(image.getRGB(left, bottom)).getGreen()).isLessThan(10);
    assertThat(new Color(image.getRGB(right, bottom)).getGreen()).isLessThan(10);
    // yellow, the colour of 1: bilinear interpolation two pixels from the corner is above 0.97
    assertThat(new Color(image.getRGB(right, top)).getGreen()).isGreaterThan(220);
  }

  @Test
  void ticksAreRoundAndInside() {
    assertThat(Ticks.within(-1, 1, 5).values()).extracting(Ticks::label).containsExactly("−1", "−0.5", "0", "0.5", "1");
    assertThat(Ticks.within(0, 0.1 + 0.2, 6).values()).extracting(Ticks::label)
        .containsExactly("0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3");
    assertThat(Ticks.within(0, 3.2e-7, 4).values()).extracting(Ticks::label).containsExactly("0", "1e−7", "2e−7", "3e−7");
    assertThat(Ticks.decades(3e-8, 2, 5).values()).extracting(Ticks::label).containsExactly("1e−7", "1e−5", "0.001", "0.1");
    assertThat(Ticks.within(1, 1, 4).values()).isEmpty();
    assertThat(Ticks.within(0, Double.NaN, 4).values()).isEmpty();
  }
}
