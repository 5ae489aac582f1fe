package dev.ansatz.solve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where an answer comes from: enough to make it again, and what to cite. Figures are in insertion order. */
public record Provenance(
    String solver,
    Map<String, String> configuration,
    long seed,
    int threads,
    Run.Precision precision,
    Map<String, String> versions,
    List<String> citations) {
  public Provenance {
    configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    citations = List.copyOf(citations);
  }

  /** Of a solver with these settings at their present values, on this platform. */
  public static Provenance of(Solver solver, List<SolverProvider.Setting> settings, Run run, List<String> citations) {
    var configuration = new LinkedHashMap<String, String>();
    settings.forEach(setting -> configuration.put(setting.name(), setting.defaultValue()));
    return new Provenance(solver.name(), configuration, run.seed(), run.threads(), run.precision(), platform(), citations);
  }

  /** With one more figure of the configuration. */
  public Provenance with(String name, String value) {
    var more = new LinkedHashMap<>(configuration);
    more.put(name, value);
    return new Provenance(solver, more, seed, threads, precision, versions, citations);
  }

  /** The versions that every answer carries: of Ansatz, where it runs from a jar, and of Java. */
  public static Map<String, String> platform() {
    var versions = new LinkedHashMap<String, String>();
    String own = Provenance.class.getPackage().getImplementationVersion();
    versions.put("ansatz", own == null ? "development" : own);
    versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    versions.put("machine", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
