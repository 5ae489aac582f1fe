package dev.ansatz.validation.report;

import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.validation.study.ConflictTable;
import dev.ansatz.validation.study.PinnacleTable;
import dev.ansatz.validation.study.ScaleTable;
import dev.ansatz.validation.study.Study;
import dev.ansatz.validation.study.Study.Answer;
import dev.ansatz.validation.study.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A study as a table for a terminal, about 100 columns wide. */
public final class TextReport {
  private TextReport() {}

  /** The statement, the table and what must be said about it, ending with a line feed. */
  public static String of(Study study) {
    var text = new StringBuilder();
    text.append(study.problem()).append("\n\n");
    text.append(table(answers(study))).append('\n');
    var unknowns = unknowns(study);
    if (!unknowns.isEmpty()) {
      text.append(table(List.of("unknown", "found", "deviation", "truth", "relative error", "by"), unknowns)).append('\n');
    }
    remarks(study).forEach(remark -> text.append(remark).append('\n'));
    return text.toString();
  }

  /** The files that were compared, then the others with the reasons, ending with a line feed. */
  public static String of(PinnacleTable pinnacle) {
    var rows = pinnacle.rows().stream().map(row -> List.of(row.file(), figure(row.distance()), figure(row.errorEstimate()),
        count(row.compared()) + " of " + count(row.values()), String.format(Locale.ROOT, "%.1f", row.seconds()), row.method(),
        row.problem())).toList();
    var text = new StringBuilder(table(List.of("file", "relative L2", "our error", "values", "seconds", "method", "problem"), rows));
    if (!pinnacle.skipped().isEmpty()) {
      text.append("\nnot compared:\n");
      pinnacle.skipped().forEach(skipped -> text.append(skipped.file()).append(": ").append(skipped.reason()).append('\n'));
    }
    return text.toString();
  }

  /** One row for each problem and method, then how ConFIG and M-ConFIG compare with the others, ending with a line feed. */
  public static String of(ConflictTable conflict) {
    var rows = conflict.rows().stream().map(row -> {
      var first = row.trainings().getFirst();
      return List.of(row.problem(), row.method(), count(first.steps()), count(first.backPropagations()), "" + row.trainings().size(),
          figure(row.least()), figure(row.mean()), figure(row.worst()), String.format(Locale.ROOT, "%.1f", row.seconds()));
    }).toList();
    var text = new StringBuilder(table(List.of("problem", "method", "steps", "back-propagations", "seeds", "mean of least MSE",
        "at the end", "worst", "seconds"), rows));
    for (String problem : ConflictTable.PROBLEMS) {
      for (String method : List.of("config", "m-config")) {
        conflict.overOthers(problem, method).ifPresent(over -> text.append(String.format(Locale.ROOT,
            "%s: the mean of the least MSE of %s is %.2f of the smallest of the others'%n", problem, method, over)));
      }
    }
    return text.toString();
  }

  /** One row for each method and size, then how far the errors of a method are apart, ending with a line feed. */
  public static String of(ScaleTable scale) {
    var rows = scale.rows().stream().map(row -> List.of(row.method(), String.format(Locale.ROOT, "%1$s × %1$s", row.problem()),
        count(row.trainings().getFirst().steps()), "" + row.trainings().size(), figure(row.mean()), figure(row.worst()),
        String.format(Locale.ROOT, "%.1f", row.seconds()))).toList();
    var text = new StringBuilder(table(List.of("method", "square", "steps", "seeds", "mean relative L2", "worst relative L2", "seconds"),
        rows));
    for (String method : ScaleTable.METHODS) {
      scale.range(method).ifPresent(range -> text.append(String.format(Locale.ROOT, "%s: the largest mean is %.2f of the smallest%n",
          method, range)));
    }
    return text.toString();
  }

  /**
   * The heads, then one row for each answer, and one for each of its fields where there are several; the reference last. Of the solvers'
   * own estimates of their errors there is a column where an answer has one.
   */
  static List<List<String>> answers(Study study) {
    boolean estimated = study.answers().stream().anyMatch(a -> a.solution().errorEstimate().isPresent());
    var rows = new ArrayList<List<String>>();
    rows.add(row(estimated, "solver", "relative L2", "max error", "own estimate", "held-out residual", "parameters", "iterations",
        "seconds", "ended"));
    for (Answer answer : study.answers()) {
      var errors = errors(answer.verdict());
      rows.add(row(estimated, answer.name(), errors.getFirst(), errors.getLast(), answer.solution()));
      answer.verdict().compared().filter(c -> c.fields().size() > 1).ifPresent(c -> c.fields().forEach(e -> {
        boolean told = c.isTrustworthy(e);
        rows.add(row(estimated, "  " + e.name(), Double.isNaN(e.relativeL2()) ? "unbounded" : told ? figure(e.relativeL2())
            : "< " + figure(10 * c.referenceErrorEstimate().orElseThrow()), told ? figure(e.maximum()) : "", "", "", "", "", "", ""));
      }));
    }
    boolean shown = study.answers().stream().anyMatch(a -> a.verdict() instanceof Verdict.IsReference);
    if (!shown) {
      study.reference().ifPresent(r -> rows.add(row(estimated, "reference", "", "", r)));
    }
    return rows;
  }

  private static List<String> row(boolean estimated, String name, String relativeL2, String maxError, Solution s) {
    return row(estimated, name, relativeL2, maxError, figure(s.errorEstimate()), figure(s.heldOutResidual()), count(s.parameters()),
        count(s.iterations()), seconds(s.elapsed().toNanos()), s.termination().word());
  }

