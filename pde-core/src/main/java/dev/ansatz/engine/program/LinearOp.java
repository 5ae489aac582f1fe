package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;

/** {@code y = Wᵀx (+ b on channel 0)}: the same matrix on every channel, since it is linear. W is {@code [in][out]}. */
final class LinearOp implements UnaryOp {
  private final Operand operand;
  private final ParameterBlock weights;
  private final ParameterBlock bias;
  private boolean addsWeights;
  private boolean addsBias;

  LinearOp(Value x, Value y, ParameterBlock weights, ParameterBlock bias) {
    operand = new Operand(x, y);
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  public Operand operand() {
    return operand;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    operand.planReverse(plan);
    addsWeights = plan.claimParameters(weights);
    addsBias = bias != null && plan.claimParameters(bias);
  }

  @Override
  public void bind(Storage values, Storage cotangents) {
    operand.bind(values, cotangents, true);
  }

  @Override
  public <A> void forward(Workspace<A> space) {
    multiply(space, space.theta, space.values, space.values, false);
    addBias(space, space.theta, space.values);
  }

  @Override
  public <A> void jvp(Workspace<A> space) {
    forward(space);
    multiply(space, space.direction, space.values, space.tangents, false);
    if (operand.wanted) {
      multiply(space, space.theta, space.tangents, space.tangents, true);
    }
    addBias(space, space.direction, space.tangents);
  }

  private <A> void multiply(Workspace<A> space, A parameters, A from, A to, boolean add) {
    Value x = operand.x;
    Value y = operand.y;
    space.arithmetic.forward(x.channels(), x.features(), y.features(), x.lanes() * space.samples, parameters, weights.offset(),
        from, space.at(x.row()), to, space.at(y.row()), add);
  }

  private <A> void addBias(Workspace<A> space, A parameters, A to) {
    if (bias != null) {
      Value y = operand.y;
      for (int j = 0; j < y.features(); j++) {
        space.arithmetic.shift(to, space.at(y.row(0, j)), space.arithmetic.get(parameters, bias.offset() + j),
            y.lanes() * space.samples);
      }
    }
  }

  @Override
  public <A> void backward(Workspace<A> space) {
    Arithmetic<A> arithmetic = space.arithmetic;
    Value x = operand.x;
    Value y = operand.yBar;
    int n = x.lanes() * space.samples;
    arithmetic.gradient(x.channels(), x.features(), y.features(), n, space.values, space.at(x.row()), space.cotangents,
        space.at(y.row()), space.gradient, weights.offset());
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        space.put(space.gradient, bias.offset() + j, arithmetic.sum(space.cotangents, space.at(y.row(0, j)), n), true);
      }
    }
    backwardOperand(space);
  }

  private <A> void backwardOperand(Workspace<A> space) {
    if (operand.wanted) {
      Value x = operand.xBar;
      Value y = operand.yBar;
      space.arithmetic.backward(x.channels(), x.features(), y.features(), x.lanes() * space.samples, space.theta, weights.offset(),
          space.cotangents, space.at(y.row()), space.cotangents, space.at(x.row()), operand.adds);
    }
  }

  /** For weight (i, j) and lane p the sum Σ_c x[c][i][p] ȳ[c][j][p] over the channels. */
  @Override
  public <A> void jacobian(Workspace<A> space) {
    Arithmetic<A> arithmetic = space.arithmetic;
    Value x = operand.x;
    Value y = operand.yBar;
    int n = x.lanes() * space.samples;
    int xStep = x.features() * n;
    int yStep = y.features() * n;
    for (int i = 0; i < x.features(); i++) {
      for (int j = 0; j < y.features(); j++) {
        int column = (weights.offset() + i * y.features() + j) * space.jacobianStride + space.jacobianOffset;
        arithmetic.products(space.jacobian, column, addsWeights, 1, x.channels(), space.values, space.at(x.row(0, i)), xStep,
            space.cotangents, space.at(y.row(0, j)), yStep, n);
      }
    }
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        int column = (bias.offset() + j) * space.jacobianStride + space.jacobianOffset;
        if (!addsBias) {
          arithmetic.fill(space.jacobian, column, column + n, 0);
        }
        arithmetic.add(space.jacobian, column, 1, space.cotangents, space.at(y.row(0, j)), n);
      }
    }
    backwardOperand(space);
  }
}
