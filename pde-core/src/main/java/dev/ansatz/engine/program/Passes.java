package dev.ansatz.engine.program;

import dev.ansatz.engine.array.Arithmetic;

/**
 * The passes of an {@link Evaluation} in one precision. Parameters come and gradients go as doubles; between them everything is of
 * the element type, but for losses, which are summed in double precision.
 */
final class Passes<A> {
  /** More than the threads of any machine this is tuned for, so that any number of them is kept evenly busy. */
  private static final int SEGMENTS = 16;

  /** Numbers that the gradients of all segments may take together, unless that left less than four segments. */
  private static final int GRADIENTS = 1 << 24;

  /** Two vectors of the widest kind, single or double. */
  static final int PADDING = 16;

  private final Arithmetic<A> arithmetic;
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
  private final A constants;
  private final Workspace<A>[] spaces;
  private final A[] gradients;
  /** Jacobians of a chunk, one for each thread, where they cannot be written to their place at once. */
  private final A[] jacobians;
  private final double[] losses;

  // arguments of the pass under way
  private A theta;
  private A direction;
  private double[] results;
  private int resultsOffset;
  private double[] jacobian;
  private int jacobianStride;
  private int jacobianOffset;
  private double[] outputWeights;
  private double[] laneWeights;

  // kept, so that a pass allocates nothing
  private A roundedTheta;
  private A roundedDirection;
  private final Executor.Task valuesTask = this::valuesOf;
  private final Executor.Task gradientTask = this::gradientOf;
  private final Executor.Task jacobianTask = this::jacobianOf;
  private final Executor.Task vjpTask = this::vjpOf;
  private final Executor.Task jvpTask = this::jvpOf;
  private final Executor.Task gaussNewtonTask = this::gaussNewtonOf;

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be made otherwise
  Passes(Arithmetic<A> arithmetic, Executor executor, Program program, double[][] points, int chunk) {
    this.arithmetic = arithmetic;
    this.executor = executor;
    this.program = program;
    this.points = points;
    this.chunk = chunk;
    samples = points[0].length / program.lanes();
    width = program.output().lanes();
    lanes = samples * width;
    int chunks = (samples + chunk - 1) / chunk;
    segments = Math.min(chunks, Math.clamp(GRADIENTS / Math.max(1, program.parameters()), 4, SEGMENTS));
    constants = arithmetic.allocate(program.constants());
    spaces = new Workspace[executor.threads()];
    gradients = arithmetic.references(segments);
    jacobians = arithmetic.references(executor.threads());
    losses = new double[segments];
  }

  int lanes() {
    return lanes;
  }

  void constant(int number, double value) {
    arithmetic.set(constants, number, value);
  }

  private void begin(double[] parameters) {
    theta = arithmetic.rounded(parameters, roundedTheta);
    roundedTheta = theta;
  }

  private void begin(double[] parameters, double[] along) {
    begin(parameters);
    direction = arithmetic.rounded(along, roundedDirection);
    roundedDirection = direction;
  }

  void values(double[] parameters, double[] to, int offset) {
    begin(parameters);
    results = to;
    resultsOffset = offset;
    executor.run(segments, valuesTask);
  }

  double squares(double[] parameters, double[] ofOutputs, double[] ofLanes, double[] gradient) {
    begin(parameters);
    outputWeights = ofOutputs;
    laneWeights = ofLanes;
    sum(gradientTask, gradient);
    double loss = 0;
    for (int s = 0; s < segments; s++) {
      loss += losses[s];
    }
    return loss;
  }

  void vjp(double[] parameters, double[] cotangents, int offset, double[] gradient) {
    begin(parameters);
    results = cotangents;
    resultsOffset = offset;
    sum(vjpTask, gradient);
  }

  void jvp(double[] parameters, double[] along, double[] to, int offset) {
    begin(parameters, along);
    results = to;
    resultsOffset = offset;
    executor.run(segments, jvpTask);
  }