  private static List<String> row(boolean estimated, String... cells) {
    var row = new ArrayList<>(List.of(cells));
    if (!estimated) {
      row.remove(3);
    }
    return row;
  }

  /**
   * One row for each unknown of each answer. What is found of a coefficient is a function, so that its deviation is the root mean square,
   * and in place of the truth stands where it is within the interval of 95 %.
   */
  static List<List<String>> unknowns(Study study) {
    var rows = new ArrayList<List<String>>();
    for (Answer answer : study.answers()) {
      var errors = answer.unknownErrors();
      for (Unknowns.Constant c : answer.solution().unknowns().constants()) {
        var judged = errors.constants().stream().filter(e -> e.name().equals(c.parameter().name())).findFirst();
        rows.add(List.of(c.parameter().toString(), String.format(Locale.ROOT, "%.6g", c.value()), figure(c.deviation()),
            judged.map(e -> String.format(Locale.ROOT, "%.6g", e.truth())).orElse(""),
            judged.map(e -> figure(e.relativeError())).orElse(""), answer.name()));
      }
      for (Unknowns.Coefficient c : answer.solution().unknowns().coefficients()) {
        var judged = errors.coefficients().stream().filter(e -> e.name().equals(c.field().name())).findFirst();
        rows.add(List.of(c.field().toString(), "a function", judged.map(e -> figure(e.rootMeanSquareDeviation())).orElse(""),
            judged.map(e -> String.format(Locale.ROOT, "covered %.0f %%", 100 * e.coverage())).orElse(""),
            judged.map(e -> figure(e.relativeL2())).orElse(""), answer.name()));
      }
    }
    return rows;
  }

  /** The sentences below the table: what judges, what could not be judged, and what to do about each bad ending. */
  public static List<String> remarks(Study study) {
    var remarks = new ArrayList<String>();
    study.reference().ifPresent(r -> remarks.add("errors against " + r.provenance().solver() + " on " + study.grid() + "; "
        + (r.errorEstimate().isPresent()
            ? "the reference's own relative L2 error is about " + figure(r.errorEstimate().getAsDouble())
            : "the reference has no estimate of its own error")));
    if (study.reference().isEmpty()) {
      remarks.add("no errors: no reference for this problem: " + String.join("; ", study.noReference()));
    }
    for (Answer answer : study.answers()) {
      if (answer.verdict() instanceof Verdict.BelowReference below) {
        remarks.add(answer.name() + ": nearer to the reference than the reference is known to be to the truth; errors below "
            + figure(below.resolution()) + " cannot be told");
        if (!(below.largestError() <= Answer.ACCEPTABLE)) {
          remarks.add(answer.name() + ": not solved as far as the reference can tell: the relative L2 error may be "
              + figure(below.largestError()) + ", above " + Answer.ACCEPTABLE + "; a longer budget lets the reference tell more");
        }
      }
      answer.solution().unknowns().remarks().forEach(remark -> remarks.add(answer.name() + ": " + remark));
      var end = answer.solution().termination();
      if (!end.word().equals("converged")) {
        remarks.add(answer.name() + ": " + end.describe());
      }
      if (answer.verdict() instanceof Verdict.None none && !none.finite()) {
        remarks.add(answer.name() + ": the answer is not finite everywhere");
      }
      if (answer.verdict() instanceof Verdict.Measured m && !(m.comparison().relativeL2() <= Answer.ACCEPTABLE)) {
        remarks.add(answer.name() + ": not solved: the relative L2 error is above " + Answer.ACCEPTABLE);
      }
      answer.wrongUnknowns().forEach(unknown -> remarks.add(answer.name() + ": not solved: " + unknown + " is off by more than "
          + Answer.ACCEPTABLE + " of its size and three of its deviations"));
    }
    return remarks;
  }

  /** Relative L2 and maximum error as far as they can be told. */
  private static List<String> errors(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Measured m -> List.of(figure(m.comparison().relativeL2()), figure(m.comparison().maxError()));
      case Verdict.BelowReference b -> List.of("< " + figure(b.resolution()), "");
      case Verdict.IsReference r -> List.of("reference", "");
      case Verdict.None n -> List.of("", "");
    };
  }

  /** Columns as wide as they need; the first to the left, the others to the right, the last to the left. */
  private static String table(List<String> heads, List<List<String>> rows) {
    var lines = new ArrayList<List<String>>(List.of(heads));
    lines.addAll(rows);
    return table(lines);
  }

  /** The same, of the heads and the rows. */
  private static String table(List<List<String>> lines) {
    int columns = lines.getFirst().size();
    var text = new StringBuilder();
    for (int l = 0; l < lines.size(); l++) {
      var line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        int column = c;
        int width = lines.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        String cell = lines.get(l).get(c);
        String space = " ".repeat(width - cell.length());
        line.append(c == 0 ? "" : "  ").append(c == 0 || c == columns - 1 ? cell + space : space + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (l == 0) {
        text.append("─".repeat(line.length())).append('\n');
      }
    }
    return text.toString();
  }

  static String figure(double value) {
    return String.format(Locale.ROOT, "%.2e", value);
  }

  private static String figure(OptionalDouble value) {
    return value.isPresent() ? figure(value.getAsDouble()) : "";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String seconds(long nanos) {
    double seconds = nanos / 1e9;
    return String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.1f", seconds);
  }
}
