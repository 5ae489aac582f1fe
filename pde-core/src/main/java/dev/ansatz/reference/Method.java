package dev.ansatz.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A method of lines: how space is discretised, and how time is integrated. */
record Method(Space space, Time time) {

  /** In space; the word is what a method's name begins with. */
  enum Space {
    /** All directions periodic. */
    FOURIER("fourier", 0),
    /** Some direction not periodic; Fourier in those that are. */
    CHEBYSHEV("chebyshev", 0),
    FD2("fd2", 2),
    FD4("fd4", 4),
    FD6("fd6", 6),
    /** No space at all. */
    POINT("ode", 0);

    final String word;
    /** Of the error in the mesh width; 0 where it is spectral. */
    final int order;

    Space(String word, int order) {
      this.word = word;
      this.order = order;
    }
  }

  /** In time; the word is what a method's name ends with. */
  enum Time {
    ETDRK4("etdrk4", 4),
    TASE2("tase2", 2),
    TASE3("tase3", 3),
    DP853("dp853", 0),
    GBS("gbs", 0);

    final String word;
    /** Of the error in the step; 0 where the step follows a tolerance. */
    final int order;

    Time(String word, int order) {
      this.word = word;
      this.order = order;
    }

    boolean isAdaptive() {
      return order == 0;
    }
  }

  String word() {
    return space.word + "-" + time.word;
  }

  /** Every combination. */
  static List<Method> all() {
    var all = new ArrayList<Method>();
    for (Space space : Space.values()) {
      for (Time time : Time.values()) {
        all.add(new Method(space, time));
      }
    }
    return all;
  }

  static Optional<Method> of(String word) {
    return all().stream().filter(m -> m.word().equals(word)).findFirst();
  }

  /** The spectral discretisation that fits a problem's conditions. */
  static Space spectral(EvolutionProblem problem) {
    if (problem.dimension() == 0) {
      return Space.POINT;
    }
    for (int a = 0; a < problem.dimension(); a++) {
      if (!problem.isPeriodic(a)) {
        return Space.CHEBYSHEV;
      }
    }
    return Space.FOURIER;
  }

  /** Why this is no method for a problem that {@link EvolutionProblem#obstacles} lets pass. */
  List<String> obstacles(EvolutionProblem problem) {
    Space fitting = spectral(problem);
    if (space == fitting || space.order > 0 && fitting != Space.POINT) {
      return List.of();
    }
    return List.of(switch (fitting) {
      case POINT -> "it has no space coordinate";
      case FOURIER -> "it is periodic";
      default -> space == Space.POINT ? "it has space coordinates" : "it is not periodic";
    });
  }

  /** The largest number of points a coordinate that is tried: what a minute or two and 64 MiB an array allow. */
  int largest(EvolutionProblem problem, int coordinate) {
    boolean periodic = problem.isPeriodic(coordinate);
    return switch (problem.dimension()) {
      case 1 -> space.order > 0 ? periodic ? 4096 : 512 : !periodic ? 192 : time.isAdaptive() ? 2048 : 4096;
      case 2 -> space.order > 0 ? 256 : periodic ? 384 : 96;
      default -> space.order > 0 ? 64 : periodic ? 96 : 40;
    };
  }
}
