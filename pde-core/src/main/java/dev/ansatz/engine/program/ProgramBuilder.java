package dev.ansatz.engine.program;

import dev.ansatz.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Builds a {@link Program}, operation after operation, each on values that are already there. */
public final class ProgramBuilder {
  private final List<Op> ops = new ArrayList<>();
  private final List<ParameterBlock> blocks = new ArrayList<>();
  private final Map<String, ParameterBlock> byName = new HashMap<>();
  private final Value input;
  private final NavigableMap<Integer, Integer> roots = new TreeMap<>();
  private final List<Integer> checkpoints = new ArrayList<>();
  private boolean built;
  private int rows;
  private int parameters;
  private int constants;
  private int kernelOps;
  private boolean couplesLanes;
  private final BitSet active = new BitSet();

  ProgramBuilder(int inputs, int lanes) {
    if (inputs < 1 || lanes < 1) {
      throw new IllegalArgumentException("a program needs an input row and a lane at least, not " + inputs + " and " + lanes);
    }
    input = allocate(1, inputs, lanes);
  }

  /** The program's input: one channel, one feature per input row. */
  public Value input() {
    return input;
  }

  /** The parameter block of a name: a new one, or the one that has this name and shape already (shared weights). */
  public ParameterBlock parameters(String name, int rowCount, int columns) {
    ParameterBlock known = byName.get(name);
    if (known != null) {
      if (known.rows() != rowCount || known.columns() != columns) {
        throw new IllegalArgumentException("parameters '" + name + "' are " + known.rows() + " × " + known.columns()
            + " already, not " + rowCount + " × " + columns);
      }
      return known;
    }
    var block = new ParameterBlock(name, parameters, rowCount, columns);
    parameters += block.size();
    blocks.add(block);
    byName.put(name, block);
    return block;
  }

  /** A new fixed scalar, to be set through {@link Evaluation#constant}; returns its argument. */
  public Argument.Constant constant() {
    return new Argument.Constant(constants++);
  }

  /** {@code Wᵀx + b} with W of {@code x.features() × out} in block {@code name + ".W"} and b, if wanted, in {@code name + ".b"}. */
  public Value linear(String name, Value x, int out, boolean bias) {
    var y = allocate(x.channels(), out, x.lanes());
    var weights = parameters(name + ".W", x.features(), out);
    ops.add(new LinearOp(x, y, weights, bias ? parameters(name + ".b", 1, out) : null));
    activate(y);
    return y;
  }

  /**
   * A kernel over {@code features} rows. Its outputs, all LANE, become the channels of the result.
   *
   * @throws IllegalArgumentException if the arguments do not fit the kernel's inputs, listing every misfit
   */
  public Value kernel(Kernel kernel, int features, List<? extends Argument> arguments) {
    check(kernel, features, arguments);
    int lanes = 1;
    boolean depends = false;
    for (Argument argument : arguments) {
      switch (argument) {
        case Argument.Lanes(Value value, int channel, int feature) -> {
          lanes = value.lanes();
          depends |= active.get(value.row(channel, feature));
        }
        case Argument.Broadcast(Value value, int channel, int feature) -> {
          lanes = value.lanes();
          depends |= active.get(value.row(channel, feature));
        }
        case Argument.Trainable _ -> depends = true;
        case Argument.Constant _, Argument.Fixed _ -> { }
      }
    }
    var y = allocate(kernel.outputs().size(), features, lanes);
    if (depends) {
      activate(y);
    }
    ops.add(new KernelOp(kernelOps++, kernel, List.copyOf(arguments), y));
    return y;
  }

