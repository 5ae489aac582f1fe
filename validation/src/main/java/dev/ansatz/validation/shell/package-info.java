/** The interactive shell: {@link dev.ansatz.validation.shell.Shell} is jshell with everything of Ansatz imported. */
package dev.ansatz.validation.shell;
