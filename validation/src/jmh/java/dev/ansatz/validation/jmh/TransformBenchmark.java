package dev.ansatz.validation.jmh;

import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.engine.program.FourierModes;
import dev.ansatz.engine.program.Program;
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
import org.jtransforms.dct.DoubleDCT_1D;
import org.jtransforms.fft.DoubleFFT_1D;

/** Transforms over n points of 64 rows: those of programs, on one thread, and JTransforms' plain ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TransformBenchmark {
  private static final int ROWS = 64;

  @Param({"256", "921", "1024"}) int n;

  private Executor executor;
  private Evaluation fourier;
  private Evaluation cosine;
  private DoubleFFT_1D fft;
  private DoubleDCT_1D dct;
  private double[] results;
  private double[] row;

  @Setup
  public void prepare() {
    executor = new Executor(1);
    var random = new Random(1);
    double[][] values = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      values[i] = random.doubles(n, -1, 1).toArray();
    }
    var ahead = Program.builder(ROWS, n);
    fourier = new Evaluation(executor, ahead.build(ahead.fourier(ahead.input(), FourierModes.all(n))), values);
    var other = Program.builder(ROWS, n);
    cosine = new Evaluation(executor, other.build(other.cosine(other.input(), n, 1, n)), values);
    results = new double[ROWS * n];
    row = values[0].clone();
    fft = new DoubleFFT_1D(n);
    dct = new DoubleDCT_1D(n);
  }

  @TearDown
  public void close() {
    executor.close();
  }

  @Benchmark
  public double[] programFourier() {
    fourier.values(new double[0], results, 0);
    return results;
  }

  @Benchmark
  public double[] programCosine() {
    cosine.values(new double[0], results, 0);
    return results;
  }

  /** One row, back and forth, so that it stays as it is. */
  @Benchmark
  public double[] plainFourier() {
    fft.realForward(row);
    fft.realInverse(row, true);
    return row;
  }

  /** One row, back and forth. */
  @Benchmark
  public double[] plainCosine() {
    dct.forward(row, true);
    dct.inverse(row, true);
    return row;
  }
}
