package dev.ansatz.engine.program;

/**
 * The spectral convolution of Fourier neural operators: on every mode k a matrix of its own mixes the features, y_k = R_kᵀ x_k,
 * real on the first {@code real} lanes, complex on the rest, whose first half holds real and whose second half imaginary parts.
 * Entry (i, j) of all matrices is row {@code i * out + j} of the weights, laid out as the lanes are.
 */
final class ModeMixing implements Op {
  private final Value x;
  private final Value y;
  private final ParameterBlock weights;
  private final int real;
  private boolean wantsOperand;
  private boolean addsOperand;

  ModeMixing(Value x, Value y, ParameterBlock weights, int real) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.real = real;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    wantsOperand = plan.active.get(x.row());
    addsOperand = wantsOperand && plan.claim(x);
    plan.claimParameters(weights);
  }

  @Override
  public void forward(Workspace space) {
    space.clear(space.values, y);
    addProduct(space.theta, space.values, space.values, space);
  }

  @Override
  public void jvp(Workspace space) {
    forward(space);
    space.clear(space.tangents, y);
    addProduct(space.direction, space.values, space.tangents, space);
    if (wantsOperand) {
      addProduct(space.theta, space.tangents, space.tangents, space);
    }
  }

  private int modes() {
    return weights.columns();
  }

  /** How many grids of modes a row of a value holds. */
  private int grids(Workspace space) {
    return x.lanes() / modes() * space.samples;
  }

  private int at(Value value, int channel, int feature, int grid, Workspace space) {
    return value.row(channel, feature) * space.samples + grid * modes();
  }

  private void addProduct(double[] parameters, double[] from, double[] to, Workspace space) {
    int q = (modes() - real) / 2;
    for (int c = 0; c < x.channels(); c++) {
      for (int j = 0; j < y.features(); j++) {
        for (int i = 0; i < x.features(); i++) {
          int w = weights.offset() + (i * y.features() + j) * modes();
          for (int g = 0; g < grids(space); g++) {
            int f = at(x, c, i, g, space);
            int t = at(y, c, j, g, space);
            Rows.addProduct(to, t, parameters, w, from, f, real + q);
            Rows.subtractProduct(to, t + real, parameters, w + real + q, from, f + real + q, q);
            Rows.addProduct(to, t + real + q, parameters, w + real, from, f + real + q, q);
            Rows.addProduct(to, t + real + q, parameters, w + real + q, from, f + real, q);
          }
        }
      }
    }
  }

  /** With cotangents x', R', y' and conjugates x*, R*: x'_k += R*_k y'_k and R'_k += x*_k y'_kᵀ. */
  @Override
  public void backward(Workspace space) {
    if (wantsOperand && !addsOperand) {
      space.clear(space.cotangents, x);
    }
    int q = (modes() - real) / 2;
    for (int c = 0; c < x.channels(); c++) {
      for (int i = 0; i < x.features(); i++) {
        for (int j = 0; j < y.features(); j++) {
          int block = (i * y.features() + j) * modes();
          for (int g = 0; g < grids(space); g++) {
            int f = at(x, c, i, g, space);
            int t = at(y, c, j, g, space);
            addConjugateProduct(space.gradient, weights.offset() + block, space.values, f, space.cotangents, t, q);
            if (wantsOperand) {
              addConjugateProduct(space.cotangents, f, space.theta, weights.offset() + block, space.cotangents, t, q);
            }
          }
        }
      }
    }
  }

  /** {@code to += conj(a) b} on every mode. */
  private void addConjugateProduct(double[] to, int t, double[] a, int i, double[] b, int j, int q) {
    Rows.addProduct(to, t, a, i, b, j, real + q);
    Rows.addProduct(to, t + real, a, i + real + q, b, j + real + q, q);
    Rows.addProduct(to, t + real + q, a, i + real, b, j + real + q, q);
    Rows.subtractProduct(to, t + real + q, a, i + real + q, b, j + real, q);
  }

  @Override
  public void jacobian(Workspace space) {
    throw new AssertionError("a program that couples lanes has no Jacobian lane by lane");
  }
}
