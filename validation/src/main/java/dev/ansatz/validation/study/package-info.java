/**
 * One problem, several solvers, one reference: start from {@link dev.ansatz.validation.study.Study}. An error is quoted only where
 * the reference is ten times better than the error that it judges.
 */
package dev.ansatz.validation.study;