  void gaussNewton(double[] parameters, double[] along, double[] ofOutputs, double[] ofLanes, double[] product) {
    begin(parameters, along);
    outputWeights = ofOutputs;
    laneWeights = ofLanes;
    sum(gaussNewtonTask, product);
  }

  void jacobian(double[] parameters, double[] ofOutputs, double[] ofLanes, double[] residuals, double[] to, int stride, int offset) {
    begin(parameters);
    outputWeights = ofOutputs;
    laneWeights = ofLanes;
    results = residuals;
    resultsOffset = offset;
    jacobian = to;
    jacobianStride = stride;
    jacobianOffset = offset;
    executor.run(segments, jacobianTask);
  }

  /** Runs a task that fills the gradients of its segments and adds them up in order. */
  private void sum(Executor.Task task, double[] gradient) {
    for (int s = 0; s < segments; s++) {
      if (gradients[s] == null) {
        gradients[s] = arithmetic.allocate(program.parameters());
      }
    }
    executor.run(segments, task);
    for (int s = 0; s < segments; s++) {
      arithmetic.accumulate(gradients[s], gradient);
    }
  }

  private int firstChunk(int segment) {
    int chunks = (samples + chunk - 1) / chunk;
    return (int) ((long) chunks * segment / segments);
  }

  private Workspace<A> space(int worker) {
    if (spaces[worker] == null) {
      spaces[worker] = new Workspace<>(arithmetic, program, Math.min(chunk, padded(samples)), constants);
    }
    spaces[worker].theta = theta;
    return spaces[worker];
  }

  private Workspace<A> tangentSpace(int worker) {
    Workspace<A> space = space(worker);
    if (space.tangents == null) {
      space.tangents = arithmetic.allocateOnLines(program.rows() * Math.min(chunk, padded(samples)));
    }
    space.direction = direction;
    return space;
  }

  private Workspace<A> reverseSpace(Workspace<A> space, int segment) {
    space.gradient = gradients[segment];
    arithmetic.fill(space.gradient, 0, program.parameters(), 0);
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
  private int load(Workspace<A> space, int from, boolean pad) {
    int own = Math.min(chunk, samples - from);
    space.samples = pad ? Math.min(chunk, padded(own)) : own;
    int m = program.lanes();
    int n = m * space.samples;
    for (int i = 0; i < points.length; i++) {
      int at = space.at(i * m);
      arithmetic.load(points[i], from * m, space.values, at, own * m);
      arithmetic.fill(space.values, at + own * m, at + n, points[i][(from + own) * m - 1]);
    }
    return own;
  }

  /** Loads one chunk and runs the program forward over it; returns how many results are its own. */
  private int forward(Workspace<A> space, int from) {
    int own = load(space, from, true);
    program.forward(space);
    return own * width;
  }

  private int jvp(Workspace<A> space, int from) {
    int own = load(space, from, true);
    program.jvp(space);
    return own * width;
  }

  /** The cotangents of results that only fill up the chunk are zero, so that they add nothing to a gradient. */
  private void clearPadding(Workspace<A> space, int output, int own) {
    int at = cotangentAt(space, output);
    arithmetic.fill(space.cotangents, at + own, at + width * space.samples, 0);
  }

  /** Where an output begins in the rows of a workspace. */
  private int at(Workspace<A> space, int output) {
    return space.at(program.output().row() + output * width);
  }

  /** Where the cotangent of an output begins. */
  private int cotangentAt(Workspace<A> space, int output) {
    return space.at(program.outputCotangent().row() + output * width);
  }

  private double weight(int output, int lane) {
    return outputWeights[output] * (laneWeights == null ? 1 : laneWeights[lane]);
  }

  private void store(Workspace<A> space, A rows, int from, int own) {
    for (int k = 0; k < program.outputs(); k++) {
      arithmetic.store(rows, at(space, k), results, resultsOffset + k * lanes + from * width, own);
    }
  }

  private void valuesOf(int worker, int segment) {
    Workspace<A> space = space(worker);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = forward(space, c * chunk);
      store(space, space.values, c * chunk, own);
    }
  }

