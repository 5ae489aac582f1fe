package dev.ansatz.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pointwise computation: m outputs of k inputs, evaluated independently over rows × lanes. An immutable list of
 * instructions in static single assignment; {@link #toString} prints it.
 */
public final class Kernel {

  /** How an argument varies: with every lane, with the row only, or not at all. */
  public enum Extent { LANE, ROW, UNIFORM }

  public record Input(String name, Extent extent) {}

  /** LANE outputs are stored; ROW and UNIFORM outputs are sums over the lanes (and rows) ADDED to what is there. */
  public record Output(String name, Extent extent) {}

  private final List<Input> inputs;
  private final List<Output> outputs;
  private final List<Instruction> code;
  private final int[] results;

  private Kernel(List<Input> inputs, List<Output> outputs, List<Instruction> code, int[] results) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.code = List.copyOf(code);
    this.results = results;
  }

  /** Keeps what the results need, in the order given, numbered anew. */
  static Kernel of(List<Input> inputs, List<Output> outputs, List<Instruction> code, int[] results) {
    boolean[] needed = reachable(code, results);
    int[] number = new int[code.size()];
    var kept = new ArrayList<Instruction>();
    for (int k = 0; k < number.length; k++) {
      if (needed[k]) {
        number[k] = kept.size();
        kept.add(code.get(k).with(o -> number[o]));
      }
    }
    return new Kernel(inputs, outputs, kept, Arrays.stream(results).map(r -> number[r]).toArray());
  }

  /** Which instructions the roots need. */
  static boolean[] reachable(List<Instruction> code, int[] roots) {
    var needed = new boolean[code.size()];
    for (int root : roots) {
      needed[root] = true;
    }
    for (int k = needed.length - 1; k >= 0; k--) {
      if (needed[k]) {
        Instruction i = code.get(k);
        for (int o = 0; o < i.operands(); o++) {
          needed[i.operand(o)] = true;
        }
      }
    }
    return needed;
  }

  public static KernelBuilder builder() {
    return new KernelBuilder();
  }

  public List<Input> inputs() {
    return inputs;
  }

  public List<Output> outputs() {
    return outputs;
  }

  List<Instruction> code() {
    return code;
  }

  int[] results() {
    return results.clone();
  }

  /**
   * The reverse-mode derivative. Inputs: this kernel's inputs, then (for each LANE output {@code o} with
   * {@code saved.test(o)}) its saved value, then one cotangent per output with the output's extent. Outputs: one
   * cotangent for each input {@code i} with {@code wrt.test(i)}, with the input's extent. Sub-expressions equal to a
   * saved output are read instead of computed again. Inputs that the derivative does not need stay in the signature and
   * are never read: their arrays may be null.
   *
   * @throws IllegalArgumentException if no input passes {@code wrt}
   */
  public Kernel vjp(IntPredicate wrt, IntPredicate saved) {
    var builder = new KernelBuilder();
    var arguments = new ArrayList<Scalar>();
    for (Input input : inputs) {
      arguments.add(builder.input(input.name(), input.extent()));
    }
    var values = new Scalar[code.size()];
    for (int o = 0; o < results.length; o++) {
      if (outputs.get(o).extent() == Extent.LANE && saved.test(o)) {
        Scalar read = builder.input("saved(" + outputs.get(o).name() + ")", Extent.LANE);
        Op op = code.get(results[o]).op();
        if (op != Op.INPUT && op != Op.CONSTANT) {
          values[results[o]] = read;
        }
      }
    }
    var adjoints = new Scalar[code.size()];
    for (int o = 0; o < results.length; o++) {
      Scalar cotangent = builder.input("bar(" + outputs.get(o).name() + ")", outputs.get(o).extent());
      Scalar before = adjoints[results[o]];
      adjoints[results[o]] = before == null ? cotangent : before.plus(cotangent);
    }
    boolean[] active = new boolean[code.size()];
    for (int k = 0; k < values.length; k++) {
      Instruction i = code.get(k);
      if (values[k] == null) {
        values[k] = i.op() == Op.INPUT ? arguments.get(i.a()) : builder.rebuild(i, o -> values[o]);
      }
      active[k] = i.op() == Op.INPUT && wrt.test(i.a());
      for (int o = 0; o < i.operands(); o++) {
        active[k] |= active[i.operand(o)];
      }
    }
    var gradient = new Scalar[inputs.size()];
    for (int k = values.length - 1; k >= 0; k--) {
      Instruction i = code.get(k);
      if (adjoints[k] != null && active[k]) {
        if (i.op() == Op.INPUT) {
          gradient[i.a()] = adjoints[k];
        } else {
          Differentiation.adjoint(builder, i, values[k], o -> values[o], adjoints[k], active, adjoints);
        }
      }
    }
    boolean none = true;
    for (int n = 0; n < gradient.length; n++) {
      if (wrt.test(n)) {
        none = false;
        builder.output(new Output("bar(" + inputs.get(n).name() + ")", inputs.get(n).extent()),
            gradient[n] == null ? builder.constant(0) : gradient[n]);
      }
    }
    if (none) {
      throw new IllegalArgumentException("a vjp needs at least one input to differentiate with respect to");
    }
    return builder.build();
  }

  /** The forward-mode derivative. Inputs: this kernel's, then a tangent per input. Outputs: this kernel's, then their tangents. */
  public Kernel jvp() {
    var builder = new KernelBuilder();
    var arguments = new ArrayList<Scalar>();
    for (Input input : inputs) {
      arguments.add(builder.input(input.name(), input.extent()));
    }
    var directions = new ArrayList<Scalar>();
    for (Input input : inputs) {
      directions.add(builder.input("dot(" + input.name() + ")", input.extent()));
    }
    Scalar[] values = builder.copy(this, arguments);
    var tangents = new Scalar[values.length];
    for (int k = 0; k < values.length; k++) {
      Instruction i = code.get(k);
      tangents[k] = i.op() == Op.INPUT ? directions.get(i.a())
          : Differentiation.tangent(builder, i, values[k], o -> values[o], tangents);
    }
    for (int o = 0; o < results.length; o++) {
      builder.output(outputs.get(o), values[results[o]]);
    }
    for (int o = 0; o < results.length; o++) {
      Scalar tangent = tangents[results[o]];
      builder.output(new Output("dot(" + outputs.get(o).name() + ")", outputs.get(o).extent()),
          tangent == null ? builder.constant(0) : tangent);
    }
    return builder.build();
  }

  /** Equal if the same computation with the same names. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Kernel that && inputs.equals(that.inputs) && outputs.equals(that.outputs)
        && code.equals(that.code) && Arrays.equals(results, that.results);
  }

  @Override
  public int hashCode() {
    return 31 * code.hashCode() + Arrays.hashCode(results);
  }

  /** The instruction list, one line each. */
  @Override
  public String toString() {
    return Listing.of(inputs, outputs, code, results);
  }
}
