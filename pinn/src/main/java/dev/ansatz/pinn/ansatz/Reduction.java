package dev.ansatz.pinn.ansatz;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Solution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A problem on the smallest part of its domain from which its {@linkplain Reflection reflections} continue the solution to the whole.
 *
 * @param part the problem on that part
 * @param halvings what cuts the domain in half, one after another, in one coordinate perhaps more than once
 * @param reflections what takes the problem on the part to itself, one a coordinate at most, for its trial functions; none where
 *     something was observed
 */
public record Reduction(Problem part, List<Reflection> halvings, List<Reflection> reflections) {
  public Reduction {
    halvings = List.copyOf(halvings);
    reflections = List.copyOf(reflections);
  }

  /** The whole problem, without reflections. */
  public static Reduction none(Problem problem) {
    return new Reduction(problem, List.of(), List.of());
  }

  /**
   * By all reflections of a problem. They are sought once; a half is searched again in the coordinate that was halved alone, since what its
   * conditions on the other half were is what they are on this one.
   */
  public static Reduction of(Problem problem) {
    Problem part = problem;
    var halvings = new ArrayList<Reflection>();
    List<Reflection> reflections = Reflection.of(problem);
    for (var next = halving(part, reflections); next.isPresent(); next = halving(part, reflections)) {
      Reflection halving = next.get();
      Problem half = halving.half(part);
      reflections = reflections.stream()
          .flatMap(r -> r.equals(halving) ? Reflection.in(halving.upperHalf(), half).stream() : Stream.of(r)).toList();
      halvings.add(halving);
      part = half;
    }
    boolean observed = problem.conditions().stream().anyMatch(Condition.Observation.class::isInstance);
    return new Reduction(part, halvings, observed ? List.of() : reflections);
  }

  private static Optional<Reflection> halving(Problem problem, List<Reflection> reflections) {
    return reflections.stream().filter(r -> r.halves(problem)).findFirst();
  }

  /** A solution on the part, continued to the whole. */
  public Solution.Evaluator continued(Solution.Evaluator onPart) {
    Solution.Evaluator answer = onPart;
    for (Reflection halving : halvings.reversed()) {
      answer = halving.extended(part.coordinates(), answer);
    }
    return answer;
  }
}
