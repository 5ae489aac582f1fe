package dev.ansatz.validation.cli;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.pde.lower.Feature;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.precondition.Preconditioning;
import dev.ansatz.pinn.train.NetworkModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "condition", description = "Tells how well conditioned the training of a network on a problem is.")
final class ConditionCommand implements Callable<Integer> {
  /** Beyond it one spectrum takes minutes. */
  private static final int MOST_PARAMETERS = 2000;

  private final Sources sources;
  private final Console console;

  @Parameters(paramLabel = "PROBLEM", description = "A name from 'ansatz list', or a file that ends in .pde.")
  private String problem;

  @Option(names = "--layers", defaultValue = "2", description = "Hidden layers of a tanh network (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(names = "--width", defaultValue = "12", description = "Units of a hidden layer (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(names = "--points", defaultValue = "2000", description = "Points in the interior (default: ${DEFAULT-VALUE}).")
  private int points;

  @Option(names = "--weights", split = ",", paramLabel = "NUMBER", description = "Weights of the conditions (default: 1e-4 to 1e6).")
  private List<Double> weights = Preconditioning.defaults().weights();

  @Option(names = "--hard", description = "Build conditions into the trial functions where they fit.")
  private boolean hard;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
      description = "Seed of parameters and points (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets a parameter of the problem; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  ConditionCommand(Sources sources, Console console) {
    this.sources = sources;
    this.console = console;
  }

  @Override
  public Integer call() {
    var stated = Settings.of(sources.problem(problem), List.of(), set).problem();
    var refusals = Feature.refusals(stated);
    if (!refusals.isEmpty()) {
      throw new BadUse("no network is trained on " + stated.name() + ": " + String.join("; ", refusals));
    }
    try {
      var preconditioning = new Preconditioning(points, Preconditioning.defaults().conditionPoints(), weights, seed);
      var trials = hard ? TrialFunctions.hard(stated) : TrialFunctions.soft(stated);
      var model = new NetworkModel(stated, trials, new Mlp(layers, width, Activation.TANH), 1);
      double[] theta = model.initial(seed);
      if (theta.length > MOST_PARAMETERS) {
        throw new BadUse("the network has " + theta.length + " parameters; the spectrum is found for at most " + MOST_PARAMETERS
            + ": take fewer --layers or a smaller --width");
      }
      console.out().println(preconditioning.report(stated, model, theta));
      return Ansatz.SOLVED;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BadUse(e.getMessage());
    }
  }
}
