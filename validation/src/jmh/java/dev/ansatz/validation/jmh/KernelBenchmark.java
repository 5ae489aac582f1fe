package dev.ansatz.validation.jmh;

import dev.ansatz.engine.jet.FaaDiBruno;
import dev.ansatz.engine.jet.JetSet;
import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.engine.kernel.CompiledKernel;
import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.engine.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** What {@code ansatz bench kernel} measures: the generated tanh of a jet (u, u_t, u_x, u_xx) with its bias, and its reverse mode. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KernelBenchmark {
  @Param("128") int features;
  @Param("64") int lanes;
  @Param({"forward", "reverse"}) String mode;

  private CompiledKernel compiled;
  private double[][] arrays;
  private int[] offsets;
  private int[] strides;

  @Setup
  public void prepare() {
    var jets = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));
    var builder = Kernel.builder();
    var z = new ArrayList<Scalar>();
    for (int c = 0; c < jets.size(); c++) {
      z.add(builder.input("z" + jets.get(c), Kernel.Extent.LANE));
    }
    z.set(0, z.getFirst().plus(builder.input("b", Kernel.Extent.ROW)));
    new FaaDiBruno(jets).compose(builder, Activation.TANH, z).forEach(y -> builder.store("y", y));
    Kernel forward = builder.build();
    Kernel kernel = mode.equals("forward") ? forward : forward.vjp(_ -> true, _ -> true);
    compiled = Kernels.compile(kernel);
    List<Kernel.Extent> extents = Stream.concat(kernel.inputs().stream().map(Kernel.Input::extent),
        kernel.outputs().stream().map(Kernel.Output::extent)).toList();
    var random = new Random(1);
    arrays = new double[extents.size()][];
    offsets = new int[arrays.length];
    strides = new int[arrays.length];
    for (int a = 0; a < arrays.length; a++) {
      boolean lane = extents.get(a) == Kernel.Extent.LANE;
      strides[a] = lane ? lanes : 1;
      arrays[a] = random.doubles(lane ? (long) features * lanes : features, -1, 1).toArray();
    }
  }

  @Benchmark
  public double[][] run() {
    compiled.run(features, lanes, arrays, offsets, strides);
    return arrays;
  }
}
