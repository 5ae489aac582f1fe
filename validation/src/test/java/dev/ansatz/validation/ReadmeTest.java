package dev.ansatz.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pinn.Pinn;
import dev.ansatz.pinn.PinnOptions;
import dev.ansatz.solve.Support;
import dev.ansatz.validation.shell.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import org.junit.jupiter.api.Test;

/** What the README shows must work. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");

  @Test
  void theTextFormIsTheProblemOfTheCatalogue() throws Exception {
    var text = new StringBuilder();
    Files.readString(README).lines().dropWhile(l -> !l.startsWith("    problem burgers")).takeWhile(l -> l.startsWith("    "))
        .forEach(l -> text.append(l.strip()).append('\n'));
    assertThat(Pde.parse(text.toString())).isEqualTo(Catalog.get("burgers").problem());
  }

  @Test
  void theInverseProblemOfItsPageIsOneThatNetworksSolve() throws Exception {
    var text = new StringBuilder();
    Files.readString(Path.of("../docs/inverse-problems.md")).lines().dropWhile(l -> !l.startsWith("    problem rod"))
        .takeWhile(l -> l.startsWith("    ")).forEach(l -> text.append(l.strip()).append('\n'));
    var problem = Pde.parse(text.toString());
    assertThat(problem.parameters()).singleElement().matches(Parameter::unknown);
    assertThat(new Pinn(PinnOptions.preset("inverse")).supports(problem)).isEqualTo(Support.yes());
  }

  /** The first block states the problem; the second, which would train a network, is compiled only. */
  @Test
  void theJavaIsJava() throws Exception {
    List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README)).results()
        .map(m -> m.group(1)).toList();
    assertThat(blocks).hasSize(2);
    try (var shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      var statements = Shell.startup() + blocks.get(0) + "void library() {\n" + blocks.get(1) + "}\n";
      for (String rest = statements; !rest.isBlank(); ) {
        var completion = shell.sourceCodeAnalysis().analyzeCompletion(rest);
        for (var event : shell.eval(completion.source())) {
          assertThat(event.status()).as("%s: %s", completion.source(),
              shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList())
              .isEqualTo(Status.VALID);
          assertThat(event.exception()).as(completion.source()).isNull();
        }
        rest = completion.remaining();
      }
      assertThat(shell.eval("burgers.equals(Catalog.get(\"burgers\").problem())").getFirst().value()).isEqualTo("true");
    }
  }
}
