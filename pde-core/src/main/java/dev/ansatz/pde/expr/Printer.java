package dev.ansatz.pde.expr;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Expressions as text, in three spellings: the one that is parsed back, mathematics in Unicode, and LaTeX.
 *
 * <p>What is printed as text builds the same tree again when read from left to right with the simplifying
 * constructors; that is why a coefficient comes first and whole negative powers come last, behind one slash.
 */
final class Printer {
  private enum Style { TEXT, MATH, LATEX }

  // how tightly a piece of output binds; smaller ones are put in parentheses inside greater ones
  private static final int SUM = 0;
  private static final int PRODUCT = 1;
  private static final int POWER = 2;
  private static final int ATOM = 3;

  private final Style style;

  private Printer(Style style) {
    this.style = style;
  }

  static String text(Expr e) {
    return new Printer(Style.TEXT).print(e).text;
  }

  static String math(Expr e) {
    return new Printer(Style.MATH).print(e).text;
  }

  static String latex(Expr e) {
    return new Printer(Style.LATEX).print(e).text;
  }

  private record Piece(String text, int binding) {}

  private Piece print(Expr e) {
    return switch (e) {
      case Const c -> c.value() < 0 ? new Piece("-" + number(-c.value()).text, SUM) : number(c.value());
      case Coordinate c -> new Piece(name(c.name()), ATOM);
      case Parameter p -> new Piece(name(p.name()), ATOM);
      case Field f -> new Piece(name(f.name()), ATOM);
      case Sum s -> sum(s);
      case Product _ -> product(e);
      case Power _ when isReciprocal(e) -> product(e);
      case Power(Expr base, Expr exponent) -> new Piece(power(base, exponent), POWER);
      case Call c -> call(c);
      case Partial p -> partial(p);
      case NormalDerivative(Expr operand) -> switch (style) {
        case TEXT -> new Piece("dn(" + print(operand).text + ")", ATOM);
        case MATH -> new Piece("∂_n " + within(operand, ATOM), PRODUCT);
        case LATEX -> new Piece("\\partial_n " + within(operand, ATOM), PRODUCT);
      };
      case Piecewise p -> piecewise(p);
      case Tabulated t -> tabulated(t);
      case Integral i -> integral(i);
      case PointValue(Field field, List<Expr> at) -> new Piece(name(field.name()) + arguments(at), ATOM);
      case Trace(Expr operand, Trace.Side side) -> trace(operand, side);
    };
  }

  private String arguments(List<? extends Expr> arguments) {
    return parenthesised(arguments.stream().map(a -> print(a).text).collect(Collectors.joining(", ")));
  }

  private Piece piecewise(Piecewise p) {
    if (style == Style.LATEX) {
      String rows = p.cases().stream().map(c -> print(c.value()).text + " & " + conditions(c, ",\\; ") + " \\\\ ")
          .collect(Collectors.joining());
      return new Piece("\\begin{cases} " + rows + print(p.otherwise()).text + " & \\text{else} \\end{cases}", ATOM);
    }
    return new Piece(p.cases().stream().map(c -> conditions(c, " and ") + ": " + print(c.value()).text)
        .collect(Collectors.joining(", ", "piecewise(", ", else ")) + print(p.otherwise()).text + ")", ATOM);
  }

  private String conditions(Piecewise.Case c, String and) {
    return c.conditions().stream().map(k -> print(k.left()).text + (k.strict() ? " < "
        : style == Style.TEXT ? " <= " : style == Style.MATH ? " ≤ " : " \\le ") + print(k.right()).text)
        .collect(Collectors.joining(and));
  }

  private Piece tabulated(Tabulated t) {
    boolean differentiated = t.orders().stream().anyMatch(k -> k > 0);
    String name = name(t.table().name());
    if (differentiated) {
      String orders = t.orders().stream().map(String::valueOf).collect(Collectors.joining(style == Style.LATEX ? "," : " "));
      name += style == Style.LATEX ? "^{(" + orders + ")}" : "_{" + orders + "}";
    }
    return new Piece(name + arguments(t.arguments()), ATOM);
  }

