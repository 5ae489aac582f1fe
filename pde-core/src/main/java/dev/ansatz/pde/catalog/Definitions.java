package dev.ansatz.pde.catalog;

import java.util.List;
import java.util.stream.Stream;

/** The entries of the catalogue, as text. */
final class Definitions {
  static final String RAISSI =
      "Raissi, Perdikaris and Karniadakis, J. Comput. Phys. 378 (2019), doi:10.1016/j.jcp.2018.10.045";
  private static final String KRISHNAPRIYAN = "Krishnapriyan et al., NeurIPS 2021, arXiv:2109.01050";
  static final String PINNACLE = "Hao et al., PINNacle, NeurIPS 2024, arXiv:2306.08827";
  static final String FANG = "Fang et al., ICLR 2024, arXiv:2311.04465";

  private Definitions() {}

  static List<Definition> all() {
    return Stream.of(diffusion(), transport(), waves(), patterns(), stationary(), Flows.all(), Shapes.all(), Evolutions.all(),
            HighFrequencies.all(), Inverse.all())
        .flatMap(List::stream).toList();
  }

  private static List<Definition> diffusion() {
    return List.of(
        Definition.of(
            "heat-1d",
            "Decay of one sine mode on a rod with its ends at zero",
            "Fourier, Théorie analytique de la chaleur, 1822",
            "Decays by exp(-alpha pi^2) = 0.37 over the time range at alpha = 0.1.",
            """
            u(t, x)  on  x in [0, 1], t in [0, 1]
            param alpha = 0.1
            u_t = alpha*u_xx
            initial   u = sin(pi*x)
            boundary  u = 0
            """,
            "exp(-alpha*pi^2*t)*sin(pi*x)"),
        Definition.of(
            "heat-2d",
            "Decay of one product mode on a square plate with its edges at zero",
            "Fourier, Théorie analytique de la chaleur, 1822",
            "Decays by exp(-2 alpha pi^2) = 0.37 over the time range at alpha = 0.05.",
            """
            u(t, x, y)  on  x in [0, 1], y in [0, 1], t in [0, 1]
            param alpha = 0.05
            u_t = alpha*(u_xx + u_yy)
            initial   u = sin(pi*x)*sin(pi*y)
            boundary  u = 0
            """,
            "exp(-2*alpha*pi^2*t)*sin(pi*x)*sin(pi*y)"),
        Definition.of(
            "heat-2d-multiscale",
            "Anisotropic decay of a mode that oscillates twenty times faster along x than along y",
            PINNACLE + " (Heat2D-MS)",
            "Diffusivities differ by a factor 250,000, so that both directions take part in the decay.",
            """
            u(t, x, y)  on  x in [0, 1], y in [0, 1], t in [0, 5]
            u_t = u_xx/(500*pi)^2 + u_yy/pi^2
            initial   u = sin(20*pi*x)*sin(pi*y)
            boundary  u = 0
            """,
            "exp(-(1 + (20/500)^2)*t)*sin(20*pi*x)*sin(pi*y)"),
        Definition.of(
            "convection-diffusion",
            "A sine wave carried along and damped on a periodic interval",
            "Hundsdorfer and Verwer, Numerical Solution of Time-Dependent Advection-Diffusion-Reaction "
                + "Equations, 2003, doi:10.1007/978-3-662-09017-6",
            "Convection dominates as nu falls; nu = 0 is the problem advection.",
            """
            u(t, x)  on  x in [0, 2*pi], t in [0, 1]
            param c = 5
            param nu = 0.1
            u_t + c*u_x = nu*u_xx
            initial   u = sin(x)
            periodic  x
            """,
            "exp(-nu*t)*sin(x - c*t)"),
        Definition.of(
            "fisher",
            "A travelling front between the states 1 and 0 of Fisher's equation",
            "Ablowitz and Zeppetella, Bull. Math. Biol. 41 (1979), doi:10.1007/BF02462380",
            "The front moves at 5 sqrt(r D/6), 2.04 at r = D = 1, and steepens as r/D grows.",
            """
            u(t, x)  on  x in [-5, 10], t in [0, 2]
            param D = 1
            param r = 1
            u_t = D*u_xx + r*u*(1 - u)
            initial        u = (1 + exp(sqrt(r/(6*D))*x))^(-2)
            boundary x=-5: u = (1 + exp(sqrt(r/(6*D))*(-5) - 5/6*r*t))^(-2)
            boundary x=10: u = (1 + exp(sqrt(r/(6*D))*10 - 5/6*r*t))^(-2)
            """,
            "(1 + exp(sqrt(r/(6*D))*x - 5/6*r*t))^(-2)"),
        Definition.of(
            "reaction",
            "Logistic growth at every point of a Gaussian, without transport",
            KRISHNAPRIYAN,
            "An ordinary differential equation at every x; plain networks settle on u = 0 for rho of 5 and above.",
            """
            u(t, x)  on  x in [0, 2*pi], t in [0, 1]
            param rho = 5
            u_t = rho*u*(1 - u)
            initial  u = exp(-8*(x/pi - 1)^2)
            """,
            "1/(1 + (exp(8*(x/pi - 1)^2) - 1)*exp(-rho*t))"));
  }

