package dev.ansatz.reference;

/**
 * α u + β ∂u/∂x = g on one face of a box.
 *
 * @param field the number of u
 * @param coordinate the number of x among those of space
 * @param value g
 * @param rate ∂g/∂t
 */
record FaceCondition(int field, int coordinate, Side side, Data value, Data rate) {

  /** The left-hand side at one end of an axis, the derivative along the coordinate. */
  record Side(boolean upper, double alpha, double beta) {}

  /** A function of time and of the points of a face. */
  interface Data {
    /** Writes the values at {@code x[coordinate][point]}. */
    void evaluate(double t, double[][] x, double[] out);

    boolean isZero();

    /** True if it does not change with time. */
    boolean isConstant();
  }
}
