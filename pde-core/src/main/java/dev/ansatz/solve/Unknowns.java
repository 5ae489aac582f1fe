package dev.ansatz.solve;

import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * What an answer to an inverse problem says of its unknowns.
 *
 * <p>A standard deviation is that of the posterior, a normal approximation given the observations with their stated noise and the
 * problem: the truth lies within 1.96 of them in 95 of 100 cases, if the statement holds and the solver has met it. It is infinite where
 * the observations do not tell, and 0 for what is known to be so.
 *
 * @param constants one for each unknown constant, in the order of the problem's parameters
 * @param coefficients one for each unknown coefficient, in the order of the problem's coefficients
 * @param remarks what a user should know about them, in sentences: what the observations do not determine, a fit worse than the noise
 */
public record Unknowns(List<Constant> constants, List<Coefficient> coefficients, List<String> remarks) {
  /** Of a problem without unknowns, or an answer that says nothing of them. */
  public static final Unknowns NONE = new Unknowns(List.of(), List.of(), List.of());

  /**
   * An unknown constant.
   *
   * @param value the estimate
   * @param deviation its standard deviation
   */
  public record Constant(Parameter parameter, double value, double deviation) {
    /** What a user should know of it: that the observations do not determine it, or that it lies at a bound. */
    public Optional<String> remark() {
      double size = parameter.isBounded() ? parameter.upper() - parameter.lower() : 2 * Math.abs(value);
      if (!(deviation < size / 2)) {
        return Optional.of("the observations do not determine " + parameter + ": its standard deviation "
            + (parameter.isBounded() ? "is more than half of its range" : "is larger than its value")
            + "; observe where and when the solution depends on it, observe more, or state what is known of it");
      }
      double edge = Math.min(value - parameter.lower(), parameter.upper() - value);
      return parameter.isBounded() && edge < 0.01 * (parameter.upper() - parameter.lower()) && edge < 2 * deviation
          ? Optional.of(parameter + " lies at a bound of its range, where its deviation means little: widen the range if more is possible")
          : Optional.empty();
    }
  }

  /** An unknown coefficient: estimate and standard deviation as functions. */
  public record Coefficient(Field field, Function value, Function deviation) {}

  /** A function of a coefficient's arguments; thread-safe. */
  @FunctionalInterface
  public interface Function {
    /**
     * Its values at many points.
     *
     * @param points {@code [argument][lane]}, arguments in the order of {@code field.coordinates()}
     */
    double[] at(double[][] points);
  }

  public Unknowns {
    constants = List.copyOf(constants);
    coefficients = List.copyOf(coefficients);
    remarks = List.copyOf(remarks);
  }

  public boolean isEmpty() {
    return constants.isEmpty() && coefficients.isEmpty();
  }

  /** The constant of a name. */
  public Optional<Constant> constant(String name) {
    return constants.stream().filter(c -> c.parameter.name().equals(name)).findFirst();
  }

  /** The coefficient of a name. */
  public Optional<Coefficient> coefficient(String name) {
    return coefficients.stream().filter(c -> c.field.name().equals(name)).findFirst();
  }
}
