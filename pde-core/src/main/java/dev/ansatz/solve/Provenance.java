package dev.ansatz.solve;

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
    configuration = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(configuration));
    versions = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(versions));
    citations = List.copyOf(citations);
  }
}
