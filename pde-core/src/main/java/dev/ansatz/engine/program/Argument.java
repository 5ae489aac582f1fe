package dev.ansatz.engine.program;

import java.util.List;

/** What a kernel reads for one of its inputs. */
public sealed interface Argument {
  /** A LANE input: one channel of a value, row r of the kernel reading feature {@code feature + r}. */
  record Lanes(Value value, int channel, int feature) implements Argument {}

  /** A LANE input that is the same for all rows: one channel of one feature of a value. */
  record Broadcast(Value value, int channel, int feature) implements Argument {}

  /** A ROW input (row r reads entry r) or UNIFORM input (entry 0): trainable. */
  record Trainable(ParameterBlock block) implements Argument {}

  /** A UNIFORM input held fixed during training: entry {@code number} of the program's constants. */
  record Constant(int number) implements Argument {}

  /** A ROW input that is part of the program: row r reads entry r. */
  record Fixed(List<Double> entries) implements Argument {
    public Fixed {
      entries = List.copyOf(entries);
    }
  }

  static Argument lanes(Value value, int channel) {
    return new Lanes(value, channel, 0);
  }
}
