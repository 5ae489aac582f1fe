package dev.ansatz.pinn;

import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes {@link Pinn} from names, for tools. */
public final class PinnProvider implements SolverProvider {
  @Override
  public String name() {
    return "pinn";
  }

  @Override
  public String summary() {
    return "a physics-informed network, conditions built in where they fit, under a second-order optimiser";
  }

  @Override
  public List<String> presets() {
    return PinnOptions.PRESETS;
  }

  @Override
  public List<Setting> settings(String preset) {
    return PinnOptions.preset(preset).settings();
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new Pinn(PinnOptions.preset(preset).with(settings));
  }
}