  private Piece integral(Integral i) {
    String operand = print(i.operand()).text;
    List<String> over = i.over().stream().map(c -> name(c.name())).toList();
    if (style == Style.LATEX) {
      String with = String.join("\\,", over.stream().map(c -> "\\mathrm{d}" + c).toList());
      return i.mean()
          ? new Piece("\\left\\langle " + operand + "\\right\\rangle" + (over.isEmpty() ? "" : "_{" + String.join("\\,", over) + "}"), ATOM)
          : new Piece("\\int " + within(i.operand(), PRODUCT) + "\\," + (over.isEmpty() ? "\\mathrm{d}V" : with), PRODUCT);
    }
    String with = over.isEmpty() ? "" : ", " + String.join(", ", over);
    return new Piece((i.mean() ? "mean(" : "integral(") + operand + with + ")", ATOM);
  }

  private Piece trace(Expr operand, Trace.Side side) {
    if (style != Style.LATEX) {
      return new Piece(side.text() + "(" + print(operand).text + ")", ATOM);
    }
    return switch (side) {
      case JUMP -> new Piece("\\left[" + print(operand).text + "\\right]", ATOM);
      case ABOVE -> new Piece("{" + within(operand, ATOM) + "}^{+}", ATOM);
      case BELOW -> new Piece("{" + within(operand, ATOM) + "}^{-}", ATOM);
    };
  }

  private String name(String name) {
    return switch (style) {
      case TEXT -> name;
      case MATH -> Names.greek(name);
      case LATEX -> Names.latex(name);
    };
  }

  private Piece number(double value) {
    String text = switch (style) {
      case TEXT -> Numbers.positive(value, "pi", "*");
      case MATH -> Numbers.positive(value, "π", "");
      case LATEX -> Numbers.positive(value, "\\pi", "").replaceFirst("e(-?\\d+)$", "\\\\cdot 10^{$1}");
    };
    return new Piece(text, text.matches(".*[*/].*|.+π.*|.+\\\\pi.*|.*cdot.*") ? PRODUCT : ATOM);
  }

  private String within(Expr e, int binding) {
    Piece piece = print(e);
    return piece.binding >= binding ? piece.text : parenthesised(piece.text);
  }

  private String parenthesised(String text) {
    return style == Style.LATEX ? "\\left(" + text + "\\right)" : "(" + text + ")";
  }

  private Piece sum(Sum s) {
    var out = new StringBuilder();
    for (Expr term : s.terms()) {
      double c = Product.coefficient(term);
      // a bare sum cannot be a term of a canonical sum, but records can be built by hand
      String text = term instanceof Sum ? within(term, PRODUCT) : print(c < 0 ? term.negate() : term).text;
      out.append(out.isEmpty() ? c < 0 ? "-" : "" : c < 0 ? " - " : " + ").append(text);
    }
    return new Piece(out.toString(), SUM);
  }

  private Piece product(Expr e) {
    double c = Product.coefficient(e);
    boolean negative = c < 0;
    double size = Math.abs(c);
    Expr monomial = Product.monomial(e);
    List<Expr> factors = monomial instanceof Product(var list) ? list : List.of(monomial);
    List<Expr> above = factors.stream().filter(f -> !isReciprocal(f)).toList();
    List<Expr> below = factors.stream().filter(Printer::isReciprocal).map(Printer::reciprocal).toList();

    double divisor = below.isEmpty() ? divisor(size, above) : 1;
    double numerator = divisor == 1 ? size : 1;
    String top = above.stream().map(f -> within(f, POWER)).collect(Collectors.joining(times()));
    if (above.isEmpty()) {
      top = number(numerator).text;
    } else if (numerator != 1) {
      String number = number(numerator).text;
      // "2/3 u" reads as 2/(3 u) on paper
      top = (style != Style.TEXT && number.contains("/") ? parenthesised(number) : number) + times() + top;
    }
    String text = top;
    if (divisor != 1) {
      text = slash(top, number(divisor).text, true);
    } else if (!below.isEmpty()) {
      String bottom = below.stream().map(f -> within(f, POWER)).collect(Collectors.joining(times()));
      text = slash(top, bottom, below.size() == 1);
    }
    return new Piece(negative ? "-" + text : text, negative ? SUM : PRODUCT);
  }

