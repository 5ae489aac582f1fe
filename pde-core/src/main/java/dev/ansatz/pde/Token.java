package dev.ansatz.pde;

import dev.ansatz.pde.expr.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A word of the text form.
 *
 * @param subscript of a name, what follows {@code _} (without braces); empty for all else
 */
record Token(Kind kind, String text, String subscript, int line, int column) {
  enum Kind { NUMBER, NAME, SYMBOL, END }

  static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=");

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isWord(String word) {
    return kind == Kind.NAME && subscript.isEmpty() && text.equals(word);
  }

  /** For messages: what stands there. */
  String shown() {
    return kind == Kind.END ? "the end of the line" : "'" + text + (subscript.isEmpty() ? "" : "_" + subscript) + "'";
  }

  /** The words of one line, closed by END; what is no word is reported and skipped. */
  static List<Token> of(String source, int line, Consumer<Fault> faults) {
    var tokens = new ArrayList<Token>();
    int i = 0;
    int end = source.indexOf('#') < 0 ? source.length() : source.indexOf('#');
    while (i < end) {
      int c = source.codePointAt(i);
      int column = i + 1;
      if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
        i++;
      } else if (isDigit(c) || c == '.' && i + 1 < end && isDigit(source.charAt(i + 1))) {
        int stop = number(source, i, end);
        String text = source.substring(i, stop);
        if (Double.isInfinite(Double.parseDouble(text))) {
          faults.accept(new Fault(line, column, "the number " + text + " is too large", "numbers end at 1.8e308"));
        }
        tokens.add(new Token(Kind.NUMBER, text, "", line, column));
        i = stop;
      } else if (Character.isLetter(c)) {
        int stop = i;
        while (stop < end && Character.isLetterOrDigit(source.codePointAt(stop))) {
          stop += Character.charCount(source.codePointAt(stop));
        }
        // a parameter knows how names are spelled: ν is nu
        String name = new Parameter(source.substring(i, stop), 0).name();
        String subscript = "";
        if (stop < end && source.charAt(stop) == '_') {
          int from = stop + 1;
          boolean braces = from < end && source.charAt(from) == '{';
          int close = braces ? source.indexOf('}', from) : from;
          if (braces && (close < 0 || close > end)) {
            faults.accept(new Fault(line, from + 1, "the subscript of " + name + " is not closed", "add }"));
            close = end;
          }
          while (!braces && close < end && Character.isLetterOrDigit(source.codePointAt(close))) {
            close += Character.charCount(source.codePointAt(close));
          }
          subscript = source.substring(Math.min(braces ? from + 1 : from, close), close).strip();
          if (subscript.isEmpty()) {
            faults.accept(new Fault(line, stop + 1, "the subscript of " + name + " is empty", "write " + name + "_x"));
          }
          stop = Math.min(end, braces ? close + 1 : close);
        }
        tokens.add(new Token(Kind.NAME, name, subscript, line, column));
        i = stop;
      } else {
        String symbol = switch (c) {
          case '−' -> "-";
          case '·', '×', '⋅' -> "*";
          case '≤' -> "<=";
          case '≥' -> ">=";
          case '<', '>' -> Character.toString(c) + (i + 1 < end && source.charAt(i + 1) == '=' ? "=" : "");
          default -> Character.toString(c);
        };
        if ("+-*/^=(),[]:".contains(symbol) || COMPARISONS.contains(symbol)) {
          tokens.add(new Token(Kind.SYMBOL, symbol, "", line, column));
          i += c < '≤' ? symbol.length() - 1 : 0;
        } else {
          String shown = Character.isISOControl(c) || !Character.isDefined(c) || Character.getType(c) == Character.SURROGATE
              ? String.format("U+%04X", c) : symbol;
          faults.accept(new Fault(line, column, "unexpected character '" + shown + "'", remedy(c)));
        }
        i += Character.charCount(c);
      }
    }
    tokens.add(new Token(Kind.END, "", "", line, Math.max(1, source.substring(0, end).stripTrailing().length() + 1)));
    return tokens;
  }

  private static String remedy(int c) {
    if ("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c) >= 0) {
      return "write powers with ^, as in u^2";
    }
    return switch (c) {
      case '∂' -> "write derivatives as u_x or d(u, x)";
      case '\'', '′' -> "write derivatives as u_x or d(u, x)";
      case '∇' -> "write grad(u), div(v) or lap(u)";
      case '_' -> "a subscript follows a name directly";
      case '{', '}' -> "braces belong to subscripts, as in u_{x1 x2}";
      case ';' -> "one sentence a line";
      default -> "";
    };
  }

  private static int number(String source, int from, int end) {
    int i = digits(source, from, end);
    if (i < end && source.charAt(i) == '.') {
      i = digits(source, i + 1, end);
    }
    if (i < end && (source.charAt(i) == 'e' || source.charAt(i) == 'E')) {
      int sign = i + 1 < end && (source.charAt(i + 1) == '-' || source.charAt(i + 1) == '+') ? 1 : 0;
      int exponent = digits(source, i + 1 + sign, end);
      // without digits the e begins a name
      i = exponent > i + 1 + sign ? exponent : i;
    }
    return i;
  }

  private static int digits(String source, int from, int end) {
    int i = Math.min(from, end);
    while (i < end && isDigit(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
