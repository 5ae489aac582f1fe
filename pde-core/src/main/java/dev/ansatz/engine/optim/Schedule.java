package dev.ansatz.engine.optim;

import java.util.List;
import java.util.function.LongToDoubleFunction;

/** A learning rate for step 0, 1, …: a pure function of the step, so that it needs no saving. */
public sealed interface Schedule extends LongToDoubleFunction {

  /** The same rate for ever. */
  record Constant(double rate) implements Schedule {
    @Override
    public double applyAsDouble(long t) {
      return rate;
    }
  }

  /**
   * η γ^(t/every), smoothly.
   *
   * @param rate η at step 0
   * @param gamma γ, by which it has been multiplied after {@code every} steps
   * @param every positive
   */
  record ExponentialDecay(double rate, double gamma, double every) implements Schedule {
    @Override
    public double applyAsDouble(long t) {
      return rate * Math.pow(gamma, t / every);
    }
  }

  /**
   * Half a period of a cosine from {@code first} at step 0 to {@code last} at step {@code steps}, and {@code last} from then on:
   * I. Loshchilov, F. Hutter, SGDR, ICLR 2017, arXiv:1608.03983, without restarts.
   */
  record Cosine(double first, double last, long steps) implements Schedule {
    /** Checks the number of steps. */
    public Cosine {
      if (steps < 1) {
        throw new IllegalArgumentException("a cosine schedule takes at least 1 step, not " + steps);
      }
    }

    @Override
    public double applyAsDouble(long t) {
      return t >= steps ? last : last + 0.5 * (first - last) * (1 + Math.cos(Math.PI * t / steps));
    }
  }

  /** Rises linearly over the first {@code steps} steps, (t + 1)/steps times the first rate of {@code then}, which begins after them. */
  record WarmUp(long steps, LongToDoubleFunction then) implements Schedule {
    @Override
    public double applyAsDouble(long t) {
      return t < steps ? then.applyAsDouble(0) * (t + 1) / steps : then.applyAsDouble(t - steps);
    }
  }

  /** One schedule after another, each with its own step 0; the last goes on for ever. */
  record Piecewise(List<Piece> pieces) implements Schedule {
    /** Copies the list. */
    public Piecewise {
      pieces = List.copyOf(pieces);
      if (pieces.isEmpty()) {
        throw new IllegalArgumentException("a piecewise schedule needs at least one piece");
      }
    }

    @Override
    public double applyAsDouble(long t) {
      long from = 0;
      for (Piece piece : pieces.subList(0, pieces.size() - 1)) {
        if (t < from + piece.steps) {
          return piece.schedule.applyAsDouble(t - from);
        }
        from += piece.steps;
      }
      return pieces.getLast().schedule.applyAsDouble(t - from);
    }
  }

  /** One piece of a {@link Piecewise} schedule; the steps of the last do not matter. */
  record Piece(long steps, LongToDoubleFunction schedule) {}
}
