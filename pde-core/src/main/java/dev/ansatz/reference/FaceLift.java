package dev.ansatz.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The function that takes the data of one field's conditions on the faces and is zero at all other nodes, as coefficients of a
 * {@link TensorGrid}. Thread-confined.
 */
final class FaceLift {
  private final TensorGrid grid;
  private final BoundaryRows[] rows;
  private final Face[][] faces;
  private final boolean constant;

  /** One condition, the points of its face and room for its data. */
  private record Face(FaceCondition condition, double[][] x, double[] values, double[] data) {}

  /**
   * @param rows the field's, one for each non-periodic axis
   * @param conditions all conditions of the field
   */
  FaceLift(TensorGrid grid, BoundaryRows[] rows, List<FaceCondition> conditions) {
    this.grid = grid;
    this.rows = rows;
    constant = conditions.stream().allMatch(c -> c.value().isConstant());
    double[][] x = grid.basis(1).grid();
    faces = new Face[rows.length][];
    for (int a = 0; a < rows.length; a++) {
      int n = grid.intervals().get(a).points().length;
      int inner = inner(a) * grid.pointsAtNode();
      int coordinate = grid.coordinate(a);
      faces[a] = rows[a].sides().stream().map(side -> {
        var condition = conditions.stream().filter(c -> c.coordinate() == coordinate && c.side().equals(side)).findFirst().orElseThrow();
        int node = side.upper() ? n - 1 : 0;
        int[] on = IntStream.range(0, grid.points()).filter(p -> p / inner % n == node).toArray();
        double[][] at = Arrays.stream(x).map(row -> Arrays.stream(on).mapToDouble(p -> row[p]).toArray()).toArray(double[][]::new);
        return new Face(condition, at, new double[on.length], new double[grid.coefficients() / n]);
      }).toArray(Face[]::new);
    }
  }

  /** Nodes of the axes after {@code a}. */
  private int inner(int a) {
    int inner = 1;
    for (int b = a + 1; b < rows.length; b++) {
      inner *= grid.intervals().get(b).points().length;
    }
    return inner;
  }

  /** True if the data do not change with time. */
  boolean isConstant() {
    return constant;
  }

  /** Writes the coefficients of the function, or of its time derivative. */
  void evaluate(double t, boolean rate, double[] out) {
    Arrays.fill(out, 0);
    int outer = 1;
    for (int a = 0; a < rows.length; a++) {
      int n = grid.intervals().get(a).points().length;
      for (Face face : faces[a]) {
        data(face, t, rate);
      }
      // the ends are filled one axis after another, so that the condition of the last one holds where faces meet
      fill(a, outer, n, inner(a) * grid.width(), out);
      outer *= n;
    }
  }

  private void data(Face face, double t, boolean rate) {
    var source = rate ? face.condition.rate() : face.condition.value();
    source.evaluate(t, face.x, face.values);
    int points = grid.pointsAtNode();
    for (int node = 0; node * points < face.values.length; node++) {
      grid.writeNode(face.values, node * points, face.data, node * grid.width());
    }
  }

  private void fill(int a, int outer, int n, int inner, double[] out) {
    int[] fixed = rows[a].fixed();
    for (int o = 0; o < outer; o++) {
      for (int e = 0; e < fixed.length; e++) {
        int to = (o * n + fixed[e]) * inner;
        Arrays.fill(out, to, to + inner, 0);
        for (int j = 0; j < n; j++) {
          double w = rows[a].lift(e, j);
          if (w != 0) {
            for (int k = 0; k < inner; k++) {
              out[to + k] += w * out[(o * n + j) * inner + k];
            }
          }
        }
        for (int c = 0; c < fixed.length; c++) {
          double w = rows[a].solve(e, c);
          double[] data = faces[a][c].data;
          for (int k = 0; k < inner; k++) {
            out[to + k] += w * data[o * inner + k];
          }
        }
      }
    }
  }
}
