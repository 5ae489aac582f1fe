/**
 * Arrays laid out {@code [channel][feature][lane]}, lanes contiguous, and the products over them.
 *
 * <p>A lane is a collocation point, a grid cell or a mesh node; a channel is a Taylor coefficient. Start from {@link
 * dev.ansatz.engine.array.LaneProduct}, the three matrix products of a linear layer in both precisions. {@link
 * dev.ansatz.engine.array.Arithmetic} is all that programs do with arrays, for either element type.
 *
 * <p>The blocking follows K. Goto, R. van de Geijn, Anatomy of high-performance matrix multiplication, ACM Trans.
 * Math. Softw. 34 (2008), doi:10.1145/1356052.1356053.
 */
package dev.ansatz.engine.array;
