package dev.ansatz.reference.fem;

import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.geometry.Curve;
import dev.ansatz.pde.lower.WeakForm;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How a mesh is graded towards corners of its domain. Near a corner of interior angle ω solutions of second-order equations
 * behave as r^α, α = π/ω between conditions of one kind and π/(2ω) between a value and a flux, however smooth the data (P. Grisvard,
 * Elliptic Problems in Nonsmooth Domains, 1985, doi:10.1137/1.9781611972030). Cutting edges at 2^(−k/α) of their length from
 * the corner keeps the order k in energy and k + 1 in L2 of elements of degree k. Where two given values do not meet, α = 0, elements
 * next to the corner shrink by 2^(−k − 1), which keeps the order in L2 but for a logarithm. In flow, velocities given on both sides of
 * a corner seldom allow a divergence of zero at it; then the pressure has a logarithm there, and α = 1.
 */
record Grading(CompiledForm compiled, int degree) {
  /** Below r^α by as much as logarithms beside it need. */
  private static final double SHARE = 0.95;
  private static final double SMALLEST = 0.05;
  private static final double STRAIGHT = 1e-6;

  TriangleMesh grade(TriangleMesh mesh) {
    var into = new HashMap<Integer, TriangleMesh.CurveEdge>();
    mesh.boundary().forEach(e -> into.put(e.b(), e));
    double[] grading = mesh.grading().clone();
    for (var out : mesh.boundary()) {
      var in = into.get(out.a());
      if (in != null) {
        grading[out.a()] = Math.min(0.5, grading(mesh, in, out));
      }
    }
    return new TriangleMesh(mesh.curves(), mesh.x(), mesh.y(), mesh.triangles(), mesh.boundary(), mesh.inner(), grading);
  }

  private double grading(TriangleMesh mesh, TriangleMesh.CurveEdge in, TriangleMesh.CurveEdge out) {
    Curve before = mesh.curves().get(in.curve());
    Curve after = mesh.curves().get(out.curve());
    double[] m = before.normal(in.t());
    double[] n = after.normal(out.s());
    double angle = Math.PI - Math.atan2(m[0] * n[1] - m[1] * n[0], m[0] * n[0] + m[1] * n[1]);
    var corner = new HashMap<Coordinate, Double>();
    corner.put(compiled.space.get(0), mesh.x()[out.a()]);
    corner.put(compiled.space.get(1), mesh.y()[out.a()]);
    // values that part from each other at some time do so nearly always
    compiled.problem.domain().time().ifPresent(r -> corner.put(r.coordinate(), r.lower() + 0.618 * r.length()));
    boolean flow = compiled.form.rows().stream().anyMatch(row -> !row.hasFlux());
    double smallest = 0.5;
    for (var row : compiled.form.rows()) {
      if (!row.hasFlux()) {
        continue;
      }
      var here = value(row, before.name(), corner);
      var there = value(row, after.name(), corner);
      if (here.isPresent() && there.isPresent()
          && Math.abs(here.getAsDouble() - there.getAsDouble()) > 1e-9 * (1 + Math.abs(here.getAsDouble()))) {
        return Math.pow(2, -degree - 1);
      }
      boolean mixed = here.isPresent() != there.isPresent();
      if (Math.abs(angle - Math.PI) < STRAIGHT && !mixed) {
        continue;
      }
      double alpha = Math.PI / angle / (mixed ? 2 : 1);
      if (flow && here.isPresent()) {
        alpha = Math.min(alpha, 1);
      }
      if (alpha < degree - STRAIGHT) {
        smallest = Math.min(smallest, Math.max(SMALLEST, Math.pow(2, -degree / (SHARE * alpha))));
      }
    }
    return smallest;
  }

  /** The value given at a corner on a part, empty where a flux is given. */
  private OptionalDouble value(WeakForm.Row row, String part, Map<Coordinate, Double> corner) {
    return compiled.form.essential().stream().filter(e -> e.field().equals(row.field()) && e.part().name().equals(part))
        .mapToDouble(e -> e.value().evaluate(corner)).findFirst();
  }
}
