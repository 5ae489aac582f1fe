package dev.ansatz.validation.study;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.reference.Reference;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our references beside the files of the PINNacle benchmark: for each file the relative L2 distance
 * {@code ‖ours − file‖₂ / ‖file‖₂} over its points, with our own estimate of our error. The distance is the error of the file where the
 * estimate is much smaller.
 *
 * <p>A file has lines of the coordinates of a point and the values there; lines that begin with % are comments, and the last of them
 * names the columns. Source: Hao et al., NeurIPS 2024, arXiv:2306.08827, files under the MIT licence.
 *
 * @param rows one for each file that was compared
 * @param skipped the other files, each with the reason
 */
public record PinnacleTable(List<Row> rows, List<Skipped> skipped) {
  /**
   * One file.
   *
   * @param problem its name in the catalogue, with the parameters that were set
   * @param method of our reference
   * @param compared how many of the values were compared; those at points outside of our domain, by rounding, are not
   * @param values how many there are
   * @param distance relative L2
   * @param errorEstimate of our answer, relative L2: the largest of the fields compared, where the method tells it for each
   */
  public record Row(String file, String problem, String method, int compared, int values, double distance, OptionalDouble errorEstimate,
      double seconds) {}

  /** A file that is not compared. */
  public record Skipped(String file, String reason) {}

  private static final Pattern TIME = Pattern.compile("@ t=(\\S+)");
  /** What is told of a field beside the estimate of all: {@code 5.2e-05, order 3.00}. */
  private static final Pattern ESTIMATE = Pattern.compile("([0-9.]+e[-+][0-9]+), order");
  private static final Pattern CAVITY = Pattern.compile("lid_driven_a([1-9][0-9]*)\\.dat");

  /**
   * What a file holds.
   *
   * @param method of the reference
   * @param tolerance of the reference: what it reaches within a minute
   * @param fields how many of the problem's fields are compared, the first ones
   */
  private record Case(Problem problem, String name, String method, double tolerance, int fields) {
    static Case of(String name, String method, double tolerance) {
      return new Case(Catalog.get(name).problem(), name, method, tolerance, 1);
    }
  }

  public PinnacleTable {
    rows = List.copyOf(rows);
    skipped = List.copyOf(skipped);
  }

