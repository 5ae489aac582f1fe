package dev.ansatz.pde.lower;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A one-parameter group of transformations that takes solutions of a problem's equations to solutions; its conditions need not
 * be kept. See {@link Lowering#symmetries}.
 */
public sealed interface Symmetry {

  /** {@code u(x) → u(x - s)}. */
  record Translation(Coordinate coordinate) implements Symmetry {
    @Override
    public String toString() {
      return "translation in " + coordinate;
    }
  }

  /** {@code u(t, x) → u(t, x - s t) + s shift}: the same in a frame that moves with speed s. */
  record Galilean(Coordinate coordinate, Coordinate time, SequencedMap<Field, Double> shifts) implements Symmetry {
    public Galilean {
      shifts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shifts));
    }

    @Override
    public String toString() {
      return "Galilean in " + coordinate + shifts.entrySet().stream().filter(e -> e.getValue() != 0)
          .map(e -> e.getKey() + " + " + term(e.getValue())).collect(Collectors.joining(", ", ": ", ""));
    }

    private static String term(double shift) {
      return shift == 1 ? "s" : new Const(shift) + " s";
    }
  }

  /** {@code u(x) → λ^b u(λ^(-a) x)} with {@code λ = e^s}, an exponent a for each coordinate and b for each field. */
  record Scaling(SequencedMap<Coordinate, Double> coordinates, SequencedMap<Field, Double> fields) implements Symmetry {
    public Scaling {
      coordinates = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(coordinates));
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String toString() {
      var all = new LinkedHashMap<Expr, Double>(coordinates);
      all.putAll(fields);
      return all.entrySet().stream().filter(e -> e.getValue() != 0).map(e -> "λ"
          + power(e.getValue()) + " " + e.getKey()).collect(Collectors.joining(", ", "scaling ", ""));
    }

    private static String power(double exponent) {
      return exponent == 1 ? "" : "^" + (exponent < 0 ? "(" + new Const(exponent) + ")" : new Const(exponent));
    }
  }

  /** The transformed solution, for explicit expressions of all fields. */
  default Map<Field, Expr> transform(Map<Field, ? extends Expr> solution, double s) {
    var transformed = new LinkedHashMap<Field, Expr>();
    solution.forEach((f, u) -> transformed.put(f, switch (this) {
      case Translation(Coordinate x) -> u.substitute(Map.of(x, x.minus(s)));
      case Galilean(Coordinate x, Coordinate t, var shifts) ->
          u.substitute(Map.of(x, x.minus(t.times(s)))).plus(s * shifts.getOrDefault(f, 0.0));
      case Scaling(var coordinates, var fields) -> {
        var scaled = new LinkedHashMap<Expr, Expr>();
        coordinates.forEach((x, a) -> scaled.put(x, x.times(Math.exp(-a * s))));
        yield u.substitute(scaled).times(Math.exp(fields.getOrDefault(f, 0.0) * s));
      }
    }));
    return transformed;
  }

  /** What a coordinate, a field or a derivative of the transformed solution is, in terms of the solution's own jet. */
  default Expr pulledBack(Expr leaf, double s) {
    return switch (this) {
      case Translation(Coordinate x) -> leaf.equals(x) ? x.plus(s) : leaf;
      case Galilean(Coordinate x, Coordinate t, var shifts) -> {
        if (leaf.equals(x)) {
          yield x.plus(t.times(s));
        }
        if (!Leaves.isUnknown(leaf)) {
          yield leaf;
        }
        // each ∂_t becomes ∂_t - s ∂_x
        Expr u = Leaves.field(leaf);
        for (Coordinate c : Leaves.derivatives(leaf)) {
          u = c.equals(t) ? u.derivative(t).minus(u.derivative(x).times(s)) : u.derivative(c);
        }
        yield leaf instanceof Field f ? u.plus(s * shifts.getOrDefault(f, 0.0)) : u;
      }
      case Scaling(var coordinates, var fields) -> {
        if (leaf instanceof Coordinate x) {
          yield x.times(Math.exp(coordinates.getOrDefault(x, 0.0) * s));
        }
        if (!Leaves.isUnknown(leaf)) {
          yield leaf;
        }
        double weight = fields.getOrDefault(Leaves.field(leaf), 0.0);
        for (Coordinate c : Leaves.derivatives(leaf)) {
          weight -= coordinates.getOrDefault(c, 0.0);
        }
        yield leaf.times(Math.exp(weight * s));
      }
    };
  }
}
