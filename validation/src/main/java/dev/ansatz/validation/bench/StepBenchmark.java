package dev.ansatz.validation.bench;

import dev.ansatz.engine.array.Arithmetic;
import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.optim.Adam;
import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.geometry.PointSequence;
import dev.ansatz.pde.lower.CombinedDerivatives;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToDoubleFunction;

/**
 * One whole training step: collocation points in, updated parameters out. The network is plain (tanh, scaled coordinates, no conditions
 * built in), the loss the mean square of the residual, the optimiser Adam on parameters in double precision.
 *
 * <p>What the step is compared with is timed in turn with it, round after round, and ratios are medians of the rounds': a machine that is
 * shared slows both sides of a round alike.
 *
 * @param equation one of {@link #EQUATIONS}
 * @param hiddenLayers of so many units each: {@code width}
 * @param points collocation points
 * @param single whether the arithmetic is in single precision
 */
record StepBenchmark(String equation, int hiddenLayers, int width, int points, boolean single, int threads) {
  static final List<String> EQUATIONS = List.of("burgers", "allen-cahn", "poisson", "kuramoto-sivashinsky");

  private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final double WARM_UP_SECONDS = 8;
  /** The threads of OpenBLAS spin for 2^26 cycles after a product, on the cores that the next step is to have. */
  private static final long BLAS_SPINS_NANOS = 150_000_000;
  private static final int ROUNDS = 41;
  private static final double ROUND_SECONDS = 0.02;

  /**
   * {@code gflops} counts the products of the hidden layers alone, forward and twice in reverse; {@code gemmGflops} is the rate of OpenBLAS
   * for their shape; {@code gemmFraction} is the time that OpenBLAS needs for them, divided by the step's,
   * and {@code apartGemmFraction} the same for the products of a step with each derivative in a channel of its own. With several threads,
   * {@code overOneThread} tells how much faster they are than one; in single precision, {@code overDouble} the same of double.
   */
  Map<String, Object> run() {
    double work = work(channels());
    double apart = work(channelsApart());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("benchmark", "step");
    figures.put("pde", equation);
    figures.put("net", hiddenLayers + "x" + width);
    figures.put("points", points);
    figures.put("precision", single ? "f32" : "f64");
    figures.put("threads", threads);
    figures.put("channels", channels());
    figures.put("channelsApart", channelsApart());
    var steps = new ArrayList<Step>();
    try (var product = OpenBlas.Product.of(width, channels() * points, width, threads, single).orElse(null)) {
      steps.add(new Step(single, threads));
      if (threads > 1) {
        steps.add(new Step(single, 1));
      }
      if (single) {
        steps.add(new Step(false, threads));
      }
      double[][] ms = new double[steps.size()][ROUNDS];
      double[] rates = new double[ROUNDS];
      double[] bytes = new double[ROUNDS];
      steps.forEach(Step::warmUp);
      for (int round = 0; round < ROUNDS; round++) {
        for (int s = 0; s < steps.size(); s++) {
          long before = allocated();
          ms[s][round] = steps.get(s).milliseconds();
          if (s == 0) {
            bytes[round] = (double) (allocated() - before) / steps.getFirst().calls;
          }
        }
        rates[round] = product == null ? Double.NaN : product.gflops();
        if (product != null && threads > 1) {
          LockSupport.parkNanos(BLAS_SPINS_NANOS);
        }
      }
      double median = Timing.median(ms[0]);
      figures.put("medianMs", median);
      figures.put("leastMs", Arrays.stream(ms[0]).min().orElseThrow());
      figures.put("gflops", work / median * 1e3);
      figures.put("gemmGflops", product == null ? null : Timing.median(rates));
      figures.put("gemmFraction", product == null ? null : medianRatio(r -> work / rates[r] * 1e3, r -> ms[0][r]));
      figures.put("apartGemmFraction", product == null ? null : medianRatio(r -> apart / rates[r] * 1e3, r -> ms[0][r]));
      if (threads > 1) {
        figures.put("oneThreadMs", Timing.median(ms[1]));
        figures.put("overOneThread", medianRatio(r -> ms[1][r], r -> ms[0][r]));
      }
      if (single) {
        int last = ms.length - 1;
        figures.put("doubleMs", Timing.median(ms[last]));
        figures.put("overDouble", medianRatio(r -> ms[last][r], r -> ms[0][r]));
      }
      figures.put("bytesPerStep", Timing.median(bytes));
    } finally {
      steps.forEach(Step::close);
    }
    return figures;
  }

  private static long allocated() {
    return THREADS.getTotalThreadAllocatedBytes();
  }

  private static double medianRatio(IntToDoubleFunction numerator, IntToDoubleFunction denominator) {
    double[] ratios = new double[ROUNDS];
    Arrays.setAll(ratios, r -> numerator.applyAsDouble(r) / denominator.applyAsDouble(r));
    return Timing.median(ratios);
  }

  private Problem problem() {
    return Catalog.get(equation.equals("poisson") ? "poisson-square" : equation).problem();
  }

  private List<Expr> residuals() {
    return problem().equations().stream().map(Equation::residual).toList();
  }

  /** The products of the hidden layers, forward and twice in reverse, in 1e9 operations. */
  private double work(int channels) {
    return 3 * 2.0 * width * width * (hiddenLayers - 1) * channels * points / 1e9;
  }

  private int channelsApart() {
    return CombinedDerivatives.apart(residuals(), problem().coordinates()).jets().size();
  }

  private int channels() {
    return CombinedDerivatives.of(residuals(), problem().coordinates(), Set.of()).jets().size();
  }

  /** The step in one precision on so many threads. */
  private final class Step implements AutoCloseable {
    private final Executor executor;
    private final WeightedResiduals objective;
    private final Adam adam;
    private final double[] theta;
    private int calls = 1;

    Step(boolean single, int threads) {
      Problem problem = problem();
      // plain features, as peers use them: the periodicity of a problem is not built in either
      var plain = TrialFunctions.soft(problem);
      var trials = new TrialFunctions(plain.networks(), plain.trials(), List.of(), List.of());
      var model = new NetworkModel(problem, trials, new Mlp(hiddenLayers, width, Activation.TANH), 1);
      executor = new Executor(threads);
      var interior = new PointSequence.Uniform().interior(problem.domain(), points, 1);
      var residual = model.express(residuals()).at(executor, interior, Map.of(), single ? Arithmetic.f32() : Arithmetic.f64());
      objective = new WeightedResiduals(List.of(new WeightedResiduals.Loss("residual", residual, 1, null)));
      theta = model.initial(0);
      adam = new Adam(theta.length, _ -> 1e-6);
    }

    void warmUp() {
      long begun = System.nanoTime();
      while ((System.nanoTime() - begun) / 1e9 < WARM_UP_SECONDS) {
        adam.step(objective, theta);
      }
      calls = (int) Math.max(1, Math.ceil(ROUND_SECONDS * 1e3 / milliseconds()));
    }

    double milliseconds() {
      long begun = System.nanoTime();
      for (int call = 0; call < calls; call++) {
        adam.step(objective, theta);
      }
      return (System.nanoTime() - begun) / 1e6 / calls;
    }

    @Override
    public void close() {
      executor.close();
    }
  }
}
