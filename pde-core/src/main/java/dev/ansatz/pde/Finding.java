package dev.ansatz.pde;

/** Something wrong with {@code subject}, a piece of a statement that need not have a place in a text. */
record Finding(Object subject, String message, String remedy) {}
