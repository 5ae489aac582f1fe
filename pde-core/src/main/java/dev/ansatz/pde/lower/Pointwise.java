package dev.ansatz.pde.lower;

import dev.ansatz.engine.kernel.CompiledKernel;
import dev.ansatz.engine.kernel.Kernels;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Tabulated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions lowered for evaluation over many points: initial and boundary data, exact solutions, sources, and
 * residuals whose fields are given as arrays. Parameters have the values they carry. Thread-safe.
 */
public final class Pointwise {
  private final ResidualProgram program;
  private final CompiledKernel kernel;
  /** What the arguments of the program's tables are at the points. */
  private final Map<Tabulated, Pointwise> arguments = new LinkedHashMap<>();

  private Pointwise(ResidualProgram program, CompiledKernel kernel) {
    this.program = program;
    this.kernel = kernel;
    for (Expr input : program.inputs()) {
      if (input instanceof Tabulated table) {
        arguments.put(table, of(table.arguments()));
      }
    }
  }

  /**
   * The normal forms of the expressions, interpreted: the faster choice below some millions of evaluations, which a
   * compiled kernel needs to warm up.
   *
   * @throws IllegalArgumentException if one holds what has no value at a point by itself: see {@link ResidualProgram#of}
   */
  public static Pointwise of(List<? extends Expr> expressions) {
    var program = ResidualProgram.of(expressions);
    return new Pointwise(program, Kernels.interpret(program.kernel()));
  }

  public static Pointwise of(Expr... expressions) {
    return of(List.of(expressions));
  }

  /** The same, compiled: for the inner loop of a time integration. */
  public Pointwise compiled() {
    return new Pointwise(program, Kernels.compile(program.kernel()));
  }

  /** The coordinates, fields and partial derivatives whose values are needed, in canonical order. */
  public List<Expr> inputs() {
    var needed = new ArrayList<Expr>();
    for (Expr input : program.inputs()) {
      switch (input) {
        case Parameter _ -> { }
        case Tabulated table -> needed.addAll(arguments.get(table).inputs());
        default -> needed.add(input);
      }
    }
    return needed.stream().distinct().sorted(Leaves.CANONICAL).toList();
  }

  /**
   * The values of expressions free of fields.
   *
   * @param coordinates the meaning of the rows of {@code points}
   * @param points {@code [coordinate][lane]}
   * @return {@code [expression][lane]}
   * @throws IllegalArgumentException if a field or another coordinate is needed
   */
  public double[][] values(List<Coordinate> coordinates, double[][] points) {
    var given = new HashMap<Expr, double[]>();
    for (int i = 0; i < coordinates.size(); i++) {
      given.put(coordinates.get(i), points[i]);
    }
    return values(given, points.length == 0 ? 1 : points[0].length);
  }

  /**
   * The values at {@code lanes} points.
   *
   * @param given an array of at least {@code lanes} values for each of {@link #inputs()}; others are ignored
   * @return {@code [expression][lane]}
   * @throws IllegalArgumentException naming all inputs that are not given or too short
   */
  public double[][] values(Map<? extends Expr, double[]> given, int lanes) {
    List<Expr> missing =
        inputs().stream().filter(input -> given.get(input) == null || given.get(input).length < lanes).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no %d values are given for %s".formatted(lanes, missing));
    }
    int inputs = program.inputs().size();
    int outputs = program.kernel().outputs().size();
    double[][] arrays = new double[inputs + outputs][];
    for (int i = 0; i < inputs; i++) {
      arrays[i] = switch (program.inputs().get(i)) {
        case Parameter parameter -> new double[] {parameter.value()};
        case Tabulated table -> tabulated(table, arguments.get(table).values(given, lanes));
        case Expr input -> given.get(input);
      };
    }
    for (int j = 0; j < outputs; j++) {
      arrays[inputs + j] = new double[lanes];
    }
    int[] strides = new int[arrays.length];
    Arrays.fill(strides, lanes);
    kernel.run(1, lanes, arrays, new int[arrays.length], strides);
    return Arrays.copyOfRange(arrays, inputs, arrays.length);
  }

  private static double[] tabulated(Tabulated table, double[][] arguments) {
    int[] orders = table.orders().stream().mapToInt(Integer::intValue).toArray();
    double[] at = new double[orders.length];
    double[] values = new double[arguments[0].length];
    for (int p = 0; p < values.length; p++) {
      for (int i = 0; i < at.length; i++) {
        at[i] = arguments[i][p];
      }
      values[p] = table.table().value(at, orders);
    }
    return values;
  }
}
