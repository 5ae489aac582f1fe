package dev.ansatz.pde.catalog;

import java.util.List;

/** Further evolution equations: complex fields, two and five dimensions, a free boundary, a chaotic system without space. */
final class Evolutions {
  private static final String PIRATENETS = "Wang, Li, Chen and Perdikaris, PirateNets, 2024, arXiv:2402.00326";

  private Evolutions() {}

  static List<Definition> all() {
    return List.of(
        Definition.of(
            "heat-discs",
            "A cold plate with a cool rim, heated by 11 large discs and 6 small ones",
            Definitions.PINNACLE + " (Heat2d-CG)",
            "All heat passes by Robin's conditions: the start contradicts them, so that u has layers of width sqrt(t) at first.",
            """
            u(t, x, y)  on  x in [-8, 8], y in [-12, 12]
                minus disk large (-4, -3) radius 1 minus disk large (4, -3) radius 1 minus disk large (-4, 3) radius 1
                minus disk large (4, 3) radius 1 minus disk large (-4, -9) radius 1 minus disk large (4, -9) radius 1
                minus disk large (-4, 9) radius 1 minus disk large (4, 9) radius 1 minus disk large (0, 0) radius 1
                minus disk large (0, 6) radius 1 minus disk large (0, -6) radius 1
                minus disk small (-3.2, -6) radius 0.4 minus disk small (-3.2, 6) radius 0.4 minus disk small (3.2, -6) radius 0.4
                minus disk small (3.2, 6) radius 0.4 minus disk small (-3.2, 0) radius 0.4 minus disk small (3.2, 0) radius 0.4,
                t in [0, 3]
            u_t = lap(u)
            initial   u = 0
            boundary large: dn(u) = 5 - u
            boundary small: dn(u) = 1 - u
            boundary x=-8, x=8, y=-12, y=12: dn(u) = 0.1 - u
            """),
        Definition.of(
            "schroedinger",
            "A free particle on a circle in two of its states",
            "Schrödinger, Ann. Phys. 79 (1926), doi:10.1002/andp.19263840404",
            "The density beats with the difference of the two energies.",
            """
            complex h(t, x)  on  x in [0, 2*pi], t in [0, 2]
            i*h_t + h_xx/2 = 0
            initial   h = exp(i*x) + exp(2*i*x)/2
            periodic  x
            """,
            "cos(x - t/2) + cos(2*x - 2*t)/2",
            "sin(x - t/2) + sin(2*x - 2*t)/2"),
        Definition.of(
            "ginzburg-landau",
            "Complex Ginzburg-Landau equation on the periodic square: a vortex sends out spiral waves",
            PIRATENETS,
            "A is of modulus near 1 but for the core of the vortex.",
            """
            complex A(t, x, y)  on  x in [-1, 1], y in [-1, 1], t in [0, 1]
            param eps = 0.004
            param kappa = 10
            A_t = eps*lap(A) + kappa*A - kappa*(1 + 1.5*i)*abs(A)^2*A
            initial   A = (10*y + 10*i*x)*exp(-25*(x^2 + y^2))
            periodic  x, y
            """),
        Definition.of(
            "gray-scott",
            "Gray-Scott on the periodic square: spots grow and split",
            PIRATENETS,
            "Stiff reactions: rates up to 1000 against diffusivities 0.2 and 0.1.",
            """
            u(t, x, y), v(t, x, y)  on  x in [-1, 1], y in [-1, 1], t in [0, 2]
            param eps1 = 0.2
            param eps2 = 0.1
            param b1 = 40
            param b2 = 100
            param c1 = 1000
            param c2 = 1000
            u_t = eps1*lap(u) + b1*(1 - u) - c1*u*v^2
            v_t = eps2*lap(v) - b2*v + c2*u*v^2
            initial   u = 1 - exp(-10*((x + 0.05)^2 + (y + 0.02)^2))
            initial   v = exp(-10*((x - 0.05)^2 + (y - 0.02)^2))
            periodic  x, y
            """),
        Definition.of(
            "burgers-2d",
            "A front of the two coupled Burgers equations that travels along the diagonal",
            "Fletcher, Int. J. Numer. Methods Fluids 3 (1983), doi:10.1002/fld.1650030302",
            "The front has width about 8 nu.",
            """
            vector v(t, x, y)  on  x in [0, 1], y in [0, 1], t in [0, 1]
            param nu = 0.01
            v_t + advect(v, v) = nu*lap(v)
            initial   v = (3/4 - 1/(4*(1 + exp((y - x)/(8*nu)))), 3/4 + 1/(4*(1 + exp((y - x)/(8*nu)))))
            boundary  v = (3/4 - W, 3/4 + W)
            """,
            "3/4 - W",
            "3/4 + W")
            .where("W", "1/(4*(1 + exp((4*y - 4*x - t)/(32*nu))))"),
        Definition.of(
            "wave-2d-long-time",
            "Two standing waves of an anisotropic membrane over fifty periods",
            Definitions.PINNACLE + " (Wave2D-LT), with modes that satisfy the equation",
            "Wave speeds 1 along x and sqrt(2) along y.",
            """
            u(t, x, y)  on  x in [0, 1], y in [0, 1], t in [0, 100]
            u_tt = u_xx + 2*u_yy
            initial   u = sinh(pi*x)*sin(pi*y) + sin(3*pi*x)*sinh(2*pi*y)
            initial   u_t = 0
            boundary  u = (sinh(pi*x)*sin(pi*y) + sin(3*pi*x)*sinh(2*pi*y))*cos(pi*t)
            """,
            "(sinh(pi*x)*sin(pi*y) + sin(3*pi*x)*sinh(2*pi*y))*cos(pi*t)"),
        Definition.of(
            "heat-5d",
            "The heat equation with a source on a cube of five dimensions",
            "Equation and solution: " + Definitions.PINNACLE + " (HNd), there on the unit ball",
            "Grows as exp(t), and as exp(|x|^2/2) to the corner.",
            """
            u(t, x1, x2, x3, x4, x5)  on  x1 in [0, 1], x2 in [0, 1], x3 in [0, 1], x4 in [0, 1], x5 in [0, 1], t in [0, 1]
            u_t = lap(u)/5 - R2/5*exp(R2/2 + t)
            initial   u = exp(R2/2)
            boundary  u = exp(R2/2 + t)
            """,
            "exp(R2/2 + t)")
            .where("R2", "x1^2 + x2^2 + x3^2 + x4^2 + x5^2"),
        Definition.of(
            "porous-medium",
            "Spreading of a mass with a free boundary: Barenblatt's solution of the porous medium equation",
            "Vázquez, The Porous Medium Equation, 2006, doi:10.1093/acprof:oso/9780198569039.001.0001",
            "The front stands at sqrt(12 C) t^(1/3), where the slope jumps; ahead of it u = 0.",
            """
            u(t, x)  on  x in [-4, 4], t in [1, 2]
            param C = 0.5
            u_t = d(u^2, x, 2)
            initial   u = max(C - x^2/12, 0)
            boundary  u = 0
            """,
            "t^(-1/3)*max(C - x^2*t^(-2/3)/12, 0)"),
        Definition.of(
            "stefan",
            "A medium of temperature 0 melts from its end: the front moves as the square root of time",
            "Hansen et al., ICML 2023, arXiv:2302.11002; solution: Carslaw and Jaeger, Conduction of Heat in Solids, 1959",
            "The diffusivity is 1 where u >= u*, else 0, so that the flux is that of max(u - u*, 0). z places the front at 2 z sqrt(t) and "
                + "makes u* = 1/(1 + sqrt(pi) z erf(z) exp(z^2)), 0.5 at z = 0.62; u falls there from u* to 0. Away from the front the "
                + "equation says nothing of its speed: a method has to conserve.",
            """
            u(t, x)  on  x in [0, 1], t in [0, 0.1]
            param z = 0.62
            u_t = d(max(u - U, 0), x, 2)
            initial        u = 0
            boundary x=0:  u = 1
            boundary x=1:  u = 0
            """,
            "piecewise(x < 2*z*sqrt(t): 1 - (1 - U)/erf(z)*erf(x/(2*sqrt(t))), else 0)")
            .where("U", "1/(1 + sqrt(pi)*z*erf(z)*exp(z^2))"),
        Definition.of(
            "kdv-two-soliton",
            "Korteweg-de Vries: a tall soliton enters, overtakes a low one and leaves",
            "Hirota, Phys. Rev. Lett. 27 (1971), doi:10.1103/PhysRevLett.27.1192",
            "Needs c1 > c2 > 0, the speeds of the two and twice their heights; they meet near t = 1. As dispersive waves go to the left, "
                + "two of "
                + "the three conditions are at the right.",
            """
            u(t, x)  on  x in [0, 20], t in [0, 5]
            param c1 = 6
            param c2 = 2
            u_t + 6*u*u_x + u_xxx = 0
            initial         u = %s
            boundary x=0:   u = %s
            boundary x=20:  u = %s
            boundary x=20:  u_x = %s
            """
                .formatted(solitons("x", "0"), solitons("0", "t"), solitons("20", "t"), solitonSlope("20", "t")),
            solitons("x", "t")),
        Definition.of(
            "heat-2d-long-time",
            "A nonlinear source that swings with time heats a square plate of little conductivity",
            Definitions.PINNACLE + " (Heat2D-LT)",
            "Good values of k: 1. The source has period 8 in time and vanishes where k u^2 is a multiple of pi.",
            """
            u(t, x, y)  on  x in [0, 1], y in [0, 1], t in [0, 100]
            param k = 1
            u_t = 0.001*lap(u) + 5*sin(k*u^2)*(1 + 2*sin(pi*t/4))*sin(4*pi*x)*sin(2*pi*y)
            initial   u = sin(4*pi*x)*sin(3*pi*y)
            boundary  u = 0
            """),
        Definition.of(
            "lorenz",
            "Lorenz's system, chaotic on a strange attractor",
            "Lorenz, J. Atmos. Sci. 20 (1963), doi:10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
            "Nearby solutions part by a factor e in about 1.1 time units; initial values of Wang, Sankaran and Perdikaris, "
                + "arXiv:2203.07404.",
            """
            x(t), y(t), z(t)  on  t in [0, 20]
            param sigma = 10
            param rho = 28
            param beta = 8/3
            x_t = sigma*(y - x)
            y_t = x*(rho - z) - y
            z_t = x*y - beta*z
            initial  x = 1
            initial  y = 1
            initial  z = 1
            """));
  }

