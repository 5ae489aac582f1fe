package dev.ansatz.pde.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Unknown constants and coefficients with observations: exact or reference solutions plus {@linkplain Noise seeded noise} of the stated
 * standard deviation, rounded to six decimals.
 */
final class Inverse {
  /** Of data that are exact but for their decimals. */
  private static final double DECIMALS = 1e-6;
  private static final String CONDUCTIVITY = "1/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2)";
  private static final String DIFFUSIVITY = "2 + sin(pi*x)*sin(pi*y)";

  private Inverse() {}

  static List<Definition> all() {
    return List.of(diffusion(), burgers(), lorenz(),
        poisson("poisson-inverse", "The conductivity in Poisson's equation from the potential at 2,500 points with noise",
            Definitions.PINNACLE + " (PInv), with the source that belongs to the solution and with the potential on the boundary",
            "Noise of 0.1 leaves the potential to about 1 %; where its gradient vanishes, at the centre, only -a lap(u) = f says what a "
                + "is.",
            "boundary  a = " + CONDUCTIVITY, () -> observed(grid(50, 0, 1), p -> bump(p[0], p[1]), 0.1, 1)),
        poisson("poisson-inverse-exact", "The conductivity in Poisson's equation from the potential at 81 points",
            Definitions.PINNACLE + " (PInv), with the source that belongs to the solution, with exact data and nothing said of the "
                + "conductivity",
            "Where the gradient of u vanishes, at the centre, -a lap(u) = f gives a itself, from there the equation carries it outwards.",
            "", () -> observed(grid(9, 0.1, 0.9), p -> bump(p[0], p[1]), DECIMALS, 0)),
        heat("heat-inverse", "The diffusivity in the heat equation from the temperature at 2,500 points with noise",
            Definitions.PINNACLE + " (HInv), with initial and boundary values and other random points",
            "The diffusivity does not depend on time. Where the temperature's gradient vanishes it is seen through its Laplacian alone.",
            "boundary  a = " + DIFFUSIVITY,
            () -> observed(scattered(2500, new double[][] {{0, 1}, {-1, 1}, {-1, 1}}, 2), Inverse::decay, 0.1, 2)),
        heat("heat-inverse-exact", "The diffusivity in the heat equation from the temperature at 192 points",
            Definitions.PINNACLE + " (HInv), with exact data and nothing said of the diffusivity on the boundary",
            "The diffusivity does not depend on time.", "", () -> observed(heatGrid(), Inverse::decay, DECIMALS, 0)));
  }

  private static Definition diffusion() {
    return Definition.of(
        "diffusion-inverse",
        "The diffusivity of a rod from its temperature at 400 points, with noise of 1 %",
        "Lu, Meng, Mao and Karniadakis, SIAM Rev. 63 (2021), doi:10.1137/19M1274067 (DeepXDE), with more observations, and noise",
        "Linear but for the product of D and u. The data tell D with a standard deviation of about 0.001.",
        """
        u(t, x)  on  x in [-1, 1], t in [0, 1]
        unknown D = 2 in [0.1, 10]
        u_t = D*u_xx - exp(-t)*(1 - pi^2)*sin(pi*x)
        initial   u = sin(pi*x)
        boundary  u = 0
        """,
        "exp(-t)*sin(pi*x)").observed(Map.of("D", 1.0),
            () -> observed(grid(20, 0.05, 1, -0.95, 0.95), p -> Math.exp(-p[0]) * Math.sin(Math.PI * p[1]), 0.01, 3));
  }

  private static Definition burgers() {
    return Definition.of(
        "burgers-inverse",
        "The strengths of convection and diffusion in Burgers' equation from its solution at 2,000 points, with noise of 1 %",
        Definitions.RAISSI + ", section 4.1, with initial and boundary values",
        "The viscosity is seen in the layer at x = 0 alone. Data by the Cole-Hopf transformation, with noise of 1 % of their root mean "
            + "square.",
        """
        u(t, x)  on  x in [-1, 1], t in [0, 1]
        unknown lambda = 0.5 in [0, 2]
        unknown nu = 0.01 in [0.001, 0.1]
        u_t + lambda*u*u_x = nu*u_xx
        initial   u = -sin(pi*x)
        boundary  u = 0
        """).observed(Map.of("lambda", 1.0, "nu", 0.01 / Math.PI), () -> {
          double[][] data = table("burgers-inverse.csv");
          return observe("u", points(data, 2), column(data, 2), 0.006, 4);
        });
  }

  private static Definition lorenz() {
    return Definition.of(
        "lorenz-inverse",
        "The three constants of Lorenz's system from its state at 60 times, with noise of about 1 %",
        "Lu, Meng, Mao and Karniadakis, SIAM Rev. 63 (2021), doi:10.1137/19M1274067 (DeepXDE), with more observations, and noise",
        "Over three time units the state is not yet chaotic enough to lose its memory of the constants.",
        """
        x(t), y(t), z(t)  on  t in [0, 3]
        unknown sigma = 5 in [1, 50]
        unknown rho = 10 in [1, 50]
        unknown beta = 1 in [0.1, 10]
        x_t = sigma*(y - x)
        y_t = x*(rho - z) - y
        z_t = x*y - beta*z
        initial  x = -8
        initial  y = 7
        initial  z = 27
        """).observed(Map.of("sigma", 10.0, "rho", 15.0, "beta", 8.0 / 3), () -> {
          double[][] data = table("lorenz-inverse.csv");
          return observe("x", points(data, 1), column(data, 1), 0.1, 5) + observe("y", points(data, 1), column(data, 2), 0.1, 6)
              + observe("z", points(data, 1), column(data, 3), 0.1, 7);
        });
  }

