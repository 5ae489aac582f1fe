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
      addsOperand = plan.claimRows(x.row(), x.rows());
    }
    addsWeights = plan.claimParameters(weights);
    addsBias = bias != null && plan.claimParameters(bias);
  }

  @Override
  public void forward(Workspace space) {
    int n = space.lanes;
    LaneProduct.forward(x.channels(), x.features(), y.features(), n, space.theta, weights.offset(), space.values, x.row() * n,
        space.values, y.row() * n, false);
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        double b = space.theta[bias.offset() + j];
        int at = y.row(0, j) * n;
        for (int p = 0; p < n; p++) {
          space.values[at + p] += b;
        }
      }
    }
  }

  @Override
  public void backward(Workspace space) {
    int n = space.lanes;
    LaneProduct.gradient(x.channels(), x.features(), y.features(), n, space.values, x.row() * n, space.cotangents, y.row() * n,
        space.gradient, weights.offset());
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        int at = y.row(0, j) * n;
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
      int n = space.lanes;
      LaneProduct.backward(x.channels(), x.features(), y.features(), n, space.theta, weights.offset(), space.cotangents, y.row() * n,
          space.cotangents, x.row() * n, addsOperand);
    }
  }

  @Override
  public void jacobian(Workspace space) {
    int n = space.lanes;
    for (int i = 0; i < x.features(); i++) {
      for (int j = 0; j < y.features(); j++) {
        int column = (weights.offset() + i * y.features() + j) * space.jacobianStride + space.jacobianOffset;
        outer(space, i, j, column, addsWeights);
      }
    }
    if (bias != null) {
      for (int j = 0; j < y.features(); j++) {
        int column = (bias.offset() + j) * space.jacobianStride + space.jacobianOffset;
        int at = y.row(0, j) * n;
        for (int p = 0; p < n; p++) {
          space.jacobian[column + p] = space.cotangents[at + p] + (addsBias ? space.jacobian[column + p] : 0);
        }
      }
    }
    backwardOperand(space);
  }

  /** Writes Σ_c x[c][i][p] ȳ[c][j][p] for every lane p. */
  private void outer(Workspace space, int i, int j, int column, boolean add) {
    int n = space.lanes;
    int body = SPECIES.loopBound(n);
    for (int p = 0; p < body; p += SPECIES.length()) {
      var sum = add ? DoubleVector.fromArray(SPECIES, space.jacobian, column + p) : DoubleVector.zero(SPECIES);
      for (int c = 0; c < x.channels(); c++) {
        var operand = DoubleVector.fromArray(SPECIES, space.values, x.row(c, i) * n + p);
        sum = operand.fma(DoubleVector.fromArray(SPECIES, space.cotangents, y.row(c, j) * n + p), sum);
      }
      sum.intoArray(space.jacobian, column + p);
    }
    for (int p = body; p < n; p++) {
      double sum = add ? space.jacobian[column + p] : 0;
      for (int c = 0; c < x.channels(); c++) {
        sum = Math.fma(space.values[x.row(c, i) * n + p], space.cotangents[y.row(c, j) * n + p], sum);
      }
      space.jacobian[column + p] = sum;
    }
  }
}
