package dev.ansatz.engine.kernel;

import static dev.ansatz.engine.kernel.Kernel.Extent.LANE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.hipparchus.analysis.differentiation.DSFactory;
import org.hipparchus.analysis.differentiation.DerivativeStructure;

class DerivativeProperties {
  private static final int ROWS = 2;
  private static final int LANES = 5;

  /** ⟨w, J v⟩ = ⟨Jᵀ w, v⟩, with and without saved outputs; J v against central differences. */
  @Property(tries = 150, seed = "20261121")
  void reverseIsTheTransposeOfForward(@ForAll long seed, @ForAll boolean saved) {
    Kernel kernel = RandomKernel.of(seed, 25);
    var random = new Random(seed);
    int inputs = kernel.inputs().size();
    int outputs = kernel.outputs().size();
    double[][] x = normal(random, inputs);
    double[][] v = normal(random, inputs);
    double[][] w = normal(random, outputs);

    double[][] both = run(kernel.jvp(), concat(x, v));
    double[][] y = List.of(both).subList(0, outputs).toArray(double[][]::new);
    double[][] tangent = List.of(both).subList(outputs, 2 * outputs).toArray(double[][]::new);
    var arguments = new ArrayList<double[]>(List.of(x));
    if (saved) {
      arguments.add(y[0]);
      arguments.add(y[1]);
    }
    arguments.addAll(List.of(w));
    double[][] cotangent = run(kernel.vjp(i -> true, o -> saved), arguments.toArray(double[][]::new));

    double scale = 0;
    double forward = 0;
    for (int o = 0; o < outputs; o++) {
      for (int n = 0; n < count(kernel.outputs().get(o).extent()); n++) {
        double term = w[o][n] * tangent[o][n];
        forward += term;
        scale += Math.abs(term);
      }
    }
    double reverse = 0;
    for (int i = 0; i < inputs; i++) {
      for (int n = 0; n < count(kernel.inputs().get(i).extent()); n++) {
        double term = cotangent[i][n] * v[i][n];
        reverse += term;
        scale += Math.abs(term);
      }
    }
    // some 200 operations, the condition of each of which is below 10³
    assertThat(reverse).isCloseTo(forward, offset(1e-10 * (scale + 1)));

    double h = 1e-5;
    double[][] above = run(kernel, shift(x, v, h));
    double[][] below = run(kernel, shift(x, v, -h));
    for (int o = 0; o < outputs; o++) {
      for (int n = 0; n < count(kernel.outputs().get(o).extent()); n++) {
        double difference = (above[o][n] - below[o][n]) / (2 * h);
        // h² f'''/6, with third derivatives that nested functions take to 10⁴ or so
        assertThat(tangent[o][n]).isCloseTo(difference, offset(1e-4 * (1 + Math.abs(difference))));
      }
    }
  }

  /** All derivatives up to the third order of random expressions, against Hipparchus. */
  @Property(tries = 100, seed = "20261121")
  void derivativesAgreeWithDerivativeStructure(@ForAll long seed) {
    var random = new Random(seed);
    KernelBuilder k = Kernel.builder();
    var symbols = new ArrayList<Scalar>(List.of(k.input("x", LANE), k.input("y", LANE)));
    double[] at = {random.nextGaussian(), random.nextGaussian()};
    var factory = new DSFactory(2, 3);
    var values = new ArrayList<DerivativeStructure>(List.of(factory.variable(0, at[0]), factory.variable(1, at[1])));
    for (int n = 0; n < 7; n++) {
      int a = random.nextInt(symbols.size());
      int b = random.nextInt(symbols.size());
      int draw = random.nextInt(12);
      symbols.add(node(draw, symbols.get(a), symbols.get(b)));
      values.add(node(draw, values.get(a), values.get(b)));
    }
    Scalar x = symbols.get(0);
    Scalar y = symbols.get(1);
    Scalar f = symbols.getLast();
    var expected = new ArrayList<Double>();
    for (int i = 0; i <= 3; i++) {
      for (int j = 0; i + j <= 3; j++) {
        Scalar d = f;
        for (int n = 0; n < i; n++) {
          d = k.derivative(d, x);
        }
        for (int n = 0; n < j; n++) {
          d = k.derivative(d, y);
        }
        k.store("d" + i + j, d);
        expected.add(values.getLast().getPartialDerivative(i, j));
      }
    }
    double[][] actual = run(k.build(), new double[][] {fill(at[0]), fill(at[1])});
    double scale = expected.stream().mapToDouble(Math::abs).max().orElseThrow();
    for (int n = 0; n < actual.length; n++) {
      assertThat(actual[n][0]).isCloseTo(expected.get(n), offset(1e-10 * (1 + scale)));
    }
  }

