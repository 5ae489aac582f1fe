package dev.ansatz.pinn.experts;

import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes {@link MixtureOfExperts} from names, for tools. */
public final class MixtureOfExpertsProvider implements SolverProvider {
  @Override
  public String name() {
    return MixtureOfExperts.NAME;
  }

  @Override
  public String summary() {
    return "least squares in the features of one network per cell of a box";
  }

  @Override
  public List<String> presets() {
    return ExpertOptions.PRESETS;
  }

  @Override
  public List<Setting> settings(String preset) {
    return ExpertOptions.preset(preset).settings();
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new MixtureOfExperts(ExpertOptions.preset(preset).with(settings));
  }
}
