/**
 * Static batched programs over lanes: forward, reverse mode, and the Jacobian lane by lane.
 *
 * <p>A lane is a collocation point, a grid cell of a sample, or a node of a mesh. Arrays are laid out
 * {@code [channel][feature][lane]}, lanes contiguous; the channels are the {@linkplain dev.ansatz.engine.jet derivatives} carried
 * beside the values. A {@link dev.ansatz.engine.program.Program} is built once through
 * {@link dev.ansatz.engine.program.ProgramBuilder} from linear layers and {@linkplain dev.ansatz.engine.kernel.Kernel pointwise
 * kernels}, which is all that networks and residuals are made of; reverse mode uses the kernels' generated derivatives. An
 * {@link dev.ansatz.engine.program.Evaluation} runs it over a set of points on an {@link dev.ansatz.engine.program.Executor}.
 *
 * <p>Start with {@link dev.ansatz.engine.program.Program#builder}.
 */
package dev.ansatz.engine.program;
