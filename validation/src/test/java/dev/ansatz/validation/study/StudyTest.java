package dev.ansatz.validation.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ansatz.pde.Pde;
import dev.ansatz.pde.Problem;
import dev.ansatz.solve.Grid;
import dev.ansatz.solve.Provenance;
import dev.ansatz.solve.Run;
import dev.ansatz.solve.Solution;
import dev.ansatz.solve.Solver;
import dev.ansatz.solve.Support;
import dev.ansatz.solve.Termination;
import dev.ansatz.validation.report.TextReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyTest {
  private static final Problem PROBLEM = Pde.parse("problem line\nu(x) on x in [0, 1]\nu_xx = 0\nboundary u = 1");

  /** Answers with a constant, and an error of its own. */
  private record Constant(double value, OptionalDouble estimate) implements Solver {
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
          Duration.ZERO, estimate, OptionalDouble.empty(), Provenance.of(this, List.of(), run, List.of()));
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
}
