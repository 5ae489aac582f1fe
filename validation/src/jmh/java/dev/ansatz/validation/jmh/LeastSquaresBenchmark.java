package dev.ansatz.validation.jmh;

import dev.ansatz.engine.linalg.DampedLeastSquares;
import dev.ansatz.engine.linalg.HouseholderQr;
import dev.ansatz.engine.linalg.StreamingQr;
import dev.ansatz.engine.program.Executor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What {@code ansatz bench lm} measures, in parts: the factorisation, and damped steps with it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class LeastSquaresBenchmark {
  @Param("1000") int parameters;
  @Param("4000") int residuals;
  @Param("1") int threads;

  private double[] jacobian;
  private double[] r;
  private Executor executor;
  private StreamingQr qr;
  private DampedLeastSquares steps;

  @Setup
  public void prepare() {
    var random = new Random(1);
    jacobian = random.doubles((long) parameters * residuals, -1, 1).toArray();
    r = random.doubles(residuals, -1, 1).toArray();
    executor = new Executor(threads);
    qr = new StreamingQr(parameters, 1, executor);
    steps = DampedLeastSquares.of(qr);
  }

  @TearDown
  public void close() {
    executor.close();
  }

  @Benchmark
  public double factorisation() {
    qr.clear();
    qr.append(residuals, jacobian, 0, 1, residuals, r, 0);
    return qr.residualSquare(0);
  }

  @Benchmark
  public DampedLeastSquares.Step oneStep() {
    factorisation();
    return steps.step(1e-2);
  }

  @Benchmark
  public DampedLeastSquares.Step twelveSteps() {
    factorisation();
    for (int i = 1; i < 12; i++) {
      steps.step(Math.pow(10, -i));
    }
    return steps.step(1);
  }

  @Benchmark
  public HouseholderQr withQ() {
    return HouseholderQr.of(residuals, parameters, jacobian);
  }
}
