/**
 * The command line: {@link dev.ansatz.validation.cli.Ansatz} and one class for each command. Results go to standard output,
 * everything else to standard error. Exit status: 0 solved, 1 not solved, 2 bad use. A new command is a class with picocli's
 * {@code @Command}, added in {@link dev.ansatz.validation.cli.Ansatz}.
 */
package dev.ansatz.validation.cli;
