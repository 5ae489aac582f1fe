package dev.ansatz.pde;

import dev.ansatz.pde.law.Covariance;
import dev.ansatz.pde.law.Law;
import java.util.List;

/** The law of an input field: {@code matern(2.5, 0.2, 1)}, {@code lognormal(...)}, {@code fourier(8, 2, 1)}. */
final class LawParser {
  private static final List<String> LAWS = List.of("matern", "squaredExponential", "lognormal", "fourier");

  private LawParser() {}

  static Law law(ExpressionParser parser) {
    Token name = parser.expectPlainName("a law");
    if (!LAWS.contains(name.text())) {
      throw ExpressionParser.unreadable(name, "unknown law '" + name.text() + "'", Spelling.suggestion(name.text(), LAWS));
    }
    if (!name.text().equals("lognormal")) {
      return numbers(parser, name);
    }
    parser.expect("(", "after lognormal");
    Token inner = parser.expectPlainName("a Gaussian law");
    if (!inner.text().equals("matern") && !inner.text().equals("squaredExponential")) {
      throw ExpressionParser.unreadable(inner, "lognormal takes a Gaussian law, not " + inner.shown(),
          "write lognormal(matern(2.5, 0.2, 1))");
    }
    var logarithm = (Law.Gaussian) numbers(parser, inner);
    parser.expect(")", "after the law of the logarithm");
    return new Law.LogNormal(logarithm);
  }

  private static Law numbers(ExpressionParser parser, Token name) {
    parser.expect("(", "after " + name.text());
    return switch (name.text()) {
      case "matern" -> new Law.Gaussian(new Covariance.Matern(number(parser, ",", "the smoothness"), number(parser, ",", "the length"),
          number(parser, ")", "the deviation")));
      case "squaredExponential" -> new Law.Gaussian(new Covariance.SquaredExponential(number(parser, ",", "the length"),
          number(parser, ")", "the deviation")));
      default -> {
        Token at = parser.peek();
        double modes = number(parser, ",", "the number of modes");
        if (modes != Math.rint(modes) || Math.abs(modes) > 1e6) {
          throw ExpressionParser.unreadable(at, "the number of modes is no whole number", "");
        }
        yield new Law.FourierSeries((int) modes, number(parser, ",", "the decay"), number(parser, ")", "the deviation"));
      }
    };
  }

  private static double number(ExpressionParser parser, String closing, String what) {
    double value = parser.value();
    parser.expect(closing, "after " + what);
    return value;
  }
}
