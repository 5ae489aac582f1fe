package dev.ansatz.pinn;

import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.lower.Classification;
import dev.ansatz.pde.lower.Lowering;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Coefficient continuation: training begins with an easier value of one parameter and leads it, geometrically, to its own.
 *
 * <p>A solution with a thin layer is hard to find from a random network, since collocation points see the layer only once it is
 * nearly right; from the solution for a little more diffusion it is near.
 */
public sealed interface Continuation {
  /** Every parameter has its own value from the start. */
  Continuation NONE = new None();

  /**
   * In a nonlinear evolution, a parameter that multiplies the only second derivatives, as a viscosity does, starts at a value
   * for which layers are a good part of the domain wide.
   */
  Continuation AUTOMATIC = new Automatic();

  /** Which parameter to lead from which value; empty if none. */
  Map<Parameter, Double> start(Problem problem);

  /** Why it cannot be had for a problem; empty if it can. */
  default List<String> refusals(Problem problem) {
    return start(problem).keySet().stream().filter(Parameter::unknown)
        .map(p -> "continuation leads " + p + " to its value, which is unknown here: use continuation=none").toList();
  }

  /** Reads {@code none}, {@code automatic} or {@code PARAMETER:VALUE}. */
  static Continuation parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "automatic" -> AUTOMATIC;
      default -> {
        int colon = text.indexOf(':');
        try {
          yield new From(text.substring(0, Math.max(colon, 0)), Double.parseDouble(text.substring(colon + 1)));
        } catch (NumberFormatException _) {
          throw new IllegalArgumentException("continuation must be automatic, none or PARAMETER:VALUE, such as nu:0.05, not '" + text
              + "'");
        }
      }
    };
  }

  record None() implements Continuation {
    @Override
    public Map<Parameter, Double> start(Problem problem) {
      return Map.of();
    }

    @Override
    public String toString() {
      return "none";
    }
  }

  /** Starts a named parameter from a value. */
  record From(String parameter, double value) implements Continuation {
    @Override
    public Map<Parameter, Double> start(Problem problem) {
      return problem.parameters().stream().filter(p -> p.name().equals(parameter)).collect(Collectors.toMap(p -> p, _ -> value));
    }

    @Override
    public List<String> refusals(Problem problem) {
      if (!start(problem).isEmpty()) {
        return Continuation.super.refusals(problem);
      }
      String others = problem.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
      return List.of("it has no parameter '" + parameter + "' for continuation to lead"
          + (others.isEmpty() ? ": use continuation=none" : "; there is " + others));
    }

    @Override
    public String toString() {
      return parameter + ":" + value;
    }
  }

  /** See {@link Continuation#AUTOMATIC}. */
  record Automatic() implements Continuation {
    /** The diffusion number νT/(L/2)² to start from. */
    static final double EASY = 0.05;

    @Override
    public Map<Parameter, Double> start(Problem problem) {
      // only a nonlinear evolution steepens into layers inside the domain
      if (problem.domain().time().isEmpty() || Lowering.classify(problem).linearity() == Classification.Linearity.LINEAR) {
        return Map.of();
      }
      for (Parameter parameter : problem.parameters()) {
        OptionalDouble easy = easyValue(problem, parameter);
        if (easy.isPresent() && Math.abs(parameter.value()) < easy.getAsDouble()) {
          return Map.of(parameter, Math.copySign(easy.getAsDouble(), parameter.value()));
        }
      }
      return Map.of();
    }

    /** The value to start from, if the second derivatives of an equation vanish with the parameter. */
    private static OptionalDouble easyValue(Problem problem, Parameter parameter) {
      for (var equation : problem.equations()) {
        Expr residual = Lowering.normalForm(equation.residual());
        if (!residual.leaves(Parameter.class).contains(parameter)) {
          continue;
        }
        Expr without = Lowering.normalForm(residual.substitute(Map.of(parameter, Const.ZERO)));
        int all = order(residual);
        int rest = order(without);
        if (all == 2 && rest < all) {
          double length = problem.domain().space().orElseThrow().boundingBox().ranges().stream()
              .mapToDouble(range -> range.length()).min().orElse(1);
          double time = problem.domain().time().orElseThrow().length();
          return OptionalDouble.of(EASY * (length / 2) * (length / 2) / time);
        }
      }
      return OptionalDouble.empty();
    }

    private static int order(Expr residual) {
      return Lowering.unknowns(List.of(residual)).stream().filter(Partial.class::isInstance)
          .mapToInt(p -> (int) ((Partial) p).with().stream().filter(c -> !c.isTime()).count()).max().orElse(0);
    }

    @Override
    public String toString() {
      return "automatic";
    }
  }
}
