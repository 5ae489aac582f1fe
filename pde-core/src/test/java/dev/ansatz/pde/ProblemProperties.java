package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static dev.ansatz.pde.expr.Expressions.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Expressions;
import dev.ansatz.pde.expr.Table;
import dev.ansatz.pde.geometry.Geometry;
import dev.ansatz.pde.geometry.Polygon;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
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

  /** Random coefficients, data and conditions of the kinds beyond boundary and initial values, in one inverse problem. */
  @Provide
  Arbitrary<Problem> richProblems() {
    var explicit = Expressions.explicit().filter(e -> isDefined(e) && !e.leaves(Coordinate.class).contains(T));
    var numbers = Arbitraries.doubles().between(-1e3, 1e3).array(double[].class).ofSize(12);
    return Combinators.combine(explicit, explicit, numbers, Arbitraries.integers().between(0, 31), Arbitraries.doubles().between(0.1, 0.9))
        .as((f, g, values, choice, level) -> {
          double[] nodes = {0, 0.3, level + 0.3, 2};
          var table = table("kappa", nodes, new double[] {0, level, 1}, new double[][] {
            Arrays.copyOfRange(values, 0, 3), Arrays.copyOfRange(values, 3, 6), Arrays.copyOfRange(values, 6, 9),
            Arrays.copyOfRange(values, 9, 12)}, Table.Interpolation.LINEAR);
          var w = field("w", X, Y);
          var a = unknown("a", Y, X);
          var b = input("b", X);
          var q = choice % 2 == 0 ? unknown("q", level) : unknown("q", level).in(0, 1);
          var cases = piecewise(choice / 2 % 2 == 0 ? g : table.at(X, Y).derivative(Y), when(f, less(X, level), atMost(f, g)),
              when(2, less(Y, X)));
          var clauses = new ArrayList<Clause>(List.of(
              equation(div(grad(w).times(a)).plus(cases.times(w)).eq(table.at(X, Y).times(q).plus(b).plus(integral(w.times(f), X)))),
              on(at(X, 0).and(at(X, 2)), w.eq(g)),
              on(at(Y, 0).and(at(Y, 1)), dn(w).eq(mean(w))),
              interfaceAt(X, level, jump(w).eq(f)),
              interfaceAt(X, level, above(d(w, X)).minus(below(cases.times(d(w, X)))).eq(0)),
              interfaceAround(rim(choice, level), jump(w).eq(f)),
              interfaceAround(rim(choice, level), jump(cases.times(dn(w))).eq(g)),
              gauge(choice / 4 % 2 == 0 ? mean(w).eq(level) : value(w, level, 1).eq(values[0])),
              observe(choice / 8 % 2 == 0 ? w : w.times(cases), new double[][] {{level, 0}, {2, level}}, new double[] {values[1], -0.0},
                  level),
              choice / 16 == 0 ? guess(a, f) : drawn(b, logNormal(matern(level, 1 / 3.0, values[2] * values[2] + 1)))));
          return pde("rich", over(X.in(0, 2), Y.in(0, 1)), clauses.toArray(Clause[]::new));
        });
  }

  private static Geometry rim(int choice, double size) {
    var disk = disk("drop", X, Y, 1, 0.5, size / 2);
    return switch (choice % 4) {
      case 0 -> disk;
      case 1 -> polygon(X, Y, new Polygon.Edge("slope", 0.5, 0, 1, size), new Polygon.Edge("roof", 1, size, 0.5, 1),
          new Polygon.Edge("roof", 0.5, 1, 0.5, 0));
      case 2 -> box(X.in(0.5, 1), Y.in(0.2, 0.6)).minus(disk);
      default -> annulus(X, Y, 1, 0.5, size / 4, size / 2).union(box(X.in(0, 2), Y.in(0, size / 4)));
    };
  }

  @Property(tries = 200, seed = "20261125", edgeCases = EdgeCasesMode.NONE)
  void whatIsPrintedOfARichProblemIsReadBack(@ForAll("richProblems") Problem p) {
    assertThat(parse(print(p))).as(print(p)).isEqualTo(p);
    assertThat(p.latex()).doesNotContain("null");
  }

  @Provide
  Arbitrary<String> noise() {
    var words = Arbitraries.of("problem ", "u", "u_xx", "(t, x)", " on ", " in ", "[0, 1]", "\n", "initial ", "boundary ", "=",
        "+", "-", "*", "/", "^", "sin(", ")", "(", ",", "2", "1e9", "vector ", "d(", "pi", "#", "x", "{", "_", ".", "∂", "\t",
        "piecewise(", "if ", "then ", "else ", " and ", "<", ">=", "complex ", "unknown ", "input ", " from ", "matern(", "table ",
        "linear", "values", "interface ", "gauge ", "mean(", "observe ", " at ", " noise ", "jump(", "i", "abs(", "integral(", "problem\n");
    return Arbitraries.oneOf(
        words.list().ofMaxSize(60).map(l -> String.join("", l)),
        Arbitraries.strings().ofMaxLength(80),
        Arbitraries.strings().ascii().ofMaxLength(200));
  }

  @Property(tries = 2000, seed = "20261121")
  void anyTextIsAProblemOrOneClearError(@ForAll("noise") String text) {
    read(text);
  }

  @Property(tries = 10_000, seed = "20261125", edgeCases = EdgeCasesMode.NONE)
  void anyBytesAreAProblemOrOneClearError(@ForAll long seed) {
    var random = new Random(seed);
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    read(new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
  }

  private static final List<String> CHANGEABLE = Stream.concat(Statements.ALL.stream(), Statements.RICH.stream()).toList();

  /** Pieces that have brought parsers down: nesting, huge numbers, long runs, pieces of other statements. */
  private static String bad(Random random, StringBuilder text, int at, int to) {
    return switch (random.nextInt(6)) {
      case 0 -> List.of("(", "-", "sin(", "[", "d(", "2^", "if ", "lap(", "abs(").get(random.nextInt(9)).repeat(1 + random.nextInt(300));
      case 1 -> List.of("1e308", "1e-320", "9".repeat(400), "0.0000001", "1e9999", "-0", "1/0").get(random.nextInt(7));
      case 2 -> String.valueOf(text.charAt(at)).repeat(50);
      case 3 -> {
        String other = CHANGEABLE.get(random.nextInt(CHANGEABLE.size()));
        int from = random.nextInt(other.length());
        yield other.substring(from, Math.min(other.length(), from + random.nextInt(40)));
      }
      case 4 -> text.substring(at, to);
      default -> "()[]{}=+-*/^,:_.#<>\n 0123eutxivπν²∂\u0000\ud800".substring(random.nextInt(30)).substring(0, 1);
    };
  }

  @Property(tries = 10_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void anyChangedStatementIsAProblemOrOneClearError(@ForAll long seed) {
    var random = new Random(seed);
    var text = new StringBuilder(CHANGEABLE.get(random.nextInt(CHANGEABLE.size())));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(8));
      String alphabet = "()[]{}=+-*/^,:_.#\n 0123eutxvπν²∂\u0000\ud800";
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 2 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        default -> text.insert(at, bad(random, text, at, to));
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
      int lines = Math.max(1, (int) text.lines().count());
      assertThat(e.faults().stream().allMatch(f -> f.line() >= 1 && f.line() <= lines && f.column() > 0 && !f.message().isBlank()))
          .as("%s", e.faults()).isTrue();
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }
}
