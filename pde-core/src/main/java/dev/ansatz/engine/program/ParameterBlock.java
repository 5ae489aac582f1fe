package dev.ansatz.engine.program;

/**
 * A named, contiguous piece of the parameter vector θ, read as a row-major matrix.
 *
 * @param name unique within its program
 * @param offset where it begins in θ
 * @param rows of the matrix; 1 for a vector
 * @param columns of the matrix
 */
public record ParameterBlock(String name, int offset, int rows, int columns) {
  public int size() {
    return rows * columns;
  }
}
