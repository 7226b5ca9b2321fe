package dev.livevars.watch;

/**
 * Finds a text in another in time by the sum of their lengths, where {@link String#contains} may
 * take their product.
 */
final class LinearSearch {
  /** Up to this product the plain search is fast enough, and mostly faster. */
  private static final long PLAIN = 1 << 16;

  private LinearSearch() {}

  static boolean contains(String text, String part) {
    if ((long) text.length() * part.length() <= PLAIN) {
      return text.contains(part);
    }
    return part.length() <= text.length() && find(text, part, borders(part));
  }

  /** Knuth, Morris and Pratt: no character of the text is looked at again. */
  private static boolean find(String text, String part, int[] borders) {
    int matched = 0;
    for (int i = 0; i < text.length(); i++) {
      matched = extended(part, borders, matched, text.charAt(i));
      if (matched == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** For each length, how long the longest start of the part is that also ends it. */
  private static int[] borders(String part) {
    int[] borders = new int[part.length() + 1];
    for (int i = 1; i < part.length(); i++) {
      borders[i + 1] = extended(part, borders, borders[i], part.charAt(i));
    }
    return borders;
  }

  private static int extended(String part, int[] borders, int matched, char next) {
    int length = matched;
    while (length > 0 && part.charAt(length) != next) {
      length = borders[length];
    }
    return part.charAt(length) == next ? length + 1 : length;
  }
}
