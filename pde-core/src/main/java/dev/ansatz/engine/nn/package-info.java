/**
 * Networks: architectures that add themselves, with derivatives, to a {@linkplain dev.ansatz.engine.program.Program program}.
 *
 * <p>An {@link dev.ansatz.engine.nn.Embedding} turns coordinates into features, a {@link dev.ansatz.engine.nn.Network} turns features
 * into outputs; both carry every channel of a {@link dev.ansatz.engine.jet.JetSet}:
 *
 * <pre>{@code
 * JetSet jets = JetSet.closure(2, List.of(new MultiIndex(1, 0), new MultiIndex(0, 2)));     // u, u_t, u_x, u_xx
 * ProgramBuilder builder = Program.builder(2);
 * Value features = new PeriodicFeatures(axes, 2, false).build(builder, builder.input(), jets);
 * Network network = new ModifiedMlp(4, 64, Activation.TANH, new WeightFactorisation(0.5, 0.1));
 * Program program = builder.build(network.build(builder, "u", features, jets, 1));
 * double[] theta = new double[program.parameters()];
 * network.initialise(program, "u", theta, new SplittableRandom(1));
 * }</pre>
 *
 * <table>
 * <caption>Which network</caption>
 * <tr><td>{@link dev.ansatz.engine.nn.Mlp}</td><td>small and trained by a second-order method: the first to try</td></tr>
 * <tr><td>{@link dev.ansatz.engine.nn.AdaptiveMlp}, {@link dev.ansatz.engine.nn.Siren}</td>
 *     <td>the same with trainable slopes or frequencies, for solutions of fine structure</td></tr>
 * <tr><td>{@link dev.ansatz.engine.nn.ModifiedMlp}, {@link dev.ansatz.engine.nn.ResidualNetwork},
 *     {@link dev.ansatz.engine.nn.PirateNet}</td><td>wide and deep, trained by first-order methods</td></tr>
 * <tr><td>{@link dev.ansatz.engine.nn.GaborNetwork}</td><td>local waves; features in [-1, 1]</td></tr>
 * <tr><td>{@link dev.ansatz.engine.nn.SeparableNetwork}</td><td>many coordinates</td></tr>
 * </table>
 *
 * <p>Between two matrix products a layer is one kernel, whatever it computes. {@link dev.ansatz.engine.nn.Weights} says how the
 * matrices are written in parameters. An activation is any function of a {@link dev.ansatz.engine.kernel.Scalar}; {@link
 * dev.ansatz.engine.nn.Activation} names the common ones.
 */
package dev.ansatz.engine.nn;
