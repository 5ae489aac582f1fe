package dev.ansatz.pde;

import java.util.List;

/** Well-stated problems as text, one for each thing that the language can say. */
final class Statements {
  static final String BURGERS = """
      problem burgers
      u(t, x)      on  x in [-1, 1], t in [0, 1]
      param nu = 0.01/pi
      u_t + u*u_x = nu*u_xx
      initial      u = -sin(pi*x)
      boundary     u = 0
      """;

  static final String HEAT = """
      # two Neumann ends, one of them with flux
      problem heat
      u(t, x) on x in [0, 2*pi], t in [0, 0.5]
      u_t = u_xx + exp(-t)*sin(x)   # a source
      initial  u = cos(x)
      boundary x=0         u_x = 0
      boundary x=2*pi: dn(u) = -1
      """;

  static final String POISSON = """
      problem poisson-square
      u(x, y) on x in [0, 1], y in [0, 1]
      -lap(u) = 2*pi^2*sin(pi*x)*sin(pi*y)
      boundary u = 0
      """;

  static final String GRAY_SCOTT = """
      problem gray-scott
      u(t, x), v(t, x) on x in [-1, 1], t in [0, 20]
      param ε = 1e-2, delta = 5e-3, F = 0.04, κ = 0.1
      u_t = epsilon*u_xx + F*(1 - u) -
            u*v^2
      v_t = delta*d(v, x, 2) - (F + kappa)*v +
            u*v^2
      periodic x
      initial u = 1 - exp(-80*(x + 0.05)^2)/2
      initial v = exp(-80*(x - 0.05)^2)/4
      """;

  static final String CAVITY = """
      problem lid-driven-cavity
      vector v(x, y), p(x, y)  on x in [0, 1], y in [0, 1]
      param Re = 100
      advect(v, v) + grad(p) - lap(v)/Re = 0
      div(v) = 0
      boundary y=1            v = (1, 0)
      boundary y=0, x=0, x=1  v = 0
      """;

  static final String WAVE = """
      problem wave
      u(t, x) on x in [0, 1], t in [0, 1]
      u_tt = 4*u_xx
      initial u = sin(pi*x) + sin(4*pi*x)/2
      initial u_t = 0
      boundary u = 0
      """;

  static final String BEAM = """
      problem beam
      w(s, x1) on x1 in [0, 1], time s in [0, 1]
      d(w, s, s) + w_{x1 x1 x1 x1} = 0
      initial w = 0
      initial w_s = x1^2*(1 - x1)^2
      boundary w = 0
      boundary x1=0, x1=1: dn(w) = 0
      """;

  static final String ADVECTION = """
      problem advection
      u(t, x) on x in [0, 1], t in [0, 1]
      param beta = 30
      u_t + beta*u_x = 0
      initial u = tanh(x)
      boundary x=0  u = -tanh(beta*t)
      """;

  static final String LORENZ = """
      problem lorenz
      x(t), y(t), z(t) on t in [0, 3]
      param rho = 15, sigma = 10, beta = 8/3
      x_t = sigma*(y - x)
      y_t = x*(rho - z) - y
      z_t = x*y - beta*z
      initial x = 0
      initial y = 1
      initial z = 0
      """;

  static final String SCHROEDINGER = """
      problem schroedinger
      complex h(t, x) on x in [-5, 5], t in [0, 1]
      i*h_t + h_xx/2 + abs(h)^2*h = 0
      initial h = 2/cosh(x)
      periodic x
      """;

  static final String LAYERS = """
      problem layers
      u(x) on x in [0, 1]
      table f(x) linear, x = [0, 1/4, 1], values = [1, 2, 0]
      -d(piecewise(x < 0.5: 1, else 4)*u_x, x) = f(x)
      interface x=1/2: jump(u) = 0
      interface x=1/2: jump(piecewise(x < 0.5: 1, else 4)*u_x) = 0
      boundary u = 0
      """;

  static final String STOKES = """
      problem stokes
      vector v(x, y), p(x, y) on x in [0, 1], y in [0, 1]
      grad(p) = lap(v)
      div(v) = 0
      boundary y=1            v = (1, 0)
      boundary y=0, x=0, x=1  v = 0
      gauge mean(p) = 0
      """;

  static final String DIFFUSION_INVERSE = """
      problem diffusion-inverse
      u(t, x) on x in [-1, 1], t in [0, 1]
      unknown D = 2 in [0.1, 10]
      u_t = D*u_xx - exp(-t)*sin(pi*x)
      initial u = sin(pi*x)
      boundary u = 0
      observe u at (0.5, -1/2) = -0.6,
                   (1, 0.25) = 0.26 noise 0.01
      """;

  static final String CONDUCTIVITY = """
      problem conductivity
      w(x) on x in [0, 1]
      unknown a(x) = 1 + x
      d(a*w_x, x) = 1
      boundary w = 0
      observe w_x at 0.5 = 0 noise 1e-3
      """;

  static final String DARCY = """
      problem darcy
      s(x, y) on x in [0, 1], y in [0, 1]
      input a(x, y) from lognormal(matern(2.5, 0.2, 1))
      -div(a*grad(s)) = 1
      boundary s = 0
      """;

  static final String TABULATED = """
      problem tabulated
      u(t, x, y) on x in [0, 1], y in [0, 2], t in [0, 1]
      table k(x, y) cubic,
          x = [0, 0.3, 0.7, 1],
          y = [0, 0.5, 1, 2],
          values = [[1, 2, 3, 4],
                    [2, 3, 4, 5],
                    [1, 1, 1, 1],
                    [0.5, 1e-3, -pi/3, 2]]
      input g(x) from fourier(4, 2, 1)
      input h(x, y) from squaredExponential(0.3, 2)
      input q(x)
      u_t = div(k(x, y)*grad(u)) + k_{1 0}(x, y)*g + h + q*integral(u, x, y) + mean(u, x)
      initial u = if x < 0.5 and y <= 1 then x else 0
      boundary u = 0
      """;

  /** Well-stated problems that say more than equations with boundary and initial values. */
  static final List<String> RICH =
      List.of(SCHROEDINGER, LAYERS, STOKES, DIFFUSION_INVERSE, CONDUCTIVITY, DARCY, TABULATED);

  static final List<String> ALL =
      List.of(BURGERS, HEAT, POISSON, GRAY_SCOTT, CAVITY, WAVE, BEAM, ADVECTION, LORENZ);

  private Statements() {}
}
