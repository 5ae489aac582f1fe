package dev.ansatz.pde.geometry;

import dev.ansatz.pde.expr.Range;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.random.HaltonSequenceGenerator;
import org.hipparchus.random.RandomVectorGenerator;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * A rule that spreads points over the open unit cube (0, 1)^d, and through it over a domain, its boundary parts and its
 * initial time. All methods return {@code [coordinate][lane]} and depend on nothing but their arguments: the same
 * seed gives the same points, another seed other points ({@link Grid} has no randomness and ignores it).
 *
 * <p>Every rule returns exactly {@code count} points, except {@link Grid}, which returns at least as many.
 */
public sealed interface PointSequence {

  /**
   * Points in the open unit cube.
   *
   * @param dimension at least 1; at most 1000 for {@link Sobol}, 40 for {@link Halton}
   * @param count at least 0
   * @throws IllegalArgumentException outside these ranges
   */
  double[][] unitCube(int dimension, int count, long seed);

  /** Points strictly inside the domain: time first where there is one, then space. */
  default double[][] interior(Domain domain, int count, long seed) {
    int time = domain.time().isPresent() ? 1 : 0;
    double[][] unit = unitCube(domain.coordinates().size(), count, seed);
    double[][] points = new double[unit.length][];
    domain.time().ifPresent(range -> points[0] = Box.stretch(unit[0], range));
    domain.space().ifPresent(space -> put(space.map(Arrays.copyOfRange(unit, time, unit.length)), points, time));
    return points;
  }

  /** Points on a boundary part, at all times of the domain; rows as in {@link #interior}. */
  default double[][] boundary(Domain domain, BoundaryPart part, int count, long seed) {
    var parts = domain.parts();
    if (!parts.contains(part) && parts.stream().noneMatch(whole -> whole.pieces().contains(part))) {
      throw new IllegalArgumentException(
          "%s is no boundary part of the domain; the parts are %s"
              .formatted(part.name(), parts.stream().map(BoundaryPart::name).toList()));
    }
    int time = domain.time().isPresent() ? 1 : 0;
    int free = domain.coordinates().size() - 1;
    if (free == 0) {
      // every point is the same one: it is needed once
      return count == 0 ? new double[1][0] : part.map(new double[0][1]);
    }
    double[][] unit = unitCube(free, count, seed);
    double[][] points = new double[free + 1][];
    domain.time().ifPresent(range -> points[0] = Box.stretch(unit[0], range));
    double[][] placed = part.map(Arrays.copyOfRange(unit, time, free));
    if (free == time) {
      double end = placed[0][0];
      placed[0] = new double[unit[0].length];
      Arrays.fill(placed[0], end);
    }
    put(placed, points, time);
    return points;
  }

  /** Points of space at the lower end of the time range; rows as in {@link #interior}. */
  default double[][] initial(Domain domain, int count, long seed) {
    Range time =
        domain.time().orElseThrow(() -> new IllegalArgumentException("a domain without time has no initial time"));
    int space = domain.coordinates().size() - 1;
    double[][] points = new double[space + 1][];
    domain.space().ifPresent(geometry -> put(geometry.map(unitCube(space, count, seed)), points, 1));
    points[0] = new double[space == 0 ? Math.min(count, 1) : points[1].length];
    Arrays.fill(points[0], time.lower());
    return points;
  }

  private static void put(double[][] rows, double[][] points, int first) {
    System.arraycopy(rows, 0, points, first, rows.length);
  }

  private static void check(int dimension, int most, int count) {
    if (dimension < 1 || dimension > most || count < 0) {
      throw new IllegalArgumentException(
          "a dimension of 1 to %d and a count of 0 or more are needed, not %d and %d".formatted(most, dimension, count));
    }
  }

  private static double open(double unit) {
    return Math.clamp(unit, 0x1p-53, 1 - 0x1p-53);
  }

