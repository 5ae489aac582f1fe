package dev.ansatz.pde;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Partial;
import dev.ansatz.pde.expr.Sum;
import dev.ansatz.pde.expr.VectorExpr;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The vector calculus behind the words of {@link Pde}, along given coordinates. */
final class Nabla {
  private Nabla() {}

  static VectorExpr grad(Expr u, List<Coordinate> along) {
    return new VectorExpr(along, along.stream().<Expr>map(c -> Partial.of(u, c)).toList());
  }

  static Expr lap(Expr u, List<Coordinate> along) {
    return Sum.of(along.stream().map(c -> Partial.of(u, c, c)).toList());
  }

  static Expr bilap(Expr u, List<Coordinate> along) {
    return Sum.of(along.stream().flatMap(a -> along.stream().map(b -> Partial.of(u, a, a, b, b))).toList());
  }

  static Expr div(VectorExpr v) {
    return Sum.of(v.coordinates().stream().map(c -> Partial.of(v.along(c), c)).toList());
  }

  static VectorExpr curl(VectorExpr v) {
    if (v.coordinates().size() != 3) {
      throw new IllegalArgumentException("curl needs three space coordinates, not " + v.coordinates() + "; rot is for two");
    }
    return new VectorExpr(v.coordinates(), IntStream.range(0, 3).mapToObj(i -> {
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      return Partial.of(v.components().get(k), v.coordinates().get(j))
          .minus(Partial.of(v.components().get(j), v.coordinates().get(k)));
    }).toList());
  }

  static Expr rot(VectorExpr v) {
    if (v.coordinates().size() != 2) {
      throw new IllegalArgumentException("rot needs two space coordinates, not " + v.coordinates() + "; curl is for three");
    }
    return Partial.of(v.components().get(1), v.coordinates().get(0))
        .minus(Partial.of(v.components().get(0), v.coordinates().get(1)));
  }

  /** The space coordinates that an expression depends on. */
  static List<Coordinate> along(Expr u) {
    return coordinates(u).stream().filter(c -> !c.isTime()).toList();
  }

  /** Those of the fields in their order, then those that occur by themselves, sorted. */
  static List<Coordinate> coordinates(Expr u) {
    var all = new LinkedHashSet<Coordinate>();
    u.fields().forEach(f -> all.addAll(f.coordinates()));
    all.addAll(new TreeSet<>(u.leaves(Coordinate.class)));
    return List.copyOf(all);
  }
}
