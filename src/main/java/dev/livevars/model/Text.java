package dev.livevars.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes a Java string fit to travel, and how much of it an error shows. */
public final class Text {
  /** The most characters of a description, a source, or all metadata of a variable. */
  public static final int MOST_CHARACTERS = 65_536;

  private static final int SHOWN = 100;
  private static final char REPLACEMENT = '\uFFFD';

  private Text() {}

  /**
   * Returns a text that is no value, such as a description, a source or a key of metadata, or
   * throws INVALID_REQUEST naming the field if it cannot be written as UTF-8 or is longer than
   * {@link #MOST_CHARACTERS}.
   */
  public static String requireWellFormed(String field, @Nullable String text) {
    String given = required(field, text);
    requireShort(field, given.length());
    if (isWellFormed(given)) {
      return given;
    }
    throw new LivevarsException(
        Reason.INVALID_REQUEST,
        "%s '%s' has an unpaired surrogate".formatted(field, shown(given)),
        Map.of("field", field));
  }

  /** Returns what a caller must give, or throws INVALID_REQUEST naming the field if it is null. */
  public static <T> T required(String field, @Nullable T given) {
    if (given == null) {
      throw new LivevarsException(
          Reason.INVALID_REQUEST, field + " is null", Map.of("field", field));
    }
    return given;
  }

  /**
   * Returns a copy of some metadata, or throws like {@link #requireWellFormed}; the limit is for
   * all of it.
   */
  public static Map<String, String> requireMetadata(@Nullable Map<String, String> metadata) {
    long length = 0;
    for (Map.Entry<String, String> entry : required("metadata", metadata).entrySet()) {
      length += requireWellFormed("metadata", entry.getKey()).length();
      length += requireWellFormed("metadata", entry.getValue()).length();
    }
    requireShort("metadata", length);
    return Map.copyOf(required("metadata", metadata));
  }

  private static void requireShort(String field, long length) {
    if (length > MOST_CHARACTERS) {
      throw new LivevarsException(
          Reason.INVALID_REQUEST,
          "%s has %d characters: at most %d are allowed".formatted(field, length, MOST_CHARACTERS),
          Map.of("field", field, "limit", Integer.toString(MOST_CHARACTERS)));
    }
  }

  /** Whether each surrogate has its pair: only such a string can be written as UTF-8. */
  static boolean isWellFormed(String text) {
    return indexOfUnpaired(text, 0) < 0;
  }

  /** The number of Unicode code points. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The text for an error: its beginning if it is long, and always well-formed. */
  static String shown(String text) {
    return shown(text, SHOWN);
  }

  /** The same, of at most so many code points and their count. */
  public static String shown(String text, int codePoints) {
    int length = length(text);
    if (length <= codePoints) {
      return wellFormed(text);
    }
    String start = text.substring(0, text.offsetByCodePoints(0, codePoints));
    return "%s… (%d characters)".formatted(wellFormed(start), length);
  }

  private static String wellFormed(String text) {
    int unpaired = indexOfUnpaired(text, 0);
    if (unpaired < 0) {
      return text;
    }
    StringBuilder repaired = new StringBuilder(text);
    for (; unpaired >= 0; unpaired = indexOfUnpaired(text, unpaired + 1)) {
      repaired.setCharAt(unpaired, REPLACEMENT);
    }
    return repaired.toString();
  }

  private static int indexOfUnpaired(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (paired) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }
}
