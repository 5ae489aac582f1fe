package dev.ansatz.pinn.implicit;

import dev.ansatz.pde.Condition;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Coordinate;
import dev.ansatz.pde.expr.Equation;
import dev.ansatz.pde.expr.Expr;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.expr.Parameter;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.pde.geometry.Domain;
import dev.ansatz.pde.lower.EvolutionForm;
import dev.ansatz.pde.lower.Lowering;
import dev.ansatz.pinn.ansatz.TrialFunctions;
import dev.ansatz.pinn.train.NetworkModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One step of the implicit midpoint rule as expressions in space: time is a parameter, the level before is data at the points. */
final class MidpointScheme {
  private final Range time;
  private final int steps;
  private final Parameter now;
  private final Parameter middle;
  private final Problem space;
  private final List<Expr> rates;
  private final List<Expr> before;
  private final NetworkModel model;
  private final NetworkModel.Expression initial;
  private final NetworkModel.Expression previous;
  private final NetworkModel.Expression step;

  MidpointScheme(Problem problem, ImplicitNeuralSpatialOptions options) {
    time = problem.domain().time().orElseThrow();
    steps = options.steps();
    now = parameter(problem, "now");
    middle = parameter(problem, "middle");
    List<EvolutionForm.Unknown> unknowns = EvolutionForm.of(problem).unknowns();
    var replacement = new HashMap<Expr, Expr>();
    for (Field field : problem.fields()) {
      replacement.put(field, new Field(field.name(), field.coordinates().stream().filter(c -> !c.equals(time.coordinate())).toList()));
    }
    List<Expr> timed = unknowns.stream().map(u -> u.rightHandSide().substitute(replacement)).toList();
    replacement.put(time.coordinate(), now);
    rates = timed.stream().map(e -> e.substitute(Map.of(time.coordinate(), now))).toList();
    List<Field> fields = problem.fields().stream().map(f -> (Field) replacement.get(f)).toList();
    space = spatial(problem, fields, replacement);
    model = new NetworkModel(space, TrialFunctions.hard(space), options.architecture().network(), options.architecture().harmonics());

    var leaves = new ArrayList<Expr>(fields);
    Lowering.unknowns(timed.stream().map(Lowering::normalForm).toList()).stream().filter(leaf -> !leaves.contains(leaf))
        .forEach(leaves::add);
    before = List.copyOf(leaves);
    List<Coordinate> coordinates = space.coordinates();
    var data = new ArrayList<Field>();
    for (int i = 0; i < before.size(); i++) {
      data.add(new Field("before" + i, coordinates));
    }
    var starts = new ArrayList<Expr>();
    for (int k = 0; k < fields.size(); k++) {
      starts.add(fields.get(k).minus(unknowns.get(k).initial().substitute(replacement)));
    }
    List<Expr> halfWay = timed.stream().map(e -> e.substitute(Map.of(time.coordinate(), middle))).toList();
    List<Expr> residuals = MidpointRule.residuals(fields, halfWay, leaf -> data.get(before.indexOf(leaf)), dt());
    initial = express(starts);
    previous = express(before);
    step = model.express(residuals, Set.of(now, middle), data);
  }

  private static Parameter parameter(Problem problem, String name) {
    var taken = new ArrayList<String>();
    problem.parameters().forEach(p -> taken.add(p.name()));
    problem.fields().forEach(f -> taken.add(f.name()));
    problem.coordinates().forEach(c -> taken.add(c.name()));
    String free = name;
    while (taken.contains(free)) {
      free += "x";
    }
    return new Parameter(free, problem.domain().time().orElseThrow().lower());
  }

  /** The boundary value problem of one level. */
  private Problem spatial(Problem problem, List<Field> fields, Map<Expr, Expr> replacement) {
    var parameters = new ArrayList<>(problem.parameters());
    parameters.add(now);
    var equations = new ArrayList<Equation>();
    for (int k = 0; k < fields.size(); k++) {
      equations.add(new Equation(fields.get(k), rates.get(k)));
    }
    var conditions = problem.conditions().stream().filter(c -> !(c instanceof Condition.Initial))
        .map(c -> c.map(e -> e.substitute(replacement))).toList();
    return new Problem(problem.name(), new Domain(problem.domain().space(), Optional.empty()), fields, parameters, equations, conditions);
  }

  /** The time of a level. */
  double time(int level) {
    return time.lower() + time.length() * level / steps;
  }

  double dt() {
    return time.length() / steps;
  }

  Problem space() {
    return space;
  }

  NetworkModel model() {
    return model;
  }

  /** Expressions of a level, whose time may be any. */
  NetworkModel.Expression express(List<Expr> expressions) {
    return model.express(expressions, Set.of(now, middle));
  }

  /** Time derivatives of the fields, in the order of the fields. */
  List<Expr> rates() {
    return rates;
  }

  /** u less its initial value. */
  NetworkModel.Expression initial() {
    return initial;
  }

  /** What {@link #step} needs of the level before: rows of its input after the coordinates. */
  NetworkModel.Expression previous() {
    return previous;
  }

  /** The residual of the rule. */
  NetworkModel.Expression step() {
    return step;
  }

  /** The parameters of time for a level; the middle is that of the step that leads to it. */
  Map<Parameter, Double> at(int level) {
    return Map.of(now, time(level), middle, time(level) - 0.5 * dt());
  }
}
