package dev.ansatz.io;

import dev.ansatz.solve.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of long work: named tensors, and a description of the work they belong to.
 *
 * <p>One {@link Safetensors} file, the description being its metadata. Written so that a crash at any moment leaves the old checkpoint
 * or the new one whole.
 *
 * @param description what the state belongs to (problem, options, seed, …), by name
 * @param tensors the state
 */
public record Checkpoint(Map<String, String> description, Map<String, Tensor> tensors) {
  private static final String FORMAT_KEY = "format";
  private static final String FORMAT = "ansatz checkpoint 1";

  public Checkpoint {
    description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Reads the checkpoint, if there is such a file, and removes what a killed writer of it left half-written.
   *
   * @param description of the work that is to go on
   * @param free names in the description that may differ
   * @throws CheckpointException if the file is no checkpoint or cannot be read, or if its description is another, saying what differs
   */
  public static Optional<Checkpoint> resume(Path file, Map<String, String> description, Set<String> free) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Checkpoint checkpoint;
    try {
      checkpoint = read(file);
      AtomicFile.removeLeftovers(file);
    } catch (MalformedFileException e) {
      throw new CheckpointException(file, "it is damaged, or no checkpoint:\n" + e.getMessage() + "\ndelete it, or name another file");
    } catch (IOException e) {
      throw new CheckpointException(file, "it cannot be read: " + reason(e));
    }
    var differences = differences(checkpoint.description, description, free);
    if (!differences.isEmpty()) {
      throw new CheckpointException(file, "it is of other work:\n" + String.join("\n", differences)
          + "\nask for what it was written for, or name another file");
    }
    return Optional.of(checkpoint);
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException if it is no checkpoint, or damaged
   */
  public static Checkpoint read(Path file) throws IOException {
    var read = Safetensors.read(file);
    var description = new LinkedHashMap<>(read.metadata());
    String format = description.remove(FORMAT_KEY);
    if (!FORMAT.equals(format)) {
      throw new MalformedFileException("it is not marked as '" + FORMAT + "'" + (format == null ? "" : ", but as '" + format + "'"));
    }
    return new Checkpoint(description, read.tensors());
  }

  /** Replaces the file, see {@link Safetensors#write}. */
  public void write(Path file) throws IOException {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.putAll(description);
    new Safetensors(tensors, metadata).write(file);
  }

  /** Why a file could not be read or written, for people. */
  public static String reason(IOException e) {
    return e.getMessage() + " (" + e.getClass().getSimpleName() + ")";
  }

  private static List<String> differences(Map<String, String> there, Map<String, String> here, Set<String> free) {
    var names = new LinkedHashSet<>(here.keySet());
    names.addAll(there.keySet());
    names.removeAll(free);
    var differences = new ArrayList<String>();
    for (String name : names) {
      String old = there.get(name);
      String now = here.get(name);
      if (old == null || now == null) {
        differences.add(name + ": " + (old == null ? "nothing" : firstLine(old)) + " in the checkpoint, "
            + (now == null ? "nothing" : firstLine(now)) + " now");
      } else if (!old.equals(now)) {
        differences.add(name + ": " + difference(old.lines().toList(), now.lines().toList()));
      }
    }
    return differences;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** The first line that differs. */
  private static String difference(List<String> old, List<String> now) {
    int i = 0;
    while (i < Math.min(old.size(), now.size()) && old.get(i).equals(now.get(i))) {
      i++;
    }
    return (i < old.size() ? old.get(i) : "nothing more") + " in the checkpoint, " + (i < now.size() ? now.get(i) : "nothing more")
        + " now";
  }

  /**
   * A tensor of doubles; not copied.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public double[] doubles(String name) {
    if (tensors.get(name) instanceof Tensor.F64 tensor) {
      return tensor.values();
    }
    throw missing(name, "array of doubles");
  }

  /**
   * A tensor of doubles with so many elements; not copied.
   *
   * @throws IllegalArgumentException if there is none of that name and length
   */
  public double[] doubles(String name, int length) {
    double[] values = doubles(name);
    if (values.length != length) {
      throw new IllegalArgumentException("'" + name + "' has " + values.length + " elements instead of " + length);
    }
    return values;
  }

  /**
   * A tensor of two indices, by rows.
   *
   * @throws IllegalArgumentException if there is none of that name with so many rows
   */
  public double[][] rows(String name, int rows) {
    if (!(tensors.get(name) instanceof Tensor.F64 tensor) || tensor.shape().size() != 2 || tensor.shape().getFirst() != rows) {
      throw missing(name, "array of doubles in " + rows + " rows");
    }
    int columns = tensor.shape().get(1);
    double[][] result = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(tensor.values(), i * columns, result[i], 0, columns);
    }
    return result;
  }

  /**
   * A single number.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public double number(String name) {
    return doubles(name, 1)[0];
  }

  /**
   * A single whole number.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public long whole(String name) {
    if (tensors.get(name) instanceof Tensor.I64 tensor && tensor.size() == 1) {
      return tensor.values()[0];
    }
    throw missing(name, "whole number");
  }

  /** All tensors of doubles whose names begin so, by the rest of their names; not copied. */
  public Map<String, double[]> doublesUnder(String prefix) {
    var found = new LinkedHashMap<String, double[]>();
    tensors.forEach((name, tensor) -> {
      if (name.startsWith(prefix) && tensor instanceof Tensor.F64 values) {
        found.put(name.substring(prefix.length()), values.values());
      }
    });
    return found;
  }

  private static IllegalArgumentException missing(String name, String kind) {
    return new IllegalArgumentException("there is no " + kind + " named '" + name + "'");
  }
}
