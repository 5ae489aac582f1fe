package dev.ansatz.validation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ansatz.solve.Comparison;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.validation.study.Study;
import dev.ansatz.validation.study.Study.Answer;
import dev.ansatz.validation.study.Verdict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One answer of a study as one JSON object. */
public final class JsonReport {
  private JsonReport() {}

  /**
   * The object on one line. Keys: problem, solver, relativeL2, maxError, referenceErrorEstimate, ownErrorEstimate (what the solver takes
   * its relative L2 error to be), seconds, iterations, parameters, termination, heldOutResidual, seed, threads, precision. A figure that
   * does not exist or cannot be told is null; the errors are null where the reference is too coarse to judge them. Of several fields there
   * is also {@code fields}, by name, each with relativeL2 and maxError; the errors above are those of all fields as one vector, without
   * those that are unbounded.
   *
   * <p>Of an inverse problem there is also {@code unknowns}, by name: for a constant value, deviation (the standard deviation), truth and
   * relativeError; for a coefficient relativeL2, maxError, deviation (its root mean square) and coverage95, the part of the domain where
   * the truth is in the interval of 95 %.
   */
  public static String of(Study study, Answer answer) {
    var solution = answer.solution();
    Optional<Comparison> measured =
        answer.verdict() instanceof Verdict.Measured m ? Optional.of(m.comparison()) : Optional.empty();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("problem", study.problem().name());
    object.put("solver", answer.name());
    object.put("relativeL2", measured.map(c -> finite(c.relativeL2())).orElse(null));
    object.put("maxError", measured.map(c -> finite(c.maxError())).orElse(null));
    object.put("referenceErrorEstimate", study.reference().map(r -> finite(r.errorEstimate())).orElse(null));
    object.put("ownErrorEstimate", finite(solution.errorEstimate()));
    object.put("seconds", solution.elapsed().toNanos() / 1e9);
    object.put("iterations", solution.iterations());
    object.put("parameters", solution.parameters());
    object.put("termination", solution.termination().word());
    object.put("heldOutResidual", finite(solution.heldOutResidual()));
    object.put("seed", solution.provenance().seed());
    object.put("threads", solution.provenance().threads());
    object.put("precision", solution.provenance().precision().name().toLowerCase(Locale.ROOT));
    if (study.problem().fields().size() > 1) {
      object.put("fields", fields(study, answer.verdict().compared()));
    }
    if (!solution.unknowns().isEmpty()) {
      object.put("unknowns", unknowns(answer));
    }
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> fields(Study study, Optional<Comparison> compared) {
    var fields = new LinkedHashMap<String, Object>();
    for (int f = 0; f < study.problem().fields().size(); f++) {
      int field = f;
      Optional<Comparison.Errors> errors = compared.flatMap(c -> Optional.of(c.fields().get(field)).filter(c::isTrustworthy));
      var figures = new LinkedHashMap<String, Object>();
      figures.put("relativeL2", errors.map(e -> finite(e.relativeL2())).orElse(null));
      figures.put("maxError", errors.map(e -> finite(e.maximum())).orElse(null));
      fields.put(study.problem().fields().get(f).name(), figures);
    }
    return fields;
  }

  private static Map<String, Object> unknowns(Answer answer) {
    var errors = answer.unknownErrors();
    var unknowns = new LinkedHashMap<String, Object>();
    for (Unknowns.Constant c : answer.solution().unknowns().constants()) {
      var figures = new LinkedHashMap<String, Object>();
      figures.put("value", finite(c.value()));
      figures.put("deviation", finite(c.deviation()));
      var judged = errors.constants().stream().filter(e -> e.name().equals(c.parameter().name())).findFirst();
      figures.put("truth", judged.map(e -> finite(e.truth())).orElse(null));
      figures.put("relativeError", judged.map(e -> finite(e.relativeError())).orElse(null));
      unknowns.put(c.parameter().name(), figures);
    }
    for (Unknowns.Coefficient c : answer.solution().unknowns().coefficients()) {
      var figures = new LinkedHashMap<String, Object>();
      var judged = errors.coefficients().stream().filter(e -> e.name().equals(c.field().name())).findFirst();
      figures.put("relativeL2", judged.map(e -> finite(e.relativeL2())).orElse(null));
      figures.put("maxError", judged.map(e -> finite(e.maximum())).orElse(null));
      figures.put("deviation", judged.map(e -> finite(e.rootMeanSquareDeviation())).orElse(null));
      figures.put("coverage95", judged.map(e -> finite(e.coverage())).orElse(null));
      unknowns.put(c.field().name(), figures);
    }
    return unknowns;
  }

  /** JSON has no infinities and no NaN. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static Double finite(OptionalDouble value) {
    return value.isPresent() ? finite(value.getAsDouble()) : null;
  }
}
