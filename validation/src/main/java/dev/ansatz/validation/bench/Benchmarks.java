package dev.ansatz.validation.bench;

import dev.ansatz.engine.array.LaneProduct;
import dev.ansatz.engine.jet.FaaDiBruno;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.CompiledKernel;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.linalg.DampedLeastSquares;
import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.program.Executor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measurements of the engine beside OpenBLAS, in one process. Each returns its figures by name, in the order in which they are told;
 * a figure that cannot be had here is null.
 */
public final class Benchmarks {
  private static final double WARM_UP_SECONDS = 8;
  private static final int RUNS = 41;
  private static final int LEAST_SQUARES_RUNS = 9;

  private Benchmarks() {}

  /** The names that {@link #step} takes. */
  public static List<String> equations() {
    return StepBenchmark.EQUATIONS;
  }

  /** {@link StepBenchmark}: one whole training step. */
  public static Map<String, Object> step(String equation, int hiddenLayers, int width, int points, boolean single, int threads) {
    return new StepBenchmark(equation, hiddenLayers, width, points, single, threads).run();
  }

  /**
   * The factorisation of one Gauss–Newton step and damped steps from it, for that many λ as Levenberg and Marquardt try them and then of
   * that many lengths as the adaptive ratio probes them, in turn with LAPACK's {@code dgels} for the same matrix; all figures are medians.
   */
  public static Map<String, Object> leastSquares(int parameters, int residuals, int dampings, int radii, int threads) {
    var random = new Random(1);
    double[] jacobian = random.doubles((long) parameters * residuals, -1, 1).toArray();
    double[] r = random.doubles(residuals, -1, 1).toArray();
    double[] steps = new double[LEAST_SQUARES_RUNS];
    double[] factorisations = new double[LEAST_SQUARES_RUNS];
    double[] bytes = new double[LEAST_SQUARES_RUNS];
    double[] dgels = new double[LEAST_SQUARES_RUNS];
    try (var executor = new Executor(threads);
        var yardstick = OpenBlas.LeastSquares.of(residuals, parameters, jacobian, r, threads).orElse(null)) {
      var qr = new StreamingQr(parameters, 1, executor);
      var damped = DampedLeastSquares.of(qr);
      double[] factored = new double[1];
      Runnable step = () -> {
        long begun = System.nanoTime();
        qr.clear();
        qr.append(residuals, jacobian, 0, 1, residuals, r, 0);
        qr.residualSquare(0);
        factored[0] = (System.nanoTime() - begun) / 1e6;
        for (int i = 0; i < dampings; i++) {
          damped.step(Math.pow(4, i));
        }
        for (int i = 0; i < radii; i++) {
          damped.step(damped.damping(0.1 * Math.pow(3, -2.0 * i / radii)));
        }
      };
      Timing.of(step, WARM_UP_SECONDS, 1);
      for (int run = 0; run < LEAST_SQUARES_RUNS; run++) {
        var timing = Timing.of(step, 0, 1);
        steps[run] = timing.medianMs();
        bytes[run] = timing.bytes();
        factorisations[run] = factored[0];
        dgels[run] = yardstick == null ? Double.NaN : yardstick.milliseconds();
      }
    }
    double n = parameters;
    double factorisationMs = Timing.median(factorisations);
    double dgelsMs = Timing.median(dgels);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("benchmark", "lm");
    figures.put("parameters", parameters);
    figures.put("residuals", residuals);
    figures.put("dampings", dampings);
    figures.put("radii", radii);
    figures.put("threads", threads);
    figures.put("medianMs", Timing.median(steps));
    figures.put("factorisationMs", factorisationMs);
    figures.put("factorisationGflops", 2 * n * n * (residuals - n / 3) / 1e6 / factorisationMs);
    figures.put("gemmGflops", boxed(OpenBlas.gemm(1000, 1000, 1000, threads)));
    figures.put("dgelsMs", Double.isNaN(dgelsMs) ? null : dgelsMs);
    figures.put("ratio", Double.isNaN(dgelsMs) ? null : Timing.median(steps) / dgelsMs);
    figures.put("bytesPerStep", Timing.median(bytes));
    return figures;
  }

