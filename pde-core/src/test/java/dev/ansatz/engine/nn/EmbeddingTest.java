package dev.ansatz.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.program.Program;
import dev.ansatz.engine.nn.WaveFeatures.Wave;
import dev.ansatz.engine.program.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final JetSet JETS =
      JetSet.closure(2, List.of(new MultiIndex(3, 0), new MultiIndex(2, 1), new MultiIndex(1, 2), new MultiIndex(0, 3)));
  private static final PeriodicFeatures.Axis TIME = new PeriodicFeatures.Axis(0, 4, false);
  private static final PeriodicFeatures.Axis CIRCLE = new PeriodicFeatures.Axis(-1, 1, true);

  private static void compare(Embedding embedding, Function<DerivativeStructure[], List<DerivativeStructure>> direct) {
    var builder = Program.builder(2);
    Value features = embedding.build(builder, builder.input(), JETS);
    double[][] points = NetworkTest.points(6);
    double[] found = NetworkTest.values(builder.build(features), new double[0], points);
    var factory = new DSFactory(2, 3);
    for (int p = 0; p < 6; p++) {
      List<DerivativeStructure> expected =
          direct.apply(new DerivativeStructure[] {factory.variable(0, points[0][p]), factory.variable(1, points[1][p])});
      assertThat(features.features()).isEqualTo(expected.size());
      for (int c = 0; c < JETS.size(); c++) {
        for (int j = 0; j < expected.size(); j++) {
          double derivative = expected.get(j).getPartialDerivative(JETS.get(c).orders());
          // third derivatives are up to (2·2π)³ ≈ 2,000, and the angles behind them have errors of some ulp: measured below 2e-12
          assertThat(found[(c * expected.size() + j) * 6 + p]).as("∂%s of feature %d", JETS.get(c), j)
              .isCloseTo(derivative, within(2e-11));
        }
      }
    }
  }

  @Test
  void periodicFeatures() {
    compare(new PeriodicFeatures(List.of(TIME, CIRCLE), 2, true), x -> {
      DerivativeStructure angle = x[1].add(1).multiply(Math.PI);
      return List.of(x[0].subtract(2).divide(2), angle.cos(), angle.sin(), angle.multiply(2).cos(), angle.multiply(2).sin());
    });
  }

  @Test
  void productsOfPeriodicFeatures() {
    var axis = new PeriodicFeatures.Axis(0, 2, true);
    compare(new PeriodicFeatures(List.of(axis, CIRCLE), 1, true), x -> {
      DerivativeStructure a = x[0].multiply(Math.PI);
      DerivativeStructure b = x[1].add(1).multiply(Math.PI);
      return List.of(a.cos(), a.sin(), b.cos(), b.sin(), a.cos().multiply(b.cos()), a.sin().multiply(b.cos()),
          a.cos().multiply(b.sin()), a.sin().multiply(b.sin()));
    });
  }

  @Test
  void evenFeatures() {
    var time = new PeriodicFeatures.Axis(0, 4, false, true);
    var circle = new PeriodicFeatures.Axis(-1, 1, true, true);
    compare(new WaveFeatures(new PeriodicFeatures(List.of(time, circle), 1, false), List.of(new Wave(5.5, 2, true), Wave.NONE)), x -> {
      DerivativeStructure scaled = x[0].subtract(2).divide(2);
      DerivativeStructure angle = x[1].multiply(Math.PI);
      return List.of(scaled.multiply(scaled).multiply(2).subtract(1), angle.cos(), angle.multiply(2).cos(),
          x[0].subtract(2).multiply(5.5).cos());
    });
  }

  @Test
  void wavesOfOneCoordinateAfterTheFeaturesOfAll() {
    compare(new WaveFeatures(new PeriodicFeatures(List.of(TIME, CIRCLE), 1, false), List.of(new Wave(5.5, 0, false), Wave.NONE)), x -> {
      DerivativeStructure angle = x[1].add(1).multiply(Math.PI);
      DerivativeStructure wave = x[0].multiply(5.5);
      return List.of(x[0].subtract(2).divide(2), angle.cos(), angle.sin(), wave.cos(), wave.sin());
    });
    assertThatThrownBy(() -> new WaveFeatures(x -> x, List.of(new Wave(-1, 0, false)))).hasMessageContaining("not negative");
    var builder = Program.builder(2);
    assertThatThrownBy(() -> new WaveFeatures(x -> x, List.of(new Wave(1, 0, false))).build(builder, builder.input(), JETS))
        .hasMessage("1 wave numbers cannot be those of 2 coordinates");
  }

  @Test
  void fourierFeaturesOfPeriodicOnes() {
    var below = new PeriodicFeatures(List.of(TIME, CIRCLE), 1, false);
    var embedding = FourierFeatures.random(below, 3, 4, 2, new SplittableRandom(1));
    compare(embedding, x -> {
      DerivativeStructure angle = x[1].add(1).multiply(Math.PI);
      DerivativeStructure[] y = {x[0].subtract(2).divide(2), angle.cos(), angle.sin()};
      var cosines = new ArrayList<DerivativeStructure>();
      var sines = new ArrayList<DerivativeStructure>();
      for (List<Double> b : embedding.frequencies()) {
        DerivativeStructure phase = y[0].multiply(b.get(0)).add(y[1].multiply(b.get(1))).add(y[2].multiply(b.get(2)));
        cosines.add(phase.cos());
        sines.add(phase.sin());
      }
      cosines.addAll(sines);
      return cosines;
    });
  }

  @Test
  void fourierFeaturesAreTheSameBelowOtherEmbeddings() {
    var embedding = FourierFeatures.random(x -> x, 2, 3, 1, new SplittableRandom(1));
    double[][] values = new double[2][];
    Embedding[] both = {embedding, embedding::features};
    for (int k = 0; k < 2; k++) {
      var builder = Program.builder(2);
      Program program = builder.build(both[k].build(builder, builder.input(), JETS));
      values[k] = NetworkTest.values(program, new double[0], NetworkTest.points(6));
    }
    assertThat(values[0]).containsExactly(values[1], within(1e-14));
  }

  @Test
  void randomFrequenciesAreNormal() {
    var embedding = FourierFeatures.random(x -> x, 4, 500, 3, new SplittableRandom(1));
    assertThat(embedding.frequencies()).hasSize(500);
    new Draws(embedding.frequencies().stream().flatMap(List::stream).mapToDouble(b -> b).toArray()).normal(0, 3);
  }

  @Test
  void misfitsAreRefused() {
    assertThatThrownBy(() -> new FourierFeatures(x -> x, List.of(List.of(1.0), List.of(1.0, 2.0))))
        .hasMessage("frequencies must be at least one vector, all of one length of at least 1");
    var builder = Program.builder(2);
    assertThatThrownBy(() -> new FourierFeatures(x -> x, List.of(List.of(1.0))).build(builder, builder.input(), JETS))
        .hasMessage("frequencies of 1 entries need as many features below, not 2");
    assertThatThrownBy(() -> new PeriodicFeatures.Axis(1, 1, true))
        .hasMessage("an axis needs finite ends in increasing order, not 1.0 and 1.0");
    assertThatThrownBy(() -> new PeriodicFeatures(List.of(CIRCLE), 1, false).build(builder, builder.input(), JETS))
        .hasMessage("1 axes cannot be those of 2 coordinates");
  }
}
