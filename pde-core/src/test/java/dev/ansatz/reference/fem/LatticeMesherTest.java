package dev.ansatz.reference.fem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.geometry.Geometry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatticeMesherTest {
  /** The mesh that references of this problem begin with: some of its first tetrahedra are cut because they would become flat. */
  @Test
  void tetrahedraThatWouldBecomeFlatAreCut() {
    Geometry solid = Catalog.get("poisson-boltzmann-four-balls").problem().domain().space().orElseThrow();
    var cut = new Patch.Plane("middle", 2, 0.5);
    TetrahedronMesh mesh = LatticeMesher.mesh(solid, List.of(cut), 0.25);
    double volume = IntStream.range(0, mesh.size()).mapToDouble(mesh::measure).sum();
    // flat facets of spheres lose O(h²) of their volume; 1.6 % of it is lost here
    assertThat(volume).isCloseTo(solid.measure(), within(0.03 * solid.measure()));
    assertThat(mesh.angles()[0]).isGreaterThan(Math.toRadians(8));
  }
}
