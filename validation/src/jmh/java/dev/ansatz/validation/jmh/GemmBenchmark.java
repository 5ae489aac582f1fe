package dev.ansatz.validation.jmh;

import dev.ansatz.engine.array.LaneProduct;
import dev.ansatz.engine.array.PackedMatrix;
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
import org.openjdk.jmh.annotations.Warmup;

/** What {@code ansatz bench gemm} measures: the three products of a linear layer; and the plain product of the factorisations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GemmBenchmark {
  @Param("128") int in;
  @Param("128") int out;
  @Param("4") int channels;
  @Param("64") int lanes;

  private double[] w;
  private double[] x;
  private double[] y;
  private double[] gw;

  @Setup
  public void prepare() {
    var random = new Random(1);
    w = random.doubles((long) in * out).toArray();
    x = random.doubles((long) channels * in * lanes).toArray();
    y = random.doubles((long) channels * out * lanes).toArray();
    gw = new double[in * out];
  }

  @Benchmark
  public double[] forward() {
    LaneProduct.forward(channels, in, out, lanes, w, 0, x, 0, y, 0, false);
    return y;
  }

  @Benchmark
  public double[] backward() {
    LaneProduct.backward(channels, in, out, lanes, w, 0, y, 0, x, 0, false);
    return x;
  }

  @Benchmark
  public double[] gradient() {
    LaneProduct.gradient(channels, in, out, lanes, x, 0, y, 0, gw, 0);
    return gw;
  }

  /** C += W X for X of in × (channels lanes). */
  @Benchmark
  public double[] packed() {
    PackedMatrix.addProduct(out, channels * lanes, in, 1, w, 0, 1, out, x, 0, channels * lanes, y, 0, channels * lanes);
    return y;
  }
}
