package dev.ansatz.validation.report;

import dev.ansatz.engine.jet.MultiIndex;
import dev.ansatz.pde.Problem;
import dev.ansatz.pde.expr.Field;
import dev.ansatz.pde.geometry.Box;
import dev.ansatz.pde.expr.Range;
import dev.ansatz.solve.Solution;
import dev.ansatz.validation.study.Study;
import dev.ansatz.validation.study.Study.Answer;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Pictures of the answers to a problem of any dimension. One free coordinate gives curves; two give heat maps of answer,
 * reference and absolute error, and curves along one of them. More are cut down to two: time to its middle and its end, further
 * space coordinates to their middle.
 */
public final class Pictures {
  private static final int ZOOM = 2;
  private static final int CELLS = 201;
  private static final int CURVE = 401;
  private static final double[] SLICES = {0.25, 0.5, 0.75, 1};

  private final Study study;
  private final Problem problem;
  private final List<Range> ranges;

  private Pictures(Study study) {
    this.study = study;
    this.problem = study.problem();
    this.ranges = problem.domain().ranges();
  }

  /** All pictures of a study in the order in which one would look at them: maps, slices, training. */
  public static List<Picture> of(Study study) {
    var pictures = new Pictures(study);
    var all = new ArrayList<Picture>();
    for (int field = 0; field < study.problem().fields().size(); field++) {
      for (View view : pictures.views()) {
        if (view.free.size() == 2) {
          all.addAll(pictures.maps(field, view));
        }
        all.addAll(pictures.slices(field, view));
      }
    }
    study.answers().forEach(answer -> pictures.training(answer).ifPresent(all::add));
    return all;
  }

  /** Two free coordinates, horizontal first, or one, and values of all (those of the free ones are not used). */
  private record View(List<Integer> free, double[] at, String where) {}

  private List<View> views() {
    int dimension = ranges.size();
    boolean evolves = problem.domain().time().isPresent();
    if (dimension <= 2) {
      return List.of(new View(dimension == 1 ? List.of(0) : List.of(0, 1), new double[dimension], ""));
    }
    var free = evolves ? List.of(1, 2) : List.of(0, 1);
    var views = new ArrayList<View>();
    for (double moment : evolves ? new double[] {0.5, 1} : new double[] {0.5}) {
      double[] at = new double[dimension];
      var where = new ArrayList<String>();
      for (int i = 0; i < dimension; i++) {
        at[i] = along(ranges.get(i), evolves && i == 0 ? moment : 0.5);
        if (!free.contains(i)) {
          where.add(ranges.get(i).coordinate().name() + " = " + number(at[i]));
        }
      }
      views.add(new View(free, at, ", " + String.join(", ", where)));
    }
    return views;
  }

  private List<Picture> maps(int field, View view) {
    Field u = problem.fields().get(field);
    Range horizontal = ranges.get(view.free.get(0));
    Range vertical = ranges.get(view.free.get(1));
    var answers = study.answers().stream().filter(a -> a.solution() != study.reference().orElse(null)).toList();
    var values = new ArrayList<double[][]>();
    for (Answer answer : answers) {
      values.add(grid(answer.solution(), field, view));
    }
    study.reference().ifPresent(reference -> values.add(grid(reference, field, view)));
    double[] range = HeatMap.range(study.reference().isPresent() ? new double[][][] {values.getLast()} : values.toArray(double[][][]::new));
    var scale = new HeatMap.Scale(ColourMap.VIRIDIS, range[0], range[1]);
    var axisX = axis(horizontal);
    var axisY = axis(vertical);
    var pictures = new ArrayList<Picture>();
    for (int a = 0; a < values.size(); a++) {
      String name = a < answers.size() ? answers.get(a).name() : "reference";
      var map = new HeatMap(u.name() + " by " + name + view.where, axisX, axisY, values.get(a), scale);
      pictures.add(picture(map.draw(ZOOM), "the field " + u.name() + " by " + name + view.where, problem.name(), u.name(), name,
          view.where));
      if (a < answers.size() && study.reference().isPresent()) {
        double[][] error = difference(values.get(a), values.getLast());
        double[] errors = HeatMap.range(error);
        var title = "|" + u.name() + " − reference|, " + name + view.where;
        map = new HeatMap(title, axisX, axisY, error, new HeatMap.Scale(ColourMap.INFERNO, 0, errors[1]));
        pictures.add(picture(map.draw(ZOOM), "absolute error of " + u.name() + " by " + name + view.where,
            problem.name(), u.name(), name, "error", view.where));
      }
    }
    return pictures;
  }

