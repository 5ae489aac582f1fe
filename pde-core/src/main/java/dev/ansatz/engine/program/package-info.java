/**
 * Static batched programs over lanes: forward, forward with tangents, reverse mode, and the Jacobian lane by lane.
 *
 * <p>A lane is a collocation point, a grid cell of a sample, or a node of a mesh. Arrays are laid out
 * {@code [channel][feature][sample][lane]}, lanes contiguous; the channels are the {@linkplain dev.ansatz.engine.jet derivatives}
 * carried beside the values. A {@link dev.ansatz.engine.program.Program} is built once through
 * {@link dev.ansatz.engine.program.ProgramBuilder}. Networks of points and residuals are made of linear layers and
 * {@linkplain dev.ansatz.engine.kernel.Kernel pointwise kernels}, whose generated derivatives both modes use. Operator networks
 * need more: operations over features (concatenation, sums, layer norm, einsum) and over the lanes of a sample (gathering,
 * scattering, softmax over segments, Fourier and cosine transforms, mixing mode by mode). An
 * {@link dev.ansatz.engine.program.Evaluation} runs a program over a set of points on an
 * {@link dev.ansatz.engine.program.Executor}.
 *
 * <p>Start with {@link dev.ansatz.engine.program.Program#builder}.
 */
package dev.ansatz.engine.program;
