package dev.ansatz.validation.report;

import dev.ansatz.solve.Provenance;
import dev.ansatz.validation.study.Study;
import dev.ansatz.validation.study.Study.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A study as one self-contained HTML file: statement, table, pictures, provenance, citations. */
public final class HtmlReport {
  private static final String STYLE = """
      :root { color-scheme: light; }
      body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 960px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.7rem; margin-bottom: .2rem; }
      h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #ddd; padding-bottom: .2rem; }
      h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
      pre { font: 14px/1.5 ui-monospace, monospace; background: #f6f7f9; padding: .9rem 1.1rem; border-radius: 6px; overflow-x: auto; }
      .scroll { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .3rem .7rem; text-align: right; white-space: nowrap; }
      th { border-bottom: 2px solid #222; font-weight: 600; }
      td { border-bottom: 1px solid #e4e4e4; }
      th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
      td.part { padding-left: 1.8rem; color: #555; }
      table.facts td { text-align: left; white-space: normal; vertical-align: top; border: 0; padding: .1rem .7rem .1rem 0; }
      table.facts td:first-child { color: #555; white-space: nowrap; }
      .remarks { color: #444; font-size: .93rem; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: .8rem; }
      figure { margin: 0; }
      figure img { width: 100%; height: auto; display: block; }
      @media print { body { max-width: none; margin: 0; } figure { break-inside: avoid; } }
      """;

  private HtmlReport() {}

  /**
   * The whole file.
   *
   * @param command what made the report, to be shown so that the reader can make it again
   */
  public static String of(Study study, List<Picture> pictures, String command) {
    var html = new StringBuilder();
    String name = study.problem().name();
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>").append(text(name)).append(" – Ansatz</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    html.append("<h1>").append(text(name)).append("</h1>\n");
    html.append("<h2>Statement</h2>\n<pre>").append(text(study.problem().toString())).append("</pre>\n");
    html.append("<h2>Answers</h2>\n");
    table(html, study);
    html.append("<div class=\"remarks\">\n");
    TextReport.remarks(study).forEach(remark -> html.append("<p>").append(text(remark)).append("</p>\n"));
    html.append("</div>\n<h2>Pictures</h2>\n<div class=\"pictures\">\n");
    for (Picture picture : pictures) {
      html.append("<figure><img alt=\"").append(text(picture.caption())).append("\" src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(picture.png())).append("\"></figure>\n");
    }
    html.append("</div>\n<h2>Where the answers come from</h2>\n");
    html.append("<pre>").append(text(command)).append("</pre>\n");
    for (Answer answer : study.answers()) {
      provenance(html, answer.name(), answer.solution().provenance());
    }
    study.reference().filter(r -> study.answers().stream().noneMatch(a -> a.solution() == r))
        .ifPresent(r -> provenance(html, "reference: " + r.provenance().solver(), r.provenance()));
    citations(html, study);
    return html.append("</body>\n</html>\n").toString();
  }

  private static void table(StringBuilder html, Study study) {
    List<List<String>> rows = TextReport.answers(study);
    html.append("<div class=\"scroll\"><table>\n<tr>");
    rows.getFirst().forEach(head -> html.append("<th>").append(text(head)).append("</th>"));
    html.append("</tr>\n");
    for (List<String> row : rows.subList(1, rows.size())) {
      html.append("<tr>");
      for (String cell : row) {
        html.append(cell.startsWith("  ") ? "<td class=\"part\">" : "<td>").append(text(cell.strip())).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  private static void provenance(StringBuilder html, String name, Provenance provenance) {
    Map<String, String> facts = new LinkedHashMap<>(provenance.configuration());
    facts.put("seed", Long.toString(provenance.seed()));
    facts.put("threads", Integer.toString(provenance.threads()));
    facts.put("precision", provenance.precision().name().toLowerCase(Locale.ROOT));
    facts.putAll(provenance.versions());
    html.append("<h3>").append(text(name)).append("</h3>\n<table class=\"facts\">\n");
    facts.forEach((key, value) ->
        html.append("<tr><td>").append(text(key)).append("</td><td>").append(text(value)).append("</td></tr>\n"));
    html.append("</table>\n");
  }

  private static void citations(StringBuilder html, Study study) {
    var citations = new LinkedHashSet<String>();
    var solutions = new ArrayList<>(study.answers().stream().map(Answer::solution).toList());
    study.reference().ifPresent(solutions::add);
    solutions.forEach(s -> citations.addAll(s.provenance().citations()));
    if (citations.isEmpty()) {
      return;
    }
    html.append("<h2>To cite</h2>\n<ul>\n");
    citations.forEach(citation -> html.append("<li>").append(text(citation)).append("</li>\n"));
    html.append("</ul>\n");
  }

  private static String text(String raw) {
    return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
