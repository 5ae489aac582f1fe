package dev.ansatz.pde.catalog;

import java.util.List;

/** Stationary problems beyond the square: corners, holes, five dimensions, random coefficients. */
final class Shapes {
  private static final String L_SHAPE = "polygon (0, 0) (0, -1) (-1, -1) (-1, 1) (1, 1) (1, 0)";

  private Shapes() {}

  static List<Definition> all() {
    return List.of(
        Definition.of(
            "poisson-l-shape",
            "Poisson's equation with a constant source on an L, with its edges at zero",
            "Lu, Meng, Mao and Karniadakis, SIAM Rev. 63 (2021), doi:10.1137/19M1274067",
            "At the corner (0, 0) the solution behaves as r^(2/3): its gradient is not bounded.",
            """
            u(x, y)  on  %s
            -lap(u) = 1
            boundary  u = 0
            """
                .formatted(L_SHAPE)),
        Definition.of(
            "laplace-l-shape",
            "The singular harmonic function of the re-entrant corner of an L",
            "Grisvard, Elliptic Problems in Nonsmooth Domains, 1985, doi:10.1137/1.9781611972030",
            "r^(2/3) sin(2 theta/3): uniform meshes converge with order 4/3 in L2, whatever the degree.",
            """
            u(x, y)  on  %s
            lap(u) = 0
            boundary  u = (x^2 + y^2)^(1/3)*cos(2/3*atan2(-x - y, y - x))
            """
                .formatted(L_SHAPE),
            "(x^2 + y^2)^(1/3)*cos(2/3*atan2(-x - y, y - x))"),
        Definition.of(
            "poisson-four-discs",
            "Laplace's equation on a square with four holes",
            Definitions.PINNACLE + " (Poisson2d-C)",
            "1 on the square, 0 on the discs; by symmetry one eighth of it is the whole.",
            """
            u(x, y)  on  x in [-0.5, 0.5], y in [-0.5, 0.5]
                minus disk hole (0.3, 0.3) radius 0.1 minus disk hole (-0.3, 0.3) radius 0.1
                minus disk hole (0.3, -0.3) radius 0.1 minus disk hole (-0.3, -0.3) radius 0.1
            lap(u) = 0
            boundary x=-0.5, x=0.5, y=-0.5, y=0.5: u = 1
            boundary hole: u = 0
            """),
        Definition.of(
            "poisson-boltzmann-discs",
            "The linear Poisson-Boltzmann equation on a square with four holes of several sizes",
            Definitions.PINNACLE + " (Poisson2d-CG)",
            "Layers of width 1/k at the boundary.",
            """
            u(x, y)  on  x in [-1, 1], y in [-1, 1]
                minus disk hole (0.5, 0.5) radius 0.2 minus disk hole (0.4, -0.4) radius 0.4
                minus disk hole (-0.2, -0.7) radius 0.1 minus disk hole (-0.6, 0.5) radius 0.3
            param k = 8
            param mu1 = 1
            param mu2 = 4
            -lap(u) + k^2*u = 10*(mu1^2 + x^2 + mu2^2 + y^2)*sin(mu1*pi*x)*sin(mu2*pi*y)
            boundary x=-1, x=1, y=-1, y=1: u = 0.2
            boundary hole: u = 1
            """),
        Blocks.definition(),
        Definition.of(
            "poisson-boltzmann-balls",
            "The linear Poisson-Boltzmann equation in two layers of a cube with four balls cut out of it",
            "Domain and coefficient: " + Definitions.PINNACLE + " (Poisson3d-CG); source and fluxes are made for the exact solution",
            "The benchmark's own source 20 exp(sin(pi*x) + sin(10*pi*y) + sin(5*pi*z))*(r^2 - 1)/(r^2 + 1) + 100 sin sin sin, without flux "
                + "anywhere, is poisson-boltzmann-four-balls.",
            """
            u(x, y, z)  on  x in [0, 1], y in [0, 1], z in [0, 1]
                minus ball hole (0.4, 0.3, 0.6) radius 0.2 minus ball hole (0.6, 0.7, 0.6) radius 0.2
                minus ball hole (0.2, 0.8, 0.7) radius 0.1 minus ball hole (0.6, 0.2, 0.3) radius 0.1
            param k1 = 8
            param k2 = 10
            -lap(u) + (if z < 0.5 then k1^2 else k2^2)*u = (3*pi^2 + (if z < 0.5 then k1^2 else k2^2))*S
            boundary x=0, x=1, y=0, y=1, z=0, z=1: dn(u) = 0
            boundary hole: dn(u) = dn(S)
            """,
            "S")
            .where("S", "cos(pi*x)*cos(pi*y)*cos(pi*z)"),
        Definition.of(
            "poisson-boltzmann-four-balls",
            "The linear Poisson-Boltzmann equation in two layers of a cube with four balls cut out of it, without flux anywhere",
            Definitions.PINNACLE + " (Poisson3d-CG)",
            "Five waves of the source along y; no exact solution is known.",
            """
            u(x, y, z)  on  x in [0, 1], y in [0, 1], z in [0, 1]
                minus ball hole (0.4, 0.3, 0.6) radius 0.2 minus ball hole (0.6, 0.7, 0.6) radius 0.2
                minus ball hole (0.2, 0.8, 0.7) radius 0.1 minus ball hole (0.6, 0.2, 0.3) radius 0.1
            param k1 = 8
            param k2 = 10
            -lap(u) + (if z < 0.5 then k1^2 else k2^2)*u = 20*E*(R - 1)/(R + 1) + 100*W
            boundary  dn(u) = 0
            """)
            .where("E", "exp(sin(pi*x) + sin(10*pi*y) + sin(5*pi*z))")
            .where("R", "(x^2 + y^2 + z^2)")
            .where("W", "sin(pi*x)*sin(10*pi*y)*sin(5*pi*z)"),
        Definition.of(
            "poisson-ball",
            "Poisson's equation on a ball whose surface is kept at zero",
            "Made for its solution",
            "The smallest problem in space on a set that is no box.",
            """
            u(x, y, z)  on  ball (0, 0, 0) radius 1
            -lap(u) = exp(x)*((6 + 4*x)*cos(y) - 4*y*sin(y))
            boundary  u = 0
            """,
            "exp(x)*cos(y)*(1 - x^2 - y^2 - z^2)"),
        Definition.of(
            "poisson-5d",
            "Poisson's equation on the unit cube of five dimensions",
            Definitions.PINNACLE + " (PNd)",
            "A sum of functions of one coordinate.",
            """
            u(x1, x2, x3, x4, x5)  on  x1 in [0, 1], x2 in [0, 1], x3 in [0, 1], x4 in [0, 1], x5 in [0, 1]
            -lap(u) = pi^2/4*S
            boundary  u = S
            """,
            "S")
            .where("S", "sin(pi*x1/2) + sin(pi*x2/2) + sin(pi*x3/2) + sin(pi*x4/2) + sin(pi*x5/2)"),
        Definition.of(
            "eikonal",
            "The distance from the inner circle of a ring",
            "Sethian, Level Set Methods and Fast Marching Methods, 1999",
            "Of first order and nonlinear: -u satisfies everything but the condition on the outer circle.",
            """
            u(x, y)  on  annulus (0, 0) radius 0.5 to 1
            u_x^2 + u_y^2 = 1
            boundary inner: u = 0
            boundary outer: u = 0.5
            """,
            "sqrt(x^2 + y^2) - 0.5"),
        Definition.of(
            "darcy",
            "Flow through a porous medium of random permeability",
            "Equation: Li et al., ICLR 2021, arXiv:2010.08895, where the permeability takes two values",
            "A family of problems, with a lognormal permeability.",
            """
            u(x, y)  on  x in [0, 1], y in [0, 1]
            input a(x, y) from lognormal(matern(2.5, 0.2, 1))
            -div(a*grad(u)) = 1
            boundary  u = 0
            """));
  }
}
