package dev.ansatz.validation.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import org.junit.jupiter.api.Test;

class ShellTest {
  /** The jshell tool goes on after an error, so that only the API can tell. */
  @Test
  void theStartUpScriptLetsOneStateAProblem() {
    try (var shell = JShell.builder()
        .executionEngine("local") // the same class path without a second Java
        .build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      var example = """
          var x = space("x");
          var t = time("t");
          var u = field("u", t, x);
          var nu = param("nu", 0.01 / PI);
          var burgers = pde("burgers", over(x.in(-1, 1), t.in(0, 1)), equation(dt(u).plus(u.times(d(u, x))).eq(nu.times(d(u, x, x)))), initial(u.eq(sin(x.times(PI)).negate())), on(boundary(), u.eq(0)));
          """;
      Stream.concat(Shell.startup().lines(), example.lines()).forEach(line -> {
        for (var event : shell.eval(line)) {
          assertThat(event.status()).as("%s: %s", line, shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList())
              .isEqualTo(Status.VALID);
          assertThat(event.exception()).as(line).isNull();
        }
      });
      assertThat(shell.eval("burgers.toString()").getFirst().value()).contains("u_t + u u_x = ν u_xx");
    }
  }
}
