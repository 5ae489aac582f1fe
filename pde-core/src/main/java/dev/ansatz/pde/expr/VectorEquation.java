package dev.ansatz.pde.expr;

import java.util.List;
import java.util.stream.Collectors;

/** An equation between vectors, or complex numbers: one scalar equation for each component. */
public record VectorEquation(List<Equation> components) {
  public VectorEquation {
    components = List.copyOf(components);
  }

  @Override
  public String toString() {
    return components.stream().map(Equation::toString).collect(Collectors.joining("; "));
  }
}
