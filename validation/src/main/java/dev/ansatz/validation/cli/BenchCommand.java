package dev.ansatz.validation.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ansatz.validation.bench.Benchmarks;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "bench", description = "Measures the engine beside OpenBLAS.", synopsisSubcommandLabel = "(step|lm|gemm|kernel)")
final class BenchCommand implements Runnable {
  private static final Pattern NET = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,4})");

  @Spec private CommandSpec spec;
  private final Console console;

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    CommandLine.usage(this, console.err());
    throw new BadUse("a benchmark is missing: step, lm, gemm or kernel");
  }

  @Command(name = "step", description = "One whole training step: points in, updated parameters out.")
  int step(
      @Option(names = "--pde", defaultValue = "burgers", description = "burgers, allen-cahn, poisson or kuramoto-sivashinsky") String pde,
      @Option(names = "--net", defaultValue = "4x128", description = "hidden layers x width") String net,
      @Option(names = "--points", defaultValue = "4096", description = "collocation points") int points,
      @Option(names = "--precision", defaultValue = "f64", description = "f64 or f32") String precision,
      @Option(names = "--threads", defaultValue = "1", description = "worker threads") int threads,
      @Option(names = "--json", description = "one object on standard output") boolean json) {
    if (!Benchmarks.equations().contains(pde)) {
      throw new BadUse("no benchmark for the equation '" + pde + "'; there are " + String.join(", ", Benchmarks.equations()));
    }
    if (!precision.equals("f64") && !precision.equals("f32")) {
      throw new BadUse("--precision must be f64 or f32, not '" + precision + "'");
    }
    Matcher shape = NET.matcher(net);
    if (!shape.matches()) {
      throw new BadUse("--net must be LAYERSxWIDTH, such as 4x128, not '" + net + "'");
    }
    positive("--points", points);
    positive("--threads", threads);
    return tell(Benchmarks.step(pde, Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)), points, precision.equals("f32"),
        threads), json);
  }

  @Command(name = "lm", description = "The factorisation of a Gauss-Newton step and damped steps from it, beside dgels.")
  int leastSquares(
      @Option(names = "--parameters", defaultValue = "1000") int parameters,
      @Option(names = "--residuals", defaultValue = "4000") int residuals,
      @Option(names = "--dampings", defaultValue = "4", description = "steps for given dampings from the factorisation") int dampings,
      @Option(names = "--radii", defaultValue = "0", description = "steps of given lengths from the factorisation") int radii,
      @Option(names = "--threads", defaultValue = "1", description = "worker threads") int threads,
      @Option(names = "--json", description = "one object on standard output") boolean json) {
    positive("--parameters", parameters);
    positive("--residuals", residuals);
    atLeast(0, "--dampings", dampings);
    atLeast(0, "--radii", radii);
    positive("--threads", threads);
    return tell(Benchmarks.leastSquares(parameters, residuals, dampings, radii, threads), json);
  }

  @Command(name = "gemm", description = "The three products of a linear layer, one thread.")
  int gemm(
      @Option(names = "--in", defaultValue = "128") int in,
      @Option(names = "--out", defaultValue = "128") int out,
      @Option(names = "--channels", defaultValue = "4") int channels,
      @Option(names = "--lanes", defaultValue = "64") int lanes,
      @Option(names = "--json", description = "one object on standard output") boolean json) {
    positive("--in", in);
    positive("--out", out);
    positive("--channels", channels);
    positive("--lanes", lanes);
    return tell(Benchmarks.gemm(in, out, channels, lanes), json);
  }

  @Command(name = "kernel", description = "The generated tanh of a jet and its reverse mode, one thread.")
  int kernel(
      @Option(names = "--features", defaultValue = "128") int features,
      @Option(names = "--lanes", defaultValue = "64") int lanes,
      @Option(names = "--json", description = "one object on standard output") boolean json) {
    positive("--features", features);
    positive("--lanes", lanes);
    return tell(Benchmarks.kernel(features, lanes), json);
  }

  private static void positive(String option, int value) {
    atLeast(1, option, value);
  }

  private static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw new BadUse(option + " must be at least " + least + ", not " + value);
    }
  }

  private int tell(Map<String, Object> figures, boolean json) {
    if (json) {
      try {
        console.out().println(new ObjectMapper().writeValueAsString(figures));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      figures.forEach((name, value) -> console.out().println("%-20s %s".formatted(name,
          value instanceof Double d ? String.format(Locale.ROOT, "%.4g", d) : value == null ? "not to be had on this platform" : value)));
    }
    return 0;
  }
}
