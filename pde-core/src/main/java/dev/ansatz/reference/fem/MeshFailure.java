package dev.ansatz.reference.fem;

/** No mesh was found for a domain; the message says why, in words of the statement. */
public final class MeshFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MeshFailure(String message) {
    super(message);
  }
}
