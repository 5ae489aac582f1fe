package dev.ansatz.validation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ansatz.pde.Pde;
import dev.ansatz.pde.catalog.Catalog;
import dev.ansatz.validation.Heat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user sees of every command and every mistake. */
class AnsatzTest {
  @TempDir Path directory;

  /** What a command left behind. */
  record Seen(int status, String out, String err) {
    Seen {
      assertThat(out + err).as("no stack trace").doesNotContain("\tat ", "Exception in thread");
    }
  }

  /** All entries together take seconds to read. */
  @Test
  void onlyTheProblemAskedForIsRead() {
    var catalogue = new LinkedHashMap<String, Supplier<Catalog.Entry>>();
    catalogue.put("other", () -> {
      throw new AssertionError("read");
    });
    catalogue.put("heat", () -> new Catalog.Entry(Heat.problem(), "for tests", "nowhere", "", new LinkedHashMap<>()));
    assertThat(new Sources(catalogue, List.of(), new TestSolvers.Exact()).problem("heat")).isEqualTo(Heat.problem());
  }

  private static Seen ansatz(String... arguments) {
    return ansatz(new Sources(catalogue(), List.of(new TestSolvers.Scaled()), new TestSolvers.Exact()), arguments);
  }

  private static SequencedMap<String, Supplier<Catalog.Entry>> catalogue() {
    var catalogue = new LinkedHashMap<String, Supplier<Catalog.Entry>>();
    Stream.of(Heat.problem(), Heat.stationary())
        .forEach(p -> catalogue.put(p.name(), () -> new Catalog.Entry(p, "for tests", "nowhere", "", new LinkedHashMap<>())));
    return catalogue;
  }

