package dev.ansatz.pde;

import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A choice of boundary parts by name, looked up when the domain is known: {@code boundary()}, {@code at(x, 0)},
 * {@code at(x, 0).and(at(x, 1))}. No names at all means every part.
 */
public record Parts(List<String> names) {
  static final Parts ALL = new Parts(List.of());

  public Parts {
    // as shapes and coordinates spell them: ν is nu
    names = names.stream().map(name -> new Parameter(name.replace(" ", ""), 0).name()).toList();
  }

  /** The union. */
  public Parts and(Parts other) {
    if (names.isEmpty() || other.names.isEmpty()) {
      return ALL;
    }
    return new Parts(Stream.concat(names.stream(), other.names.stream()).distinct().toList());
  }

  /** The parts of the domain, in its order; each name that is none of them is reported. */
  List<BoundaryPart> in(Domain domain, Object subject, List<Finding> findings) {
    var all = domain.parts();
    if (names.isEmpty()) {
      return all;
    }
    var chosen = new ArrayList<BoundaryPart>();
    for (String name : names) {
      Optional<BoundaryPart> part = all.stream().filter(p -> p.name().equals(name)).findFirst();
      if (part.isPresent()) {
        chosen.add(part.get());
      } else if (all.isEmpty() && domain.space().filter(g -> !g.flaws().isEmpty()).isPresent()) {
        // that is the fault to report
        continue;
      } else {
        String known = all.stream().map(BoundaryPart::name).collect(Collectors.joining(", "));
        boolean hidden = domain.space().filter(g -> g.names().contains(name)).isPresent();
        findings.add(new Finding(subject, hidden ? "the part '" + name + "' lies nowhere on the boundary" : "no boundary part '" + name
            + "'", known.isEmpty() ? "this domain has no boundary in space" : "the parts are " + known));
      }
    }
    return all.stream().filter(chosen::contains).toList();
  }
}