  /** The values one after another along the features; they have the same channels and lanes. */
  public Value concat(List<Value> values) {
    Value first = values.getFirst();
    int features = 0;
    for (Value x : values) {
      if (x.channels() != first.channels() || x.lanes() != first.lanes()) {
        throw new IllegalArgumentException("values of " + first.channels() + " and " + x.channels() + " channels, "
            + first.lanes() + " and " + x.lanes() + " lanes per sample cannot be joined");
      }
      features += x.features();
    }
    var y = allocate(first.channels(), features, first.lanes());
    if (values.stream().anyMatch(x -> active.get(x.row()))) {
      activate(y);
    }
    int at = 0;
    for (Value x : values) {
      ops.add(new FixedOp(new FeatureCopy(0, at, x.features()), x, y));
      at += x.features();
    }
    return y;
  }

  /** A copy of the features {@code from} to {@code from + count - 1} of every channel. */
  public Value slice(Value x, int from, int count) {
    if (from < 0 || count < 1 || from + count > x.features()) {
      throw new IllegalArgumentException("features " + from + " to " + (from + count - 1) + " are not among " + x.features());
    }
    return fixed(new FeatureCopy(from, 0, count), x, count, x.lanes());
  }

  /** The sum over the features: one feature. */
  public Value sumFeatures(Value x) {
    return fixed(new FeatureSum(1), x, 1, x.lanes());
  }

  /** The mean over the features: one feature. */
  public Value meanFeatures(Value x) {
    return fixed(new FeatureSum(1.0 / x.features()), x, 1, x.lanes());
  }

  /** The sum over the lanes of a sample: one lane per sample. */
  public Value sumLanes(Value x) {
    return reduceLanes(x, 1);
  }

  /** The mean over the lanes of a sample: one lane per sample. */
  public Value meanLanes(Value x) {
    return reduceLanes(x, 1.0 / x.lanes());
  }

  private Value reduceLanes(Value x, double factor) {
    return fixed(new LaneMatrix(new int[x.lanes()], IntStream.range(0, x.lanes()).toArray(), factor), x, x.features(), 1);
  }

  /**
   * In every sample, y_e = x_{index[e]}: from nodes to edges, say, or from one lane to many.
   *
   * @param index a lane of x for each lane of the result
   */
  public Value gather(Value x, int... index) {
    int[] lanes = checked("gather", index, x.lanes());
    return fixed(new LaneMatrix(IntStream.range(0, lanes.length).toArray(), lanes, 1), x, x.features(), lanes.length);
  }

  /**
   * In every sample, y_p = Σ x_e over the e with {@code index[e] = p}, added in order: from edges to nodes, say. The transpose of
   * {@link #gather}.
   *
   * @param index a lane of the result for each lane of x
   * @param lanes of the result, per sample
   */
  public Value scatterAdd(Value x, int[] index, int lanes) {
    if (index.length != x.lanes()) {
      throw new IllegalArgumentException("scatterAdd needs an index for each of the " + x.lanes() + " lanes, not " + index.length);
    }
    int[] targets = checked("scatterAdd", index, lanes);
    return fixed(new LaneMatrix(targets, IntStream.range(0, targets.length).toArray(), 1), x, x.features(), lanes);
  }

  /**
   * The lanes of a sample as features: lane l of feature i becomes feature {@code i * lanes + l} of one lane per sample, which is how a
   * branch network reads the sensors of an input function.
   */
  public Value flattenLanes(Value x) {
    return fixed(new LaneFlattening(), x, x.features() * x.lanes(), 1);
  }

  private static int[] checked(String operation, int[] index, int lanes) {
    int[] copy = index.clone();
    int[] wrong = Arrays.stream(copy).filter(i -> i < 0 || i >= lanes).distinct().limit(5).toArray();
    if (wrong.length > 0 || copy.length == 0) {
      throw new IllegalArgumentException(operation + " needs indices of lanes 0 to " + (lanes - 1)
          + (copy.length == 0 ? ", not none" : ", not " + Arrays.toString(wrong)));
    }
    return copy;
  }

