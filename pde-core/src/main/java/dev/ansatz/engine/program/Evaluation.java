package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;
import java.util.ArrayList;

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
  /**
   * Values and cotangents of a chunk. Measured with second-level caches of 512 KiB and 1 MiB: four layers of 128 units want 48 and 64 lanes
   * of doubles (64 take up to a third longer with the small cache, 32 a twelfth with the large one), and narrow ones are within 5 %
   * of their best from 96 to 256; with vectors of 64 bytes three layers of 20 units take 7 % longer at 128 than at 240.
   */
  private static final int CHUNK_BYTES = 1536 << 10;

  private final Program program;
  private final double[][] points;
  private final Passes<?> passes;

  /**
   * In double precision.
   *
   * @param executor shares out the chunks
   * @param program what is evaluated
   * @param points {@code [input row][lane]}, not copied and not changed
   * @throws IllegalArgumentException if the rows are not those of the program, differ in length, or are not of whole samples
   */
  public Evaluation(Executor executor, Program program, double[][] points) {
    this(executor, program, points, Arithmetic.f64());
  }

  /**
   * In the precision of {@code arithmetic}: points and parameters are rounded to it as they are read. Losses and the sums of the
   * gradients of several chunks are in double precision all the same.
   *
   * @param executor shares out the chunks
   * @param program what is evaluated
   * @param points {@code [input row][lane]}, not copied and not changed
   * @throws IllegalArgumentException if the rows are not those of the program, differ in length, or are not of whole samples
   */
  public Evaluation(Executor executor, Program program, double[][] points, Arithmetic<?> arithmetic) {
    this(executor, program, points, arithmetic, fittingChunk(program, arithmetic));
  }

  /** With so many samples to a chunk. */
  Evaluation(Executor executor, Program program, double[][] points, Arithmetic<?> arithmetic, int chunk) {
    check(program, points);
    this.program = program;
    this.points = points;
    passes = new Passes<>(arithmetic, executor, program, points, chunk);
  }

  private static int fittingChunk(Program program, Arithmetic<?> arithmetic) {
    int bytes = arithmetic.bytes();
    int fitting = CHUNK_BYTES / (bytes * (program.rows() + program.cotangentRows()));
    return program.lanes() == 1 ? Math.clamp(fitting / Passes.PADDING * Passes.PADDING, 384 / bytes, 1920 / bytes)
        : Math.clamp(fitting, 1, 512);
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
    return passes.lanes();
  }

  /** Input row {@code row} of a lane of the input. */
  public double point(int row, int lane) {
    return points[row][lane];
  }

  /** The length of {@link #values}: outputs × lanes. */
  public int size() {
    return program.outputs() * passes.lanes();
  }

  public Program program() {
    return program;
  }

  /** Sets a fixed scalar of the program. */
  public void constant(Argument.Constant constant, double value) {
    passes.constant(constant.number(), value);
  }

  /** Writes the outputs, {@code [output][lane]}, from {@code results[offset]} on. */
  public void values(double[] theta, double[] results, int offset) {
    passes.values(theta, results, offset);
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
    return passes.squares(theta, outputWeights, laneWeights, gradient);
  }

  /**
   * The product Jᵀc of the outputs' Jacobian, transposed, with cotangents: the reverse pass of any loss, c being its derivative by
   * the outputs.
   *
   * @param cotangents c, {@code [output][lane]} from {@code cotangents[offset]} on
   * @param gradient Jᵀc is ADDED here
   */
  public void vjp(double[] theta, double[] cotangents, int offset, double[] gradient) {
    passes.vjp(theta, cotangents, offset, gradient);
  }

  /**
   * The product Jd of the outputs' Jacobian with a direction in θ, by forward mode: about twice the work of {@link #values}.
   *
   * @param direction d, one per parameter
   * @param results Jd, {@code [output][lane]}, written from {@code results[offset]} on
   */
  public void jvp(double[] theta, double[] direction, double[] results, int offset) {
    passes.jvp(theta, direction, results, offset);
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
    passes.gaussNewton(theta, direction, outputWeights, laneWeights, product);
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
    passes.jacobian(theta, outputWeights, laneWeights, residuals, jacobian, stride, offset);
  }
}
