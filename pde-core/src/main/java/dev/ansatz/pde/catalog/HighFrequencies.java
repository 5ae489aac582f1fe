package dev.ansatz.pde.catalog;

import java.util.List;

/** Problems whose solutions oscillate up to eighty times over their domain. */
final class HighFrequencies {
  private HighFrequencies() {}

  static List<Definition> all() {
    return List.of(
        interval("poisson-1d-multiscale", "a sum of three sines of frequencies 1, 20 and 100", "1",
            "u_xx = -sin(x) - 40*sin(20*x) - 500*cos(100*x)", "sin(x) + 0.1*sin(20*x) + 0.05*cos(100*x)"),
        interval("poisson-1d-sin6-cos100", "a modulated wave", "2*pi",
            "u_xx = -10036*sin(6*x)*cos(100*x) - 1200*cos(6*x)*sin(100*x)", "sin(6*x)*cos(100*x)"),
        interval("poisson-1d-x-sin200", "a wave whose amplitude grows", "2*pi",
            "u_xx = 400*cos(200*x) - 40000*x*sin(200*x)", "x*sin(200*x)"),
        interval("poisson-1d-sin500", "a fast wave on a parabola", "1",
            "u_xx = -250000*sin(500*x) - 4", "sin(500*x) - 2*(x - 1/2)^2"),
        interval("allen-cahn-1d-sin100", "a stationary Allen-Cahn equation and 100 periods of a sine", "2*pi",
            "u_xx + u*(u^2 - 1) = -10001*sin(100*x) + sin(100*x)^3", "sin(100*x)"),
        interval("allen-cahn-1d-sin6-cos100", "a stationary Allen-Cahn equation and a modulated wave", "2*pi",
            "u_xx + u*(u^2 - 1) = -10037*sin(6*x)*cos(100*x) - 1200*cos(6*x)*sin(100*x) + (sin(6*x)*cos(100*x))^3",
            "sin(6*x)*cos(100*x)"),
        square("poisson-2d-sin6-cos20", "a sum of modulated waves along x and y", "2*pi",
            "lap(u) = -436*sin(6*x)*cos(20*x) - 240*cos(6*x)*sin(20*x) - 436*sin(6*y)*cos(20*y) - 240*cos(6*y)*sin(20*y)",
            "sin(6*x)*cos(20*x) + sin(6*y)*cos(20*y)"),
        square("allen-cahn-2d-multiscale", "a stationary Allen-Cahn equation and a product of sums of three waves", "1",
            "lap(u) + u*(u^2 - 1) = (-sin(x) - 40*sin(20*x) - 10000*cos(100*x))*H(y)"
                + " + H(x)*(-sin(y) - 40*sin(20*y) - 10000*cos(100*y)) + H(x)*H(y)*((H(x)*H(y))^2 - 1)",
            "H(x)*H(y)"),
        Definition.of(
            "advection-sin200",
            "A sine wave that enters at the left and passes at speed 200",
            Definitions.FANG,
            "Frequency 200 in time against 1 in space. The paper prescribes the outflow too; here only what is needed.",
            """
            u(t, x)  on  x in [0, 1], t in [0, 1]
            u_t + 200*u_x = 0
            initial        u = sin(x)
            boundary x=0:  u = -sin(200*t)
            """,
            "sin(x - 200*t)"));
  }

  private static Definition interval(String name, String what, String length, String equation, String exact) {
    return of(name, what, "u(x)  on  x in [0, %s]".formatted(length), equation, exact);
  }

  private static Definition square(String name, String what, String length, String equation, String exact) {
    return of(name, what, "u(x, y)  on  x in [0, %1$s], y in [0, %1$s]".formatted(length), equation, exact);
  }

  private static Definition of(String name, String what, String domain, String equation, String exact) {
    String solution = waves(exact);
    return Definition.of(name, "High frequencies: " + what, Definitions.FANG,
        "Manufactured; a grid must resolve the fastest wave with more than two points a period.",
        "%s\n%s\nboundary  u = %s\n".formatted(domain, waves(equation), solution), solution);
  }

  private static String waves(String text) {
    return text.replaceAll("H\\((.)\\)", "(sin($1) + 0.1*sin(20*$1) + cos(100*$1))");
  }
}
