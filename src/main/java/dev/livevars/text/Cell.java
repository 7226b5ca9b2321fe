package dev.livevars.text;

import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What fits into a table: short, on one line, and without what would steer a terminal. */
public final class Cell {
  private static final int WIDEST = 60;
  private static final int ELEMENTS = 6;

  private Cell() {}

  /** A text; its end is left out when it is long. */
  public static String of(String text) {
    StringBuilder cell = new StringBuilder();
    int codePoints = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (++codePoints > WIDEST) {
        return cell.append('…').toString();
      }
      append(cell, text.codePointAt(i));
    }
    return cell.toString();
  }

  /** A value; none is a dash. */
  public static String of(@Nullable Value value) {
    if (value == null) {
      return "-";
    } else if (value instanceof Value.EmbeddingValue embedding) {
      return elements(embedding);
    } else if (value instanceof Value.TensorValue tensor) {
      Tensor array = tensor.value();
      return array.dtype().label() + array.shape();
    }
    return of(String.valueOf(value.plain()));
  }

  /** A time in UTC to the millisecond. */
  public static String of(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** A duration; none is a dash. */
  public static String of(@Nullable Duration duration) {
    return duration == null ? "-" : DurationText.of(duration);
  }

  /** Pairs, by their keys. */
  public static String of(Map<String, String> pairs) {
    return of(
        new TreeMap<>(pairs)
            .entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(",")));
  }

  private static String elements(Value.EmbeddingValue embedding) {
    int shown = Math.min(embedding.dimensions(), ELEMENTS);
    String first =
        IntStream.range(0, shown)
            .mapToObj(i -> String.valueOf(embedding.get(i)))
            .collect(Collectors.joining(", "));
    boolean all = shown == embedding.dimensions();
    return all ? "[" + first + "]" : "[%s, … %d]".formatted(first, embedding.dimensions());
  }

  private static void append(StringBuilder cell, int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          cell.append("\\u%04x".formatted(codePoint));
      default -> cell.appendCodePoint(codePoint);
    }
  }
}
