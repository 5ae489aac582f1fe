package dev.ansatz.reference;

import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Termination;
import java.util.Map;

/**
 * What a method found.
 *
 * @param size how many numbers represent it
 * @param errorEstimate of the relative L2 error
 * @param figures of the discretisation, for people
 */
record Answer(Solution.Evaluator fields, Termination termination, long size, double errorEstimate, Map<String, String> figures) {}
