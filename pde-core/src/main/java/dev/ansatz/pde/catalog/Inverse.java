package dev.ansatz.pde.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Coefficients to be found from observations, which are the exact solution rounded to six decimals. */
final class Inverse {
  private static final String NOISE = " noise 1e-6\n";

  private Inverse() {}

  static List<Definition> all() {
    return List.of(
        Definition.of(
            "poisson-inverse",
            "The conductivity in Poisson's equation from the potential at 81 points",
            Definitions.PINNACLE + " (PInv), with the source that belongs to the solution, and exact data",
            "Where the gradient of u vanishes, at the centre, -a lap(u) = f gives a itself, from there the equation "
                + "carries it outwards.",
            """
            u(x, y)  on  x in [0, 1], y in [0, 1]
            unknown a(x, y) = 0.5
            -div(a*grad(u)) = 2*pi^2*sin(pi*x)*sin(pi*y)/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2)
                + pi*((4*x - 2)*cos(pi*x)*sin(pi*y) + (4*y - 2)*sin(pi*x)*cos(pi*y))/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2)^2
            boundary  u = 0
            """
                .replace("\n    +", " +\n   ")
                + poissonData(),
            "sin(pi*x)*sin(pi*y)",
            "1/(1 + x^2 + y^2 + (x - 1)^2 + (y - 1)^2)"),
        Definition.of(
            "heat-inverse",
            "The diffusivity in the heat equation from the temperature at 192 points",
            Definitions.PINNACLE + " (HInv), with exact data",
            "The diffusivity does not depend on time.",
            """
            u(t, x, y)  on  x in [-1, 1], y in [-1, 1], t in [0, 1]
            unknown a(x, y) = 1
            u_t - div(a*grad(u)) = exp(-t)*((4*pi^2 - 1)*sin(pi*x)*sin(pi*y) + 2*pi^2*sin(pi*x)^2*sin(pi*y)^2 -
                pi^2*(cos(pi*x)^2*sin(pi*y)^2 + sin(pi*x)^2*cos(pi*y)^2))
            initial   u = sin(pi*x)*sin(pi*y)
            boundary  u = 0
            """
                + heatData(),
            "exp(-t)*sin(pi*x)*sin(pi*y)",
            "2 + sin(pi*x)*sin(pi*y)"));
  }

  private static String poissonData() {
    var data = new ArrayList<String>();
    for (int i = 1; i <= 9; i++) {
      for (int j = 1; j <= 9; j++) {
        data.add(text("(%.1f, %.1f) = %.6f", i / 10.0, j / 10.0, Math.sin(Math.PI * i / 10) * Math.sin(Math.PI * j / 10)));
      }
    }
    return "observe u at " + String.join(",\n    ", data) + NOISE;
  }

  private static String heatData() {
    var data = new ArrayList<String>();
    for (int k = 1; k <= 3; k++) {
      for (int i = -7; i <= 7; i += 2) {
        for (int j = -7; j <= 7; j += 2) {
          double value = Math.exp(-k / 4.0) * Math.sin(Math.PI * i / 8) * Math.sin(Math.PI * j / 8);
          data.add(text("(%.2f, %.3f, %.3f) = %.6f", k / 4.0, i / 8.0, j / 8.0, value));
        }
      }
    }
    return "observe u at " + String.join(",\n    ", data) + NOISE;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