  private static Definition poisson(String name, String description, String citation, String notes, String known,
      Supplier<String> data) {
    return Definition.of(name, description, citation, notes,
        """
        u(x, y)  on  x in [0, 1], y in [0, 1]
        unknown a(x, y) = 0.5
        -div(a*grad(u)) = 2*pi^2*sin(pi*x)*sin(pi*y)/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2) +
            pi*((4*x - 2)*cos(pi*x)*sin(pi*y) + (4*y - 2)*sin(pi*x)*cos(pi*y))/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2)^2
        boundary  u = 0
        """
            + known + "\n",
        "sin(pi*x)*sin(pi*y)", CONDUCTIVITY).observed(Map.of(), data);
  }

  private static Definition heat(String name, String description, String citation, String notes, String known,
      Supplier<String> data) {
    return Definition.of(name, description, citation, notes,
        """
        u(t, x, y)  on  x in [-1, 1], y in [-1, 1], t in [0, 1]
        unknown a(x, y) = 1
        u_t - div(a*grad(u)) = exp(-t)*((4*pi^2 - 1)*sin(pi*x)*sin(pi*y) + 2*pi^2*sin(pi*x)^2*sin(pi*y)^2 -
            pi^2*(cos(pi*x)^2*sin(pi*y)^2 + sin(pi*x)^2*cos(pi*y)^2))
        initial   u = sin(pi*x)*sin(pi*y)
        boundary  u = 0
        """
            + known + "\n",
        "exp(-t)*sin(pi*x)*sin(pi*y)", DIFFUSIVITY).observed(Map.of(), data);
  }

  private static double bump(double x, double y) {
    return Math.sin(Math.PI * x) * Math.sin(Math.PI * y);
  }

  private static double decay(double[] p) {
    return Math.exp(-p[0]) * bump(p[1], p[2]);
  }

  // ---- where and what is observed ----

  /** n × n points of the square [lower, upper]², both ends of each side among them. */
  private static List<double[]> grid(int n, double lower, double upper) {
    return grid(n, lower, upper, lower, upper);
  }

  private static List<double[]> grid(int n, double lower, double upper, double secondLower, double secondUpper) {
    var points = new ArrayList<double[]>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        points.add(new double[] {decimal(lower + (upper - lower) * i / (n - 1)),
            decimal(secondLower + (secondUpper - secondLower) * j / (n - 1))});
      }
    }
    return points;
  }

  private static List<double[]> heatGrid() {
    var points = new ArrayList<double[]>();
    for (int k = 1; k <= 3; k++) {
      for (double[] p : grid(8, -0.875, 0.875)) {
        points.add(new double[] {k / 4.0, p[0], p[1]});
      }
    }
    return points;
  }

  /** Independent uniform points. */
  private static List<double[]> scattered(int count, double[][] ranges, long seed) {
    var random = new SplittableRandom(seed);
    var points = new ArrayList<double[]>();
    for (int p = 0; p < count; p++) {
      double[] point = new double[ranges.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = decimal(ranges[i][0] + (ranges[i][1] - ranges[i][0]) * random.nextDouble());
      }
      points.add(point);
    }
    return points;
  }

  /** The nearest number with six decimals, as which it is stated. */
  private static double decimal(double value) {
    return Math.rint(1e6 * value) / 1e6;
  }

  /** {@link #observe} of u, which is a function. */
  private static String observed(List<double[]> points, ToDoubleFunction<double[]> u, double noise, long seed) {
    return observe("u", points, points.stream().mapToDouble(u).toArray(), noise, seed);
  }

  /** The clause of observations of exact values with {@code noise}; {@value #DECIMALS} means none but the rounding. */
  private static String observe(String quantity, List<double[]> points, double[] exact, double noise, long seed) {
    var law = new Noise(noise == DECIMALS ? 0 : noise, seed);
    var data = new ArrayList<String>();
    for (int p = 0; p < exact.length; p++) {
      String point = Arrays.stream(points.get(p)).mapToObj(x -> text("%.6f", x)).collect(Collectors.joining(", "));
      data.add(text("(%s) = %.6f", point, exact[p] + law.next()));
    }
    return text("observe %s at %s noise %s\n", quantity, String.join(",\n    ", data), noise);
  }

  /** Rows of numbers of a file beside this class. */
  private static double[][] table(String file) {
    try (var in = Inverse.class.getResourceAsStream(file);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(line -> {
        String[] cells = line.split(",");
        double[] row = new double[cells.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = Double.parseDouble(cells[i]);
        }
        return row;
      }).toArray(double[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<double[]> points(double[][] table, int coordinates) {
    return Arrays.stream(table).map(row -> Arrays.copyOf(row, coordinates)).toList();
  }

  private static double[] column(double[][] table, int number) {
    return Arrays.stream(table).mapToDouble(row -> row[number]).toArray();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