  /** Along the one free coordinate; or along the space coordinate at several times; or along x at several y. */
  private List<Picture> slices(int field, View view) {
    Field u = problem.fields().get(field);
    if (view.free.size() == 1) {
      return List.of(slice(u.name() + view.where, field, view.free.get(0), view.at, view.where));
    }
    boolean firstIsTime = problem.domain().time().isPresent() && view.free.get(0) == 0;
    int along = view.free.get(firstIsTime ? 1 : 0);
    int across = view.free.get(firstIsTime ? 0 : 1);
    var pictures = new ArrayList<Picture>();
    for (double part : SLICES) {
      if (part == 1 && !firstIsTime) {
        continue; // on an edge there is only the boundary condition to see
      }
      double[] at = view.at.clone();
      at[across] = along(ranges.get(across), part);
      String where = ranges.get(across).coordinate().name() + " = " + number(at[across]) + view.where;
      pictures.add(slice(u.name() + " at " + where, field, along, at, where));
    }
    return pictures;
  }

  private Picture slice(String title, int field, int along, double[] at, String where) {
    Field u = problem.fields().get(field);
    double[] x = new double[CURVE];
    double[][] points = new double[at.length][CURVE];
    for (int p = 0; p < CURVE; p++) {
      x[p] = along(ranges.get(along), p / (CURVE - 1.0));
      for (int i = 0; i < at.length; i++) {
        points[i][p] = i == along ? x[p] : at[i];
      }
    }
    var curves = new ArrayList<LineChart.Curve>();
    study.reference().ifPresent(reference -> curves.add(new LineChart.Curve("reference", x, values(reference, field, points))));
    for (Answer answer : study.answers()) {
      if (study.reference().isEmpty() || answer.solution() != study.reference().get()) {
        curves.add(new LineChart.Curve(answer.name(), x, values(answer.solution(), field, points)));
      }
    }
    var chart = new LineChart(title, ranges.get(along).coordinate().name(), u.name(), false, curves, study.reference().isPresent());
    return picture(chart.draw(ZOOM), title, problem.name(), u.name(), "slice", where);
  }

  private Optional<Picture> training(Answer answer) {
    var names = new LinkedHashSet<String>();
    answer.history().forEach(event -> names.addAll(event.figures().keySet()));
    var curves = new ArrayList<LineChart.Curve>();
    for (String name : names) {
      var events = answer.history().stream().filter(e -> e.figures().getOrDefault(name, 0.0) > 0).toList();
      if (events.size() > 1) {
        curves.add(new LineChart.Curve(name, events.stream().mapToDouble(e -> e.iteration()).toArray(),
            events.stream().mapToDouble(e -> e.figures().get(name)).toArray()));
      }
    }
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    String title = "training of " + answer.name();
    var chart = new LineChart(title, "iteration", "", true, curves, false);
    return Optional.of(picture(chart.draw(ZOOM), title, problem.name(), answer.name(), "training"));
  }

  private double[][] grid(Solution solution, int field, View view) {
    double[][] points = new double[ranges.size()][CELLS * CELLS];
    int h = view.free.get(0);
    int v = view.free.get(1);
    for (int i = 0; i < CELLS; i++) {
      for (int j = 0; j < CELLS; j++) {
        int p = i * CELLS + j;
        for (int c = 0; c < points.length; c++) {
          points[c][p] = view.at[c];
        }
        points[h][p] = along(ranges.get(h), i / (CELLS - 1.0));
        points[v][p] = along(ranges.get(v), j / (CELLS - 1.0));
      }
    }
    double[] flat = values(solution, field, points);
    double[][] values = new double[CELLS][CELLS];
    for (int i = 0; i < CELLS; i++) {
      System.arraycopy(flat, i * CELLS, values[i], 0, CELLS);
    }
    return values;
  }

  /** Not a number outside the domain. */
  private double[] values(Solution solution, int field, double[][] points) {
    double[] values = new double[points[0].length];
    solution.fields().evaluate(field, MultiIndex.zero(points.length), points, values);
    var space = problem.domain().space();
    if (space.isPresent() && !(space.get() instanceof Box)) {
      int first = problem.domain().time().isPresent() ? 1 : 0;
      double[] point = new double[points.length - first];
      for (int p = 0; p < values.length; p++) {
        for (int i = 0; i < point.length; i++) {
          point[i] = points[first + i][p];
        }
        if (!space.get().contains(point)) {
          values[p] = Double.NaN;
        }
      }
    }
    return values;
  }

  private static double[][] difference(double[][] a, double[][] b) {
    double[][] difference = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        difference[i][j] = Math.abs(a[i][j] - b[i][j]);
      }
    }
    return difference;
  }

  private static Frame.Axis axis(Range range) {
    return new Frame.Axis(range.coordinate().name(), range.lower(), range.upper(), false);
  }

  private static double along(Range range, double part) {
    return part == 1 ? range.upper() : range.lower() + part * range.length();
  }

  private static String number(double value) {
    return Ticks.label(BigDecimal.valueOf(value));
  }

  private static Picture picture(BufferedImage image, String caption, String... name) {
    String file = String.join("-", name).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}.]+", "-").replaceAll("-+$", "");
    return new Picture(file, caption, image);
  }
}
