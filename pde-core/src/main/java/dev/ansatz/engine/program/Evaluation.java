package dev.ansatz.engine.program;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * A program on a fixed set of lanes: its values, the gradient of a weighted sum of their squares, their Jacobian, and the
 * Jacobian's products with vectors.
 *
 * <p>The lanes are those of consecutive samples. Whole samples are cut into chunks, which stay in the second-level cache through
 * forward and reverse pass unless a single sample is larger. Chunks are gathered into a fixed number of segments, each summed in
 * order by one thread, and segments are summed in order: every result is the same to the bit for any number of threads. After the
 * first call nothing is allocated, but by Fourier and cosine transforms whose length is not a power of two or above 8,192.
 *
 * <p>Results over all lanes are laid out {@code [output][lane]}. One caller at a time.
 */
public final class Evaluation {
  /** More than the threads of any machine this is tuned for, so that any number of them is kept evenly busy. */
  private static final int SEGMENTS = 16;

  /** Numbers that the gradients of all segments may take together, unless that left less than four segments. */
  private static final int GRADIENTS = 1 << 24;

  /**
   * Values and cotangents of a chunk. Measured with a second-level cache of 1 MiB: 64 lanes are best for four layers of 128 units (32
   * and 128 take 8 and 15 % longer), 128 for three of 20 (64 and 256 take 8 and 12 % longer).
   */
  private static final int CHUNK_BYTES = 1536 << 10;

  /** Two vectors of the widest kind, single or double. */
  private static final int PADDING = 16;

  private final Executor executor;
  private final Program program;
  private final double[][] points;
  private final int samples;
  private final int chunk;
  private final int segments;
  /** Lanes per sample of the result. */
  private final int width;
  /** Lanes of the result. */
  private final int lanes;
  private final double[] constants;
  private final Workspace[] spaces;
  private final double[][] gradients;
  private final double[] losses;

  // arguments of the pass under way
  private double[] theta;
  private double[] direction;
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
  private final Executor.Task vjpTask = this::vjpOf;
  private final Executor.Task jvpTask = this::jvpOf;
  private final Executor.Task gaussNewtonTask = this::gaussNewtonOf;

  /**
   * @param executor shares out the chunks
   * @param program what is evaluated
   * @param points {@code [input row][lane]}, not copied and not changed
   * @throws IllegalArgumentException if the rows are not those of the program, differ in length, or are not of whole samples
   */
  public Evaluation(Executor executor, Program program, double[][] points) {
    this(executor, program, points, fittingChunk(program));
  }

  /** With so many samples to a chunk. */
  Evaluation(Executor executor, Program program, double[][] points, int chunk) {
    check(program, points);
    this.executor = executor;
    this.program = program;
    this.points = points;
    samples = points[0].length / program.lanes();
    width = program.output().lanes();
    lanes = samples * width;
    this.chunk = chunk;
    int chunks = (samples + chunk - 1) / chunk;
    segments = Math.min(chunks, Math.clamp(GRADIENTS / Math.max(1, program.parameters()), 4, SEGMENTS));
    constants = new double[program.constants()];
    spaces = new Workspace[executor.threads()];
    gradients = new double[segments][];
    losses = new double[segments];
  }

  private static int fittingChunk(Program program) {
    int fitting = CHUNK_BYTES / (2 * Double.BYTES * program.rows());
    return program.lanes() == 1 ? Math.clamp(fitting / PADDING * PADDING, 64, 256) : Math.clamp(fitting, 1, 512);
  }