  private static Seen ansatz(Sources sources, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false,
        80, () -> true, arguments);
    int status = Ansatz.run(() -> sources, console);
    return new Seen(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void solvesAndPrintsTheTable() {
    var seen = ansatz("solve", "heat", "--with", "scaled");
    assertThat(seen.status).isZero();
    assertThat(seen.out).contains("relative L2", "1.00e-03", "converged", "about 1.00e-09", "101 × 256 points");
  }

  @Test
  void checkpointsOfASolverThatWritesNoneAreRefused() {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--checkpoint", directory.resolve("state").toString());
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("scaled writes no checkpoints: leave out --checkpoint");
    assertThat(ansatz("solve", "heat", "--with", "scaled", "--checkpoint", directory.toString()).err).contains("it is a directory");
  }

  @Test
  void jsonIsOneObjectAndNothingElse() throws Exception {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--seed", "7", "--threads", "2", "--precision", "f32", "--json");
    assertThat(seen.status).isZero();
    assertThat(seen.out.lines()).hasSize(1);
    JsonNode object = new ObjectMapper().readTree(seen.out);
    assertThat(object.fieldNames()).toIterable().containsExactly("problem", "solver", "relativeL2", "maxError",
        "referenceErrorEstimate", "ownErrorEstimate", "seconds", "iterations", "parameters", "termination", "heldOutResidual", "seed",
        "threads", "precision");
    // the answer is 1.001 times the exact one, whose maximum on the grid is within 1e-5 of 1
    assertThat(object.get("relativeL2").asDouble()).isBetween(0.001 - 1e-12, 0.001 + 1e-12);
    assertThat(object.get("maxError").asDouble()).isBetween(0.00099998, 0.001 + 1e-12);
    assertThat(object.get("referenceErrorEstimate").asDouble()).isEqualTo(1e-9);
    assertThat(object.get("ownErrorEstimate").isNull()).isTrue();
    assertThat(object.get("seconds").asDouble()).isEqualTo(1.5);
    assertThat(object.get("iterations").asLong()).isEqualTo(40);
    assertThat(object.get("parameters").asLong()).isEqualTo(321);
    assertThat(object.get("termination").asText()).isEqualTo("converged");
    assertThat(object.get("heldOutResidual").asDouble()).isEqualTo(3e-5);
    assertThat(object.get("seed").asLong()).isEqualTo(7);
    assertThat(object.get("threads").asInt()).isEqualTo(2);
    assertThat(object.get("precision").asText()).isEqualTo("f32");
  }

  /** A column for those that have one: beside it the others are empty, and where none has one there is no such column. */
  @Test
  void whatASolverTakesItsErrorToBeIsShown() throws Exception {
    var report = directory.resolve("estimates.html");
    var seen = ansatz("compare", "heat", "--with", "scaled,scaled:estimating", "--report", report.toString());
    assertThat(seen.status).isZero();
    assertThat(seen.out.lines().filter(line -> line.matches("(solver|scaled|reference) .*"))).satisfiesExactly(
        heads -> assertThat(heads).contains("max error  own estimate  held-out residual"),
        good -> assertThat(good).containsPattern("^scaled  +1.00e-03 +1.00e-03 {22,}3.00e-05 "),
        reference -> assertThat(reference).containsPattern("^reference +1.00e-09 +3.00e-05 "));
    assertThat(seen.out).containsPattern("(?m)^scaled:estimating +1.00e-03 +1.00e-03 +2.00e-03 +3.00e-05 ");
    assertThat(report).content().contains("<th>own estimate</th>", "<td>1.00e-03</td><td>2.00e-03</td><td>3.00e-05</td>");
    var json = ansatz("solve", "heat", "--with", "scaled:estimating", "--json");
    assertThat(new ObjectMapper().readTree(json.out).get("ownErrorEstimate").asDouble()).isEqualTo(2e-3);
    assertThat(ansatz("solve", "heat", "--with", "scaled").out).doesNotContain("own estimate");
  }

  @Test
  void jsonHasTheErrorsOfEachFieldWhereThereAreSeveral() throws Exception {
    var seen = ansatz(Sources.standard(), "solve", "reaction-diffusion", "--with", "pinn", "--set", "adam-steps=1", "--set",
        "iterations=0", "--json");
    JsonNode object = new ObjectMapper().readTree(seen.out);
    assertThat(object.get("fields").fieldNames()).toIterable().containsExactly("u", "v");
    double largest = 0;
    for (JsonNode field : object.get("fields")) {
      assertThat(field.get("relativeL2").asDouble()).isPositive();
      largest = Math.max(largest, field.get("maxError").asDouble());
    }
    assertThat(object.get("maxError").asDouble()).isEqualTo(largest);
  }

  @Test
  void doesNotQuoteAnErrorThatTheReferenceCannotResolve() throws Exception {
    // the reference is good to 1e-9, so that 2e-9 cannot be told
    var table = ansatz("solve", "heat", "--with", "scaled", "--set", "error=2e-9");
    assertThat(table.status).isZero();
    assertThat(table.out).contains("< 1.00e-08", "errors below 1.00e-08 cannot be told").doesNotContain("2.00e-09");
    var json = ansatz("solve", "heat", "--with", "scaled", "--set", "error=2e-9", "--json");
    assertThat(new ObjectMapper().readTree(json.out).get("relativeL2").isNull()).isTrue();
    assertThat(json.err).contains("cannot be told");
  }

  @Test
  void comparesReferencesWithTheFilesOfPinnacle() throws Exception {
    Files.writeString(directory.resolve("heat_multiscale.dat"), "% X Y u (K) @ t=0\n0.025 0.5 1\n0.125 0.5 1\n");
    Files.writeString(directory.resolve("poisson_a_coef.dat"), "1\n");
    var table = ansatz("study", "pinnacle", "--data", directory.toString());
    assertThat(table.status).isZero();
    assertThat(table.out).contains("heat_multiscale.dat", "2 of 2", "heat-2d-multiscale",
        "not compared:\npoisson_a_coef.dat: a coefficient");
    var json = ansatz("study", "pinnacle", "--data", directory.toString(), "--json").out.lines().toList();
    assertThat(json).hasSize(2);
    assertThat(new ObjectMapper().readTree(json.getFirst()).fieldNames()).toIterable()
        .containsExactly("file", "problem", "method", "values", "compared", "relativeL2", "errorEstimate", "seconds");
    assertThat(new ObjectMapper().readTree(json.getLast()).get("skipped").asText()).startsWith("a coefficient");
    var missing = ansatz("study", "pinnacle", "--data", directory.resolve("nowhere").toString());
    assertThat(missing.status).isEqualTo(2);
    assertThat(missing.err).contains("there is no directory", "--data");
    assertThat(ansatz("study").status).isEqualTo(2);
  }

  /** An interrupt before the first training ends leaves an empty table; the console of these tests is interrupted from the start. */
  @Test
  void studiesOfTrainingsAreInterrupted() {
    for (String study : List.of("config", "multiadam")) {
      var seen = ansatz("study", study, "--seeds", "1", "--points", "0.01", "--json");
      assertThat(seen.status).isEqualTo(1);
      assertThat(seen.out).isEmpty();
    }
  }

  @Test
  void badSettingsOfStudiesAreListedAllAtOnce() {
    var config = ansatz("study", "config", "--problem", "burger", "--method", "sgd", "--epochs", "0", "--points", "2", "--seeds", "0");
    assertThat(config.status).isEqualTo(2);
    assertThat(config.err).contains("no problem 'burger' in this study; there are burgers", "no method 'sgd' in this study; there are adam",
        "at least 1 epoch, not 0", "at least 1 seed, not 0", "at most 1, not 2.0");
    var multiadam = ansatz("study", "multiadam", "--size", "8,-1", "--method", "lra", "--steps", "0", "--width", "0", "--points", "NaN");
    assertThat(multiadam.status).isEqualTo(2);
    assertThat(multiadam.err).contains("not -1.0", "no method 'lra'", "at least 1 step, not 0", "at least 1 unit", "not NaN");
    assertThat(ansatz("study", "config", "--threads", "0").err).contains("--threads must be at least 1, not 0");
  }

  @Test
  void conditionTellsTheSpectrumOfANetworkOnAProblem() {
    String[] small = {"condition", "heat", "--layers", "1", "--width", "3", "--points", "100"};
    var seen = ansatz(small);
    assertThat(seen.status).isZero();
    // two coordinates and a bias to each of three units, then three weights and a bias; one equation at each of the points
    assertThat(seen.out).contains("13 parameters, 100 residuals", "condition number", "effective rank", "  least", "eigenvalues of J'J");
    assertThat(ansatz(small).out).isEqualTo(seen.out);
    var one = ansatz("condition", "heat", "--layers", "1", "--width", "3", "--points", "100", "--weights", "10", "--seed", "1", "--set",
        "nu=0.2");
    assertThat(one.out).contains("1.00e+01").doesNotContain("least");
    assertThat(ansatz("condition", "heat", "--hard", "--layers", "1", "--width", "3", "--points", "100", "--weights", "1").out)
        .contains("0 rows of conditions");
  }

  @Test
  void conditionRefusesWhatItCannotDo() {
    var large = ansatz("condition", "heat", "--layers", "4", "--width", "100");
    assertThat(large.status).isEqualTo(2);
    assertThat(large.err).contains("for at most 2000", "--width");
    assertThat(ansatz("condition", "heat", "--width", "0").status).isEqualTo(2);
    assertThat(ansatz("condition", "heat", "--points", "0").status).isEqualTo(2);
    assertThat(ansatz("condition", "heat", "--weights", "-1").status).isEqualTo(2);
    assertThat(ansatz("condition", "heat", "--set", "mu=1").err).contains("mu");
    assertThat(ansatz("condition", "hea").err).contains("did you mean 'heat'");
  }

  @Test
  void anAnswerFarFromTheReferenceIsNotSolved() {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--set", "error=0.11");
    assertThat(seen.status).isEqualTo(1);
    assertThat(seen.out).contains("not solved: the relative L2 error is above 0.1");
  }

  @Test
  void divergenceIsToldWithItsPlaceAndRemedy() throws Exception {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--preset", "diverging");
    assertThat(seen.status).isEqualTo(1);
    assertThat(seen.out).contains("diverged: the loss 'equation' is NaN at iteration 7; lower the learning rate");
    var json = ansatz("solve", "heat", "--with", "scaled", "--preset", "diverging", "--json");
    assertThat(json.status).isEqualTo(1);
    var object = new ObjectMapper().readTree(json.out);
    assertThat(object.get("termination").asText()).isEqualTo("diverged");
    assertThat(object.get("relativeL2").isNull()).isTrue();
    assertThat(json.err).contains("lower the learning rate");
  }

  @Test
  void cancellingKeepsTheBestAnswerSoFar() {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--preset", "endless");
    assertThat(seen.status).isEqualTo(1);
    assertThat(seen.out).contains("1.00e-03", "cancelled");
  }

  @Test
  void aFaultOfOursGoesToAFile() throws Exception {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--preset", "failing");
    assertThat(seen.status).isEqualTo(1);
    assertThat(seen.out).isEmpty();
    assertThat(seen.err).contains("an invariant is broken", "please report it");
    var file = Path.of(seen.err.replaceAll("(?s).*with the file (\\S+).*", "$1"));
    assertThat(file).content().contains("validation/bin/ansatz solve heat", "IllegalStateException", "TestSolvers");
    Files.delete(file);
  }

  @Test
  void settingsReachTheProblemAndTheSolver() throws Exception {
    var json = ansatz("solve", "heat", "--with", "scaled", "--set", "nu=0.2", "--set", "error=0.025", "--json");
    assertThat(new ObjectMapper().readTree(json.out).get("relativeL2").asDouble()).isBetween(0.025 - 1e-12, 0.025 + 1e-12);
    var table = ansatz("solve", "heat", "--with", "scaled", "--set", "nu=0.2");
    assertThat(table.out).contains("ν = 0.2");
    table = ansatz("solve", "heat", "--with", "scaled", "--set", "ν=1/4");
    assertThat(table.out).contains("ν = 0.25");
  }

  @Test
  void badSettingsAreListedAllAtOnce() {
    var seen = ansatz("solve", "heat", "--with", "scaled", "--set", "un=1", "--set", "widht=3", "--set", "nu=fast");
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("unknown parameter or option 'un'", "did you mean 'nu'?", "'widht'", "did you mean 'width'?",
        "--set nu=fast: the parameter takes a number", "fast");
    seen = ansatz("solve", "heat", "--with", "scaled", "--set", "error=big", "--set", "width=-3");
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("error takes a number, not big", "width must be positive, not -3");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "solve haet --with scaled                  | unknown problem 'haet'; did you mean 'heat'? there is heat, pair",
    "solve heat --with scalde                  | unknown solver 'scalde'; did you mean 'scaled'?",
    "solve heat --with scaled --preset godo    | unknown preset of scaled 'godo'; did you mean 'good'?",
    "solve heat --with scaled --budget 12q     | '12q' is no time: write a number and a unit, such as 500ms, 120s, 5m or 2h",
    "solve heat --with scaled --budget 0s      | '0s': a budget is at least 1ms",
    "solve heat --with scaled --budget -3s     | '-3s' is no time",
    "solve heat --with scaled --precision f16  | f16",
    "solve heat --with scaled --threads 0      | --threads must be at least 1, not 0",
    "solve heat --with scaled --set nu         | KEY=VALUE",
    "solve heat --with scaled --jsom           | --json",
    "solve heat                                | --with",
    "solve nowhere/heat.pde --with scaled      | cannot read nowhere/heat.pde: there is no such file",
    "solve pair --with scaled                  | it has more than one field",
    "solvee heat                               | solve",
    "compare heat --with scaled,scaledd        | unknown solver 'scaledd'; did you mean 'scaled'?",
  })
  void badUse(String line, String message) {
    var seen = ansatz(line.split(" +"));
    assertThat(seen.err).contains(message);
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.out).isEmpty();
  }

  @Test
  void aMissingCommandIsBadUse() {
    assertThat(ansatz().status).isEqualTo(2);
    assertThat(ansatz().err).contains("list", "solve", "compare", "shell");
    assertThat(ansatz("--help").status).isZero();
    assertThat(ansatz("solve", "--help").out).contains("--budget", "--set");
  }

  @Test
  void anUnreadableFileIsBadUse() throws Exception {
    var binary = Files.write(directory.resolve("binary.pde"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(ansatz("solve", binary.toString(), "--with", "scaled").err).contains("it is not text in UTF-8");
    assertThat(ansatz("solve", directory + "/", "--with", "scaled").err).contains("it is a directory");
  }

  @Test
  void aParseErrorShowsLineColumnAndCaret() throws Exception {
    var file = Files.writeString(directory.resolve("open.pde"), """
        problem heat
        u(t, x)   on  x in [0, 1], t in [0, 1]
        u_t = 2*(u_xx
        initial   u = sin(pi*x)
        boundary  u = 0
        """);
    var seen = ansatz("solve", file.toString(), "--with", "scaled");
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.out).isEmpty();
    assertThat(seen.err).contains("open.pde", "line 3, column 9: this parenthesis is not closed", """
            u_t = 2*(u_xx
                    ^
        """);
  }

  @Test
  void anIllPosedStatementListsEveryFault() throws Exception {
    var file = Files.writeString(directory.resolve("ill.pde"), """
        problem heat
        u(t, x)   on  x in [1, 0], t in [0, 1]
        u_t = u_xx + w
        initial   u = q
        boundary  u = 0
        """);
    var seen = ansatz("solve", file.toString(), "--with", "scaled");
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("the range x in [1, 0] is reversed", "unknown name 'w'", "unknown name 'q'");
  }

  @Test
  void aMissingConditionIsNamed() throws Exception {
    var file = Files.writeString(directory.resolve("bare.pde"), """
        problem heat
        u(t, x)   on  x in [0, 1], t in [0, 1]
        u_t = u_xx
        """);
    var seen = ansatz("solve", file.toString(), "--with", "scaled");
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("initial", "x=0", "x=1");
  }

  @Test
  void aFileOfTheUsersIsSolved() throws Exception {
    var file = Files.writeString(directory.resolve("mine.pde"), Pde.print(Heat.problem()));
    assertThat(ansatz("solve", file.toString(), "--with", "scaled").status).isZero();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeSolving() throws Exception {
    var file = Files.writeString(directory.resolve("file"), "");
    var seen = ansatz("solve", "heat", "--with", "scaled", "--preset", "failing", "--out", file.toString());
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("cannot write to the directory", "is a file, not a directory").doesNotContain("invariant");
    seen = ansatz("compare", "heat", "--with", "scaled:failing", "--report", directory.toString());
    assertThat(seen.status).isEqualTo(2);
    assertThat(seen.err).contains("it is a directory");
  }

  @Test
  void writesCsvAndPictures() throws Exception {
    var out = directory.resolve("answers");
    var seen = ansatz("solve", "heat", "--with", "scaled", "--out", out.toString(), "--json");
    assertThat(seen.out.lines()).hasSize(1);
    assertThat(out.resolve("heat-scaled.csv")).content().startsWith("t,x,u\n");
    try (var files = Files.list(out)) {
      assertThat(files.map(f -> f.getFileName().toString())).contains(
          "heat-u-scaled.png", "heat-u-reference.png", "heat-u-scaled-error.png", "heat-u-slice-t-0.25.png", "heat-scaled-training.png");
    }
  }

  @Test
  void comparesAndReports() throws Exception {
    var report = directory.resolve("new/report.html");
    var seen = ansatz("compare", "heat", "--with", "scaled,scaled:good", "--report", report.toString());
    assertThat(seen.status).isZero();
    assertThat(seen.out).contains("scaled ", "scaled:good", "reference");
    assertThat(report).content()
        .startsWith("<!doctype html>")
        .contains("1.00e-03", "data:image/png;base64,", "validation/bin/ansatz compare heat", "Théorie analytique")
        .doesNotContain("http://", "<script");
  }

  @Test
  void listsProblemsAndReasons() {
    var seen = ansatz("list");
    assertThat(seen.status).isZero();
    assertThat(seen.out).contains("heat", "scaled: yes", "scaled: no, it has more than one field; and this is a test", "width=16");
  }
}
