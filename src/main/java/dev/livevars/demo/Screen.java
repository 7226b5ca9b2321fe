package dev.livevars.demo;

import dev.livevars.demo.DemoResult.Side;
import dev.livevars.model.Variable;
import dev.livevars.text.Cell;
import dev.livevars.text.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows how the demo goes: a table in its place on a terminal, else a line a second. */
public final class Screen {
  private final PrintWriter out;
  private final Terminal place;
  private final boolean terminal;
  private final boolean silent;

  private Screen(PrintWriter out, boolean terminal, boolean silent) {
    this.out = out;
    this.place = new Terminal(out);
    this.terminal = terminal;
    this.silent = silent;
  }

  /** A screen for people. */
  public static Screen of(PrintWriter out) {
    return new Screen(out, Terminal.isThere(), false);
  }

  /** A screen that shows nothing. */
  public static Screen silent(PrintWriter out) {
    return new Screen(out, false, true);
  }

  /**
   * The state of the demo at a moment.
   *
   * @param hour the hour of the weather
   * @param seconds since the weather began
   */
  record Moment(
      String hour, double seconds, long updates, List<Side> sides, List<Variable> values) {
    private long perSecond() {
      return Math.round(updates / Math.max(seconds, 0.001));
    }
  }

  long everyMillis() {
    return terminal ? 250 : 1_000;
  }

  void show(Moment moment) {
    if (silent) {
      return;
    }
    if (terminal) {
      place.show(table(moment));
    } else {
      out.println(line(moment));
    }
    out.flush();
  }

  private static List<String> table(Moment moment) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Seattle %s   %,d updates   %,d/s",
            moment.hour(),
            moment.updates(),
            moment.perSecond()));
    lines.add("");
    lines.addAll(DemoResult.table(moment.sides()));
    lines.add("");
    moment.values().forEach(value -> lines.add("%-20s %s".formatted(value.name(), cell(value))));
    lines.add("");
    return lines;
  }

  private static String line(Moment moment) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%5.1f s ", moment.seconds()))
            .append(
                String.format(
                    Locale.ROOT, " %,d updates (%,d/s)", moment.updates(), moment.perSecond()));
    for (Side side : moment.sides()) {
      line.append(
          String.format(
              Locale.ROOT,
              "  %s %,d p50 %.2f p99 %.2f ms",
              side.name(),
              side.received(),
              side.latency().p50(),
              side.latency().p99()));
    }
    moment
        .values()
        .forEach(value -> line.append("  ").append(value.name()).append('=').append(cell(value)));
    return line.toString();
  }

  private static String cell(Variable variable) {
    return Cell.of(variable.value());
  }
}
