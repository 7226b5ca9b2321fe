package dev.livevars.wire;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of an error fits into trailers. The message goes there three times, once of them with
 * three bytes for a byte, and the details once, all but that one in base64.
 */
final class TrailerBudget {
  private static final int MESSAGE = 900;
  private static final int FIELD = 200;
  private static final int DETAILS = 1_200;

  private TrailerBudget() {}

  static String message(String text) {
    return cut(text, MESSAGE);
  }

  static String field(String text) {
    return cut(text, FIELD);
  }

  /** The details that fit, the shortest first. */
  static Map<String, String> details(Map<String, String> details) {
    List<Map.Entry<String, String>> byLength =
        details.entrySet().stream()
            .sorted(Comparator.<Map.Entry<String, String>>comparingInt(TrailerBudget::bytes))
            .toList();
    Map<String, String> fitting = new TreeMap<>();
    int left = DETAILS;
    for (Map.Entry<String, String> detail : byLength) {
      left -= bytes(detail);
      if (left >= 0) {
        fitting.put(detail.getKey(), detail.getValue());
      }
    }
    return fitting;
  }

  private static int bytes(Map.Entry<String, String> detail) {
    return bytes(detail.getKey()) + bytes(detail.getValue());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The beginning of a text that is too long, cut between two code points. */
  private static String cut(String text, int most) {
    if (bytes(text) <= most) {
      return text;
    }
    byte[] start = text.getBytes(StandardCharsets.UTF_8);
    int end = most - 3;
    while ((start[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(start, 0, end, StandardCharsets.UTF_8) + "…";
  }
}
