/**
 * Pointwise computations: described once as a graph of scalar operations, differentiated, and compiled.
 *
 * <p>Start from {@link dev.ansatz.engine.kernel.Kernel#builder()}: declare inputs, combine {@link
 * dev.ansatz.engine.kernel.Scalar}s, store or sum outputs, build. The layer y = tanh(z + b) with its derivative channel:
 *
 * <pre>{@code
 * KernelBuilder k = Kernel.builder();
 * Scalar z = k.input("z", LANE), zx = k.input("zx", LANE), b = k.input("b", ROW);
 * Scalar y = z.plus(b).apply(TANH);
 * k.store("y", y);
 * k.store("yx", k.constant(1).minus(y.times(y)).times(zx));
 * Kernel layer = k.build();
 * Kernel reverse = layer.vjp(i -> true, o -> o == 0);   // reads y, computes no tanh
 * CompiledKernel run = Kernels.compile(layer);
 * }</pre>
 *
 * <p>A {@link dev.ansatz.engine.kernel.Kernel} is an immutable instruction list; its {@code toString} prints it. {@code vjp} and
 * {@code jvp} make kernels of kernels, by reverse and forward accumulation (Griewank and Walther, Evaluating Derivatives,
 * SIAM 2008, doi:10.1137/1.9780898717761). A {@link dev.ansatz.engine.kernel.CompiledKernel} runs over rows × lanes:
 *
 * <ul>
 *   <li>the interpreter, plain Java, one rounding per operation: the oracle;
 *   <li>the vector compiler: a hidden class of {@code jdk.incubator.vector} calls per kernel and precision. A product that one
 *       sum uses is fused with it (one rounding instead of two). Elementary functions are written out in IEEE operations and
 *       differ from the exact value by 2 ulp at most; TAN, ASIN, ACOS, ATAN2 and POW are evaluated lane by lane, as are SIN and
 *       COS of arguments above 2²⁷ (2¹⁷ in F32). What a lane gets depends neither on its position nor on the number of lanes,
 *       nor on whether the code has been compiled yet; the order of a sum depends on the number of lanes and the width of a
 *       vector only. Kernels of many instructions are cut into several loops over blocks of lanes.
 * </ul>
 *
 * <p>{@link dev.ansatz.engine.kernel.Kernels#explain()} says which of them is used and why.
 */
package dev.ansatz.engine.kernel;
