package dev.ansatz.pinn.spacetime;

import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes {@link SpacetimeNetwork} from names, for tools. */
public final class SpacetimeNetworkProvider implements SolverProvider {
  @Override
  public String name() {
    return SpacetimeNetwork.NAME;
  }

  @Override
  public String summary() {
    return "a network in space and time that satisfies the implicit midpoint rule at all levels at once";
  }

  @Override
  public List<Setting> settings(String preset) {
    return options(preset).settings();
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new SpacetimeNetwork(options(preset).with(settings));
  }

  private SpacetimeNetworkOptions options(String preset) {
    requirePreset(preset);
    return SpacetimeNetworkOptions.defaults();
  }
}
