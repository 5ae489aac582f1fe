package dev.ansatz.pde;

/** One sentence of a problem's statement. */
public interface Clause {}
