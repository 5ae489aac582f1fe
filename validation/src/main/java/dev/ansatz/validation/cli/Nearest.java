package dev.ansatz.validation.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user may have meant. */
final class Nearest {
  private Nearest() {}

  /** The name with the smallest edit distance, if that is at most a third of the longer name's length, or 2. */
  static Optional<String> to(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(typed, name) <= Math.max(2, Math.max(typed.length(), name.length()) / 3))
        .min(Comparator.comparingInt((String name) -> distance(typed, name)).thenComparing(Comparator.naturalOrder()));
  }

  /** "unknown kind 'typed'; did you mean 'nearest'? There are: names". */
  static String unknown(String kind, String typed, Collection<String> names) {
    String guess = to(typed, names).map(name -> "; did you mean '" + name + "'?").orElse(";");
    String known = names.isEmpty() ? " there are none" : (guess.equals(";") ? " t" : " T") + "here are: " + String.join(", ", names);
    return "unknown " + kind + " '" + typed + "'" + guess + known;
  }

  /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours; case does not count. O(|a||b|). */
  static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
