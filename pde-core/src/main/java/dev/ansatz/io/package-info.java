/**
 * Files that last: tensors in the safetensors format, and checkpoints of long work.
 *
 * <p>Start from {@link dev.ansatz.io.Checkpoint}: named arrays with a description of the work they belong to, in one {@link
 * dev.ansatz.io.Safetensors} file that is replaced whole or not at all. Any reader of safetensors can open it. A file that is damaged,
 * cut off or something else altogether is a {@link dev.ansatz.io.MalformedFileException} that tells every fault found, and never
 * another exception.
 */
package dev.ansatz.io;