  /**
   * In every sample and row, y_p = exp x_p / Σ exp x_q over the lanes q in the segment of p: the weights of attention over the
   * edges that end in a node.
   *
   * @param x one channel
   * @param segment for each lane its segment, 0 or more
   */
  public Value segmentSoftmax(Value x, int... segment) {
    oneChannel("segmentSoftmax", x);
    if (segment.length != x.lanes() || Arrays.stream(segment).anyMatch(i -> i < 0)) {
      throw new IllegalArgumentException("segmentSoftmax needs a segment, 0 or more, for each of the " + x.lanes() + " lanes");
    }
    var y = allocate(1, x.features(), x.lanes());
    activateLike(x, y);
    ops.add(new SegmentSoftmaxOp(x, y, segment.clone()));
    couplesLanes = true;
    return y;
  }

  /**
   * y = (x − mean)/√(variance + ε) over the features of each lane (J. Ba, J. Kiros, G. Hinton, Layer normalization,
   * arXiv:1607.06450). Gain and bias, if wanted, are a kernel with ROW parameters.
   *
   * @param x one channel
   * @param epsilon added to the variance, which is Σ(x − mean)²/features; positive
   */
  public Value layerNorm(Value x, double epsilon) {
    oneChannel("layerNorm", x);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("layerNorm needs a positive epsilon, not " + epsilon);
    }
    var y = allocate(1, x.features(), x.lanes());
    activateLike(x, y);
    ops.add(new LayerNormOp(x, y, epsilon));
    return y;
  }

  /**
   * On every lane a product of two arrays of features, summed over the indices that the result lacks: {@code "ij,jk->ik"} is the
   * product of matrices, {@code "i,i->"} the inner product that joins branch and trunk of an operator network,
   * {@code "i,ij->j"} a matrix that a network made, applied. Features are the entries of the arrays, last index fastest.
   *
   * @param pattern two operands and a result
   * @param a one channel; its lanes are those of b
   * @param b one channel
   * @param sizes of the indices, in the order in which they first appear
   */
  public Value einsum(String pattern, Value a, Value b, int... sizes) {
    oneChannel("einsum", a);
    oneChannel("einsum", b);
    var einsum = Einsum.of(pattern, sizes);
    if (a.features() != einsum.leftSize() || b.features() != einsum.rightSize() || a.lanes() != b.lanes()) {
      throw new IllegalArgumentException("einsum " + pattern + " over " + Arrays.toString(sizes) + " needs " + einsum.leftSize() + " and "
          + einsum.rightSize() + " features on the same lanes, not " + a.features() + " on " + a.lanes() + " lanes per sample and "
          + b.features() + " on " + b.lanes());
    }
    var y = allocate(1, einsum.resultSize(), a.lanes());
    activateLike(a, y);
    activateLike(b, y);
    ops.add(new EinsumOp(einsum, a, b, y));
    return y;
  }

  /**
   * On every lane the product of two matrices that are its features, row by row.
   *
   * @param a {@code rows × inner}
   * @param b {@code inner × columns}
   */
  public Value batchedProduct(Value a, Value b, int rowCount, int inner, int columns) {
    return einsum("ij,jk->ik", a, b, rowCount, inner, columns);
  }

  /**
   * The Fourier coefficients of every row, as {@link FourierModes} defines them. The lanes of a sample are one or several grids, one
   * after another, and become as many sets of coefficients.
   */
  public Value fourier(Value x, FourierModes modes) {
    int grids = grids("fourier", x, modes.points());
    return fixed(new FourierMap(modes), x, x.features(), grids * modes.size());
  }

  /** The grid functions with these coefficients, those of other modes being zero: the transpose of {@link #fourier}. */
  public Value inverseFourier(Value x, FourierModes modes) {
    int grids = grids("inverseFourier", x, modes.size());
    return fixed(new FixedMap.Transposed(new FourierMap(modes)), x, x.features(), grids * modes.points());
  }

  private static int grids(String operation, Value x, int lanes) {
    if (x.lanes() % lanes != 0) {
      throw new IllegalArgumentException(operation + " needs a multiple of " + lanes + " lanes per sample, not " + x.lanes());
    }
    return x.lanes() / lanes;
  }

  /**
   * The first coefficients of the orthonormal cosine transform of type II along one axis:
   * X_k = √((2 − δ_k0)/n) Σ_j u_j cos(πk(j + ½)/n), Chebyshev coefficients up to a factor if the points are those of Gauss. The lanes
   * of a sample are {@code [outer][n][inner]}, those of the result {@code [outer][kept][inner]}.
   *
   * @param kept coefficients, 1 to n; with n the transform is an orthogonal matrix
   */
  public Value cosine(Value x, int n, int inner, int kept) {
    int blocks = blocks("cosine", x, n, inner, kept, n);
    return fixed(new CosineMap(n, inner, kept), x, x.features(), blocks * kept * inner);
  }

  /** The functions at n points with these coefficients, further ones being zero: the transpose of {@link #cosine}. */
  public Value inverseCosine(Value x, int n, int inner, int kept) {
    int blocks = blocks("inverseCosine", x, n, inner, kept, kept);
    return fixed(new FixedMap.Transposed(new CosineMap(n, inner, kept)), x, x.features(), blocks * n * inner);
  }

  private static int blocks(String operation, Value x, int n, int inner, int kept, int length) {
    if (kept < 1 || kept > n || inner < 1) {
      throw new IllegalArgumentException(operation + " keeps 1 to n coefficients along an axis with an inner stride of at least 1, not "
          + kept + " of " + n + " with stride " + inner);
    }
    return grids(operation, x, length * inner);
  }

  /**
   * The spectral convolution of Fourier neural operators (Z. Li et al., arXiv:2010.08895): on every mode k a complex matrix of its
   * own mixes the features, y_k = R_kᵀ x_k; modes k ≡ −k have a real one. Equivariant under translations. The parameters
   * {@code name + ".R"} are {@code (in · out) × modes.size()}, row {@code i * out + j} holding entry (i, j) of all matrices as the
   * coefficients of a row are laid out.
   *
   * @param x coefficients from {@link #fourier}
   */
  public Value mixModes(String name, Value x, FourierModes modes, int out) {
    return mix(name, x, modes.size(), modes.selfConjugate(), out);
  }

  /**
   * On every lane of {@code size} a real matrix of its own mixes the features, y_p = W_pᵀ x_p: the spectral layer of neural spectral
   * methods. The parameters {@code name + ".R"} are {@code (in · out) × size}.
   *
   * @param size lanes with matrices of their own; the lanes of a sample are a multiple of it
   */
  public Value mixLanes(String name, Value x, int size, int out) {
    return mix(name, x, size, size, out);
  }

  private Value mix(String name, Value x, int size, int real, int out) {
    grids("mixing", x, size);
    var weights = parameters(name + ".R", x.features() * out, size);
    var y = allocate(x.channels(), out, x.lanes());
    activate(y);
    ops.add(new ModeMixing(x, y, weights, real));
    couplesLanes = true;
    return y;
  }

  private Value fixed(FixedMap map, Value x, int features, int lanes) {
    var y = allocate(x.channels(), features, lanes);
    activateLike(x, y);
    ops.add(new FixedOp(map, x, y));
    couplesLanes |= map.couplesLanes();
    return y;
  }

  private void activateLike(Value x, Value y) {
    if (active.get(x.row())) {
      activate(y);
    }
  }

  private static void oneChannel(String operation, Value x) {
    if (x.channels() != 1) {
      throw new IllegalArgumentException(operation + " is for values of one channel, not " + x.channels()
          + ": it is not linear, so that derivatives need a rule of their own; use a kernel");
    }
  }

  private void check(Kernel kernel, int features, List<? extends Argument> arguments) {
    var faults = new ArrayList<String>();
    if (arguments.size() != kernel.inputs().size()) {
      faults.add("the kernel has " + kernel.inputs().size() + " inputs, not " + arguments.size());
    }
    var read = new BitSet();
    Set<ParameterBlock> blocksRead = new HashSet<>();
    Set<Integer> lanes = new TreeSet<>();
    for (int i = 0; i < Math.min(arguments.size(), kernel.inputs().size()); i++) {
      var input = kernel.inputs().get(i);
      String fault = switch (arguments.get(i)) {
        case Argument.Lanes(Value value, int channel, int feature) -> misfit(input, value, channel, feature, features, lanes, read);
        case Argument.Broadcast(Value value, int channel, int feature) -> misfit(input, value, channel, feature, 1, lanes, read);
        case Argument.Trainable(ParameterBlock block) ->
            input.extent() == Kernel.Extent.LANE || block.size() != (input.extent() == Kernel.Extent.ROW ? features : 1)
                ? "is " + input.extent() + " over " + features + " rows and cannot be parameters '" + block.name() + "' of size "
                    + block.size()
                : !blocksRead.add(block) ? "is the same parameters as another input" : null;
        case Argument.Fixed(List<Double> entries) -> input.extent() == Kernel.Extent.ROW && entries.size() == features ? null
            : "is " + input.extent() + " over " + features + " rows but is given " + entries.size() + " fixed entries";
        case Argument.Constant _ -> input.extent() == Kernel.Extent.UNIFORM ? null : "is " + input.extent() + " but is given a constant";
      };
      if (fault != null) {
        faults.add("input '" + input.name() + "' " + fault);
      }
    }
    for (var output : kernel.outputs()) {
      if (output.extent() != Kernel.Extent.LANE) {
        faults.add("output '" + output.name() + "' is a sum; only LANE outputs have lanes");
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  /** What is wrong with reading {@code count} features, or null; {@code read} gathers the rows whose cotangents are written. */
  private String misfit(Kernel.Input input, Value value, int channel, int feature, int count, Set<Integer> lanes, BitSet read) {
    if (input.extent() != Kernel.Extent.LANE) {
      return "is " + input.extent() + " but is given lanes";
    }
    if (feature + count > value.features()) {
      return "reads past the last feature of its value";
    }
    lanes.add(value.lanes());
    if (lanes.size() > 1) {
      return "has " + value.lanes() + " lanes per sample, another input " + lanes;
    }
    int first = value.row(channel, feature);
    int end = first + count * value.lanes();
    boolean free = true;
    for (int row = active.nextSetBit(first); row >= 0 && row < end; row = active.nextSetBit(row + 1)) {
      free &= !read.get(row);
      read.set(row);
    }
    return free ? null : "reads a value that another input reads";
  }

  private Value allocate(int channels, int features, int lanes) {
    var value = new Value(rows, channels, features, lanes);
    roots.put(rows, value.size());
    rows += value.size();
    return value;
  }

  private void activate(Value value) {
    active.set(value.row(), value.row() + value.size());
  }

  /**
   * Ends a segment. Of values made since the last checkpoint only those that later operations read are kept for the reverse pass; the
   * others are computed once more when it gets there, and share their memory with those of all other segments. One more forward pass buys
   * that for each reverse pass: with a checkpoint after each of n equal layers, memory for values falls to about a third, with one after
   * each √n-th layer from n to about 2 √n.
   */
  public void checkpoint() {
    checkpoints.add(ops.size());
  }

  /**
   * Finishes the program; {@code output} is what it returns.
   *
   * @throws IllegalStateException if this builder has built its program already
   */
  public Program build(Value output) {
    if (built) {
      throw new IllegalStateException("this builder has built its program; start another");
    }
    built = true;
    return new Program(input, roots, checkpoints.stream().mapToInt(Integer::intValue).toArray(), parameters, constants, kernelOps,
        couplesLanes, List.copyOf(ops), List.copyOf(blocks), output, active);
  }
}
