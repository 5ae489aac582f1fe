package dev.ansatz.pde.expr;

import java.util.List;

/**
 * How coordinates, fields and parameters may be called: a letter, then letters and digits. A Greek letter and its
 * English spelling are one name, kept in English ({@code ν} is {@code nu}) and printed in Greek.
 */
final class Names {
  private static final List<String> SPELLED = List.of(
      "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
      "omicron", "pi", "rho", "", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega");
  private static final String CAPITALS = "ΓΔΘΛΞΠΣΦΨΩ";
  private static final List<String> SPELLED_CAPITALS =
      List.of("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega");

  private Names() {}

  /** The name with a leading Greek letter spelled in English. */
  static String canonical(String name) {
    if (name == null || name.isEmpty()) {
      return name;
    }
    char first = name.charAt(0);
    int capital = CAPITALS.indexOf(first);
    if (capital >= 0) {
      return SPELLED_CAPITALS.get(capital) + name.substring(1);
    }
    boolean small = first >= 'α' && first <= 'ω' && first != 'ς';
    return small ? SPELLED.get(first - 'α') + name.substring(1) : name;
  }

  /** {@code α₁}-like spelling for people: {@code alpha1} gives {@code α1}, {@code psiRe} gives {@code ψRe}. */
  static String greek(String name) {
    String letters = letters(name);
    int small = letters.isEmpty() ? -1 : SPELLED.indexOf(letters);
    if (small >= 0) {
      return (char) ('α' + small) + name.substring(letters.length());
    }
    int capital = SPELLED_CAPITALS.indexOf(letters);
    return capital >= 0 ? CAPITALS.charAt(capital) + name.substring(letters.length()) : name;
  }

  static String latex(String name) {
    String letters = letters(name);
    String rest = name.substring(letters.length());
    String digits = rest.isEmpty() || Character.isDigit(rest.charAt(0)) ? rest : "\\mathrm{" + rest + "}";
    boolean greek = !letters.isEmpty() && (SPELLED.contains(letters) || SPELLED_CAPITALS.contains(letters));
    String base = greek ? "\\" + letters : letters.length() > 1 ? "\\mathrm{" + letters + "}" : letters;
    return digits.isEmpty() ? base : base + "_{" + digits + "}";
  }

  /** The name without what numbers it, or tells the real part of a complex field from the imaginary one. */
  private static String letters(String name) {
    int end = name.length();
    if (end > 2 && (name.endsWith("Re") || name.endsWith("Im"))) {
      return name.substring(0, end - 2);
    }
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }
}
