package dev.ansatz.pinn.lagrangian;

import dev.ansatz.solve.Solver;
import dev.ansatz.solve.SolverProvider;
import java.util.List;
import java.util.Map;

/** Makes {@link LagrangianPinn} from names, for tools. */
public final class LagrangianPinnProvider implements SolverProvider {
  @Override
  public String name() {
    return "lagrangian-pinn";
  }

  @Override
  public String summary() {
    return "networks for characteristics and for what they carry, in one periodic space coordinate";
  }

  @Override
  public List<String> presets() {
    return LagrangianOptions.PRESETS;
  }

  @Override
  public List<Setting> settings(String preset) {
    return LagrangianOptions.preset(preset).settings();
  }

  @Override
  public Solver create(String preset, Map<String, String> settings) {
    return new LagrangianPinn(LagrangianOptions.preset(preset).with(settings));
  }
}
