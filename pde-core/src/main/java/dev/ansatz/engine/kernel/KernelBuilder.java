package dev.ansatz.engine.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Builds a {@link Kernel} as a hash-consed graph: equal sub-expressions are one node. Not thread-safe.
 *
 * <p>Nodes are simplified locally, where IEEE arithmetic gives the same result but for the sign of a zero: constants are
 * folded; {@code x + 0}, {@code x - 0}, {@code 1 x}, {@code x / 1} are x; {@code 0 - x} and {@code -1 x} are {@code -x};
 * signs move outwards through products and quotients and into sums; division by a power of two is multiplication.
 * {@code 0 x} stays, since it is NaN for infinite x, and nothing is reassociated. Zeros that derivatives bring in by structure
 * are never built.
 */
public final class KernelBuilder {
  private final List<Kernel.Input> inputs = new ArrayList<>();
  private final List<Kernel.Output> outputs = new ArrayList<>();
  private final List<Integer> results = new ArrayList<>();
  private final List<Instruction> code = new ArrayList<>();
  private final Map<Instruction, Scalar> nodes = new HashMap<>();

  KernelBuilder() {}

  /** A new input, after those there are; names are for reading only and need not differ. */
  public Scalar input(String name, Kernel.Extent extent) {
    inputs.add(new Kernel.Input(name, extent));
    return intern(Instruction.input(inputs.size() - 1));
  }

  public Scalar constant(double value) {
    return intern(Instruction.constant(value));
  }

  /** A LANE output, stored. */
  public void store(String name, Scalar value) {
    output(new Kernel.Output(name, Kernel.Extent.LANE), value);
  }

  /**
   * A ROW or UNIFORM output: the value summed over the lanes (and rows), added to the target.
   *
   * @throws IllegalArgumentException if the extent is LANE
   */
  public void sum(String name, Scalar value, Kernel.Extent extent) {
    if (extent == Kernel.Extent.LANE) {
      throw new IllegalArgumentException("the sum '" + name + "' must have extent ROW or UNIFORM; use store for LANE");
    }
    output(new Kernel.Output(name, extent), value);
  }

  void output(Kernel.Output output, Scalar value) {
    own(value);
    outputs.add(output);
    results.add(value.id);
  }

  /**
   * The derivative of {@code value} with respect to an input, in the same graph; in time proportional to the graph below
   * {@code value}.
   *
   * @throws IllegalArgumentException if {@code wrt} is not an input
   */
  public Scalar derivative(Scalar value, Scalar wrt) {
    own(value);
    own(wrt);
    if (instruction(wrt.id).op() != Op.INPUT) {
      throw new IllegalArgumentException("derivatives are with respect to inputs, but this is: " + wrt);
    }
    var tangents = new Scalar[value.id + 1];
    if (wrt.id <= value.id) {
      tangents[wrt.id] = constant(1);
    }
    boolean[] needed = Kernel.reachable(code, new int[] {value.id});
    for (int i = 0; i <= value.id; i++) {
      if (needed[i] && tangents[i] == null) {
        tangents[i] = Differentiation.tangent(this, code.get(i), node(i), this::node, tangents);
      }
    }
    Scalar tangent = tangents[value.id];
    return tangent == null ? constant(0) : tangent;
  }

  /**
   * Copies another kernel's graph into this one, with {@code arguments} in place of its inputs.
   *
   * @return the values of its outputs (of a sum: what is summed)
   */
  public List<Scalar> inline(Kernel kernel, List<Scalar> arguments) {
    if (arguments.size() != kernel.inputs().size()) {
      throw new IllegalArgumentException(
          "a kernel of " + kernel.inputs().size() + " inputs was given " + arguments.size() + " arguments");
    }
    arguments.forEach(this::own);
    Scalar[] values = copy(kernel, arguments);
    var list = new ArrayList<Scalar>();
    for (int result : kernel.results()) {
      list.add(values[result]);
    }
    return List.copyOf(list);
  }

  Scalar[] copy(Kernel kernel, List<Scalar> arguments) {
    var values = new Scalar[kernel.code().size()];
    for (int i = 0; i < values.length; i++) {
      Instruction instruction = kernel.code().get(i);
      values[i] = instruction.op() == Op.INPUT ? arguments.get(instruction.a()) : rebuild(instruction, k -> values[k]);
    }
    return values;
  }

  /** The same operation on other operands. */
  Scalar rebuild(Instruction i, IntFunction<Scalar> values) {
    return switch (i.operands()) {
      case 0 -> intern(i);
      case 1 -> unary(i.op(), values.apply(i.a()));
      case 2 -> binary(i.op(), values.apply(i.a()), values.apply(i.b()));
      default -> select(values.apply(i.a()), values.apply(i.b()), values.apply(i.c()));
    };
  }

