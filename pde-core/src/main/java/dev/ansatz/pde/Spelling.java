package dev.ansatz.pde;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * The known name nearest to a mistyped one by insertions, deletions, replacements and swaps of neighbours, ignoring
   * case; none where more than a third of the letters (at least one) would have to change. O(length²) for each name.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.isEmpty() || name.length() > 64) {
      return Optional.empty();
    }
    return known.stream()
        .filter(k -> !k.isEmpty())
        .filter(k -> distance(name, k) <= Math.max(1, name.length() / 3))
        .filter(k -> Math.max(name.length(), k.length()) > 1)
        .min(Comparator.<String>comparingInt(k -> distance(name, k))
            // people seldom mistype the first letter
            .thenComparing(k -> k.charAt(0) != name.charAt(0)).thenComparing(Comparator.naturalOrder()));
  }

  /** {@code did you mean 'nu'?}, or the list of what there is. */
  public static String suggestion(String name, Collection<String> known) {
    return nearest(name, known).map(k -> "did you mean '" + k + "'?")
        .orElse(known.isEmpty() ? "" : "there is " + String.join(", ", known));
  }

  // optimal string alignment distance
  private static int distance(String first, String second) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
