package dev.ansatz.pde.catalog;

import java.util.List;

/** Incompressible flows, each with a gauge for its pressure. */
final class Flows {
  private static final String NSFNETS = "Jin, Cai, Li and Karniadakis, J. Comput. Phys. 426 (2021), doi:10.1016/j.jcp.2020.109951";

  private Flows() {}

  static List<Definition> all() {
    return List.of(
        Definition.of(
            "stokes",
            "Stokes flow of two colliding jets in a square",
            "Elman, Silvester and Wathen, Finite Elements and Fast Iterative Solvers, 2014, "
                + "doi:10.1093/acprof:oso/9780199678792.001.0001",
            "Polynomials of degree 4 and 3.",
            """
            vector v(x, y), p(x, y)  on  x in [-1, 1], y in [-1, 1]
            grad(p) - lap(v) = 0
            div(v) = 0
            boundary  v = (20*x*y^3, 5*x^4 - 5*y^4)
            gauge  p(0, 0) = 0
            """,
            "20*x*y^3",
            "5*x^4 - 5*y^4",
            "60*x^2*y - 20*y^3"),
        Definition.of(
            "lid-driven-cavity",
            "Stationary Navier-Stokes in a square whose lid moves at speed 1",
            "Ghia, Ghia and Shin, J. Comput. Phys. 48 (1982), doi:10.1016/0021-9991(82)90058-4",
            "Good values of Re: 100, 400, 1000, tabulated in the paper. The velocity jumps and the pressure is singular in "
                + "the upper corners.",
            """
            vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
            param Re = 100
            advect(v, v) + grad(p) - lap(v)/Re = 0
            div(v) = 0
            boundary y=1: v = (1, 0)
            boundary x=0, x=1, y=0: v = 0
            gauge  p(0, 0) = 0
            """),
        Definition.of(
            "lid-driven-cavity-parabolic",
            "Stationary Navier-Stokes in a square whose lid moves with a parabolic profile",
            Definitions.PINNACLE + " (NS2d-C)",
            "The lid is continuous with the walls. Good values of a, four times the greatest speed: 2 to 32.",
            """
            vector v(x, y), p(x, y)  on  x in [0, 1], y in [0, 1]
            param a = 4
            param nu = 0.01
            advect(v, v) + grad(p) - nu*lap(v) = 0
            div(v) = 0
            boundary y=1: v = (a*x*(1 - x), 0)
            boundary x=0, x=1, y=0: v = 0
            gauge  p(0, 0) = 0
            """),
        Definition.of(
            "backward-step",
            "Stationary Navier-Stokes behind a step, from a narrow channel into one twice as wide",
            Definitions.PINNACLE + " (NS2d-CG)",
            "The benchmark states the pressure at the outlet and nothing of the velocity; here it does not change across it. The "
                + "recirculation "
                + "behind the step reaches the outlet, so that such a choice is felt. The pressure is singular at (2, 1).",
            """
            vector v(x, y), p(x, y)  on  polygon wall (0, 0), outlet (4, 0), wall (4, 2) (2, 2) (2, 1), inlet (0, 1)
            param nu = 0.01
            advect(v, v) + grad(p) - nu*lap(v) = 0
            div(v) = 0
            boundary inlet: v = (4*y*(1 - y), 0)
            boundary wall: v = 0
            boundary outlet: dn(v) = 0
            boundary outlet: p = 0
            """),
        Definition.of(
            "backward-step-held-outlet",
            "Stationary Navier-Stokes behind a step, with an outlet that lets nothing pass sideways and resists what flows in",
            Definitions.PINNACLE + " (NS2d-CG), the statement that its reference file solves",
            "The file has no velocity along the outlet, and a pressure there that is 0 where the flow leaves and k of the velocity "
                + "where it enters, in the recirculation. With k = 0 the outlet is that of the benchmark but for the condition v2 = 0.",
            """
            vector v(x, y), p(x, y)  on  polygon wall (0, 0), outlet (4, 0), wall (4, 2) (2, 2) (2, 1), inlet (0, 1)
            param nu = 0.01
            param k = 1.5
            advect(v, v) + grad(p) - nu*lap(v) = 0
            div(v) = 0
            boundary inlet: v = (4*y*(1 - y), 0)
            boundary wall: v = 0
            boundary outlet: v2 = 0
            boundary outlet: nu*dn(v1) = p - k*min(v1, 0)
            """),
        Definition.of(
            "kovasznay",
            "Stationary laminar flow behind a grid",
            "Kovasznay, Proc. Camb. Philos. Soc. 44 (1948), doi:10.1017/S0305004100023999; domain: " + NSFNETS,
            "Re = 40 is the usual value.",
            """
            vector v(x, y), p(x, y)  on  x in [-0.5, 1], y in [-0.5, 1.5]
            param Re = 40
            advect(v, v) + grad(p) - lap(v)/Re = 0
            div(v) = 0
            boundary  v = (1 - exp(L*x)*cos(2*pi*y),
                L/(2*pi)*exp(L*x)*sin(2*pi*y))
            gauge  p(0, 0) = 0
            """,
            "1 - exp(L*x)*cos(2*pi*y)",
            "L/(2*pi)*exp(L*x)*sin(2*pi*y)",
            "(1 - exp(2*L*x))/2")
            .where("L", "Re/2 - sqrt(Re^2/4 + 4*pi^2)"),
        Definition.of(
            "taylor-green",
            "Decay of an array of counter-rotating vortices on the periodic square",
            "Taylor and Green, Proc. R. Soc. A 158 (1937), doi:10.1098/rspa.1937.0036",
            "Advection is balanced by the pressure, so that the velocity decays as by diffusion alone.",
            """
            vector v(t, x, y), p(t, x, y)  on  x in [0, 2*pi], y in [0, 2*pi], t in [0, 1]
            param nu = 0.01
            v_t + advect(v, v) + grad(p) = nu*lap(v)
            div(v) = 0
            initial   v = (cos(x)*sin(y), -sin(x)*cos(y))
            periodic  x, y
            gauge  p(t, 0, 0) = -exp(-4*nu*t)/2
            """,
            "cos(x)*sin(y)*exp(-2*nu*t)",
            "-sin(x)*cos(y)*exp(-2*nu*t)",
            "-(cos(2*x) + cos(2*y))/4*exp(-4*nu*t)"),
        Definition.of(
            "beltrami",
            "A decaying flow in three dimensions whose vorticity is parallel to its velocity",
            "Ethier and Steinman, Int. J. Numer. Methods Fluids 19 (1994), doi:10.1002/fld.1650190502; domain: " + NSFNETS,
            "Good values: a = b = 1 (NSFnets), a = pi/4, b = pi/2 (the paper, where b is d). The viscosity is 1.",
            """
            vector v(t, x, y, z), p(t, x, y, z)  on  x in [-1, 1], y in [-1, 1], z in [-1, 1], t in [0, 1]
            param a = 1
            param b = 1
            v_t + advect(v, v) + grad(p) = lap(v)
            div(v) = 0
            initial   v = (%s, %s, %s)
            boundary  v = (%s, %s, %s)
            gauge  p(t, 0, 0, 0) = -3/2*a^2*exp(-2*b^2*t)
            """
                .formatted(
                    beltrami("x", "y", "z", ""), beltrami("y", "z", "x", ""), beltrami("z", "x", "y", ""),
                    beltrami("x", "y", "z", "*exp(-b^2*t)"), beltrami("y", "z", "x", "*exp(-b^2*t)"),
                    beltrami("z", "x", "y", "*exp(-b^2*t)")),
            beltrami("x", "y", "z", "*exp(-b^2*t)"),
            beltrami("y", "z", "x", "*exp(-b^2*t)"),
            beltrami("z", "x", "y", "*exp(-b^2*t)"),
            "-a^2/2*(exp(2*a*x) + exp(2*a*y) + exp(2*a*z)"
                + " + 2*sin(a*x + b*y)*cos(a*z + b*x)*exp(a*(y + z))"
                + " + 2*sin(a*y + b*z)*cos(a*x + b*y)*exp(a*(z + x))"
                + " + 2*sin(a*z + b*x)*cos(a*y + b*z)*exp(a*(x + y)))*exp(-2*b^2*t)"));
  }

  /** The component along x; those along y and z by cyclic permutation. */
  private static String beltrami(String x, String y, String z, String decay) {
    return "-a*(exp(a*X)*sin(a*Y + b*Z) + exp(a*Z)*cos(a*X + b*Y))".replace("X", x).replace("Y", y).replace("Z", z) + decay;
  }
}
