/**
 * Dense and iterative linear algebra for least squares and linear systems.
 *
 * <p>Dense matrices are stored by rows. Start from {@link dev.ansatz.engine.linalg.StreamingQr}, which takes the rows
 * of a Jacobian as they are computed and keeps only the triangle, and {@link
 * dev.ansatz.engine.linalg.DampedLeastSquares}, which gives the Levenberg–Marquardt or trust-region steps for any
 * number of damping parameters from it. {@link dev.ansatz.engine.linalg.HouseholderQr} keeps Q too. {@link
 * dev.ansatz.engine.linalg.Cholesky} with {@link dev.ansatz.engine.linalg.SymmetricProduct} solves by the normal
 * equations, at half the cost and half the digits.
 *
 * <p>{@link dev.ansatz.engine.linalg.LinearOperator} is a matrix known by its products: dense, Kronecker, {@link
 * dev.ansatz.engine.linalg.Circulant}, {@link dev.ansatz.engine.linalg.Toeplitz}, {@link
 * dev.ansatz.engine.linalg.DiagonalPlusLowRank}, and the sums, products and multiples of these. Positive definite systems
 * go to {@link dev.ansatz.engine.linalg.ConjugateGradients}, other symmetric ones to {@link
 * dev.ansatz.engine.linalg.Minres}, least squares to {@link dev.ansatz.engine.linalg.Lsqr}; extreme eigenvalues, traces
 * and log-determinants come from {@link dev.ansatz.engine.linalg.Lanczos}, leading singular vectors from {@link
 * dev.ansatz.engine.linalg.RandomizedSvd}. {@link dev.ansatz.engine.linalg.CosineSketch} and {@link
 * dev.ansatz.engine.linalg.CountSketch} make columns and rows of a large Jacobian fewer.
 *
 * <p>The dense factorisations run on {@link dev.ansatz.engine.array.PackedMatrix}. Their results do not depend on the
 * number of threads. Squares of entries must neither overflow nor underflow: scale columns beyond 1e±150 first.
 *
 * <p>Guide: N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, doi:10.1137/1.9780898718027.
 */
package dev.ansatz.engine.linalg;