  private static void check(Program program, double[][] points) {
    if (points.length != program.inputs()) {
      throw new IllegalArgumentException("the program has " + program.inputs() + " input rows, not " + points.length);
    }
    int n = points[0].length;
    var faults = new ArrayList<String>();
    for (int i = 1; i < points.length; i++) {
      if (points[i].length != n) {
        faults.add("input row " + i + " has " + points[i].length + " lanes, row 0 has " + n);
      }
    }
    if (n % program.lanes() != 0) {
      faults.add(n + " lanes are not whole samples of " + program.lanes() + " lanes each");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  /** How many lanes the result has: samples × its lanes per sample. */
  public int lanes() {
    return lanes;
  }

  /** Input row {@code row} of a lane of the input. */
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
   * @param laneWeights w, one per lane of the result, or null for ones
   * @param gradient ∂L/∂θ is ADDED here
   * @return L
   */
  public double squares(double[] theta, double[] outputWeights, double[] laneWeights, double[] gradient) {
    this.theta = theta;
    this.outputWeights = outputWeights;
    this.laneWeights = laneWeights;
    sum(gradientTask, gradient);
    double loss = 0;
    for (int s = 0; s < segments; s++) {
      loss += losses[s];
    }
    return loss;
  }

  /**
   * The product Jᵀc of the outputs' Jacobian, transposed, with cotangents: the reverse pass of any loss, c being its derivative by
   * the outputs.
   *
   * @param cotangents c, {@code [output][lane]} from {@code cotangents[offset]} on
   * @param gradient Jᵀc is ADDED here
   */
  public void vjp(double[] theta, double[] cotangents, int offset, double[] gradient) {
    this.theta = theta;
    results = cotangents;
    resultsOffset = offset;
    sum(vjpTask, gradient);
  }

  /**
   * The product Jd of the outputs' Jacobian with a direction in θ, by forward mode: about twice the work of {@link #values}.
   *
   * @param direction d, one per parameter
   * @param results Jd, {@code [output][lane]}, written from {@code results[offset]} on
   */
  public void jvp(double[] theta, double[] direction, double[] results, int offset) {
    this.theta = theta;
    this.direction = direction;
    this.results = results;
    resultsOffset = offset;
    executor.run(segments, jvpTask);
  }

  /**
   * The Gauss–Newton product JᵀWJd, W = diag(a_k w_p): half the Gauss–Newton approximation of the Hessian of {@link #squares},
   * applied to a direction, in one forward and one reverse pass.
   *
   * @param direction d, one per parameter
   * @param outputWeights a, one per output
   * @param laneWeights w, one per lane of the result, or null for ones
   * @param product JᵀWJd is ADDED here
   */
  public void gaussNewton(double[] theta, double[] direction, double[] outputWeights, double[] laneWeights, double[] product) {
    this.theta = theta;
    this.direction = direction;
    this.outputWeights = outputWeights;
    this.laneWeights = laneWeights;
    sum(gaussNewtonTask, product);
  }

  /** Runs a task that fills the gradients of its segments and adds them up in order. */
  private void sum(Executor.Task task, double[] gradient) {
    for (int s = 0; s < segments; s++) {
      if (gradients[s] == null) {
        gradients[s] = new double[program.parameters()];
      }
    }
    executor.run(segments, task);
    for (int s = 0; s < segments; s++) {
      double[] part = gradients[s];
      for (int q = 0; q < part.length; q++) {
        gradient[q] += part[q];
      }
    }
  }

  /**
   * The weighted residuals √(a_k w_p) y_kp and their Jacobian.
   *
   * @param residuals {@code [output][lane]}, written from {@code residuals[offset]} on
   * @param jacobian column-major: ∂(residual i)/∂θ_q is written to {@code q * stride + offset + i}
   * @throws UnsupportedOperationException if the program couples lanes: a reverse pass per lane would be needed
   */
  public void jacobian(double[] theta, double[] outputWeights, double[] laneWeights, double[] residuals, double[] jacobian,
      int stride, int offset) {
    if (program.couplesLanes()) {
      throw new UnsupportedOperationException("the lanes of this program depend on one another, so that it has no Jacobian lane by lane; "
          + "use squares, vjp, jvp or gaussNewton");
    }
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
    int chunks = (samples + chunk - 1) / chunk;
    return (int) ((long) chunks * segment / segments);
  }

  private Workspace space(int worker) {
    if (spaces[worker] == null) {
      spaces[worker] = new Workspace(program, Math.min(chunk, padded(samples)), constants);
    }
    spaces[worker].theta = theta;
    return spaces[worker];
  }

  private Workspace tangentSpace(int worker) {
    Workspace space = space(worker);
    if (space.tangents == null) {
      space.tangents = new double[space.values.length];
    }
    space.direction = direction;
    return space;
  }

  private Workspace reverseSpace(Workspace space, int segment) {
    space.gradient = gradients[segment];
    Arrays.fill(space.gradient, 0);
    return space;
  }

  /**
   * Samples that a chunk of so many is run with: lanes of their own are filled up to a multiple of {@value #PADDING}, so that no kernel
   * and no product has a remainder. Those run too seldom for the JIT compiler ever to reach them, and would be interpreted for good.
   */
  private int padded(int own) {
    return program.lanes() == 1 ? (own + PADDING - 1) / PADDING * PADDING : own;
  }

  /** Loads one chunk; lanes that fill it up repeat the last point. Returns how many samples are its own. */
  private int load(Workspace space, int from, boolean pad) {
    int own = Math.min(chunk, samples - from);
    space.samples = pad ? Math.min(chunk, padded(own)) : own;
    int m = program.lanes();
    int n = m * space.samples;
    for (int i = 0; i < points.length; i++) {
      System.arraycopy(points[i], from * m, space.values, i * n, own * m);
      Arrays.fill(space.values, i * n + own * m, (i + 1) * n, points[i][(from + own) * m - 1]);
    }
    return own;
  }

  /** Loads one chunk and runs the program forward over it; returns how many results are its own. */
  private int forward(Workspace space, int from) {
    int own = load(space, from, true);
    program.forward(space);
    return own * width;
  }

  private int jvp(Workspace space, int from) {
    int own = load(space, from, true);
    program.jvp(space);
    return own * width;
  }

  /** The cotangents of results that only fill up the chunk are zero, so that they add nothing to a gradient. */
  private void clearPadding(Workspace space, int output, int own) {
    Arrays.fill(space.cotangents, at(space, output) + own, at(space, output) + width * space.samples, 0);
  }

  /** Where an output begins in the rows of a workspace. */
  private int at(Workspace space, int output) {
    return (program.output().row() + output * width) * space.samples;
  }

  private double weight(int output, int lane) {
    return outputWeights[output] * (laneWeights == null ? 1 : laneWeights[lane]);
  }

  private void store(Workspace space, double[] rows, int from, int own) {
    for (int k = 0; k < program.outputs(); k++) {
      System.arraycopy(rows, at(space, k), results, resultsOffset + k * lanes + from * width, own);
    }
  }

  private void valuesOf(int worker, int segment) {
    Workspace space = space(worker);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = forward(space, c * chunk);
      store(space, space.values, c * chunk, own);
    }
  }

  private void jvpOf(int worker, int segment) {
    Workspace space = tangentSpace(worker);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = jvp(space, c * chunk);
      store(space, space.tangents, c * chunk, own);
    }
  }

