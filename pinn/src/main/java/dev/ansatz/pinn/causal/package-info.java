/**
 * Causal training: a later time is trained only once the times before it are.
 *
 * <p>The authors of the method state that their university, the University of Pennsylvania, claims a patent on the causal training
 * algorithm. Find out whether that concerns you before you use it; nothing else here depends on it, and no option but {@code causal}
 * and the preset of that name switches it on.
 */
package dev.ansatz.pinn.causal;
