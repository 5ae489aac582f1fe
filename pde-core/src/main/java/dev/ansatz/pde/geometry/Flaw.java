package dev.ansatz.pde.geometry;

/**
 * Something that keeps a shape from being one.
 *
 * @param shape the geometry, edge or range to blame
 * @param message what is wrong, in the words of the statement
 * @param remedy how to mend it
 */
public record Flaw(Object shape, String message, String remedy) {}
