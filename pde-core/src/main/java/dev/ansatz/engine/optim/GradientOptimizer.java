package dev.ansatz.engine.optim;

/** A method that needs values and gradients only. */
public sealed interface GradientOptimizer extends Optimizer<Objective>
    permits Sgd, Adam, AdamW, Soap, LimitedMemoryBfgs, SelfScaledBroyden, NystromNewton {}
