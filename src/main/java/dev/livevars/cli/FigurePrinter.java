package dev.livevars.cli;

import static java.util.Objects.requireNonNull;

import dev.livevars.bench.Figure;
import dev.livevars.bench.Target;
import dev.livevars.text.JsonLine;
import dev.livevars.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Prints figures as they come, and at the end those again that have targets. For one thread. */
final class FigurePrinter {
  private final List<Figure> asked = new ArrayList<>();
  private final PrintWriter out;
  private final boolean json;

  FigurePrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void print(String part, List<Figure> figures) {
    for (Figure figure : figures) {
      out.println(json ? json(part, figure) : line(figure));
      if (figure.target() != null) {
        asked.add(figure);
      }
    }
    out.flush();
  }

  /** The targets by their numbers; nothing when none was measured, and nothing in JSON. */
  void printTargets() {
    if (json || asked.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("TARGET", "WHAT", "MEASURED", "ASKED", "MET");
    asked.sort(Comparator.comparingInt(figure -> target(figure).number()));
    for (Figure figure : asked) {
      table.add(
          String.valueOf(target(figure).number()),
          figure.name(),
          number(figure.value()) + " " + figure.unit(),
          asked(target(figure)) + " " + figure.unit(),
          met(figure));
    }
    out.println();
    table.lines().forEach(out::println);
    out.flush();
  }

  private static String line(Figure figure) {
    String asked =
        figure.target() == null
            ? ""
            : "  %s: %s"
                .formatted(asked(figure.target()), met(figure).equals("yes") ? "met" : "MISSED");
    return "%-72s %12s %-3s%s"
        .formatted(figure.name(), number(figure.value()), figure.unit(), asked)
        .stripTrailing();
  }

  private static String json(String part, Figure figure) {
    return JsonLine.of(
        line -> {
          line.field("part", part)
              .field("name", figure.name())
              .field("value", figure.value())
              .field("unit", figure.unit());
          Target target = figure.target();
          if (target != null) {
            line.field("target", target.limit())
                .field("bound", target.bound().name().toLowerCase(Locale.ROOT))
                .field("number", target.number())
                .field("met", target.isMetBy(figure.value()));
          }
        });
  }

  private static Target target(Figure figure) {
    return requireNonNull(figure.target());
  }

  private static String met(Figure figure) {
    return target(figure).isMetBy(figure.value()) ? "yes" : "NO";
  }

  private static String asked(Target target) {
    return (target.bound() == Target.Bound.AT_MOST ? "≤ " : "≥ ") + number(target.limit());
  }

  /** As many digits as say something. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "not measured";
    }
    double size = Math.abs(value);
    String format =
        value == Math.rint(value) || size >= 1_000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
