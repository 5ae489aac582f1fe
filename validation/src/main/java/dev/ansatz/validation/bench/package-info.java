/**
 * Measurements of the engine that a user can repeat: {@code ansatz bench}. Start with {@link dev.ansatz.validation.bench.Benchmarks}.
 *
 * <p>Rates are compared with OpenBLAS in the same process, since single times mean little on shared machines. OpenBLAS obeys the
 * environment variables {@code OPENBLAS_CORETYPE} and {@code OPENBLAS_L2_SIZE}: unset them for a fair comparison.
 */
package dev.ansatz.validation.bench;
