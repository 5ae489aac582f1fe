package dev.ansatz.validation.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.solve.Unknowns;
import dev.ansatz.validation.report.TextReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyTest {
  private static final Problem PROBLEM = Pde.parse("problem line\nu(x) on x in [0, 1]\nu_xx = 0\nboundary u = 1");

  /** Answers with a constant, an error of its own and unknowns. */
  private record Constant(double value, OptionalDouble estimate, Unknowns unknowns) implements Solver {
    Constant(double value, OptionalDouble estimate) {
      this(value, estimate, Unknowns.NONE);
    }

    /** With the unknown D. */
    static Constant knowing(double d, double deviation) {
      return new Constant(1, OptionalDouble.of(1e-9),
          new Unknowns(List.of(new Unknowns.Constant(new Parameter("D", d), d, deviation)), List.of(), List.of()));
    }

    @Override
    public String name() {
      return "constant";
    }

    @Override
    public Support supports(Problem problem) {
      return Support.yes();
    }

    @Override
    public Solution solve(Problem problem, Run run) {
      return new Solution(problem, (field, index, points, out) -> Arrays.fill(out, value), new Termination.Converged("told"), 1, 1,
          Duration.ZERO, estimate, OptionalDouble.empty(), Provenance.of(this, List.of(), run, List.of()), unknowns);
    }
  }

  /** An answer beside a reference at 1 that is known to be within so much of the truth. */
  @ParameterizedTest
  @CsvSource({
      "1.02,  1e-9, true",
      "1.5,   1e-9, false",
      "1.02,  0.05, true",
      "1.06,  0.05, false",
      "1.001, 0.2,  false"})
  void whatTheReferenceCannotTellIsNotSolved(double value, double estimate, boolean solved) {
    var reference = new Constant(1, OptionalDouble.of(estimate));
    var study = Study.of(PROBLEM, reference, List.of(new Study.Contender("answer", new Constant(value, OptionalDouble.empty()))),
        Run.defaults());
    assertThat(study.grid()).isEqualTo(Grid.defaults(PROBLEM));
    assertThat(study.answers().getFirst().isSolved()).isEqualTo(solved);
    assertThat(TextReport.remarks(study).stream().anyMatch(remark -> remark.contains("not solved"))).isEqualTo(!solved);
  }

  /** An unknown beside a truth of 2: wrong if it is off by more than a tenth and by more than it says itself. */
  @ParameterizedTest
  @CsvSource({
      "2.1, 1e-3, true",
      "3,   1e-3, false",
      "3,   0.4,  true"})
  void anAnswerWithAWrongUnknownIsNotSolved(double found, double deviation, boolean solved) {
    var study = Study.of(PROBLEM, Constant.knowing(2, 0), List.of(new Study.Contender("answer", Constant.knowing(found, deviation))),
        Run.defaults());
    assertThat(study.answers().getFirst().isSolved()).isEqualTo(solved);
    assertThat(TextReport.remarks(study).stream().anyMatch(remark -> remark.contains("not solved: D is off"))).isEqualTo(!solved);
  }
}