  private String slash(String top, String bottom, boolean single) {
    return style == Style.LATEX ? "\\frac{" + top + "}{" + bottom + "}" : top + "/" + (single ? bottom : "(" + bottom + ")");
  }

  private String times() {
    return style == Style.TEXT ? "*" : style == Style.MATH ? " " : "\\,";
  }

  /** n if the coefficient is best printed as a division by the whole number n, else 1. */
  private static double divisor(double coefficient, List<Expr> above) {
    double n = Math.rint(1 / coefficient);
    boolean shorter = Numbers.decimal(coefficient).length() > 5;
    return !above.isEmpty() && coefficient < 1 && n < 1e6 && shorter && 1 / n == coefficient ? n : 1;
  }

  /** Powers of constants, such as 0^(-1), are not: as divisors they would be multiplied into the other constants. */
  private static boolean isReciprocal(Expr e) {
    return e instanceof Power(Expr base, Const n) && n.value() < 0 && n.isInteger() && !(base instanceof Const);
  }

  private static Expr reciprocal(Expr e) {
    var p = (Power) e;
    double n = -((Const) p.exponent()).value();
    return n == 1 ? p.base() : new Power(p.base(), new Const(n));
  }

  private String power(Expr base, Expr exponent) {
    String b = within(base, ATOM);
    if (style == Style.LATEX) {
      return "{" + b + "}^{" + print(exponent).text + "}";
    }
    if (style == Style.MATH && exponent instanceof Const n && n.isInteger() && n.value() >= 0) {
      return b + superscript((long) n.value());
    }
    return b + "^" + within(exponent, ATOM);
  }

  private static String superscript(long n) {
    return Long.toString(n).chars().mapToObj(d -> String.valueOf("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(d - '0')))
        .collect(Collectors.joining());
  }

  private Piece call(Call c) {
    String arguments = c.arguments().stream().map(a -> print(a).text).collect(Collectors.joining(", "));
    if (style != Style.LATEX) {
      return new Piece(c.function().text() + "(" + arguments + ")", ATOM);
    }
    return switch (c.function()) {
      case SQRT -> new Piece("\\sqrt{" + arguments + "}", ATOM);
      case ABS -> new Piece("\\left|" + arguments + "\\right|", ATOM);
      case ASIN, ACOS, ATAN -> new Piece("\\arc" + c.function().text().substring(1) + parenthesised(arguments), ATOM);
      case SIGN, ERF, ATAN2 -> new Piece("\\operatorname{" + c.function().text() + "}" + parenthesised(arguments), ATOM);
      default -> new Piece("\\" + c.function().text() + parenthesised(arguments), ATOM);
    };
  }

  /** {@code \partial_x^{2}\partial_y}. */
  private String operators(List<Coordinate> with) {
    var out = new StringBuilder();
    for (Coordinate c : with.stream().distinct().toList()) {
      long order = with.stream().filter(c::equals).count();
      out.append("\\partial_{").append(name(c.name())).append(order == 1 ? "} " : "}^{" + order + "} ");
    }
    return out.toString();
  }

  private Piece partial(Partial p) {
    boolean field = p.operand() instanceof Field;
    List<String> with = p.with().stream().map(c -> name(c.name())).toList();
    if (style == Style.TEXT && !field) {
      String coordinates = p.with().stream().map(Coordinate::name).collect(Collectors.joining(", "));
      return new Piece("d(" + print(p.operand()).text + ", " + coordinates + ")", ATOM);
    }
    String operand = field ? print(p.operand()).text : parenthesised(print(p.operand()).text);
    if (style == Style.LATEX) {
      // v_{1} cannot bear a subscript more
      if (field && operand.contains("_")) {
        return new Piece(operators(p.with()) + operand, PRODUCT);
      }
      boolean single = with.stream().allMatch(name -> name.length() == 1);
      return new Piece(operand + "_{" + String.join(single ? "" : "\\,", with) + "}", ATOM);
    }
    boolean letters = with.stream().allMatch(name -> name.length() == 1)
        && (!(p.operand() instanceof Field f) || f.coordinates().stream().allMatch(c -> name(c.name()).length() == 1));
    return new Piece(operand + "_" + (letters ? String.join("", with) : "{" + String.join(" ", with) + "}"), ATOM);
  }
}