  /** Two solitons that start at -2 and 2: {@code (c1 - c2)/2 N/Q^2} with S = sech^2 and T = tanh of the two phases. */
  private static String solitons(String x, String t) {
    return phases("(c1 - c2)/2*(c1*S1 + c2*S2*T1^2)/(sqrt(c1) - sqrt(c2)*T1*T2)^2", x, t);
  }

  /** {@code (c1 - c2)/2 (N' Q - 2 N Q')/Q^3} */
  private static String solitonSlope(String x, String t) {
    return phases("(c1 - c2)/2*((c2*sqrt(c1)*S1*S2*T1 - c1^(3/2)*S1*T1 - c2^(3/2)*S2*T2*T1^2)*(sqrt(c1) - sqrt(c2)*T1*T2)"
        + " + (c1*S1 + c2*S2*T1^2)*(sqrt(c1*c2)*S1*T2 + c2*T1*S2))/(sqrt(c1) - sqrt(c2)*T1*T2)^3", x, t);
  }

  private static String phases(String text, String x, String t) {
    String first = "(sqrt(c1)/2*(%s - c1*%s + 2))".formatted(x, t);
    String second = "(sqrt(c2)/2*(%s - c2*%s - 2))".formatted(x, t);
    return text.replace("S1", "cosh" + first + "^(-2)").replace("S2", "cosh" + second + "^(-2)")
        .replace("T1", "tanh" + first).replace("T2", "tanh" + second);
  }
}
