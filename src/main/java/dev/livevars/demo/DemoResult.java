package dev.livevars.demo;

import dev.livevars.demo.Latency.Percentiles;
import dev.livevars.text.JsonLine;
import dev.livevars.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the demo went.
 *
 * @param seconds how long the weather took
 * @param updates the values set by the weather feed
 * @param changes how many of them differed from the value before
 * @param problems what was not as it must be; empty when all was
 */
public record DemoResult(
    double seconds, long updates, long changes, List<Side> sides, List<String> problems) {
  public DemoResult {
    sides = List.copyOf(sides);
    problems = List.copyOf(problems);
  }

  /**
   * What one side received.
   *
   * @param measured what its latency is
   */
  public record Side(
      String name, long received, long lost, long repeated, Percentiles latency, String measured) {
    private JsonLine.Fields json() {
      return line ->
          line.field("side", name)
              .field("received", received)
              .field("lost", lost)
              .field("repeated", repeated)
              .field("p50_ms", latency.p50())
              .field("p99_ms", latency.p99())
              .field("max_ms", latency.max())
              .field("measured", measured);
    }
  }

  /** For programs. */
  public JsonLine.Fields json() {
    return line ->
        line.field("seconds", Math.round(seconds * 1e3) / 1e3)
            .field("updates", updates)
            .field("changes", changes)
            .field("updates_per_second", Math.round(updates / seconds))
            .field("sides", sides.stream().map(Side::json).toList())
            .field("problems", problems);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d updates in %.1f s (%,.0f/s), of which %,d changed a value",
            updates,
            seconds,
            updates / seconds,
            changes));
    lines.add("");
    lines.addAll(table(sides));
    lines.add("");
    lines.addAll(problems.isEmpty() ? List.of("Nothing lost, nothing repeated.") : problems);
    return lines;
  }

  static List<String> table(List<Side> sides) {
    TextTable table =
        new TextTable("SIDE", "RECEIVED", "LOST", "REPEATED", "P50", "P99", "MAX", "MEASURED");
    for (Side side : sides) {
      table.add(
          side.name(),
          String.format(Locale.ROOT, "%,d", side.received()),
          String.valueOf(side.lost()),
          String.valueOf(side.repeated()),
          millis(side.latency().p50()),
          millis(side.latency().p99()),
          millis(side.latency().max()),
          side.measured());
    }
    return table.lines();
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f ms", value);
  }
}
