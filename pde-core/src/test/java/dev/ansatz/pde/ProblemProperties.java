package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static dev.ansatz.pde.expr.Expressions.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Expressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProblemProperties {
  /** Two coupled evolution equations in the plane with random sources, ends, values and kinds of condition. */
  @Provide
  Arbitrary<Problem> problems() {
    var explicit = Expressions.explicit().filter(e -> isDefined(e));
    var ends = Arbitraries.of(1.0, Math.PI, 2 * Math.PI, 1 / 3.0, 0.1, 1e-3, 12.5, Math.sqrt(2));
    return Combinators.combine(explicit, explicit, explicit, ends, ends, Arbitraries.integers().between(0, 3))
        .as((f, g, h, a, b, kind) -> {
          var clauses = new ArrayList<Clause>(List.of(
              equation(dt(U).plus(f.times(d(U, X))).eq(NU.times(lap(U)).plus(U.times(V)))),
              equation(dt(V).eq(div(grad(V).times(g)).minus(V.pow(3)).plus(h))),
              initial(U.eq(h)),
              initial(V.eq(g.times(X)))));
          if (kind % 2 == 0) {
            clauses.add(periodic(X));
          } else {
            clauses.add(on(at(X, -a).and(at(X, a)), U.eq(f)));
            clauses.add(on(at(X, -a), V.eq(g)));
            clauses.add(on(at(X, a), dn(V).plus(V.times(K)).eq(h)));
          }
          if (kind / 2 == 0) {
            clauses.add(periodic(Y));
          } else {
            clauses.add(on(at(Y, 0).and(at(Y, b)), U.eq(V)));
            clauses.add(on(at(Y, b).and(at(Y, 0)), d(V, Y).eq(f)));
          }
          return pde("random", over(X.in(-a, a), T.in(0, a + b), Y.in(0, b)), clauses.toArray(Clause[]::new));
        });
  }

  private static boolean isDefined(Expr e) {
    try {
      pde("test", over(X.in(0, 1)), equation(new Equation(d(field("q", X), X), e.substitute(Map.of(T, X)))),
          on(boundary(), field("q", X).eq(0)));
      return true;
    } catch (StatementException _) {
      return false;
    }
  }

  @Property(tries = 100, seed = "20261121")
  void whatIsPrintedIsReadBack(@ForAll("problems") Problem p) {
    assertThat(parse(print(p))).as(print(p)).isEqualTo(p);
  }

  @Property(tries = 30, seed = "20261121")
  void aParameterCanBeChangedAndChangedBack(@ForAll("problems") Problem p) {
    assertThat(p.with("nu", 3).with("nu", NU.value())).isEqualTo(p);
    assertThat(parse(print(p.with("nu", 3)))).isEqualTo(p.with("nu", 3));
  }

  @Provide
  Arbitrary<String> noise() {
    var words = Arbitraries.of("problem ", "u", "u_xx", "(t, x)", " on ", " in ", "[0, 1]", "\n", "initial ", "boundary ", "=",
        "+", "-", "*", "/", "^", "sin(", ")", "(", ",", "2", "1e9", "vector ", "d(", "pi", "#", "x", "{", "_", ".", "∂", "\t");
    return Arbitraries.oneOf(
        words.list().ofMaxSize(60).map(l -> String.join("", l)),
        Arbitraries.strings().ofMaxLength(80),
        Arbitraries.strings().ascii().ofMaxLength(200));
  }

  @Property(tries = 1000, seed = "20261121")
  void anyTextIsAProblemOrOneClearError(@ForAll("noise") String text) {
    read(text);
  }

  @Property(tries = 1000, seed = "20261121")
  void anyChangedStatementIsAProblemOrOneClearError(@ForAll long seed) {
    var random = new Random(seed);
    var text = new StringBuilder(Statements.ALL.get(random.nextInt(Statements.ALL.size())));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(8));
      String alphabet = "()[]{}=+-*/^,:_.#\n 0123eutxvπν²∂\u0000\ud800";
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 2 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        default -> text.insert(at, String.valueOf(text.charAt(at)).repeat(50));
      }
      if (text.isEmpty()) {
        text.append('u');
      }
    }
    read(text.toString());
  }

  /** Two seconds are a thousand times what a statement takes: enough to tell slow from hanging on a busy machine. */
  private static void read(String text) {
    long start = System.nanoTime();
    try {
      Problem p = parse(text);
      assertThat(parse(print(p))).isEqualTo(p);
    } catch (StatementException e) {
      assertThat(e.faults()).isNotEmpty();
      assertThat(e.faults()).allSatisfy(f -> {
        assertThat(f.line()).isBetween(1, Math.max(1, (int) text.lines().count()));
        assertThat(f.column()).isPositive();
        assertThat(f.message()).isNotBlank();
      });
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }
}
