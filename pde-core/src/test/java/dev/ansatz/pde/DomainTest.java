package dev.ansatz.pde;

import static dev.ansatz.pde.Pde.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.BoundaryPart;
import dev.ansatz.pde.geometry.Geometry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Domains other than boxes: both spellings, and everything that can be wrong with them. */
class DomainTest {
  private static final Coordinate X = space("x");
  private static final Coordinate Y = space("y");
  private static final Coordinate Z = space("z");
  private static final Coordinate T = time("t");
  private static final Field U = field("u", X, Y);

  private static Problem poisson(String domain, String... boundary) {
    return parse("problem p\nu(x, y) on " + domain + "\n-lap(u) = 1\n" + String.join("\n", boundary));
  }

  private static Problem typed(Geometry domain) {
    return pde("p", domain, equation(lap(U).negate().eq(1)), on(boundary(), U.eq(0)));
  }

  private static List<String> parts(Problem p) {
    return p.domain().parts().stream().map(BoundaryPart::name).toList();
  }

  private record Spelling(String text, Geometry typed, String parts) {}

  static Stream<Spelling> spellings() {
    var square = box(X.in(0, 1), Y.in(0, 1));
    return Stream.of(
        new Spelling("disk (0, 0) radius 1", disk(X, Y, 0, 0, 1), "disk"),
        new Spelling("disk ν (1/2, -pi) radius 2*pi", disk("nu", X, Y, 0.5, -Math.PI, 2 * Math.PI), "nu"),
        new Spelling("annulus (0, 0) radius 1 to 2", annulus(X, Y, 0, 0, 1, 2), "inner, outer"),
        new Spelling("annulus hub rim (0, 0) radius 1 to 2", annulus("hub", "rim", X, Y, 0, 0, 1, 2), "hub, rim"),
        new Spelling("annulus rim rim (0, 0) radius 1 to 2", annulus("rim", "rim", X, Y, 0, 0, 1, 2), "rim"),
        new Spelling("polygon (0, 0) (1, 0) (0, 1)", polygon(X, Y, edge("polygon", 0, 0, 1, 0), edge("polygon", 1, 0, 0, 1),
            edge("polygon", 0, 1, 0, 0)), "polygon"),
        new Spelling("polygon inlet (0, 0), wall (0, 1), (1, 1) outlet (1, 0)", polygon(X, Y, edge("inlet", 0, 0, 0, 1),
            edge("wall", 0, 1, 1, 1), edge("wall", 1, 1, 1, 0), edge("outlet", 1, 0, 0, 0)), "outlet, wall, inlet"),
        new Spelling("x in [0, 1], y in [0, 1] minus disk hole (0.3, 0.3) radius 0.1 minus disk hole (0.7, 0.7) radius 0.1",
            square.minus(disk("hole", X, Y, 0.3, 0.3, 0.1)).minus(disk("hole", X, Y, 0.7, 0.7, 0.1)), "y=0, x=1, y=1, x=0, hole"),
        new Spelling("x in [0, 1], y in [0, 1]\n   minus disk bite (0, 0) radius 0.5\n   union (disk (1, 1) radius 0.1)",
            square.minus(disk("bite", X, Y, 0, 0, 0.5)).union(disk(X, Y, 1, 1, 0.1)), "y=0, x=1, y=1, x=0, bite, disk"),
        new Spelling("x in [0, 1], y in [0, 1] minus (x in [0.5, 1], y in [0.5, 1])",
            square.minus(box(X.in(0.5, 1), Y.in(0.5, 1))), "y=0, x=1, y=1, x=0, y=0.5, x=0.5"),
        new Spelling("x in [0, 1], y in [0, 1] union\n  (y in [0, 0.5], x in [1, 2])",
            square.union(box(X.in(1, 2), Y.in(0, 0.5))), "y=0, x=1, y=1, x=0, x=2, y=0.5"),
        new Spelling("disk (0, 0) radius 1 intersect (disk east (1, 0) radius 1 minus disk (1, 1) radius 0.3)",
            disk(X, Y, 0, 0, 1).intersect(disk("east", X, Y, 1, 0, 1).minus(disk(X, Y, 1, 1, 0.3))), "disk, east"),
        new Spelling("disk (0, 0) radius 1, space y, space x", disk(Y, X, 0, 0, 1), "disk"),
        new Spelling("(y in [0, 1], x in [0, 1]) minus disk (0, 1) radius 0.1",
            box(Y.in(0, 1), X.in(0, 1)).minus(disk(Y, X, 0, 1, 0.1)), "x=0, y=1, x=1, y=0, disk"));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void bothSpellingsGiveOneProblem(Spelling s) {
    var p = poisson(s.text, "boundary u = 0");
    assertThat(p).isEqualTo(typed(s.typed));
    assertThat(parse(print(p))).as(print(p)).isEqualTo(p);
    assertThat(String.join(", ", parts(p))).isEqualTo(s.parts);
  }

  @Test
  void timeStandsBesideAnyShape() {
    var text = """
        problem heat
        u(s, t, y) on disk hot (0, 0) radius 1 minus (t in [0, 0.5], y in [0, 2]), time s in [0, 3], space t, space y
        u_s = lap(u)
        initial u = 0
        boundary hot, t=0.5: dn(u) = 1
        boundary t=0, y=0: u = 0""";
    var p = parse(text);
    assertThat(p.domain().time().orElseThrow()).isEqualTo(time("s").in(0, 3));
    assertThat(p.coordinates()).containsExactly(time("s"), space("t"), space("y"));
    assertThat(parse(print(p))).isEqualTo(p);
    var heat = pde("heat", over(disk(X, Y, 0, 0, 1), T.in(0, 1)), equation(dt(field("u", T, X, Y)).eq(lap(field("u", T, X, Y)))),
        initial(field("u", T, X, Y).eq(0)), on("disk", field("u", T, X, Y).eq(0)));
    assertThat(print(heat)).contains("u(t, x, y)  on  disk (0, 0) radius 1, t in [0, 1]");
    assertThat(heat.toString()).contains("u(t, x, y) on disk (0, 0) radius 1, t ∈ [0, 1]");
    assertThat(parse(print(heat))).isEqualTo(heat);
    assertThat(parse(print(heat).replace("disk (0, 0) radius 1, t in [0, 1]", "t in [0, 1], disk (0, 0) radius 1"))).isEqualTo(heat);
  }

  @Test
  void aChannelWithAnObstacleMayBePeriodic() {
    var p = poisson("x in [0, 4], y in [0, 1] minus disk obstacle (2, 0.4) radius 0.2", "periodic x", "boundary obstacle, y=0, y=1: u = 0");
    assertThat(parse(print(p))).isEqualTo(p);
    var fourth = parse("problem plate\nu(x, y) on disk (0, 0) radius 1\nbilap = 0".replace("bilap", "lap(lap(u))")
        + "\nboundary u = 0\nboundary dn(u) = 0");
    assertThat(fourth.conditions()).hasSize(2);
  }

  @Test
  void aBallIsInThreeDimensions() {
    var w = field("w", X, Y, Z);
    var p = pde("ball", ball("skin", X, Y, Z, 0, 0, 1, 2), equation(lap(w).eq(0)), on("skin", w.eq(1)));
    assertThat(print(p)).contains("ball skin (0, 0, 1) radius 2");
    assertThat(parse(print(p))).isEqualTo(p);
  }

  private record Row(String domain, String boundary, List<String> faults) {}

  private static Row row(String domain, String... faults) {
    return new Row(domain, "boundary u = 0", List.of(faults));
  }

  private static Row with(String domain, String boundary, String... faults) {
    return new Row(domain, boundary, List.of(faults));
  }

  private static final String SQUARE = "x in [0, 1], y in [0, 1]";

  static Stream<Row> rows() {
    return Stream.of(
        row("disk (0, 0) radius -1", "line 2, column 12: the radius of a disk is -1; a radius is positive"),
        row("disk (0, 0) radius 0", "line 2, column 12: the radius of a disk is 0; a radius is positive"),
        row("disk (0, 1/0) radius 1", "line 2, column 12: the disk (0, Infinity) radius 1 is not finite; give it finite numbers"),
        row("disk (0, 0, 0) radius 1", "line 2, column 12: the centre of a disk has 3 coordinates; give it 2"),
        row("disk (0, 0)", "line 2, column 23: expected 'radius', found the end of the line; "
            + "write disk (0, 0) radius 1, ball (0, 0, 0) radius 1, or annulus (0, 0) radius 1 to 2"),
        row("disk hole radius 1", "line 2, column 22: expected '(' before the coordinates of a point, found 'radius'"),
        row("dsk (0, 0) radius 1", "line 2, column 12: unknown shape 'dsk'; did you mean 'disk'?"),
        row("ball (0, 0, 0) radius 1",
            "line 2, column 12: a ball needs three space coordinates, not 2 [x, y]; in two dimensions there are disks"),
        row("annulus (0, 0) radius 2 to 1",
            "line 2, column 12: the annulus with radii 2 and 1 is empty; its first radius must be less than its second"),
        row("annulus (0, 0) radius 0 to 1", "line 2, column 12: the inner radius of an annulus is 0; write a disk"),
        row("annulus (0, 0) radius -1 to -2", "line 2, column 12: the radius of an annulus is -2; a radius is positive",
            "line 2, column 12: the inner radius of an annulus is -1; a radius is positive"),
        row("annulus rim (0, 0) radius 1 to 2",
            "line 2, column 20: an annulus has two circles, and one name; name the inner and the outer one, or none"),
        row("annulus (0, 0) radius 1", "line 2, column 35: expected 'to', found the end of the line; "
            + "write disk (0, 0) radius 1, ball (0, 0, 0) radius 1, or annulus (0, 0) radius 1 to 2"),
        row("polygon (0, 0) (1, 0)", "line 2, column 12: a polygon has at least three edges, not 2; add corners"),
        row("polygon (0, 0) (1, 0) (1, 0, 0)", "line 2, column 34: a corner of a polygon has 3 coordinates; write it as (0, 1)"),
        row("polygon (0, 0) (1, 0) (1, 0) (0, 1)", "line 2, column 27: the edge polygon from (1, 0) to (1, 0) has no length; leave it out"),
        row("polygon (0, 0) (1, 1) (1, 0) (0, 1)",
            "line 2, column 34: the edges polygon from (0, 0) to (1, 1) and polygon from (1, 0) to (0, 1) "
            + "meet; list the corners in their order around the polygon, without crossings"),
        row("polygon (0, 0) (2, 0) (1, 0) (1, 1)",
            "line 2, column 27: the edges polygon from (0, 0) to (2, 0) and polygon from (2, 0) to (1, 0) "
            + "lie on each other; list the corners in their order around the polygon, without crossings",
            "line 2, column 34: the edges polygon from (0, 0) to (2, 0) and polygon from (1, 0) to (1, 1) meet; "
            + "list the corners in their order around the polygon, without crossings"),
        row(SQUARE + " minus disk hole (3, 3) radius 1",
            "line 2, column 43: 'disk hole (3, 3) radius 1' takes nothing from 'x ∈ [0, 1], y ∈ [0, 1]'; leave it out, or move or resize "
                + "it"),
        row(SQUARE + " minus disk (0, 0) radius 2",
            "line 2, column 43: nothing is left of 'x ∈ [0, 1], y ∈ [0, 1]' by 'minus disk (0, 0) radius 2'; move or resize the shapes"),
        row(SQUARE + " intersect disk (3, 3) radius 1",
            "line 2, column 47: nothing is left of 'x ∈ [0, 1], y ∈ [0, 1]' by 'intersect disk (3, 3) radius 1'; move or resize the "
                + "shapes"),
        row(SQUARE + " union disk (0.5, 0.5) radius 0.1",
            "line 2, column 43: 'disk (0.5, 0.5) radius 0.1' adds nothing to 'x ∈ [0, 1], y ∈ [0, 1]'; leave it out, or move or resize it"),
        row(SQUARE + " union disk (0.5, 0.5) radius 5",
            "line 2, column 43: 'x ∈ [0, 1], y ∈ [0, 1]' adds nothing to 'disk (0.5, 0.5) radius 5'; "
                + "leave out one of the two, or move or resize it"),
        row(SQUARE + " intersect disk (0.5, 0.5) radius 0.1",
            "line 2, column 47: 'x ∈ [0, 1], y ∈ [0, 1]' leaves all of 'disk (0.5, 0.5) radius 0.1'; "
                + "leave out one of the two, or move or resize it"),
        row(SQUARE + " minus disk (0, 0) radius 0.1 minus disk (9, 9) radius 1",
            "line 2, column 72: 'disk (9, 9) radius 1' takes nothing from what stands before it; leave it out, or move or resize it"),
        row(SQUARE + " minus annulus a b (0.5, 0.5) radius 0.1 to 2",
            "line 2, column 43: the part 'b' of 'annulus a b (0.5, 0.5) radius 0.1 to 2' lies nowhere on the boundary; "
                + "leave out its name, or move the shape"),
        row(SQUARE + " minus (x in [0, 1])", "line 2, column 44: the two sides of 'minus' are over [x, y] and [x]; "
            + "give both the same coordinates in the same order"),
        row(SQUARE + " minus (x in [0, 2], y in [3, 2])", "line 2, column 57: the range y in [3, 2] is reversed; write y in [2, 3]"),
        row(SQUARE + " minus disk (0, 0) radius -1 minus disk (1, 1) radius -2",
            "line 2, column 43: the radius of a disk is -1; a radius is positive",
            "line 2, column 71: the radius of a disk is -2; a radius is positive"),
        row("disk (0, 0) radius 1, x in [0, 1]",
            "line 2, column 34: a second domain in space; combine shapes with minus, union or intersect"),
        row("disk (0, 0) radius 1, disk (0, 0) radius 2",
            "line 2, column 34: a second domain in space; combine shapes with minus, union or intersect"),
        row("disk (0, 0) radius 1 minus # nothing",
            "line 3, column 1: expected a coordinate and its range, such as x in [0, 1], found '-'"),
        row("(disk (0, 0) radius 1", "line 2, column 12: this parenthesis is not closed; expected ')' before the end of the line"),
        row("(".repeat(60) + "disk (0, 0) radius 1" + ")".repeat(60),
            "line 2, column 62: this is nested more than 50 deep; leave out parentheses"),
        row("disk (0, 0) radius 1 disk", "line 2, column 33: expected an operator between '1' and 'disk'; "
            + "products are written with *, one sentence stands on a line"),
        row("disk u (0, 0) radius 1", "line 2, column 12: 'u' is the name of a field and of a boundary part; give each its own"),
        row("disk pi (0, 0) radius 1",
            "line 2, column 12: 'pi' has a meaning of its own and cannot be the name of a boundary part; choose another name"),
        row("disk h_x (0, 0) radius 1", "line 2, column 17: 'h_x' is no name; subscripts are derivatives; write hx"),
        with("disk hole (0, 0) radius 1", "boundary hol: u = 0", "line 4, column 10: no boundary part 'hol'; the parts are hole"),
        with("disk hole (0, 0) radius 1", "boundary hole u = 0",
            "line 4, column 15: expected ':' after the part 'hole', found 'u'; write boundary hole: ..."),
        with("disk hole (0, 0) radius 1", "boundary x=1: u = 0", "line 4, column 10: no boundary part 'x=1'; the parts are hole"),
        with("annulus (0, 0) radius 1 to 2", "boundary inner: u = 0",
            "line 2, column 1: no condition for u on the boundary part 'outer'; add: boundary outer: u = ..."),
        with("annulus (0, 0) radius 1 to 2", "boundary inner, outer: u = 0\nboundary outer: u = 1",
            "line 5, column 1: u is given twice on 'outer': u = 0 and u = 1; keep one"),
        with(SQUARE + " minus annulus (0.5, 0.5) radius 0.1 to 2", "boundary u = 0\nboundary outer: u = 1",
            "line 5, column 10: the part 'outer' lies nowhere on the boundary; the parts are inner"),
        with("disk (0, 0) radius 1", "boundary u = 0\nperiodic x",
            "line 5, column 10: periodic x: the domain does not end at two opposite faces of constant x; give conditions on its boundary "
                + "instead"),
        with(SQUARE + " minus disk (0, 0.5) radius 0.1", "boundary y=0, y=1, disk: u = 0\nperiodic x",
            "line 5, column 10: periodic x: the domain does not end at two opposite faces of constant x; give conditions on its boundary "
                + "instead"),
        with(SQUARE + " minus disk (0.5, 0.5) radius 0.1", "boundary u = 0\nperiodic x",
            "line 4, column 1: the boundary condition u = 0 holds at the ends of x, which is periodic; name the parts that are not "
                + "periodic"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyFaultIsToldAtOnce(Row row) {
    var e = catchThrowableOfType(StatementException.class, () -> poisson(row.domain, row.boundary));
    assertThat(e).as(row.domain).isNotNull();
    assertThat(e.faults().stream().map(Fault::toString)).isEqualTo(row.faults);
  }

  private static List<String> faults(Runnable stating) {
    var e = catchThrowableOfType(StatementException.class, stating::run);
    assertThat(e).isNotNull();
    return e.faults().stream().map(Fault::toString).toList();
  }

  @Test
  void typedDomainsHaveFaultsOfTheirOwn() {
    assertThat(faults(() -> typed(polygon(X, Y, edge("a", 0, 0, 1, 0), edge("b", 1, 0, 1, 1), edge("c", 2, 1, 0, 0))))).containsExactly(
        "the edges do not close: b from (1, 0) to (1, 1), but the next one begins at (2, 1); begin each edge where the one before it ends");
    assertThat(faults(() -> typed(disk(X, Y, Double.NaN, 0, 1)))).containsExactly(
        "the disk (NaN, 0) radius 1 is not finite; give it finite numbers");
    var w = field("w", X);
    assertThat(faults(() -> pde("p", box(X.in(0, 1)).minus(box(X.in(0, 0.5))), equation(lap(w).eq(1)),
        on(boundary(), w.eq(0))))).first()
        .isEqualTo("'minus' combines shapes in the plane and in space, not in 1 dimension; use two or three space coordinates");
    var v = field("v", X, Y, Z);
    assertThat(faults(() -> pde("p", box(X.in(0, 1), Y.in(0, 1), Z.in(0, 1)).minus(ball("far", X, Y, Z, 3, 0, 0, 1)),
        equation(lap(v).eq(1)),
        on(boundary(), v.eq(0))))).first().asString().startsWith("'ball far (3, 0, 0) radius 1' takes nothing from");
    assertThat(faults(() -> pde("p", over(disk(X, Y, 0, 0, 1), Z.in(0, 1)), equation(lap(w).eq(1)), on(boundary(), w.eq(0))))).first()
        .isEqualTo("the space coordinate z is given the place of time; make it time(...), or a side of a box");
    assertThat(faults(() -> pde("p", over(box(T.in(0, 1))), equation(d(field("v", T), T).eq(1)), on(boundary(), field("v", T).eq(0)))))
        .contains("the time coordinate t stands among those of space; give its range beside the shape");
    assertThat(faults(() -> typed(disk(X, X, 0, 0, 1)))).contains("'x' is the name of two coordinates; give each its own");
    assertThat(faults(() -> pde("plate", disk(X, Y, 0, 0, 1), equation(lap(lap(U)).eq(1)), on(boundary(), U.eq(0))))).containsExactly(
        "u is of order 4 and has 1 condition on 'disk'; it needs 2 there");
    assertThat(faults(() -> pde("tilt", disk(X, Y, 0, 0, 1), equation(d(U, X).eq(1))))).containsExactly(
        "no condition on the boundary; give one on the parts where values enter; the parts are disk");
  }

  /** As long as a text may be: many holes, and a polygon with many corners. */
  @Test
  void longDomainsAreReadInTime() {
    var holes = new StringBuilder("x in [0, 40], y in [0, 40]");
    for (int k = 0; k < 300; k++) {
      holes.append(" minus disk (").append(1 + 2 * (k % 18)).append(',').append(1 + 2 * (k / 18)).append(") radius .7");
    }
    var corners = new StringBuilder("polygon");
    for (int k = 0; k < 500; k++) {
      corners.append(" (").append(k).append(',').append(k % 2 + 2).append(")");
    }
    corners.append(" (499,0) (0,0)");
    for (String domain : List.of(holes.toString(), corners.toString())) {
      var clock = ManagementFactory.getThreadMXBean();
      long start = clock.getCurrentThreadCpuTime();
      var p = poisson(domain, "boundary u = 0");
      // a cold machine takes a second; a cubic method would take minutes
      assertThat(clock.getCurrentThreadCpuTime() - start).isLessThan(5_000_000_000L);
      assertThat(parse(print(p)).domain()).isEqualTo(p.domain());
    }
  }
}