  private void gradientOf(int worker, int segment) {
    Workspace space = reverseSpace(space(worker), segment);
    double loss = 0;
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = forward(space, c * chunk);
      int from = c * chunk * width;
      for (int k = 0; k < program.outputs(); k++) {
        int at = at(space, k);
        clearPadding(space, k, own);
        for (int p = 0; p < own; p++) {
          double weight = weight(k, from + p);
          double y = space.values[at + p];
          loss += weight * y * y;
          space.cotangents[at + p] = 2 * weight * y;
        }
      }
      program.backward(space);
    }
    losses[segment] = loss;
  }

  private void vjpOf(int worker, int segment) {
    Workspace space = reverseSpace(space(worker), segment);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = forward(space, c * chunk);
      for (int k = 0; k < program.outputs(); k++) {
        clearPadding(space, k, own);
        System.arraycopy(results, resultsOffset + k * lanes + c * chunk * width, space.cotangents, at(space, k), own);
      }
      program.backward(space);
    }
  }

  private void gaussNewtonOf(int worker, int segment) {
    Workspace space = reverseSpace(tangentSpace(worker), segment);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = jvp(space, c * chunk);
      for (int k = 0; k < program.outputs(); k++) {
        int at = at(space, k);
        clearPadding(space, k, own);
        for (int p = 0; p < own; p++) {
          space.cotangents[at + p] = weight(k, c * chunk * width + p) * space.tangents[at + p];
        }
      }
      program.backward(space);
    }
  }

  private void jacobianOf(int worker, int segment) {
    Workspace space = space(worker);
    space.jacobian = jacobian;
    space.jacobianStride = jacobianStride;
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      // the Jacobian has no room for lanes that only fill up the chunk
      int n = width * load(space, c * chunk, false);
      program.forward(space);
      int from = c * chunk * width;
      for (int k = 0; k < program.outputs(); k++) {
        Arrays.fill(space.cotangents, at(space, 0), at(space, program.outputs()), 0);
        int at = at(space, k);
        for (int p = 0; p < n; p++) {
          double scale = Math.sqrt(weight(k, from + p));
          space.cotangents[at + p] = scale;
          results[resultsOffset + k * lanes + from + p] = scale * space.values[at + p];
        }
        space.jacobianOffset = jacobianOffset + k * lanes + from;
        program.jacobian(space);
      }
    }
  }
}
