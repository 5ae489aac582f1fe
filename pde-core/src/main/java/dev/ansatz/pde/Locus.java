package dev.ansatz.pde;

import dev.ansatz.pde.expr.Const;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.geometry.Geometry;

/** Where an interface is: what divides a domain in two sides. The normal points from below to above. */
public sealed interface Locus {

  /** Where a space coordinate has a value; it is less below, greater above. */
  record Level(Coordinate coordinate, double level) implements Locus {
    public Level {
      level = level + 0.0;
    }

    @Override
    public String text() {
      return coordinate.text() + "=" + new Const(level).text();
    }

    @Override
    public String latex() {
      return coordinate.latex() + " = " + new Const(level).latex();
    }

    @Override
    public String toString() {
      return coordinate + "=" + new Const(level);
    }
  }

  /** The boundary of a set in space, as far as it runs inside of the domain; the set is below. */
  record Rim(Geometry set) implements Locus {
    @Override
    public String text() {
      return set.text();
    }

    @Override
    public String latex() {
      return "\\partial(\\text{" + set.text() + "})";
    }

    @Override
    public String toString() {
      return "around " + set;
    }
  }

  /** The words of the text form. */
  String text();

  String latex();
}