  /** Independent, uniformly distributed points; the error of a mean over them falls as {@code count^(-1/2)}. */
  record Uniform() implements PointSequence {
    @Override
    public double[][] unitCube(int dimension, int count, long seed) {
      check(dimension, Integer.MAX_VALUE, count);
      var random = new SplittableRandom(seed);
      double[][] points = new double[dimension][count];
      for (double[] row : points) {
        for (int p = 0; p < count; p++) {
          row[p] = open(random.nextDouble());
        }
      }
      return points;
    }
  }

  /**
   * A Latin hypercube: each coordinate has exactly one point in each of {@code count} slices of equal width (McKay,
   * Beckman and Conover, Technometrics 21, 1979, doi:10.2307/1268522).
   */
  record LatinHypercube() implements PointSequence {
    @Override
    public double[][] unitCube(int dimension, int count, long seed) {
      check(dimension, Integer.MAX_VALUE, count);
      var random = new SplittableRandom(seed);
      double[][] points = new double[dimension][count];
      for (double[] row : points) {
        int[] slice = IntStream.range(0, count).toArray();
        for (int p = count - 1; p > 0; p--) {
          int other = random.nextInt(p + 1);
          int kept = slice[p];
          slice[p] = slice[other];
          slice[other] = kept;
        }
        for (int p = 0; p < count; p++) {
          row[p] = open((slice[p] + random.nextDouble()) / count);
        }
      }
      return points;
    }
  }

  /**
   * The first {@code count} points of Sobol's sequence with the direction numbers of Joe and Kuo (SIAM J. Sci.
   * Comput. 30, 2008, doi:10.1137/070709359) under a random digital shift, which keeps the sequence's
   * stratification: any aligned block of {@code 2^k} points has one in each dyadic slice of width {@code 2^-k} of
   * each coordinate.
   */
  record Sobol() implements PointSequence {
    private static final double DIGITS = 0x1p52;

    @Override
    public double[][] unitCube(int dimension, int count, long seed) {
      check(dimension, 1000, count);
      long[] shift = new SplittableRandom(seed).longs(dimension, 0, 1L << 52).toArray();
      var sequence = new SobolSequenceGenerator(dimension);
      double[][] points = new double[dimension][count];
      for (int p = 0; p < count; p++) {
        double[] point = sequence.nextVector();
        for (int i = 0; i < dimension; i++) {
          long digits = (long) (point[i] * DIGITS) ^ shift[i];
          points[i][p] = open((digits + 0.5) / DIGITS);
        }
      }
      return points;
    }
  }

  /**
   * The first {@code count} points of Halton's sequence with scrambled digits, each coordinate shifted by a random
   * amount modulo 1 (Cranley and Patterson, SIAM J. Numer. Anal. 13, 1976, doi:10.1137/0713071).
   */
  record Halton() implements PointSequence {
    @Override
    public double[][] unitCube(int dimension, int count, long seed) {
      check(dimension, 40, count);
      double[] shift = new SplittableRandom(seed).doubles(dimension).toArray();
      RandomVectorGenerator sequence = new HaltonSequenceGenerator(dimension);
      double[][] points = new double[dimension][count];
      for (int p = 0; p < count; p++) {
        double[] point = sequence.nextVector();
        for (int i = 0; i < dimension; i++) {
          double shifted = point[i] + shift[i];
          points[i][p] = open(shifted < 1 ? shifted : shifted - 1);
        }
      }
      return points;
    }
  }

  /**
   * The centres of {@code m^d} equal cells, {@code m} the least with {@code m^d >= count}; the first coordinate varies
   * slowest.
   */
  record Grid() implements PointSequence {
    @Override
    public double[][] unitCube(int dimension, int count, long seed) {
      check(dimension, Integer.MAX_VALUE, count);
      int cells = 0;
      while (Math.pow(cells, dimension) < count) {
        cells++;
      }
      int lanes = (int) Math.pow(cells, dimension);
      double[][] points = new double[dimension][lanes];
      int inner = lanes;
      for (double[] row : points) {
        inner = cells == 0 ? 0 : inner / cells;
        for (int p = 0; p < lanes; p++) {
          row[p] = (p / inner % cells + 0.5) / cells;
        }
      }
      return points;
    }
  }
}
