package dev.livevars.text;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit, such as 50ms, 15s, 10m or 24h. */
public final class DurationText {
  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,19})(d|h|m|s|ms|us|ns)");

  /** From the longest to the shortest. */
  private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", Duration.ofDays(1));
    UNITS.put("h", Duration.ofHours(1));
    UNITS.put("m", Duration.ofMinutes(1));
    UNITS.put("s", Duration.ofSeconds(1));
    UNITS.put("ms", Duration.ofMillis(1));
    UNITS.put("us", Duration.ofNanos(1_000));
    UNITS.put("ns", Duration.ofNanos(1));
  }

  private DurationText() {}

  /** Reads one; INVALID_REQUEST when it is none. */
  public static Duration parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (matcher.matches()) {
      Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
      try {
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
      } catch (ArithmeticException | NumberFormatException e) {
        throw refused(text);
      }
    }
    throw refused(text);
  }

  /** Writes one in the longest unit of which it is a whole number; it can be read back. */
  public static String of(Duration duration) {
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      long number = duration.dividedBy(unit.getValue());
      if (unit.getValue().multipliedBy(number).equals(duration) && number != 0) {
        return number + unit.getKey();
      }
    }
    return "0s";
  }

  private static LivevarsException refused(String text) {
    return new LivevarsException(
        Reason.INVALID_REQUEST,
        "'%s' is no duration such as 50ms, 15s, 10m or 24h".formatted(Cell.of(text)));
  }
}
