package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;

/**
 * The spectral convolution of Fourier neural operators: on every mode k a matrix of its own mixes the features, y_k = R_kᵀ x_k,
 * real on the first {@code real} lanes, complex on the rest, whose first half holds real and whose second half imaginary parts.
 * Entry (i, j) of all matrices is row {@code i * out + j} of the weights, laid out as the lanes are.
 */
final class ModeMixing implements UnaryOp {
  private final Operand operand;
  private final ParameterBlock weights;
  private final int real;

  ModeMixing(Value x, Value y, ParameterBlock weights, int real) {
    operand = new Operand(x, y);
    this.weights = weights;
    this.real = real;
  }

  @Override
  public Operand operand() {
    return operand;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    operand.planReverse(plan);
    plan.claimParameters(weights);
  }

  @Override
  public void bind(Storage values, Storage cotangents) {
    operand.bind(values, cotangents, true);
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    space.clear(space.values, operand.y);
    addProduct(space.theta, space.values, space.values, space);
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    forward(space);
    space.clear(space.tangents, operand.y);
    addProduct(space.direction, space.values, space.tangents, space);
    if (operand.wanted) {
      addProduct(space.theta, space.tangents, space.tangents, space);
    }
  }

  private int modes() {
    return weights.columns();
  }

  /** How many grids of modes a row of a value holds. */
  private int grids(Workspace<?> space) {
    return operand.x.lanes() / modes() * space.samples;
  }

  private int at(Value value, int channel, int feature, int grid, Workspace<?> space) {
    return space.at(value.row(channel, feature)) + grid * modes();
  }

  private <A> void addProduct(A parameters, A from, A to, Workspace<A> space) {
    Arithmetic<A> arithmetic = space.arithmetic;
    Value x = operand.x;
    Value y = operand.y;
    int q = (modes() - real) / 2;
    for (int c = 0; c < x.channels(); c++) {
      for (int j = 0; j < y.features(); j++) {
        for (int i = 0; i < x.features(); i++) {
          int w = weights.offset() + (i * y.features() + j) * modes();
          for (int g = 0; g < grids(space); g++) {
            int f = at(x, c, i, g, space);
            int t = at(y, c, j, g, space);
            arithmetic.addProduct(to, t, 1, parameters, w, from, f, real + q);
            arithmetic.addProduct(to, t + real, -1, parameters, w + real + q, from, f + real + q, q);
            arithmetic.addProduct(to, t + real + q, 1, parameters, w + real, from, f + real + q, q);
            arithmetic.addProduct(to, t + real + q, 1, parameters, w + real + q, from, f + real, q);
          }
        }
      }
    }
  }

  /** With cotangents x', R', y' and conjugates x*, R*: x'_k += R*_k y'_k and R'_k += x*_k y'_kᵀ. */
  @Override
  public <A> void backward(Workspace<A> space) {
    if (operand.wanted && !operand.adds) {
      space.clear(space.cotangents, operand.xBar);
    }
    Arithmetic<A> arithmetic = space.arithmetic;
    Value x = operand.x;
    Value y = operand.yBar;
    int q = (modes() - real) / 2;
    for (int c = 0; c < x.channels(); c++) {
      for (int i = 0; i < x.features(); i++) {
        for (int j = 0; j < y.features(); j++) {
          int block = (i * y.features() + j) * modes();
          for (int g = 0; g < grids(space); g++) {
            int f = at(x, c, i, g, space);
            int t = at(y, c, j, g, space);
            addConjugateProduct(arithmetic, space.gradient, weights.offset() + block, space.values, f, space.cotangents, t, q);
            if (operand.wanted) {
              addConjugateProduct(arithmetic, space.cotangents, at(operand.xBar, c, i, g, space), space.theta, weights.offset() + block,
                  space.cotangents, t, q);
            }
          }
        }
      }
    }
  }

  /** {@code to += conj(a) b} on every mode. */
  private <A> void addConjugateProduct(Arithmetic<A> arithmetic, A to, int t, A a, int i, A b, int j, int q) {
    arithmetic.addProduct(to, t, 1, a, i, b, j, real + q);
    arithmetic.addProduct(to, t + real, 1, a, i + real + q, b, j + real + q, q);
    arithmetic.addProduct(to, t + real + q, 1, a, i + real, b, j + real + q, q);
    arithmetic.addProduct(to, t + real + q, -1, a, i + real + q, b, j + real, q);
  }

  @Override
  public <A> void jacobian(Workspace<A> space) {
    throw new AssertionError("a program that couples lanes has no Jacobian lane by lane");
  }
}
