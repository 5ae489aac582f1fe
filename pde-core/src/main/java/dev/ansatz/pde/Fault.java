package dev.ansatz.pde;

/**
 * One thing that is wrong with a statement, in the user's names, and how to mend it.
 *
 * @param line the line in the text, from 1; 0 for a statement that was not written as text
 * @param column the column in that line, from 1; 0 if {@code line} is
 * @param remedy what to do; may be empty where the message says it
 */
public record Fault(int line, int column, String message, String remedy) {
  @Override
  public String toString() {
    String place = line > 0 ? "line " + line + ", column " + column + ": " : "";
    return place + message + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