  /**
   * Solves and compares every file of a directory that ends in {@code .dat}, in alphabetical order.
   *
   * @throws IOException if a file cannot be read, or is not of the form above
   */
  public static PinnacleTable of(Path directory, Run run) throws IOException {
    List<Path> files;
    try (var all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(".dat")).sorted().toList();
    }
    var rows = new ArrayList<Row>();
    var skipped = new ArrayList<Skipped>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      var known = known(name);
      if (known == null) {
        skipped.add(new Skipped(name, reason(name)));
        continue;
      }
      var data = Data.read(file, known);
      var answer = Reference.solver(known.method, known.tolerance).solve(known.problem, run);
      if (answer.termination().isUsable()) {
        rows.add(row(name, known, data, answer));
      } else {
        skipped.add(new Skipped(name, "our reference " + answer.termination().describe()));
      }
    }
    return new PinnacleTable(rows, skipped);
  }

  /** Null for a file that we have no statement for. */
  private static Case known(String file) {
    var cavity = CAVITY.matcher(file);
    if (cavity.matches()) {
      // pressures have logarithms where the lid meets the walls, whose values at the corners mean nothing; velocities are known 25
      // times better
      var entry = Catalog.get("lid-driven-cavity-parabolic").with("a", Double.parseDouble(cavity.group(1)));
      return new Case(entry.problem(), entry.name() + ", a = " + cavity.group(1), "fem-p2", 3e-3, 2);
    }
    return switch (file) {
      case "burgers1d.dat" -> Case.of("burgers", "auto", 1e-8);
      case "heat_multiscale.dat", "heat_multiscale_lesspoints.dat" -> Case.of("heat-2d-multiscale", "auto", 1e-8);
      case "poisson_boltzmann2d.dat" -> Case.of("poisson-boltzmann-discs", "fem-p2", 1e-4);
      case "poisson_classic.dat" -> Case.of("poisson-four-discs", "fem-p2", 2e-5);
      case "poisson_manyarea.dat" -> Case.of("poisson-many-areas", "fem-p2", 1e-5);
      case "poisson_3d.dat" -> Case.of("poisson-boltzmann-four-balls", "fem-p2", 1e-3);
      case "heat_complex.dat" -> Case.of("heat-discs", "fem-p2", 1e-4);
      // the pressure has a singularity at the edge of the step
      case "ns_0_obstacle.dat" ->
          new Case(Catalog.get("backward-step-held-outlet").problem(), "backward-step-held-outlet", "fem-p2", 4e-3, 2);
      default -> null;
    };
  }

  private static String reason(String file) {
    return switch (file) {
      case "poisson_a_coef.dat", "poisson_f_coef.dat" -> "a coefficient of Poisson2d-MS, whose solution has no file";
      case "poisson1_cg_data.dat" -> "superseded by poisson_boltzmann2d.dat";
      case "heat_darcy.dat" -> "its coefficient has no file";
      case "heat_longtime.dat" -> "heat-2d-long-time in the catalogue, not compared so far";
      case "heatinv_points.dat" -> "noisy observations, no solution";
      case "ns2d.dat", "ns_4_obstacle.dat" -> "the flow about its obstacles is not in the catalogue";
      default -> "no statement for it";
    };
  }

  private static Row row(String file, Case known, Data data, Solution answer) {
    double squares = 0;
    double norm = 0;
    int compared = 0;
    int lanes = data.points[0].length;
    double[] ours = new double[lanes];
    for (int f = 0; f < known.fields; f++) {
      answer.fields().evaluate(f, MultiIndex.zero(data.points.length), data.points, ours);
      for (int p = 0; p < lanes; p++) {
        if (!Double.isNaN(ours[p])) {
          compared++;
          squares += (ours[p] - data.values[f][p]) * (ours[p] - data.values[f][p]);
          norm += data.values[f][p] * data.values[f][p];
        }
      }
    }
    var method = answer.provenance().configuration().getOrDefault("method", known.method);
    return new Row(file, known.name, method, compared, known.fields * lanes, Math.sqrt(squares / norm), estimate(known, answer),
        answer.elapsed().toNanos() / 1e9);
  }

  private static OptionalDouble estimate(Case known, Solution answer) {
    var compared = known.problem.fields().stream().limit(known.fields).map(f -> f.name()).toList();
    return estimate(compared, answer.provenance().configuration(), answer.errorEstimate());
  }

  static OptionalDouble estimate(List<String> fields, Map<String, String> figures, OptionalDouble ofAll) {
    var each = fields.stream().map(f -> figures.get("error of " + f)).toList();
    return each.stream().allMatch(e -> e != null && ESTIMATE.matcher(e).lookingAt())
        ? each.stream().map(ESTIMATE::matcher).filter(Matcher::lookingAt).mapToDouble(e -> Double.parseDouble(e.group(1))).max()
        : ofAll;
  }

  /**
   * The numbers of a file.
   *
   * @param points {@code [coordinate][lane]}, in the problem's order: time, if there is one, first
   * @param values {@code [field][lane]}
   */
  private record Data(double[][] points, double[][] values) {
    static Data read(Path file, Case known) throws IOException {
      var lines = Files.readAllLines(file);
      var rows = new ArrayList<double[]>();
      for (int l = 0; l < lines.size(); l++) {
        if (!lines.get(l).startsWith("%") && !lines.get(l).isBlank()) {
          rows.add(numbers(file, l + 1, lines.get(l)));
        }
      }
      boolean evolves = known.problem.domain().time().isPresent();
      int space = known.problem.coordinates().size() - (evolves ? 1 : 0);
      var head = lines.stream().filter(line -> line.startsWith("%")).reduce("", (_, line) -> line);
      double[] times = evolves ? TIME.matcher(head).results().mapToDouble(found -> Double.parseDouble(found.group(1))).toArray()
          : new double[1];
      int columns = space + (evolves ? times.length : known.fields);
      if (rows.isEmpty() || times.length == 0 || rows.stream().anyMatch(row -> row.length < columns)) {
        throw new IOException(file + ": expected lines of " + space + " coordinates and values of " + known.name
            + (evolves ? " at the times that the last line with % names" : ""));
      }
      int lanes = rows.size() * times.length;
      double[][] points = new double[known.problem.coordinates().size()][lanes];
      double[][] values = new double[known.fields][lanes];
      for (int p = 0; p < lanes; p++) {
        double[] row = rows.get(p / times.length);
        int t = p % times.length;
        for (int i = 0; i < points.length; i++) {
          points[i][p] = !evolves ? row[i] : i == 0 ? times[t] : row[i - 1];
        }
        for (int f = 0; f < known.fields; f++) {
          values[f][p] = row[space + t + f];
        }
      }
      return new Data(points, values);
    }

    private static double[] numbers(Path file, int line, String text) throws IOException {
      try {
        return Arrays.stream(text.trim().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
      } catch (NumberFormatException e) {
        throw new IOException(file + ", line " + line + ": not only numbers: " + text, e);
      }
    }
  }
}
