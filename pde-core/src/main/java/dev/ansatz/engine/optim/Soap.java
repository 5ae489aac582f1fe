package dev.ansatz.engine.optim;

import dev.ansatz.engine.program.ParameterBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * SOAP: Adam in the eigenbases of Shampoo's preconditioners, which are learned for each weight matrix.
 *
 * <p>For the gradient G of an r × c matrix, L ← β₂L + (1−β₂)GGᵀ and R ← β₂R + (1−β₂)GᵀG have the eigenbases Q_L and Q_R. With the
 * moments M of G and V of (Q_LᵀGQ_R)², the update is Q_L N Q_Rᵀ, N = (Q_LᵀM̂Q_R)/(√V̂ + ε). The bases come from an eigenvalue
 * decomposition at the first step and follow by one power iteration and a QR factorisation every few steps. Vectors, and sides longer
 * than a limit, keep the identity as basis: all else failing, this is {@link Adam}.
 *
 * <p>A step costs some 6rc(r+c) operations per matrix beside the gradient, and 2(r³+c³) where bases are renewed. Against networks'
 * gradients over thousands of points that is little for widths to 256.
 *
 * <p>Source: N. Vyas et al., SOAP: improving and stabilizing Shampoo using Adam, ICLR 2025, arXiv:2409.11321; for physics-informed
 * networks S. Wang et al., arXiv:2502.00604. Deviation: the first gradient already moves θ (by U Vᵀ of its singular value
 * decomposition, times η), where the authors' program only starts the bases with it.
 */
public final class Soap implements GradientOptimizer {
  private final LongToDoubleFunction learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final int every;
  private final List<Preconditioned> matrices = new ArrayList<>();
  private final double[] g;
  private final double[] m;
  private final double[] v;
  private final double[] update;
  private long t;

  /**
   * @param parameters the length of θ
   * @param blocks the weight matrices inside θ; elements of θ in none of them are treated as vectors
   * @param learningRate η for step 0, 1, …
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon positive
   * @param every steps between renewals of the bases, at least 1
   * @param longest sides longer than this are not preconditioned
   * @throws IllegalArgumentException if a block reaches beyond θ
   */
  public Soap(int parameters, List<ParameterBlock> blocks, LongToDoubleFunction learningRate, double beta1, double beta2,
      double epsilon, int every, int longest) {
    for (ParameterBlock block : blocks) {
      if (block.offset() < 0 || block.offset() + block.size() > parameters) {
        throw new IllegalArgumentException("the block '" + block.name() + "' ends at " + (block.offset() + block.size())
            + ", beyond the " + parameters + " parameters");
      }
    }
    if (every < 1) {
      throw new IllegalArgumentException("the bases are renewed every " + every + " steps; it must be at least 1");
    }
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.every = every;
    g = new double[parameters];
    m = new double[parameters];
    v = new double[parameters];
    update = new double[parameters];
    for (ParameterBlock block : blocks) {
      if (block.rows() > 1 && block.columns() > 1) {
        matrices.add(new Preconditioned(block, block.rows() <= longest, block.columns() <= longest));
      }
    }
  }

  /** β₁ = 0.95, β₂ = 0.95, ε = 1e-8, bases renewed every 2 steps, sides to 1000: good for networks. */
  public Soap(int parameters, List<ParameterBlock> blocks, LongToDoubleFunction learningRate) {
    this(parameters, blocks, learningRate, 0.95, 0.95, 1e-8, 2, 1000);
  }

  @Override
  public double step(Objective objective, double[] theta) {
    double value = objective.gradient(theta, g);
    if (!Double.isFinite(value) || !Vectors.isFinite(g)) {
      return Double.NaN;
    }
    double rate = learningRate.applyAsDouble(t);
    t++;
    for (int q = 0; q < m.length; q++) {
      m[q] = beta1 * m[q] + (1 - beta1) * g[q];
    }
    if (t == 1) {
      matrices.forEach(Preconditioned::begin);
    }
    System.arraycopy(m, 0, update, 0, m.length);
    matrices.forEach(Preconditioned::rotate);
    double correction1 = 1 - Math.pow(beta1, t);
    double correction2 = 1 - Math.pow(beta2, t);
    for (int q = 0; q < m.length; q++) {
      v[q] = beta2 * v[q] + (1 - beta2) * g[q] * g[q];
      update[q] = (update[q] / correction1) / (Math.sqrt(v[q] / correction2) + epsilon);
    }
    matrices.forEach(Preconditioned::rotateBack);
    for (int q = 0; q < m.length; q++) {
      theta[q] -= rate * update[q];
    }
    if (t > 1) {
      boolean renew = t % every == 0;
      matrices.forEach(matrix -> matrix.follow(renew));
    }
    return value;
  }

  /** Nothing to forget: the moments are kept. */
  @Override
  public void objectiveChanged() {}

  @Override
  public Map<String, double[]> state() {
    var state = new LinkedHashMap<String, double[]>();
    state.put("t", SavedState.of(t));
    state.put("m", m.clone());
    state.put("v", v.clone());
    for (Preconditioned matrix : matrices) {
      for (Side side : matrix.sides) {
        state.put(side.name + ".moment", side.moment.getData().clone());
        state.put(side.name + ".basis", side.basis.getData().clone());
      }
    }
    return state;
  }

