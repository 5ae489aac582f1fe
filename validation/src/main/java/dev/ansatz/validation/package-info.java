/**
 * Where everything meets: the command line ({@code cli}), problems solved and judged against the reference ({@code study}),
 * reports ({@code report}) and the interactive shell ({@code shell}). Nothing else in the project sees this module.
 */
package dev.ansatz.validation;
