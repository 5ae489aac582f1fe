package dev.ansatz.engine.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terms of a product of two arrays of features summed over the indices that the result lacks, such as {@code ij,jk->ik}. */
record Einsum(int[] left, int[] right, int[] result, int leftSize, int rightSize, int resultSize) {
  private static final Pattern FORM = Pattern.compile("([a-z]*),([a-z]*)->([a-z]*)");

  /** @param sizes of the indices, in the order in which they first appear */
  static Einsum of(String pattern, int... sizes) {
    Matcher form = FORM.matcher(pattern);
    if (!form.matches()) {
      throw new IllegalArgumentException("'" + pattern + "' is not of the form ij,jk->ik, two operands and a result of letters a to z");
    }
    String a = form.group(1);
    String b = form.group(2);
    String y = form.group(3);
    String indices = letters(a + b);
    var faults = new ArrayList<String>();
    for (String operand : List.of(a, b, y)) {
      if (letters(operand).length() < operand.length()) {
        faults.add("'" + operand + "' repeats an index");
      }
    }
    y.chars().filter(i -> indices.indexOf(i) < 0).forEach(i -> faults.add("the result's index '" + (char) i + "' is in no operand"));
    if (sizes.length != indices.length() || Arrays.stream(sizes).anyMatch(n -> n < 1)) {
      faults.add("one size of at least 1 for each of the indices '" + indices + "' is needed, not " + Arrays.toString(sizes));
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("'" + pattern + "': " + String.join("; ", faults));
    }
    int terms = Arrays.stream(sizes).reduce(1, Math::multiplyExact);
    var einsum = new Einsum(new int[terms], new int[terms], new int[terms], size(a, indices, sizes), size(b, indices, sizes),
        size(y, indices, sizes));
    for (int term = 0; term < terms; term++) {
      int[] at = new int[sizes.length];
      for (int i = sizes.length - 1, rest = term; i >= 0; rest /= sizes[i--]) {
        at[i] = rest % sizes[i];
      }
      einsum.left[term] = position(a, indices, sizes, at);
      einsum.right[term] = position(b, indices, sizes, at);
      einsum.result[term] = position(y, indices, sizes, at);
    }
    return einsum;
  }

  private static String letters(String text) {
    var distinct = new StringBuilder();
    text.chars().distinct().forEach(i -> distinct.append((char) i));
    return distinct.toString();
  }

  private static int size(String operand, String indices, int[] sizes) {
    return operand.chars().map(i -> sizes[indices.indexOf(i)]).reduce(1, Math::multiplyExact);
  }

  private static int position(String operand, String indices, int[] sizes, int[] at) {
    int position = 0;
    for (int n = 0; n < operand.length(); n++) {
      int i = indices.indexOf(operand.charAt(n));
      position = position * sizes[i] + at[i];
    }
    return position;
  }
}