  private static List<Definition> transport() {
    String basdevant = RAISSI + "; Basdevant et al., Comput. Fluids 14 (1986), doi:10.1016/0045-7930(86)90036-8";
    return List.of(
        Definition.of(
            "advection",
            "A sine wave carried along a periodic interval, beta/(2 pi) times around",
            KRISHNAPRIYAN,
            "Good values of beta: 30, 40, 50; plain networks fail from about 10.",
            """
            u(t, x)  on  x in [0, 2*pi], t in [0, 1]
            param beta = 30
            u_t + beta*u_x = 0
            initial   u = sin(x)
            periodic  x
            """,
            "sin(x - beta*t)"),
        Definition.of(
            "burgers",
            "Viscous Burgers at nu = 0.01/pi: a sine wave steepens to an inner layer at x = 0",
            basdevant,
            "Steepest, with slope about -152, at t = 0.51. Exact by the Cole-Hopf transformation and quadrature "
                + "(Cole, Quart. Appl. Math. 9 (1951), doi:10.1090/qam/42889).",
            """
            u(t, x)  on  x in [-1, 1], t in [0, 1]
            param nu = 0.01/pi
            u_t + u*u_x = nu*u_xx
            initial   u = -sin(pi*x)
            boundary  u = 0
            """),
        Definition.of(
            "burgers-viscous",
            "Viscous Burgers at nu = 0.01: as burgers, with a layer three times wider",
            basdevant,
            "Exact by the Cole-Hopf transformation and quadrature.",
            """
            u(t, x)  on  x in [-1, 1], t in [0, 1]
            param nu = 0.01
            u_t + u*u_x = nu*u_xx
            initial   u = -sin(pi*x)
            boundary  u = 0
            """));
  }

  private static List<Definition> waves() {
    return List.of(
        Definition.of(
            "wave",
            "A string with fixed ends, released from rest in two of its modes",
            PINNACLE + " (Wave1D)",
            "Good values: C = 2. The second mode has wavenumber 4 pi.",
            """
            u(t, x)  on  x in [0, 1], t in [0, 1]
            param C = 2
            u_tt = C^2*u_xx
            initial   u = sin(pi*x) + sin(4*pi*x)/2
            initial   u_t = 0
            boundary  u = 0
            """,
            "sin(pi*x)*cos(C*pi*t) + sin(4*pi*x)*cos(4*C*pi*t)/2"),
        Definition.of(
            "klein-gordon",
            "A cubic Klein-Gordon equation with a growing, oscillating manufactured solution",
            "Wang, Teng and Perdikaris, SIAM J. Sci. Comput. 43 (2021), doi:10.1137/20M1318043",
            "u = x cos(5 pi t) + (x t)^3; initial and boundary losses compete with the residual.",
            """
            u(t, x)  on  x in [0, 1], t in [0, 1]
            u_tt - u_xx + u^3 = (x*cos(5*pi*t) + (x*t)^3)^3 - 25*pi^2*x*cos(5*pi*t) + 6*x^3*t - 6*x*t^3
            initial        u = x
            initial        u_t = 0
            boundary x=0:  u = 0
            boundary x=1:  u = cos(5*pi*t) + t^3
            """,
            "x*cos(5*pi*t) + (x*t)^3"),
        Definition.of(
            "sine-gordon",
            "A kink of the sine-Gordon equation that travels at speed c",
            "Drazin and Johnson, Solitons: an Introduction, 1989, doi:10.1017/CBO9781139172059",
            "Needs |c| < 1; the kink has width sqrt(1 - c^2).",
            """
            u(t, x)  on  x in [-5, 5], t in [0, 2]
            param c = 0.5
            u_tt - u_xx + sin(u) = 0
            initial        u = 4*atan(exp(x/sqrt(1 - c^2)))
            initial        u_t = -2*c/(sqrt(1 - c^2)*cosh(x/sqrt(1 - c^2)))
            boundary x=-5: u = 4*atan(exp((-5 - c*t)/sqrt(1 - c^2)))
            boundary x=5:  u = 4*atan(exp((5 - c*t)/sqrt(1 - c^2)))
            """,
            "4*atan(exp((x - c*t)/sqrt(1 - c^2)))"),
        Definition.of(
            "kdv",
            "Korteweg-de Vries: a cosine breaks up into a train of solitons",
            "Zabusky and Kruskal, Phys. Rev. Lett. 15 (1965), doi:10.1103/PhysRevLett.15.240",
            "The solitons have separated by t = 1; delta = 0.022 is the value of the paper.",
            """
            u(t, x)  on  x in [-1, 1], t in [0, 1]
            param delta = 0.022
            u_t + u*u_x + delta^2*u_xxx = 0
            initial   u = cos(pi*x)
            periodic  x
            """),
        Definition.of(
            "nonlinear-schroedinger",
            "Focusing nonlinear Schrödinger equation for h = u + i v from h = 2 sech x: a breathing bound "
                + "state of two solitons",
            RAISSI,
            "Peaks with |h| = 4 at x = 0, t = pi/4. The solution on the line is not periodic; at |x| = 5 it "
                + "is below 0.03.",
            """
            u(t, x), v(t, x)  on  x in [-5, 5], t in [0, pi/2]
            u_t = -v_xx/2 - (u^2 + v^2)*v
            v_t = u_xx/2 + (u^2 + v^2)*u
            initial   u = 2/cosh(x)
            initial   v = 0
            periodic  x
            """));
  }

