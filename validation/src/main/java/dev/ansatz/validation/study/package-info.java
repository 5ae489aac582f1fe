/**
 * Problems, several solvers or methods, one measure: start from {@link dev.ansatz.validation.study.Study}, of one problem and any solvers.
 * An error is quoted only where the reference is ten times better than the error that it judges.
 *
 * <p>The others repeat published comparisons: {@link dev.ansatz.validation.study.PinnacleTable} of references with files, {@link
 * dev.ansatz.validation.study.ConflictTable} and {@link dev.ansatz.validation.study.ScaleTable} of methods that balance several losses,
 * with a {@link dev.ansatz.validation.study.TrainingRow} for each problem and method.
 */
package dev.ansatz.validation.study;
