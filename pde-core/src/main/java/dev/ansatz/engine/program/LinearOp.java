package dev.ansatz.engine.program;

import dev.ansatz.engine.array.LaneProduct;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** {@code y = Wᵀx (+ b on channel 0)}: the same matrix on every channel, since it is linear. W is {@code [in][out]}. */
final class LinearOp implements Op {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private final Value x;
  private final Value y;
  private final ParameterBlock weights;
  private final ParameterBlock bias;
  private boolean wantsOperand;
  private boolean addsOperand;
  private boolean addsWeights;
  private boolean addsBias;

  LinearOp(Value x, Value y, ParameterBlock weights, ParameterBlock bias) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.bias = bias;
  }

  @Override
  public void planReverse(ReversePlan plan) {
    plan.reach(y);
    wantsOperand = plan.active.get(x.row());
    if (wantsOperand) {
      addsOperand = plan.claim(x);
    }
    addsWeights = plan.claimParameters(weights);
    addsBias = bias != null && plan.claimParameters(bias);
  }

  @Override
  public void forward(Workspace space) {
    multiply(space, space.theta, space.values, space.values, false);
    addBias(space, space.theta, space.values);
  }

  @Override
  public void jvp(Workspace space) {
    forward(space);
    multiply(space, space.direction, space.values, space.tangents, false);
    if (wantsOperand) {
      multiply(space, space.theta, space.tangents, space.tangents, true);
    }
    addBias(space, space.direction, space.tangents);
  }

  private void multiply(Workspace space, double[] parameters, double[] from, double[] to, boolean add) {
    LaneProduct.forward(x.channels(), x.features(), y.features(), x.lanes() * space.samples, parameters, weights.offset(),
        from, x.row() * space.samples, to, y.row() * space.samples, add);
  }

  private void addBias(Workspace space, double[] parameters, double[] to) {
    if (bias != null) {
      int n = y.lanes() * space.samples;
      for (int j = 0; j < y.features(); j++) {
        double b = parameters[bias.offset() + j];
        int at = y.row(0, j) * space.samples;
        for (int p = 0; p < n; p++) {
          to[at + p] += b;
        }
      }
    }
  }

  @Override
  public void backward(Workspace space) {
    int n = x.lanes() * space.samples;
    LaneProduct.gradient(x.channels(), x.features(), y.features(), n, space.values, x.row() * space.samples, space.cotangents,
        y.row() * space.samples, space.gradient, weights.offset());
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        int at = y.row(0, j) * space.samples;
        double sum = 0;
        for (int p = 0; p < n; p++) {
          sum += space.cotangents[at + p];
        }
        space.gradient[bias.offset() + j] += sum;
      }
    }
    backwardOperand(space);
  }

  private void backwardOperand(Workspace space) {
    if (wantsOperand) {
      LaneProduct.backward(x.channels(), x.features(), y.features(), x.lanes() * space.samples, space.theta, weights.offset(),
          space.cotangents, y.row() * space.samples, space.cotangents, x.row() * space.samples, addsOperand);
    }
  }

  @Override
  public void jacobian(Workspace space) {
    int n = x.lanes() * space.samples;
    for (int i = 0; i < x.features(); i++) {
      for (int j = 0; j < y.features(); j++) {
        int column = (weights.offset() + i * y.features() + j) * space.jacobianStride + space.jacobianOffset;
        outer(space, i, j, column, addsWeights);
      }
    }
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        int column = (bias.offset() + j) * space.jacobianStride + space.jacobianOffset;
        int at = y.row(0, j) * space.samples;
        for (int p = 0; p < n; p++) {
          space.jacobian[column + p] = space.cotangents[at + p] + (addsBias ? space.jacobian[column + p] : 0);
        }
      }
    }
    backwardOperand(space);
  }

  /** Writes Σ_c x[c][i][p] ȳ[c][j][p] for every lane p. */
  private void outer(Workspace space, int i, int j, int column, boolean add) {
    int n = x.lanes() * space.samples;
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      var sum = add ? DoubleVector.fromArray(SPECIES, space.jacobian, column + p) : DoubleVector.zero(SPECIES);
      for (int c = 0; c < x.channels(); c++) {
        var operand = DoubleVector.fromArray(SPECIES, space.values, x.row(c, i) * space.samples + p);
        sum = operand.fma(DoubleVector.fromArray(SPECIES, space.cotangents, y.row(c, j) * space.samples + p), sum);
      }
      sum.intoArray(space.jacobian, column + p);
    }
    for (int p = body; p < n; p++) {
      double sum = add ? space.jacobian[column + p] : 0;
      for (int c = 0; c < x.channels(); c++) {
        sum = Math.fma(space.values[x.row(c, i) * space.samples + p], space.cotangents[y.row(c, j) * space.samples + p], sum);
      }
      space.jacobian[column + p] = sum;
    }
  }
}
