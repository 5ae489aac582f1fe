package dev.ansatz.pde.catalog;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * The square of 5 × 5 blocks of PINNacle's Poisson2d-MS. In block (i, j) the diffusivity is a, and the source is
 * {@code c + s sin(π ξ) sin(π η)} with ξ and η from 0 to 1 across it. Numbers are those of the benchmark's files poisson_a_coef.dat and
 * poisson_f_coef.dat to ten digits (Copyright 2024 PINNacle Dev Team, MIT licence), of which the other two of four columns multiply
 * zeros.
 */
final class Blocks {
  private static final double[][] A = {
      {46.117281846, 0.5973282398, 0.2922707008, 1.2627643279, 0.1445619574},
      {12.7181493782, 1.4697528659, 82.5802292707, 0.2361176441, 0.321257529},
      {0.9870683202, 9.0569331623, 87.9360355297, 0.1319132005, 66.2484784788},
      {6.940130414, 1.714366237, 1.882943944, 0.4777548053, 12.2677575247},
      {65.953157875, 22.765143222, 5.1495063138, 10.5172967768, 6.4850083025}};
  private static final double[][] C = {
      {-0.5391451339, -0.377679882, 0.9593886704, 0.239579229, 0.5298502749},
      {-0.8754224821, 0.9200585931, 0.2302176181, 0.1264190998, -0.8055525847},
      {0.3118253908, -0.1239761265, 0.7558861905, -0.0569080565, -0.968497743},
      {-0.4054804886, 0.8928609404, 0.4394579459, -0.8037995612, 0.5087799884},
      {0.6356459774, -0.4348195748, -0.8323420891, -0.7788386072, 0.1785787115}};
  private static final double[][] S = {
      {-0.8293750991, 0.1142821964, 0.5864437429, -0.9370950282, 0.4247310664},
      {0.4779174219, -0.3690794062, 0.3396281444, 0.3241248028, 0.2652650223},
      {0.6630159896, -0.079720287, -0.7603944603, 0.1051315031, -0.0586470165},
      {0.0761380159, -0.1860199698, 0.0490580267, -0.4134108402, 0.2248058365},
      {-0.7825124246, -0.6358456144, 0.8846090061, 0.6774740623, -0.9848308394}};

  private Blocks() {}

  static Definition definition() {
    // sin(pi*(x + 10)/4) changes its sign from block to block
    IntFunction<IntFunction<String>> constant = i -> j -> number(C[i][j] / A[i][j]);
    IntFunction<IntFunction<String>> sine = i -> j -> number(((i + j) % 2 == 0 ? 1 : -1) * S[i][j] / A[i][j]);
    return Definition.of(
        "poisson-many-areas",
        "Poisson's equation on a square of 25 blocks with diffusivities from 0.1 to 88 and a source for each",
        Definitions.PINNACLE + " (Poisson2d-MS)",
        "As the benchmark states it, a lap(u) + f = 0, divided by a: not the flux but the gradient is continuous between blocks.",
        """
        u(x, y)  on  x in [-10, 10], y in [-10, 10]
        lap(u) + %s + %s*sin(pi*(x + 10)/4)*sin(pi*(y + 10)/4) = 0
        boundary  dn(u) + u = 0
        """.formatted(blocks("x", i -> blocks("y", constant.apply(i))), blocks("x", i -> blocks("y", sine.apply(i)))));
  }

  private static String blocks(String coordinate, IntFunction<String> value) {
    var text = new StringBuilder("piecewise(");
    for (int k = 0; k < 4; k++) {
      text.append(coordinate).append(" < ").append(4 * k - 6).append(": ").append(value.apply(k)).append(", ");
    }
    return text.append("else ").append(value.apply(4)).append(")").toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.10g", value);
  }
}