  private static Scalar node(int draw, Scalar a, Scalar b) {
    return switch (draw) {
      case 0 -> a.plus(b);
      case 1 -> a.minus(b);
      case 2 -> a.times(b);
      case 3 -> a.over(b.times(b).plus(1));
      case 4 -> a.apply(Scalar.Function.SIN);
      case 5 -> a.apply(Scalar.Function.COS);
      case 6 -> a.apply(Scalar.Function.TANH);
      case 7 -> a.times(0.25).apply(Scalar.Function.EXP);
      case 8 -> a.times(a).plus(1).apply(Scalar.Function.LOG);
      case 9 -> a.times(a).plus(1).apply(Scalar.Function.SQRT);
      case 10 -> a.apply(Scalar.Function.ATAN);
      default -> a.atan2(b.times(b).plus(1));
    };
  }

  private static DerivativeStructure node(int draw, DerivativeStructure a, DerivativeStructure b) {
    return switch (draw) {
      case 0 -> a.add(b);
      case 1 -> a.subtract(b);
      case 2 -> a.multiply(b);
      case 3 -> a.divide(b.multiply(b).add(1));
      case 4 -> a.sin();
      case 5 -> a.cos();
      case 6 -> a.tanh();
      case 7 -> a.multiply(0.25).exp();
      case 8 -> a.multiply(a).add(1).log();
      case 9 -> a.multiply(a).add(1).sqrt();
      case 10 -> a.atan();
      default -> a.atan2(b.multiply(b).add(1));
    };
  }

  private static int count(Kernel.Extent extent) {
    return switch (extent) {
      case LANE -> ROWS * LANES;
      case ROW -> ROWS;
      case UNIFORM -> 1;
    };
  }

  private static double[][] run(Kernel kernel, double[][] inputs) {
    int n = kernel.inputs().size();
    int m = kernel.outputs().size();
    double[][] outputs = new double[m][ROWS * LANES];
    int[] strides = new int[n + m];
    for (int a = 0; a < n + m; a++) {
      Kernel.Extent extent = a < n ? kernel.inputs().get(a).extent() : kernel.outputs().get(a - n).extent();
      strides[a] = extent == LANE ? LANES : 1;
    }
    Kernels.interpret(kernel).run(ROWS, LANES, concat(inputs, outputs), new int[n + m], strides);
    return outputs;
  }

  private static double[][] concat(double[][] a, double[][] b) {
    var all = new ArrayList<double[]>(List.of(a));
    all.addAll(List.of(b));
    return all.toArray(double[][]::new);
  }

  private static double[][] normal(Random random, int count) {
    double[][] x = new double[count][ROWS * LANES];
    for (double[] array : x) {
      Arrays.setAll(array, n -> random.nextGaussian());
    }
    return x;
  }

  private static double[][] shift(double[][] x, double[][] v, double h) {
    double[][] shifted = new double[x.length][ROWS * LANES];
    for (int i = 0; i < x.length; i++) {
      for (int n = 0; n < shifted[i].length; n++) {
        shifted[i][n] = x[i][n] + h * v[i][n];
      }
    }
    return shifted;
  }

  private static double[] fill(double value) {
    double[] array = new double[ROWS * LANES];
    Arrays.fill(array, value);
    return array;
  }
}
