package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Geometries;
import dev.ansatz.pde.geometry.Geometry;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DomainProperties {
  /** Heat or Poisson on a random domain, with a condition of its own on each part. */
  @Provide
  Arbitrary<Problem> problems() {
    var domains = Arbitraries.oneOf(Geometries.plane(), Geometries.balls());
    return Combinators.combine(domains, Arbitraries.of(true, false), Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as((domain, evolves, together, oddTime) -> {
          var t = time(oddTime ? "s" : "t");
          var coordinates = new ArrayList<Coordinate>(domain.coordinates());
          if (evolves) {
            coordinates.add(t);
          }
          var u = new Field("u", coordinates);
          Expr source = domain.coordinates().getFirst().times(2);
          var clauses = new ArrayList<Clause>();
          clauses.add(equation(evolves ? dt(u).eq(lap(u)) : lap(u).eq(source)));
          if (evolves) {
            clauses.add(initial(u.eq(0)));
          }
          if (together) {
            clauses.add(on(boundary(), dn(u).plus(u).eq(source)));
          } else {
            int k = 0;
            for (BoundaryPart part : domain.parts()) {
              clauses.add(on(part.name(), k % 2 == 0 ? u.eq(k) : dn(u).eq(k)));
              k++;
            }
          }
          return pde("random", evolves ? over(domain, t.in(0, 1)) : over(domain), clauses.toArray(Clause[]::new));
        });
  }

  @Property(tries = 200, seed = "20261125")
  void whatIsPrintedIsReadBack(@ForAll("problems") Problem p) {
    assertThat(parse(print(p))).as(print(p)).isEqualTo(p);
  }

  @Provide
  Arbitrary<String> domains() {
    var words = Arbitraries.of("x in [0, 1]", "y in [0, 1]", "disk ", "(0, 0) ", "(1, 0) ", "(0, 1) ", "radius ", "1 ", "2 ", "minus ",
        "union ",
        "intersect ", "annulus ", "to ", "polygon ", "ball ", "hole ", "inlet ", ", ", "(", ")", "\n", "t in [0, 1]", "space ", "time ",
        "y ", "-");
    Arbitrary<String> noise = words.list().ofMaxSize(30).map(l -> String.join("", l));
    Arbitrary<String> changed = Combinators.combine(Geometries.plane().map(Geometry::text), Arbitraries.integers().between(0, 1000), words)
        .as((text, place, word) -> {
          int at = place * text.length() / 1001;
          return text.substring(0, at) + word + text.substring(Math.min(text.length(), at + place % 7));
        });
    return Arbitraries.oneOf(noise, changed);
  }

  @Property(tries = 2000, seed = "20261125")
  void anyDomainIsReadOrRefusedWithOneClearError(@ForAll("domains") String domain) {
    long start = System.nanoTime();
    try {
      Problem p = parse("problem p\nu(x, y) on " + domain + "\nlap(u) = 0\nboundary u = 0");
      assertThat(parse(print(p))).isEqualTo(p);
    } catch (StatementException e) {
      assertThat(e.faults()).isNotEmpty().allSatisfy(f -> {
        assertThat(f.line()).isPositive();
        assertThat(f.message()).isNotBlank();
      });
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }

  @Property(tries = 50, seed = "20261125")
  void everyPartIsFoundByItsName(@ForAll("problems") Problem p) {
    var names = p.domain().parts().stream().map(BoundaryPart::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    var findings = new ArrayList<Finding>();
    assertThat(new Parts(names).in(p.domain(), p, findings)).isEqualTo(p.domain().parts());
    assertThat(findings).isEqualTo(List.of());
  }
}
