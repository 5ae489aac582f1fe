package dev.ansatz.engine.optim;

/** A method that needs the residuals of a sum of squares and their Jacobian. */
public sealed interface LeastSquaresOptimizer extends Optimizer<LeastSquares>
    permits LevenbergMarquardt, AdaptiveRatio, EnergyNaturalGradient {}