  private static List<Definition> patterns() {
    return List.of(
        Definition.of(
            "allen-cahn",
            "Allen-Cahn: sharp interfaces between the phases -1 and 1 form and stay",
            RAISSI,
            "Interfaces have width about sqrt(2 eps/5) = 0.006. The initial value has a jump in its first "
                + "derivative at the period's end.",
            """
            u(t, x)  on  x in [-1, 1], t in [0, 1]
            param eps = 1e-4
            u_t = eps*u_xx + 5*(u - u^3)
            initial   u = x^2*cos(pi*x)
            periodic  x
            """),
        Definition.of(
            "kuramoto-sivashinsky",
            "Kuramoto-Sivashinsky on 32 pi: waves, then spatio-temporal chaos",
            "Kassam and Trefethen, SIAM J. Sci. Comput. 26 (2005), doi:10.1137/S1064827502410633",
            "Chaotic from about t = 60: nearby solutions part by a factor e in about 10 time units; the "
                + "paper goes to t = 150.",
            """
            u(t, x)  on  x in [0, 32*pi], t in [0, 50]
            u_t + u*u_x + u_xx + u_xxxx = 0
            initial   u = cos(x/16)*(1 + sin(x/16))
            periodic  x
            """),
        Definition.of(
            "kuramoto-sivashinsky-regular",
            "Kuramoto-Sivashinsky in a regime that settles to a regular pattern",
            "Wang, Sankaran and Perdikaris, Comput. Methods Appl. Mech. Engrg. 421 (2024), arXiv:2203.07404",
            "Stays regular over the time range.",
            """
            u(t, x)  on  x in [-1, 1], t in [0, 1]
            u_t + 5*u*u_x + 0.5*u_xx + 0.005*u_xxxx = 0
            initial   u = -sin(pi*x)
            periodic  x
            """),
        Definition.of(
            "gray-scott-1d",
            "Gray-Scott in one dimension: a pulse of v splits into two that drift apart",
            "Doelman, Kaper and Zegeling, Nonlinearity 10 (1997), doi:10.1088/0951-7715/10/2/013",
            "F is the feed and k the removal rate. The pulses stand near x = -6.7 and 6.7 at t = 500, with "
                + "v up to 1.44.",
            """
            u(t, x), v(t, x)  on  x in [-50, 50], t in [0, 500]
            param D = 0.01
            param F = 0.02
            param k = 0.0662
            u_t = u_xx + F*(1 - u) - u*v^2
            v_t = D*v_xx - (F + k)*v + u*v^2
            initial   u = 1 - cos(pi*x/100)^100/2
            initial   v = cos(pi*x/100)^100/4
            periodic  x
            """),
        Definition.of(
            "reaction-diffusion",
            "A travelling plane wave of a lambda-omega system: two fields that turn about each other",
            "Kopell and Howard, Stud. Appl. Math. 52 (1973), doi:10.1002/sapm1973524291",
            "The wave of wavenumber 1 exists for D < 1, with amplitude sqrt(1 - D), and is stable for small D.",
            """
            u(t, x), v(t, x)  on  x in [0, 2*pi], t in [0, 2]
            param D = 0.1
            param beta = 2
            u_t = D*u_xx + (1 - u^2 - v^2)*u - beta*(u^2 + v^2)*v
            v_t = D*v_xx + (1 - u^2 - v^2)*v + beta*(u^2 + v^2)*u
            initial   u = sqrt(1 - D)*cos(x)
            initial   v = -sqrt(1 - D)*sin(x)
            periodic  x
            """,
            "sqrt(1 - D)*cos(beta*(1 - D)*t - x)",
            "sqrt(1 - D)*sin(beta*(1 - D)*t - x)"));
  }

