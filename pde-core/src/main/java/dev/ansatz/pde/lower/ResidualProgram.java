package dev.ansatz.pde.lower;

import dev.ansatz.engine.kernel.Kernel;
import dev.ansatz.engine.kernel.KernelBuilder;
import dev.ansatz.engine.kernel.Scalar;
import dev.ansatz.pde.expr.Call;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Elementary;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Integral;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Piecewise;
import dev.ansatz.pde.expr.PointValue;
import dev.ansatz.pde.expr.Power;
import dev.ansatz.pde.expr.Product;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.Tabulated;
import dev.ansatz.pde.expr.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions lowered to a pointwise kernel: the one bridge from statement to engine. Kernel input i is the value of
 * {@code inputs.get(i)}: a coordinate (LANE), a parameter (UNIFORM), a field or a {@code Partial} of a field (LANE), or a
 * {@code Tabulated} of coordinates and parameters (LANE), whose values {@link Pointwise} finds. Tables of one axis with at most
 * {@value TableLookup#MOST_NODES} nodes are part of the kernel and may depend on fields.
 * Kernel output j (LANE) is the j-th lowered expression.
 *
 * @param inputs the leaves that the expressions use: coordinates with time first, then parameters by name, then
 *     fields and partial derivatives by field and within a field by degree, then tables
 */
public record ResidualProgram(List<Expr> inputs, Kernel kernel) {
  public ResidualProgram {
    inputs = List.copyOf(inputs);
  }

  /**
   * Lowers the normal forms of the expressions.
   *
   * @throws IllegalArgumentException if one holds what has no value at a point by itself: a normal derivative (see
   *     {@link Lowering#onPart}), a trace, an integral, a point value, or a large table of a field
   */
  public static ResidualProgram of(List<? extends Expr> expressions) {
    List<Expr> normal = expressions.stream().map(Lowering::normalForm).toList();
    List<Expr> inputs = Leaves.of(normal);
    var lowered = new Lowered(Kernel.builder());
    for (Expr input : inputs) {
      var extent = input instanceof Parameter ? Kernel.Extent.UNIFORM : Kernel.Extent.LANE;
      lowered.scalars.put(input, lowered.builder.input(input.toString(), extent));
    }
    for (int j = 0; j < normal.size(); j++) {
      lowered.builder.store("r" + j, lowered.scalar(normal.get(j)));
    }
    return new ResidualProgram(inputs, lowered.builder.build());
  }

  /**
   * The normal forms of expressions as values in a graph that is being built.
   *
   * @param leaves the values of the coordinates, parameters, fields and partial derivatives in them, at least one
   * @throws IllegalArgumentException as for {@link #of}, and if a leaf has no value
   */
  public static List<Scalar> within(Map<? extends Expr, Scalar> leaves, List<? extends Expr> expressions) {
    List<Expr> normal = expressions.stream().map(Lowering::normalForm).toList();
    List<Expr> missing = Leaves.of(normal).stream().filter(leaf -> !leaves.containsKey(leaf)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no values are given for " + missing);
    }
    var lowered = new Lowered(leaves.values().iterator().next().builder());
    lowered.scalars.putAll(leaves);
    return normal.stream().map(lowered::scalar).toList();
  }

  private static final class Lowered {
    final KernelBuilder builder;
    final Map<Expr, Scalar> scalars = new HashMap<>();

    Lowered(KernelBuilder builder) {
      this.builder = builder;
    }

    Scalar scalar(Expr e) {
      Scalar known = scalars.get(e);
      if (known != null) {
        return known;
      }
      Scalar scalar =
          switch (e) {
            case Const(double value) -> builder.constant(value);
            case Sum sum -> sum(sum);
            case Product product -> product(product.factors());
            case Power power -> power(power);
            case Call call -> call(call.function(), call.arguments().stream().map(this::scalar).toList());
            case Piecewise piecewise -> piecewise(piecewise);
            case Tabulated table when TableLookup.isInKernel(table) ->
                TableLookup.lowered(table, scalar(table.arguments().getFirst()), builder);
            case Tabulated table -> throw new IllegalArgumentException(
                table + " depends on a field: only a table of one axis with at most " + TableLookup.MOST_NODES + " nodes may");
            case Integral _, PointValue _, Trace _ ->
                throw new IllegalArgumentException(e + " has no value at a point by itself");
            default -> throw new AssertionError("not a leaf of the normal form: " + e);
          };
      scalars.put(e, scalar);
      return scalar;
    }

    private Scalar piecewise(Piecewise piecewise) {
      Scalar value = scalar(piecewise.otherwise());
      for (Piecewise.Case c : piecewise.cases().reversed()) {
        Scalar rest = value;
        value = scalar(c.value());
        for (Piecewise.Comparison k : c.conditions().reversed()) {
          Scalar left = scalar(k.left());
          Scalar right = scalar(k.right());
          value = k.strict() ? left.ifLess(right, value, rest) : right.ifLess(left, rest, value);
        }
      }
      return value;
    }

    private Scalar sum(Sum sum) {
      return sum.terms().stream().map(this::scalar).reduce(Scalar::plus).orElseThrow();
    }

    /** One division by the product of the denominators; a sign goes outside, where a sum becomes a difference. */
    private Scalar product(List<Expr> factors) {
      var above = new ArrayList<Scalar>();
      var below = new ArrayList<Scalar>();
      boolean negative = false;
      for (Expr factor : factors) {
        if (factor instanceof Const(double value) && value < 0) {
          negative = !negative;
          if (value != -1) {
            above.add(builder.constant(-value));
          }
        } else if (factor instanceof Power(Expr base, Const(double exponent)) && exponent < 0) {
          below.add(scalar(base.pow(-exponent)));
        } else {
          above.add(scalar(factor));
        }
      }
      Scalar product = above.stream().reduce(Scalar::times).orElseGet(() -> builder.constant(1));
      if (!below.isEmpty()) {
        product = product.over(below.stream().reduce(Scalar::times).orElseThrow());
      }
      return negative ? product.negate() : product;
    }

    private Scalar power(Power power) {
      Scalar base = scalar(power.base());
      if (!(power.exponent() instanceof Const(double exponent))) {
        return base.pow(scalar(power.exponent()));
      }
      if (exponent < 0) {
        return scalar(power.base().pow(-exponent)).reciprocal();
      }
      double whole = Math.floor(exponent);
      if (whole <= MOST_MULTIPLIED && exponent == whole) {
        return base.pow((int) whole);
      }
      if (whole <= MOST_MULTIPLIED && exponent - whole == 0.5) {
        Scalar root = base.apply(Scalar.Function.SQRT);
        return whole == 0 ? root : root.times(base.pow((int) whole));
      }
      return base.pow(builder.constant(exponent));
    }

    /** Beyond it the general power is as fast and rounds less. */
    private static final int MOST_MULTIPLIED = 64;

    private Scalar call(Elementary function, List<Scalar> arguments) {
      return switch (function) {
        case MIN -> arguments.stream().reduce(Scalar::min).orElseThrow();
        case MAX -> arguments.stream().reduce(Scalar::max).orElseThrow();
        case ATAN2 -> arguments.get(0).atan2(arguments.get(1));
        default -> arguments.getFirst().apply(Scalar.Function.valueOf(function.name()));
      };
    }
  }
}
