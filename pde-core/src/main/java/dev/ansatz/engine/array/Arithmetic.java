package dev.ansatz.engine.array;

import dev.ansatz.engine.kernel.CompiledKernel;

/**
 * What programs do with arrays of one element type: {@code A} is {@code double[]} or {@code float[]}. Numbers that go in and out one by
 * one are doubles, rounded to the element type where they are stored.
 *
 * <p>Pieces of arrays may be pieces of one array, but must not overlap unless they begin at the same place. Every element takes the same
 * operations wherever it stands in a piece, so that results do not depend on how lanes are cut.
 */
public sealed interface Arithmetic<A> permits DoubleArithmetic, FloatArithmetic {

  /** Double precision. */
  static Arithmetic<double[]> f64() {
    return DoubleArithmetic.F64;
  }

  /** Single precision. */
  static Arithmetic<float[]> f32() {
    return FloatArithmetic.F32;
  }

  /** Bytes of an element. */
  int bytes();

  /** An array of zeros. */
  A allocate(int length);

  /**
   * An array of zeros of at least {@code firstOnLine() + length} elements, whose element {@link #firstOnLine} is the first of a cache line
   * where that can be arranged: a vector that lies on one line is loaded and stored up to three times as fast as one across two.
   */
  A allocateOnLines(int length);

  /** See {@link #allocateOnLines}. */
  int firstOnLine();

  /** An array of so many arrays, all null. */
  A[] references(int length);

  double get(A a, int at);

  void set(A a, int at, double value);

  void fill(A a, int from, int to, double value);

  /** {@code array} itself where its type is A, else null. */
  A same(double[] array);

  /** {@code array} itself where its type is A, else {@code rounded} with its elements, or a new array if that is null or shorter. */
  A rounded(double[] array, A rounded);

  /** Rounds n elements. */
  void load(double[] from, int f, A to, int t, int n);

  void store(A from, int f, double[] to, int t, int n);

  /** {@code to += from}, all of it. */
  void accumulate(A from, double[] to);

  /** {@code to += factor from}. */
  void add(A to, int t, double factor, A from, int f, int n);

  /** {@code a += shift}. */
  void shift(A a, int at, double shift, int n);

  /**
   * {@code to[p] = Σ_c factor x_c[p] y_c[p]} (+ what is there if {@code add}), c below {@code terms}; x_c begins at {@code i + c * iStep},
   * y_c at {@code j + c * jStep}.
   */
  void products(A to, int t, boolean add, double factor, int terms, A x, int i, int iStep, A y, int j, int jStep, int n);

  /** {@code to += factor a b}. */
  default void addProduct(A to, int t, double factor, A a, int i, A b, int j, int n) {
    products(to, t, true, factor, 1, a, i, 0, b, j, 0, n);
  }

  /**
   * The sum of n elements: four partial sums of every fourth, which are then added up, and after them what is left of n.
   */
  double sum(A a, int at, int n);

  /** {@link LaneProduct#forward} in this precision. */
  void forward(int channels, int in, int out, int lanes, A w, int wOffset, A x, int xOffset, A y, int yOffset, boolean add);

  /** {@link LaneProduct#backward} in this precision. */
  void backward(int channels, int in, int out, int lanes, A w, int wOffset, A gy, int gyOffset, A gx, int gxOffset, boolean add);

  /** {@link LaneProduct#gradient} in this precision. */
  void gradient(int channels, int in, int out, int lanes, A x, int xOffset, A gy, int gyOffset, A gw, int gwOffset);

  /** Runs a kernel in this precision. */
  void run(CompiledKernel kernel, int rows, int lanes, A[] arrays, int[] offsets, int[] strides);
}