  private static List<Definition> stationary() {
    return List.of(
        Definition.of(
            "poisson-square",
            "Poisson's equation on the unit square with a smooth solution and its edges at zero",
            "Müller and Zeinhofer, ICML 2023, arXiv:2302.13163",
            "The smoothest problem of the catalogue: good for a first try and for rates of convergence.",
            """
            u(x, y)  on  x in [0, 1], y in [0, 1]
            -(u_xx + u_yy) = 2*pi^2*sin(pi*x)*sin(pi*y)
            boundary  u = 0
            """,
            "sin(pi*x)*sin(pi*y)"),
        Definition.of(
            "poisson-neumann",
            "Poisson's equation on the unit square with Dirichlet, Neumann and Robin conditions",
            "Manufactured from exp(x) cos(2 y)",
            "Tests the sign of the normal: a Neumann condition with the inward normal has another solution.",
            """
            u(x, y)  on  x in [0, 1], y in [0, 1]
            -(u_xx + u_yy) = 3*exp(x)*cos(2*y)
            boundary x=0: u = cos(2*y)
            boundary x=1: dn(u) = exp(1)*cos(2*y)
            boundary y=0: dn(u) = 0
            boundary y=1: dn(u) + u = exp(x)*(cos(2) - 2*sin(2))
            """,
            "exp(x)*cos(2*y)"),
        Definition.of(
            "poisson-1d-sin100",
            "u'' = f with 100 periods of a sine on the interval",
            FANG,
            "Needs more than 200 points, two a period; finite differences of order 2 on 400 points are wrong by 24 %.",
            """
            u(x)  on  x in [0, 2*pi]
            u_xx = -10000*sin(100*x)
            boundary  u = 0
            """,
            "sin(100*x)"),
        Definition.of(
            "poisson-2d-sin100",
            "Poisson's equation with 100 by 100 periods of a product of sines on the square",
            FANG,
            "The source and the solution oscillate alike; amplitude 20,000 against 1.",
            """
            u(x, y)  on  x in [0, 2*pi], y in [0, 2*pi]
            u_xx + u_yy = -20000*sin(100*x)*sin(100*y)
            boundary  u = 0
            """,
            "sin(100*x)*sin(100*y)"),
        Definition.of(
            "helmholtz",
            "Helmholtz's equation on a square with modes a along x and b along y",
            "Wang, Teng and Perdikaris, SIAM J. Sci. Comput. 43 (2021), doi:10.1137/20M1318043",
            "Good values: a = 1, b = 4 (the paper) and a = b = 6. Not uniquely solvable where k^2 is an "
                + "eigenvalue (m^2 + n^2) pi^2/4.",
            """
            u(x, y)  on  x in [-1, 1], y in [-1, 1]
            param a = 1
            param b = 4
            param k = 1
            u_xx + u_yy + k^2*u = (k^2 - (a*pi)^2 - (b*pi)^2)*sin(a*pi*x)*sin(b*pi*y)
            boundary  u = sin(a*pi*x)*sin(b*pi*y)
            """,
            "sin(a*pi*x)*sin(b*pi*y)"),
        Definition.of(
            "clamped-plate",
            "The biharmonic equation on the unit square with clamped edges",
            "Equation: Timoshenko and Woinowsky-Krieger, Theory of Plates and Shells, 1959; manufactured solution",
            "Order 4 in two coordinates, with mixed derivatives; two conditions on each edge.",
            """
            u(x, y)  on  x in [0, 1], y in [0, 1]
            u_xxxx + 2*u_xxyy + u_yyyy = 8*pi^4*(cos(2*pi*x)*cos(2*pi*y) - cos(2*pi*x)*sin(pi*y)^2 - sin(pi*x)^2*cos(2*pi*y))
            boundary  u = 0
            boundary  dn(u) = 0
            """,
            "sin(pi*x)^2*sin(pi*y)^2"),
        Definition.of(
            "boundary-layer",
            "Stationary convection against weak diffusion: a layer of width eps at the outflow",
            "Roos, Stynes and Tobiska, Robust Numerical Methods for Singularly Perturbed Differential "
                + "Equations, 2008, doi:10.1007/978-3-540-34467-4",
            "Good values of eps: 0.1 to 0.001; central differences oscillate where the step exceeds 2 eps.",
            """
            u(x)  on  x in [0, 1]
            param eps = 0.05
            u_x = eps*u_xx
            boundary x=0: u = 0
            boundary x=1: u = 1
            """,
            "(exp((x - 1)/eps) - exp(-1/eps))/(1 - exp(-1/eps))"));
  }
}