  /**
   * The kernel, without the nodes that no output needs; inputs stay even if nothing reads them.
   *
   * @throws IllegalStateException if there is no output
   */
  public Kernel build() {
    if (outputs.isEmpty()) {
      throw new IllegalStateException("a kernel needs an output: call store or sum");
    }
    return Kernel.of(inputs, outputs, code, results.stream().mapToInt(Integer::intValue).toArray());
  }

  // construction of nodes

  Instruction instruction(int id) {
    return code.get(id);
  }

  Scalar node(int id) {
    return nodes.get(code.get(id));
  }

  void own(Scalar scalar) {
    if (Objects.requireNonNull(scalar, "scalar").builder != this) {
      throw new IllegalArgumentException("a scalar of another builder: use inline to bring a kernel's graph over");
    }
  }

  Scalar unary(Op op, Scalar x) {
    own(x);
    Instruction i = code.get(x.id);
    if (i.op() == Op.CONSTANT) {
      return constant(Arithmetic.apply(op, i.value(), 0));
    }
    if (op == Op.NEG) {
      if (i.op() == Op.NEG) {
        return node(i.a());
      }
      if (i.op() == Op.SUB) {
        return binary(Op.SUB, node(i.b()), node(i.a()));
      }
    }
    return intern(Instruction.of(op, x.id, -1, -1));
  }

  Scalar binary(Op op, Scalar x, Scalar y) {
    own(x);
    own(y);
    Instruction i = code.get(x.id);
    Instruction j = code.get(y.id);
    boolean constantX = i.op() == Op.CONSTANT;
    boolean constantY = j.op() == Op.CONSTANT;
    if (constantX && constantY && op != Op.LESS) {
      return constant(Arithmetic.apply(op, i.value(), j.value()));
    }
    switch (op) {
      case ADD -> {
        if (constantX && i.value() == 0) {
          return y;
        }
        if (constantY && j.value() == 0) {
          return x;
        }
        if (j.op() == Op.NEG) {
          return binary(Op.SUB, x, node(j.a()));
        }
        if (i.op() == Op.NEG) {
          return binary(Op.SUB, y, node(i.a()));
        }
      }
      case SUB -> {
        if (constantY && j.value() == 0) {
          return x;
        }
        if (constantX && i.value() == 0) {
          return unary(Op.NEG, y);
        }
        if (j.op() == Op.NEG) {
          return binary(Op.ADD, x, node(j.a()));
        }
      }
      case MUL, DIV -> {
        if (constantY && j.value() == 1 || op == Op.MUL && constantX && i.value() == 1) {
          return constantY && j.value() == 1 ? x : y;
        }
        if (constantY && j.value() == -1) {
          return unary(Op.NEG, x);
        }
        if (op == Op.MUL && constantX && i.value() == -1) {
          return unary(Op.NEG, y);
        }
        if (i.op() == Op.NEG) {
          return unary(Op.NEG, binary(op, node(i.a()), y));
        }
        if (j.op() == Op.NEG) {
          return unary(Op.NEG, binary(op, x, node(j.a())));
        }
        if (op == Op.DIV && constantY && isPowerOfTwo(j.value())) {
          return binary(Op.MUL, x, constant(1 / j.value()));
        }
      }
      case MIN, MAX -> {
        if (x == y) {
          return x;
        }
      }
      default -> {}
    }
    // MIN and MAX keep their order, which decides their derivative at a tie
    if ((op == Op.ADD || op == Op.MUL) && x.id > y.id) {
      return intern(Instruction.of(op, y.id, x.id, -1));
    }
    return intern(Instruction.of(op, x.id, y.id, -1));
  }

  /** {@code yes} where {@code a < b}, else {@code no}. */
  Scalar selectLess(Scalar a, Scalar b, Scalar yes, Scalar no) {
    return yes == no ? yes : select(binary(Op.LESS, a, b), yes, no);
  }

  /** A node as it stands, not simplified. */
  Scalar raw(Op op, double value, Scalar... operands) {
    int n = operands.length;
    return intern(new Instruction(op, operands[0].id, n > 1 ? operands[1].id : -1, n > 2 ? operands[2].id : -1, value));
  }

  Scalar select(Scalar mask, Scalar yes, Scalar no) {
    own(mask);
    own(yes);
    own(no);
    return yes == no ? yes : intern(Instruction.of(Op.SELECT, mask.id, yes.id, no.id));
  }

  private static boolean isPowerOfTwo(double value) {
    int exponent = Math.getExponent(value);
    return Math.abs(exponent) <= 100 && Math.abs(value) == Math.scalb(1.0, exponent);
  }

  /** The node of an instruction as it stands. */
  Scalar intern(Instruction instruction) {
    return nodes.computeIfAbsent(instruction, i -> {
      code.add(i);
      return new Scalar(this, code.size() - 1);
    });
  }
}
