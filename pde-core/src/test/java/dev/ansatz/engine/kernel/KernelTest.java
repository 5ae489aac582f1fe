package dev.ansatz.engine.kernel;

import static dev.ansatz.engine.kernel.Kernel.Extent.LANE;
import static dev.ansatz.engine.kernel.Kernel.Extent.ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTest {

  /** y = tanh(z + b) and its first derivative's channel s zx, with s = 1 - y². */
  static Kernel layer() {
    KernelBuilder k = Kernel.builder();
    Scalar z = k.input("z", LANE);
    Scalar zx = k.input("zx", LANE);
    Scalar y = z.plus(k.input("b", ROW)).apply(Scalar.Function.TANH);
    k.store("y", y);
    k.store("yx", k.constant(1).minus(y.times(y)).times(zx));
    return k.build();
  }

  @Test
  void listing() {
    assertThat(layer()).hasToString("""
        kernel
          in  z: lane
          in  zx: lane
          in  b: row
          %0 = z
          %1 = zx
          %2 = b
          %3 = add %0 %2
          %4 = tanh %3
          %5 = 1.0
          %6 = mul %4 %4
          %7 = sub %5 %6
          %8 = mul %1 %7
          out y: lane = %4
          out yx: lane = %8
        """);
  }

  @Test
  void reverseReadsWhatWasSaved() {
    Kernel reverse = layer().vjp(i -> true, o -> o == 0);
    assertThat(reverse.inputs()).extracting(Kernel.Input::name)
        .containsExactly("z", "zx", "b", "saved(y)", "bar(y)", "bar(yx)");
    assertThat(reverse.outputs()).containsExactly(new Kernel.Output("bar(z)", LANE), new Kernel.Output("bar(zx)", LANE),
        new Kernel.Output("bar(b)", ROW));
    assertThat(reverse.code()).extracting(Instruction::op).doesNotContain(Op.TANH);
    // z and b are dead: never loaded
    assertThat(reverse.code()).filteredOn(i -> i.op() == Op.INPUT).extracting(Instruction::a).containsOnly(1, 3, 4, 5);
  }

  @Test
  void equalSubexpressionsAreOneNode() {
    KernelBuilder k = Kernel.builder();
    Scalar x = k.input("x", LANE);
    Scalar y = k.input("y", LANE);
    assertThat(x.times(y).plus(1)).isSameAs(y.times(x).plus(1));
    assertThat(x.plus(0)).isSameAs(x);
    assertThat(x.times(1)).isSameAs(x);
    assertThat(x.negate().negate()).isSameAs(x);
    assertThat(x.plus(y.negate())).isSameAs(x.minus(y));
    assertThat(x.over(4)).isSameAs(x.times(0.25));
    assertThat(x.times(0)).as("NaN for infinite x").isNotSameAs(k.constant(0));
    assertThat(x.pow(5)).isSameAs(x.pow(k.constant(5)));
  }

  @Test
  void inlineIsTheSameGraph() {
    KernelBuilder k = Kernel.builder();
    Scalar z = k.input("z", LANE);
    Scalar zx = k.input("zx", LANE);
    Scalar b = k.input("b", ROW);
    List<Scalar> values = k.inline(layer(), List.of(z, zx, b));
    k.store("y", values.get(0));
    k.store("yx", values.get(1));
    assertThat(k.build()).isEqualTo(layer());
  }

  @Test
  void mistakes() {
    KernelBuilder k = Kernel.builder();
    Scalar x = k.input("x", LANE);
    Scalar stranger = Kernel.builder().input("x", LANE);
    assertThatThrownBy(k::build).isInstanceOf(IllegalStateException.class).hasMessageContaining("store or sum");
    assertThatThrownBy(() -> x.plus(stranger)).hasMessageContaining("another builder");
    assertThatThrownBy(() -> k.sum("s", x, LANE)).hasMessageContaining("use store");
    assertThatThrownBy(() -> k.derivative(x, x.plus(1))).hasMessageContaining("with respect to inputs");
    assertThatThrownBy(() -> k.inline(layer(), List.of(x))).hasMessageContaining("3 inputs was given 1");
    assertThatThrownBy(() -> layer().vjp(i -> false, o -> false)).hasMessageContaining("at least one input");
  }

  @Test
  void sumsAreAddedAndRowsAreStrided() {
    KernelBuilder k = Kernel.builder();
    Scalar x = k.input("x", LANE);
    Scalar b = k.input("b", ROW);
    k.store("y", x.times(b));
    k.sum("s", x, ROW);
    k.sum("t", x, Kernel.Extent.UNIFORM);
    double[] xs = {9, 1, 2, 3, 9, 4, 5, 6};
    double[] bs = {10, 0, 20};
    double[] ys = new double[7];
    double[] ss = {100, 200};
    double[] ts = {1000};
    Kernels.compile(k.build()).run(2, 3, new double[][] {xs, bs, ys, ss, ts}, new int[] {1, 0, 0, 0, 0}, new int[] {4, 2, 3, 1, 0});
    assertThat(ys).containsExactly(10, 20, 30, 80, 100, 120, 0);
    assertThat(ss).containsExactly(106, 215);
    assertThat(ts).containsExactly(1021);
  }
}
