package dev.ansatz.pinn.implicit;

import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes {@link ImplicitNeuralSpatial} from names, for tools. */
public final class ImplicitNeuralSpatialProvider implements SolverProvider {
  @Override
  public String name() {
    return ImplicitNeuralSpatial.NAME;
  }

  @Override
  public String summary() {
    return "a network in space alone, stepped in time by the implicit midpoint rule";
  }

  @Override
  public List<Setting> settings(String preset) {
    return options(preset).settings();
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new ImplicitNeuralSpatial(options(preset).with(settings));
  }

  private ImplicitNeuralSpatialOptions options(String preset) {
    requirePreset(preset);
    return ImplicitNeuralSpatialOptions.defaults();
  }
}
