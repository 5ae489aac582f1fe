package dev.ansatz.engine.program;

import java.util.Arrays;

/**
 * A program on a fixed set of lanes: its values, the gradient of a weighted sum of their squares, and their Jacobian.
 *
 * <p>Lanes are cut into chunks that stay in the second-level cache through forward and reverse pass. Chunks are gathered into a
 * fixed number of segments, each summed in order by one thread, and segments are summed in order: every result is the same to the
 * bit for any number of threads. After the first call nothing is allocated.
 *
 * <p>Results over all lanes are laid out {@code [output][lane]}.
 */
public final class Evaluation {
  /** More than the threads of any machine this is tuned for, so that any number of them is kept evenly busy. */
  private static final int SEGMENTS = 16;

  /** A chunk's values and cotangents should leave room for the weights in a second-level cache of 1 MiB. */
  private static final int CHUNK_BYTES = 768 << 10;

  private final Executor executor;
  private final Program program;
  private final double[][] points;
  private final int lanes;
  private final int chunk;
  private final int segments;
  private final double[] constants;
  private final Workspace[] spaces;
  private final double[][] gradients;
  private final double[] losses;

  // arguments of the pass under way
  private double[] theta;
  private double[] results;
  private int resultsOffset;
  private double[] jacobian;
  private int jacobianStride;
  private int jacobianOffset;
  private double[] outputWeights;
  private double[] laneWeights;

  // kept, so that a pass allocates nothing
  private final Executor.Task valuesTask = this::valuesOf;
  private final Executor.Task gradientTask = this::gradientOf;
  private final Executor.Task jacobianTask = this::jacobianOf;

  /**
   * @param executor shares out the chunks
   * @param program what is evaluated
   * @param points {@code [input row][lane]}, not copied and not changed
   */
  public Evaluation(Executor executor, Program program, double[][] points) {
    if (points.length != program.inputs()) {
      throw new IllegalArgumentException("the program has " + program.inputs() + " input rows, not " + points.length);
    }
    this.executor = executor;
    this.program = program;
    this.points = points;
    lanes = points.length == 0 ? 0 : points[0].length;
    int fitting = CHUNK_BYTES / (2 * Double.BYTES * Math.max(1, program.rows()));
    chunk = Math.clamp(fitting / 16 * 16, 32, 512);
    int chunks = (lanes + chunk - 1) / chunk;
    segments = Math.min(SEGMENTS, chunks);
    constants = new double[program.constants()];
    spaces = new Workspace[executor.threads()];
    gradients = new double[segments][];
    losses = new double[segments];
  }

  /** How many lanes there are. */
  public int lanes() {
    return lanes;
  }

  /** Input row {@code row} of a lane. */
  public double point(int row, int lane) {
    return points[row][lane];
  }

  /** The length of {@link #values}: outputs × lanes. */
  public int size() {
    return program.outputs() * lanes;
  }

  public Program program() {
    return program;
  }

  /** Sets a fixed scalar of the program. */
  public void constant(Argument.Constant constant, double value) {
    constants[constant.number()] = value;
  }

  /** Writes the outputs, {@code [output][lane]}, from {@code results[offset]} on. */
  public void values(double[] theta, double[] results, int offset) {
    this.theta = theta;
    this.results = results;
    resultsOffset = offset;
    executor.run(segments, valuesTask);
  }

  /**
   * The loss L = Σ_k a_k Σ_p w_p y_kp² and its gradient.
   *
   * @param outputWeights a, one per output
   * @param laneWeights w, one per lane, or null for ones
   * @param gradient ∂L/∂θ is ADDED here
   * @return L
   */
  public double squares(double[] theta, double[] outputWeights, double[] laneWeights, double[] gradient) {
    this.theta = theta;
    this.outputWeights = outputWeights;
    this.laneWeights = laneWeights;
    for (int s = 0; s < segments; s++) {
      if (gradients[s] == null) {
        gradients[s] = new double[program.parameters()];
      }
    }
    executor.run(segments, gradientTask);
    double loss = 0;
    for (int s = 0; s < segments; s++) {
      loss += losses[s];
      double[] part = gradients[s];
      for (int q = 0; q < part.length; q++) {
        gradient[q] += part[q];
      }
    }
    return loss;
  }

  /**
   * The weighted residuals √(a_k w_p) y_kp and their Jacobian.
   *
   * @param residuals {@code [output][lane]}, written from {@code residuals[offset]} on
   * @param jacobian column-major: ∂(residual i)/∂θ_q is written to {@code q * stride + offset + i}
   */
  public void jacobian(double[] theta, double[] outputWeights, double[] laneWeights, double[] residuals, double[] jacobian,
      int stride, int offset) {
    this.theta = theta;
    this.outputWeights = outputWeights;
    this.laneWeights = laneWeights;
    this.results = residuals;
    resultsOffset = offset;
    this.jacobian = jacobian;
    jacobianStride = stride;
    jacobianOffset = offset;
    executor.run(segments, jacobianTask);
  }

  private int firstChunk(int segment) {
    int chunks = (lanes + chunk - 1) / chunk;
    return (int) ((long) chunks * segment / segments);
  }

  private Workspace space(int worker) {
    if (spaces[worker] == null) {
      spaces[worker] = new Workspace(program, chunk, constants);
    }
    spaces[worker].theta = theta;
    return spaces[worker];
  }

  /** Loads one chunk and runs the program forward over it. */
  private void forward(Workspace space, int from) {
    int n = Math.min(chunk, lanes - from);
    space.lanes = n;
    for (int i = 0; i < points.length; i++) {
      System.arraycopy(points[i], from, space.values, i * n, n);
    }
    program.forward(space);
  }

  private void valuesOf(int worker, int segment) {
    Workspace space = space(worker);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      forward(space, c * chunk);
      for (int k = 0; k < program.outputs(); k++) {
        System.arraycopy(space.values, (program.output().row() + k) * space.lanes, results,
            resultsOffset + k * lanes + c * chunk, space.lanes);
      }
    }
  }

  private void gradientOf(int worker, int segment) {
    Workspace space = space(worker);
    space.gradient = gradients[segment];
    Arrays.fill(space.gradient, 0);
    double loss = 0;
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      forward(space, c * chunk);
      for (int k = 0; k < program.outputs(); k++) {
        int at = (program.output().row() + k) * space.lanes;
        for (int p = 0; p < space.lanes; p++) {
          double weight = outputWeights[k] * (laneWeights == null ? 1 : laneWeights[c * chunk + p]);
          double y = space.values[at + p];
          loss += weight * y * y;
          space.cotangents[at + p] = 2 * weight * y;
        }
      }
      program.backward(space);
    }
    losses[segment] = loss;
  }

  private void jacobianOf(int worker, int segment) {
    Workspace space = space(worker);
    space.jacobian = jacobian;
    space.jacobianStride = jacobianStride;
    int first = program.output().row();
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int from = c * chunk;
      forward(space, from);
      int n = space.lanes;
      for (int k = 0; k < program.outputs(); k++) {
        Arrays.fill(space.cotangents, first * n, (first + program.outputs()) * n, 0);
        for (int p = 0; p < n; p++) {
          double scale = Math.sqrt(outputWeights[k] * (laneWeights == null ? 1 : laneWeights[from + p]));
          space.cotangents[(first + k) * n + p] = scale;
          results[resultsOffset + k * lanes + from + p] = scale * space.values[(first + k) * n + p];
        }
        space.jacobianOffset = jacobianOffset + k * lanes + from;
        program.jacobian(space);
      }
    }
  }
}
