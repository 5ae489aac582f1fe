package dev.ansatz.engine.array;

/**
 * The register tiles of {@link LaneProduct} for one element type: {@code A} is {@code double[]} or {@code float[]}.
 *
 * <p>Every sum runs in the order of its index, one fused multiply–add a term, so that a result does not depend on the
 * tile it falls in.
 */
interface LaneTiles<A> {
  /** Elements of a vector. */
  int vectorLength();

  /** Largest number of rows of {@link #multiply}. */
  int maxRows();

  /** Largest number of rows of {@link #outer}. */
  int outerRows();

  /** Largest number of columns of {@link #products}. */
  int productColumns();

  /** Largest number of rows of {@link #products} with so many columns. */
  int productRows(int columns);

  /** {@code to[t0 + k*rows + r] = w[w0 + k*wk + r*wj]} for k < depth, r < rows. */
  void packWeights(int depth, int rows, A w, int w0, int wk, int wj, A to, int t0);

  /** {@code to[t0 + k*n + p] = x[x0 + k*xk + p]} for k < depth, p < n, where n is that number of vectors: 1 to 4. */
  void packLanes(int vectors, int depth, A x, int x0, int xk, A to, int t0);

  /**
   * {@code y[y0 + q*yp + r*yj + p] = from[f0 + q*fp + r*fj + p] + Σ_k w[w0 + k*rows + r] x[x0 + q*xp + k*xk + p]} over q < panels and 1
   * or 2 vectors of p, or up to 4 for at most half of {@link #maxRows}; {@code w} is packed, and each panel of x too if {@code xk} is 0.
   * Without {@code from}, which may be null, the sums start at zero.
   */
  void multiply(int rows, int vectors, int depth, int panels, A w, int w0, A x, int x0, int xp, int xk, A from, int f0, int fp, int fj, A y,
      int y0, int yp, int yj);

  /** {@code to[t0 + p*stride + s] = g[g0 + s*row + p]} for p and s below the vector length. */
  void transpose(A g, int g0, int row, A to, int t0, int stride);

  /**
   * {@code y[y0 + r*yj + s] += Σ_p x[x0 + r*row + p] g[g0 + p*n + s]} over p < depth and the n elements s of 1 or 2
   * vectors, so g is a packed transpose.
   */
  void outer(int rows, int vectors, int depth, A x, int x0, int row, A g, int g0, A y, int y0, int yj);

  /**
   * {@code totals[(r*columns + s)*length + l] += Σ_c Σ_p x[x0 + c*xc + r*row + p] g[g0 + c*gc + s*row + p]} over the c < channels and,
   * for each, the p < lanes with p mod length = l: lanes is a multiple of the vector length, columns at most {@link #productColumns} and
   * rows at most {@link #productRows}.
   */
  void products(int rows, int columns, int channels, int lanes, int row, A x, int x0, int xc, A g, int g0, int gc, A totals);

  /** Adds the lanes of total r*columns + s, in order, to {@code y[y0 + r*yr + s*ys]}. */
  void addLanes(int rows, int columns, A totals, A y, int y0, int yr, int ys);
}
