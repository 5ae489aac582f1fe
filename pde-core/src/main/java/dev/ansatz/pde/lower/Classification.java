package dev.ansatz.pde.lower;

/** What is derived of a problem: orders, linearity, stationarity, kind of each condition. SIGNATURE SKETCH. */
public record Classification() {}
