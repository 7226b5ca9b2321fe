package dev.livevars.model;

import com.google.re2j.Pattern;

/**
 * A glob over dotted names: {@code *} stands for any characters within a part, {@code **} across
 * parts. Matching is bounded: few stars, and most names differ in the letters before the first star
 * or after the last.
 */
record Glob(String start, String end, Pattern pattern) {
  /** The most stars; two in a row are one. */
  static final int MOST_STARS = 8;

  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_.*-]{1,255}");
  private static final Pattern STARS = Pattern.compile("\\*\\*?");

  static boolean isGlob(String text) {
    return SYNTAX.matches(text)
        && !text.contains("***")
        && STARS.split(text, -1).length - 1 <= MOST_STARS;
  }

  static Glob parse(String text) {
    return new Glob(
        text.substring(0, text.indexOf('*')),
        text.substring(text.lastIndexOf('*') + 1),
        Pattern.compile(expression(text)));
  }

  boolean matches(String name) {
    return name.startsWith(start) && name.endsWith(end) && pattern.matches(name);
  }

  private static String expression(String text) {
    return text.replace(".", "\\.")
        .replace("**", "\u0000")
        .replace("*", "[^.]*")
        .replace("\u0000", ".*");
  }
}
