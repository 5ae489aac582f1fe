/**
 * Networks: architectures that add themselves, with derivatives, to a {@linkplain dev.ansatz.engine.program.Program program}.
 *
 * <p>An {@link dev.ansatz.engine.nn.Embedding} turns coordinates into features, a {@link dev.ansatz.engine.nn.Network} turns features
 * into outputs; both carry every channel of a {@link dev.ansatz.engine.jet.JetSet}.
 */
package dev.ansatz.engine.nn;
