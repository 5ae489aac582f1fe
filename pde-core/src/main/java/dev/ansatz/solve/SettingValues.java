package dev.ansatz.solve;

import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The values of a solver's settings with some of them changed, read one by one while every fault is collected: {@link #read} tells all of
 * them at once.
 */
public final class SettingValues {
  private final Map<String, String> present = new LinkedHashMap<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * @param settings with their present values
   * @param changes new values by name; an unknown name is a fault
   */
  public SettingValues(List<Setting> settings, Map<String, String> changes) {
    settings.forEach(setting -> present.put(setting.name(), setting.defaultValue()));
    values.putAll(present);
    changes.forEach((name, value) -> {
      if (values.replace(name, value) == null) {
        faults.add("no setting '" + name + "'; the settings are " + String.join(", ", values.keySet()));
      }
    });
  }

  /** A whole number; the present one where it is none. */
  public int integer(String name) {
    try {
      return Integer.parseInt(values.get(name));
    } catch (NumberFormatException _) {
      faults.add(name + " must be a whole number, not '" + values.get(name) + "'");
      return Integer.parseInt(present.get(name));
    }
  }

  /** A number; the present one where it is none. */
  public double number(String name) {
    try {
      return Double.parseDouble(values.get(name));
    } catch (NumberFormatException _) {
      faults.add(name + " must be a number, not '" + values.get(name) + "'");
      return Double.parseDouble(present.get(name));
    }
  }

  /** The constant whose {@link #word} is the value. */
  public <E extends Enum<E>> E word(String name, Class<E> kind, E fallback) {
    String value = values.get(name);
    for (E constant : kind.getEnumConstants()) {
      if (word(constant).equals(value)) {
        return constant;
      }
    }
    var words = Arrays.stream(kind.getEnumConstants()).map(SettingValues::word).toList();
    faults.add(name + " must be one of " + String.join(", ", words) + ", not '" + value + "'");
    return fallback;
  }

  /** What {@code parse} makes of the value; the message of an {@link IllegalArgumentException} is a fault. */
  public <T> T parsed(String name, Function<String, T> parse, T fallback) {
    return made(() -> parse.apply(values.get(name)), fallback);
  }

  /** What is made of some of the values; the message of an {@link IllegalArgumentException} is a fault. */
  public <T> T made(Supplier<T> make, T fallback) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      faults.add(e.getMessage());
      return fallback;
    }
  }

  /**
   * What is made of all values.
   *
   * @throws IllegalArgumentException with a line for each fault, if there is any
   */
  public <T> T read(Function<SettingValues, T> make) {
    T all = made(() -> make.apply(this), null);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
    return all;
  }

  /** How settings spell a constant: in lower case, with hyphens. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