  @Override
  public void restore(Map<String, double[]> state) {
    var saved = new SavedState(state).expect("t", 1).expect("m", m.length).expect("v", v.length);
    for (Preconditioned matrix : matrices) {
      for (Side side : matrix.sides) {
        saved.expect(side.name + ".moment", side.order * side.order).expect(side.name + ".basis", side.order * side.order);
      }
    }
    saved.check();
    t = (long) saved.number("t");
    saved.copy("m", m);
    saved.copy("v", v);
    for (Preconditioned matrix : matrices) {
      for (Side side : matrix.sides) {
        saved.copy(side.name + ".moment", side.moment.getData());
        saved.copy(side.name + ".basis", side.basis.getData());
      }
    }
  }

  /** L or R of one matrix. */
  private static final class Side {
    final String name;
    final int order;
    final DMatrixRMaj moment;
    final DMatrixRMaj basis;
    private final DMatrixRMaj product;

    Side(String name, int order) {
      this.name = name;
      this.order = order;
      moment = new DMatrixRMaj(order, order);
      basis = CommonOps_DDRM.identity(order);
      product = new DMatrixRMaj(order, order);
    }

    /** The basis of eigenvectors, by falling eigenvalue. */
    void decompose() {
      var eigen = DecompositionFactory_DDRM.eig(order, true, true);
      if (!eigen.decompose(moment.copy())) {
        return;
      }
      int[] falling = IntStream.range(0, order).boxed()
          .sorted((i, j) -> Double.compare(eigen.getEigenvalue(j).getReal(), eigen.getEigenvalue(i).getReal()))
          .mapToInt(i -> i).toArray();
      for (int j = 0; j < order; j++) {
        DMatrixRMaj vector = eigen.getEigenVector(falling[j]);
        for (int i = 0; i < order; i++) {
          basis.unsafe_set(i, j, vector.get(i));
        }
      }
    }

    /** One step of orthogonal iteration; returns where each new basis vector was in the old order. */
    int[] iterate() {
      CommonOps_DDRM.mult(moment, basis, product);
      double[] eigenvalues = new double[order];
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          eigenvalues[j] += basis.unsafe_get(i, j) * product.unsafe_get(i, j);
        }
      }
      int[] falling = IntStream.range(0, order).boxed().sorted((i, j) -> Double.compare(eigenvalues[j], eigenvalues[i]))
          .mapToInt(i -> i).toArray();
      var sorted = new DMatrixRMaj(order, order);
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          sorted.unsafe_set(i, j, product.unsafe_get(i, falling[j]));
        }
      }
      var qr = DecompositionFactory_DDRM.qr(order, order);
      if (!qr.decompose(sorted)) {
        return IntStream.range(0, order).toArray();
      }
      qr.getQ(basis, false);
      return falling;
    }
  }

  /** One weight matrix with its sides, either of which may be without preconditioner. */
  private final class Preconditioned {
    private final ParameterBlock block;
    private final Side left;
    private final Side right;
    final List<Side> sides = new ArrayList<>();
    private final DMatrixRMaj gradient;
    private final DMatrixRMaj a;
    private final DMatrixRMaj b;

    Preconditioned(ParameterBlock block, boolean leftToo, boolean rightToo) {
      this.block = block;
      left = leftToo ? new Side(block.name() + ".left", block.rows()) : null;
      right = rightToo ? new Side(block.name() + ".right", block.columns()) : null;
      if (leftToo) {
        sides.add(left);
      }
      if (rightToo) {
        sides.add(right);
      }
      gradient = new DMatrixRMaj(block.rows(), block.columns());
      a = new DMatrixRMaj(block.rows(), block.columns());
      b = new DMatrixRMaj(block.rows(), block.columns());
    }

    void begin() {
      load(g, gradient);
      accumulate();
      sides.forEach(Side::decompose);
    }

    /** Takes g and the update into the eigenbases, keeping the gradient itself. */
    void rotate() {
      load(g, gradient);
      turn(g, true);
      turn(update, true);
    }

    void rotateBack() {
      turn(update, false);
    }

    void follow(boolean renew) {
      accumulate();
      if (!renew) {
        return;
      }
      // the second moments go with their basis vectors
      int[] rows = left == null ? IntStream.range(0, block.rows()).toArray() : left.iterate();
      int[] columns = right == null ? IntStream.range(0, block.columns()).toArray() : right.iterate();
      double[] old = Arrays.copyOfRange(v, block.offset(), block.offset() + block.size());
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns.length; j++) {
          v[block.offset() + i * columns.length + j] = old[rows[i] * columns.length + columns[j]];
        }
      }
    }

    private void accumulate() {
      if (left != null) {
        CommonOps_DDRM.scale(beta2, left.moment);
        CommonOps_DDRM.multAddTransB(1 - beta2, gradient, gradient, left.moment);
      }
      if (right != null) {
        CommonOps_DDRM.scale(beta2, right.moment);
        CommonOps_DDRM.multAddTransA(1 - beta2, gradient, gradient, right.moment);
      }
    }

    private void load(double[] from, DMatrixRMaj matrix) {
      System.arraycopy(from, block.offset(), matrix.getData(), 0, block.size());
    }

    /** X ← Q_LᵀXQ_R, or back. */
    private void turn(double[] x, boolean into) {
      load(x, a);
      DMatrixRMaj from = a;
      DMatrixRMaj to = b;
      if (left != null) {
        if (into) {
          CommonOps_DDRM.multTransA(left.basis, from, to);
        } else {
          CommonOps_DDRM.mult(left.basis, from, to);
        }
        from = b;
        to = a;
      }
      if (right != null) {
        if (into) {
          CommonOps_DDRM.mult(from, right.basis, to);
        } else {
          CommonOps_DDRM.multTransB(from, right.basis, to);
        }
        from = to;
      }
      System.arraycopy(from.getData(), 0, x, block.offset(), block.size());
    }
  }
}