  /** The three products of a linear layer beside OpenBLAS, on one thread. */
  public static Map<String, Object> gemm(int in, int out, int channels, int lanes) {
    var random = new Random(1);
    double[] w = random.doubles((long) in * out).toArray();
    double[] x = random.doubles((long) channels * in * lanes).toArray();
    double[] y = random.doubles((long) channels * out * lanes).toArray();
    double[] gw = new double[in * out];
    double work = 2.0 * in * out * channels * lanes / 1e6;
    int calls = (int) Math.max(1, 20 / work);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("benchmark", "gemm");
    figures.put("in", in);
    figures.put("out", out);
    figures.put("channels", channels);
    figures.put("lanes", lanes);
    figures.put("forwardGflops", rate(work, calls, () -> LaneProduct.forward(channels, in, out, lanes, w, 0, x, 0, y, 0, false)));
    figures.put("backwardGflops", rate(work, calls, () -> LaneProduct.backward(channels, in, out, lanes, w, 0, y, 0, x, 0, false)));
    figures.put("gradientGflops", rate(work, calls, () -> LaneProduct.gradient(channels, in, out, lanes, x, 0, y, 0, gw, 0)));
    figures.put("gemmGflops", boxed(OpenBlas.gemm(out, channels * lanes, in, 1)));
    return figures;
  }

  private static double rate(double megaFlops, int calls, Runnable product) {
    var timing = Timing.of(() -> {
      for (int call = 0; call < calls; call++) {
        product.run();
      }
    }, WARM_UP_SECONDS / 4, RUNS);
    return megaFlops * calls / timing.medianMs();
  }

  /** The tanh of a jet (u, u_t, u_x, u_xx) with its bias, and its reverse mode, on one thread: nanoseconds per lane and feature. */
  public static Map<String, Object> kernel(int features, int lanes) {
    var jets = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));
    var builder = Kernel.builder();
    var z = new ArrayList<Scalar>();
    for (int c = 0; c < jets.size(); c++) {
      z.add(builder.input("z" + jets.get(c), Kernel.Extent.LANE));
    }
    z.set(0, z.getFirst().plus(builder.input("b", Kernel.Extent.ROW)));
    new FaaDiBruno(jets).compose(builder, Activation.TANH, z).forEach(y -> builder.store("y", y));
    Kernel forward = builder.build();
    Kernel reverse = forward.vjp(_ -> true, _ -> true);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("benchmark", "kernel");
    figures.put("features", features);
    figures.put("lanes", lanes);
    figures.put("forwardNsPerLane", nanoseconds(forward, features, lanes));
    figures.put("reverseNsPerLane", nanoseconds(reverse, features, lanes));
    return figures;
  }

  private static double nanoseconds(Kernel kernel, int features, int lanes) {
    CompiledKernel compiled = Kernels.compile(kernel);
    var random = new Random(1);
    List<Kernel.Extent> extents = Stream.concat(kernel.inputs().stream().map(Kernel.Input::extent),
        kernel.outputs().stream().map(Kernel.Output::extent)).toList();
    double[][] arrays = new double[extents.size()][];
    int[] strides = new int[extents.size()];
    for (int a = 0; a < arrays.length; a++) {
      boolean lane = extents.get(a) == Kernel.Extent.LANE;
      strides[a] = lane ? lanes : 1;
      arrays[a] = random.doubles(lane ? (long) features * lanes : features, -1, 1).toArray();
    }
    int calls = Math.max(1, 400_000 / (features * lanes));
    var timing = Timing.of(() -> {
      for (int call = 0; call < calls; call++) {
        compiled.run(features, lanes, arrays, new int[arrays.length], strides);
      }
    }, WARM_UP_SECONDS / 2, RUNS);
    return timing.medianMs() * 1e6 / ((double) calls * features * lanes);
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
