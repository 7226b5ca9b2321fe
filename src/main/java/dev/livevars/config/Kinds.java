package dev.livevars.config;

import dev.livevars.NodeOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of settings. */
final class Kinds {
  static final Kind<String> HOST = new Kind<>("a host name or an address", Kinds::visible);
  static final Kind<String> HOST_OR_EMPTY =
      new Kind<>(
          "a host name or an address; empty is that of 'host'",
          text -> text.isEmpty() ? text : visible(text));
  static final Kind<String> NAME =
      new Kind<>(
          "1 to 128 letters, digits and ._-", text -> matching(text, "[A-Za-z0-9._-]{1,128}"));
  static final Kind<Integer> PORT = integer(0, 65_535, "; 0 picks a free one");
  static final Kind<Integer> REAL_PORT = integer(1, 65_535, "");
  static final Kind<List<String>> HOSTS =
      new Kind<>("HOST:PORT or HOST, with commas between, PORT from 1 to 65535", Kinds::hosts);
  static final Kind<Integer> COUNT = integer(1, Integer.MAX_VALUE, "");
  static final Kind<Boolean> FLAG = new Kind<>("true or false", Kinds::flag);
  static final Kind<Duration> DURATION =
      new Kind<>("1ms to 365d, such as 50ms, 15s, 10m or 24h", Kinds::duration);
  static final Kind<Duration> TERM = new Kind<>("1s to 5m, such as 5s", Kinds::term);
  static final Kind<String> SECRET = new Kind<>("any text", text -> text, text -> "…");
  static final Kind<NodeOptions.Sync> SYNC = new Kind<>("full or normal", Kinds::sync);
  static final Kind<Integer> SIZE = new Kind<>("1KiB to 1GiB, such as 64KiB or 4MiB", Kinds::size);

  /** For so long nobody owns the sessions of a node that was killed. */
  private static final Duration LONGEST_TERM = Duration.ofMinutes(5);

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final long LARGEST = 1L << 30;
  private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,9})([A-Za-z]+)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Long> BYTES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Kinds() {}

  private static Kind<Integer> integer(int least, int most, String remark) {
    return new Kind<>(
        "a whole number from %d to %d%s".formatted(least, most, remark),
        text -> {
          int number = Integer.parseInt(matching(text, "[0-9]{1,10}"));
          require(number >= least && number <= most);
          return number;
        });
  }

  private static boolean flag(String text) {
    return Boolean.parseBoolean(matching(text, "true|false"));
  }

  private static NodeOptions.Sync sync(String text) {
    return NodeOptions.Sync.valueOf(matching(text, "full|normal").toUpperCase(Locale.ROOT));
  }

  private static String visible(String text) {
    return matching(text, "[\\x21-\\x7e]+");
  }

  private static List<String> hosts(String text) {
    return Arrays.stream(text.split(",", -1)).map(host -> host(host.trim())).toList();
  }

  private static String host(String text) {
    String port = matching(text, "[A-Za-z0-9._-]+(:[0-9]{1,5})?").replaceFirst("[^:]*:?", "");
    if (!port.isEmpty()) {
      int unused = REAL_PORT.parse(port);
    }
    return text;
  }

  private static Duration term(String text) {
    Duration term = duration(text);
    require(term.toMillis() >= 1_000 && term.compareTo(LONGEST_TERM) <= 0);
    return term;
  }

  private static Duration duration(String text) {
    Matcher matcher = quantity(text);
    Duration duration = unit(UNITS, matcher).multipliedBy(Long.parseLong(matcher.group(1)));
    require(duration.toMillis() >= 1 && duration.compareTo(LONGEST) <= 0);
    return duration;
  }

  private static int size(String text) {
    Matcher matcher = quantity(text);
    long bytes = unit(BYTES, matcher) * Long.parseLong(matcher.group(1));
    require(bytes >= 1 << 10 && bytes <= LARGEST);
    return (int) bytes;
  }

  private static Matcher quantity(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    require(matcher.matches());
    return matcher;
  }

  private static <U> U unit(Map<String, U> units, Matcher quantity) {
    U unit = units.get(quantity.group(2));
    if (unit == null) {
      throw new IllegalArgumentException();
    }
    return unit;
  }

  private static String matching(String text, String pattern) {
    require(text.matches(pattern));
    return text;
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException();
    }
  }
}
