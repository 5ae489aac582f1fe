package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.WeightedResiduals;
import dev.ansatz.engine.program.Evaluation;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Termination;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** Looks for what is not finite. */
public final class Faults {
  private Faults() {}

  /** The first loss that is not finite, with the point where; the first loss is that of the problem's equations. */
  static Optional<Termination> find(Problem problem, WeightedResiduals losses, double[] theta) {
    return find(problem, losses, theta, "; if it is, start closer (--set adam-steps=0) or choose another seed");
  }

  /** The same with another remedy for functions that are defined. */
  public static Optional<Termination> find(Problem problem, WeightedResiduals losses, double[] theta, String remedy) {
    for (int k = 0; k < losses.losses().size(); k++) {
      Evaluation evaluation = losses.losses().get(k).evaluation();
      double[] r = new double[evaluation.size()];
      evaluation.values(theta, r, 0);
      for (int i = 0; i < r.length; i++) {
        if (!Double.isFinite(r[i])) {
          String loss = k == 0 ? "the residual of " + problem.equations().get(i / evaluation.lanes())
              : "the loss of " + losses.losses().get(k).name();
          return Optional.of(new Termination.Diverged(loss + " is " + r[i] + " at " + place(problem, evaluation, i % evaluation.lanes()),
              "check that every function in it is defined on the whole domain and for every value the unknown may take on the way"
                  + remedy));
        }
      }
    }
    return Optional.empty();
  }

  private static String place(Problem problem, Evaluation evaluation, int lane) {
    var coordinates = problem.coordinates();
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int i = 0; i < coordinates.size(); i++) {
      names.add(coordinates.get(i).name());
      values.add(String.format(Locale.ROOT, "%.4g", evaluation.point(i, lane)));
    }
    return "(" + String.join(", ", names) + ") = (" + String.join(", ", values) + ")";
  }
}
