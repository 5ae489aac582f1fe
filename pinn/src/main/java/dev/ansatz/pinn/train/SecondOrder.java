package dev.ansatz.pinn.train;

import dev.ansatz.engine.optim.AdaptiveRatio;
import dev.ansatz.engine.optim.LeastSquares;
import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.optim.SelfScaledBroyden;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pinn.PinnOptions;

/** The method that follows Adam, chosen by name. */
sealed interface SecondOrder {
  static SecondOrder of(PinnOptions.Optimiser optimiser, Executor executor, int parameters) {
    return switch (optimiser) {
      case LEVENBERG_MARQUARDT -> new Marquardt(new LevenbergMarquardt(executor, 1e-2));
      case ADAPTIVE_RATIO -> new Ratio(new AdaptiveRatio(executor));
      case SSBROYDEN -> new Broyden(new SelfScaledBroyden(parameters, SelfScaledBroyden.Variant.SSBROYDEN2));
      case NONE -> throw new IllegalArgumentException("no second-order method is asked for");
    };
  }

  String title();

  /** One step: the value after it, or NaN if it is not finite before. */
  double step(LeastSquares objective, double[] theta);

  /** The points or a coefficient have changed. */
  void objectiveChanged();

  record Marquardt(LevenbergMarquardt method) implements SecondOrder {
    @Override
    public String title() {
      return "Levenberg–Marquardt";
    }

    @Override
    public double step(LeastSquares objective, double[] theta) {
      return method.step(objective, theta);
    }

    @Override
    public void objectiveChanged() {
      // its damping says how far the model holds, which the points hardly change
    }
  }

  record Ratio(AdaptiveRatio method) implements SecondOrder {
    @Override
    public String title() {
      return "Gauss–Newton with adaptive ratio";
    }

    @Override
    public double step(LeastSquares objective, double[] theta) {
      return method.step(objective, theta);
    }

    @Override
    public void objectiveChanged() {
      method.objectiveChanged();
    }
  }

  record Broyden(SelfScaledBroyden method) implements SecondOrder {
    @Override
    public String title() {
      return "SSBroyden";
    }

    @Override
    public double step(LeastSquares objective, double[] theta) {
      return method.step(objective, theta);
    }

    @Override
    public void objectiveChanged() {
      method.objectiveChanged();
    }
  }
}
