/**
 * Trial functions: the shape of the unknown, with conditions built in where they fit. Start with {@link
 * dev.ansatz.pinn.ansatz.TrialFunctions}; {@link dev.ansatz.pinn.ansatz.Reduction} tells on which part of the domain they are wanted, and
 * what is odd and even there, {@link dev.ansatz.pinn.ansatz.InitialLayer} what starts with no smooth function, and {@link
 * dev.ansatz.pinn.ansatz.WaveNumbers} and {@link dev.ansatz.pinn.ansatz.GrowthRate} how fast data vary and errors grow.
 */
package dev.ansatz.pinn.ansatz;
