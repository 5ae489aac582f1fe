package dev.ansatz.engine.kernel;

/** Functions of vectors evaluated lane by lane: a is in the first {@code lanes} elements, b in the next, where the result goes. */
final class Lanewise {
  private Lanewise() {}

  static void apply(Op op, double[] ab, int lanes) {
    for (int p = 0; p < lanes; p++) {
      ab[lanes + p] = Arithmetic.apply(op, ab[p], ab[lanes + p]);
    }
  }

  static void apply(Op op, float[] ab, int lanes) {
    for (int p = 0; p < lanes; p++) {
      ab[lanes + p] = (float) Arithmetic.apply(op, ab[p], ab[lanes + p]);
    }
  }

  static void beyond(Op op, double[] ab, int lanes, double limit) {
    for (int p = 0; p < lanes; p++) {
      if (Math.abs(ab[p]) > limit) {
        ab[lanes + p] = Arithmetic.apply(op, ab[p], 0);
      }
    }
  }

  static void beyond(Op op, float[] ab, int lanes, double limit) {
    for (int p = 0; p < lanes; p++) {
      if (Math.abs(ab[p]) > limit) {
        ab[lanes + p] = (float) Arithmetic.apply(op, ab[p], 0);
      }
    }
  }
}
