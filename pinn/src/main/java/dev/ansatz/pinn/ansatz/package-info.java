/**
 * Trial functions: the shape of the unknown, with conditions built in where they fit. Start with {@link
 * dev.ansatz.pinn.ansatz.TrialFunctions}; {@link dev.ansatz.pinn.ansatz.Reduction} tells on which part of the domain they are wanted, and
 * what is odd and even there.
 *
 * <p>What networks cannot follow is built in where the statement shows it. The equations of steady plane incompressible flow are recognised
 * whatever the names of the fields, the order and the signs ({@code PlaneFlow}); in a rectangle whose sides all give the velocity, with no
 * variation of what goes through a side, the network is a stream function ({@code EnclosedFlow}). The flow near corners, where velocities
 * that jump make the pressure grow as 1/r, and those that only change their slope make it grow as log r, is known in closed form ({@code
 * CornerFlow}); what remains is smooth but for a cone there, for which networks see the distances from such corners.
 */
package dev.ansatz.pinn.ansatz;