  private void jvpOf(int worker, int segment) {
    Workspace<A> space = tangentSpace(worker);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = jvp(space, c * chunk);
      store(space, space.tangents, c * chunk, own);
    }
  }

  private void gradientOf(int worker, int segment) {
    Workspace<A> space = reverseSpace(space(worker), segment);
    double loss = 0;
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = forward(space, c * chunk);
      int from = c * chunk * width;
      for (int k = 0; k < program.outputs(); k++) {
        int at = at(space, k);
        int bar = cotangentAt(space, k);
        clearPadding(space, k, own);
        for (int p = 0; p < own; p++) {
          double weight = weight(k, from + p);
          double y = arithmetic.get(space.values, at + p);
          loss += weight * y * y;
          arithmetic.set(space.cotangents, bar + p, 2 * weight * y);
        }
      }
      program.backward(space);
    }
    losses[segment] = loss;
  }

  private void vjpOf(int worker, int segment) {
    Workspace<A> space = reverseSpace(space(worker), segment);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = forward(space, c * chunk);
      for (int k = 0; k < program.outputs(); k++) {
        clearPadding(space, k, own);
        arithmetic.load(results, resultsOffset + k * lanes + c * chunk * width, space.cotangents, cotangentAt(space, k), own);
      }
      program.backward(space);
    }
  }

  private void gaussNewtonOf(int worker, int segment) {
    Workspace<A> space = reverseSpace(tangentSpace(worker), segment);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      int own = jvp(space, c * chunk);
      for (int k = 0; k < program.outputs(); k++) {
        int at = at(space, k);
        int bar = cotangentAt(space, k);
        clearPadding(space, k, own);
        for (int p = 0; p < own; p++) {
          arithmetic.set(space.cotangents, bar + p, weight(k, c * chunk * width + p) * arithmetic.get(space.tangents, at + p));
        }
      }
      program.backward(space);
    }
  }

  private void jacobianOf(int worker, int segment) {
    Workspace<A> space = space(worker);
    A whole = arithmetic.same(jacobian);
    for (int c = firstChunk(segment); c < firstChunk(segment + 1); c++) {
      // the Jacobian has no room for lanes that only fill up the chunk
      int n = width * load(space, c * chunk, false);
      program.forward(space);
      int from = c * chunk * width;
      for (int k = 0; k < program.outputs(); k++) {
        arithmetic.fill(space.cotangents, cotangentAt(space, 0), cotangentAt(space, program.outputs()), 0);
        int at = at(space, k);
        int bar = cotangentAt(space, k);
        for (int p = 0; p < n; p++) {
          double scale = Math.sqrt(weight(k, from + p));
          arithmetic.set(space.cotangents, bar + p, scale);
          results[resultsOffset + k * lanes + from + p] = scale * arithmetic.get(space.values, at + p);
        }
        int to = jacobianOffset + k * lanes + from;
        if (whole != null) {
          target(space, whole, jacobianStride, to);
          program.jacobian(space);
        } else {
          target(space, jacobianOfChunk(worker), n, 0);
          program.jacobian(space);
          for (int q = 0; q < program.parameters(); q++) {
            arithmetic.store(space.jacobian, q * n, jacobian, q * jacobianStride + to, n);
          }
        }
      }
    }
  }

  private void target(Workspace<A> space, A array, int stride, int offset) {
    space.jacobian = array;
    space.jacobianStride = stride;
    space.jacobianOffset = offset;
  }

  private A jacobianOfChunk(int worker) {
    if (jacobians[worker] == null) {
      jacobians[worker] = arithmetic.allocate(program.parameters() * width * Math.min(chunk, samples));
    }
    return jacobians[worker];
  }
}
