package dev.livevars.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upper bound of the program that an RE2 expression compiles to, found before compiling it.
 * RE2/J writes a counted repetition out, so that {@code ((a{1000}){1000}){1000}} would take all
 * memory. What the parser will refuse anyway may have any size here.
 */
public final class PatternSize {
  /** What a character, a class or an operator takes at most, and what a group or a repeat adds. */
  private static final long UNIT = 2;

  private static final long MOST = 1L << 40;

  /** A group of flags alone: what repeats after it is the atom before it. */
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");

  private final String expression;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;
  private long group;
  private long atom;

  /** The bound of an expression. */
  public PatternSize(String expression) {
    this.expression = expression;
  }

  /** The bound, in instructions. */
  public long bound() {
    while (at < expression.length()) {
      step();
    }
    outer.forEach(size -> group = capped(group + size));
    return group;
  }

  private void step() {
    switch (expression.charAt(at)) {
      case '(' -> open();
      case ')' -> close();
      case '[' -> skipClass();
      case '\\' -> skipEscape();
      case '{' -> repeat();
      case '*', '+', '?' -> quantify();
      default -> single(at + 1);
    }
  }

  private void open() {
    Matcher flags = FLAGS.matcher(expression).region(at, expression.length());
    if (flags.lookingAt()) {
      at = flags.end();
      return;
    }
    outer.push(group);
    group = 0;
    at++;
  }

  private void close() {
    atom = capped(group + 2 * UNIT);
    group = capped(atom + (outer.isEmpty() ? 0 : outer.pop()));
    at++;
  }

  /** What is quantified stays the atom: flags may stand between it and a count. */
  private void quantify() {
    atom = capped(atom + UNIT);
    group = capped(group + UNIT);
    at++;
  }

  private void single(int next) {
    atom = UNIT;
    group = capped(group + atom);
    at = next;
  }

  private void skipEscape() {
    if (!expression.startsWith("\\Q", at)) {
      single(at + 2);
      return;
    }
    int end = expression.indexOf("\\E", at);
    int literals = (end < 0 ? expression.length() : end) - at - 2;
    at = end < 0 ? expression.length() : end + 2;
    if (literals > 0) {
      group = capped(group + literals * UNIT);
      atom = UNIT;
    }
  }

  private void skipClass() {
    int i = at + 1;
    if (expression.startsWith("^", i)) {
      i++;
    }
    do {
      i = nextInClass(i);
    } while (i < expression.length() && expression.charAt(i) != ']');
    single(i + 1);
  }

  /**
   * The end of what stands at a place in a class: a named class, a character or a range of them.
   */
  private int nextInClass(int i) {
    int named = expression.startsWith("[:", i) ? expression.indexOf(":]", i + 2) : -1;
    if (named >= 0) {
      return named + 2;
    }
    int next = characterInClass(i);
    boolean range = expression.startsWith("-", next) && !expression.startsWith("-]", next);
    return range && !standsForSeveral(i) ? characterInClass(next + 1) : next;
  }

  private int characterInClass(int i) {
    if (!expression.startsWith("\\", i)) {
      return i + 1;
    }
    boolean property = expression.startsWith("p", i + 1) || expression.startsWith("P", i + 1);
    boolean named = property && expression.startsWith("{", i + 2);
    int end = named ? expression.indexOf('}', i + 3) : -1;
    return end >= 0 ? end + 1 : i + (property ? 3 : 2);
  }

  /** Whether an escape is a class of its own, which begins no range. */
  private boolean standsForSeveral(int i) {
    return expression.startsWith("\\", i)
        && i + 1 < expression.length()
        && "dDsSwWpP".indexOf(expression.charAt(i + 1)) >= 0;
  }

  private void repeat() {
    int end = expression.indexOf('}', at);
    long count = end < 0 ? 0 : count(expression.substring(at + 1, end));
    if (count == 0) {
      single(at + 1);
      return;
    }
    atom = capped((atom + UNIT) * count);
    group = capped(group + atom);
    at = end + 1;
  }

  /** How often {@code n}, {@code n,} or {@code n,m} repeats at most; 0 for anything else. */
  private static long count(String braces) {
    if (!braces.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
      return 0;
    }
    int comma = braces.indexOf(',');
    long least = Long.parseLong(comma < 0 ? braces : braces.substring(0, comma));
    boolean bounded = comma >= 0 && comma + 1 < braces.length();
    return Math.max(least + 1, bounded ? Long.parseLong(braces.substring(comma + 1)) : 0);
  }

  private static long capped(long size) {
    return Math.min(size, MOST);
  }
}
