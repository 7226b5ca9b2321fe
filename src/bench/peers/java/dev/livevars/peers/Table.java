package dev.livevars.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Prints the figures of a run, a row a figure and a column a system, or as JSON. */
public final class Table {
  private final Figures figures;
  private final List<String> systems;
  private final PrintStream out;

  private Table(Figures figures, PrintStream out) {
    this.figures = figures;
    this.systems = figures.systems();
    this.out = out;
  }

  /**
   * Prints.
   *
   * @param args the file with the figures, and perhaps --json
   */
  public static void main(String[] args) throws IOException {
    Figures figures = new Figures(Files.readAllLines(Path.of(args[0])));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (Arrays.asList(args).contains("--json")) {
      figures.all().forEach(figure -> out.println(figure.toJson()));
    } else {
      new Table(figures, out).print();
    }
  }

  private void print() {
    row("", "", systems);
    List<Figure> rows = figures.rows();
    for (String durability : List.of("memory", "fsync")) {
      rows.stream().filter(row -> row.durability().equals(durability)).forEach(this::printRow);
    }
    out.println();
    Target.all().stream()
        .map(target -> target.verdict(figures))
        .flatMap(Optional::stream)
        .forEach(out::println);
    out.println();
    figures.texts().stream()
        .filter(text -> !text.name().equals(Figure.VERSION) || text.durability().equals("memory"))
        .forEach(this::printText);
  }

  private void printRow(Figure row) {
    String title = row.unit().isEmpty() ? row.name() : row.name() + ", " + row.unit();
    row(
        row.durability(),
        title,
        systems.stream()
            .map(system -> figures.median(system, row.durability(), row.name()))
            .map(median -> median.isPresent() ? number(median.getAsDouble()) : "-")
            .toList());
  }

  private void row(String durability, String title, List<String> cells) {
    out.printf("%-6s  %-76s", durability, title);
    cells.forEach(cell -> out.printf(" %11s", cell));
    out.println();
  }

  private void printText(Figure text) {
    String place =
        Objects.equals(text.name(), Figure.VERSION) ? "" : " (" + text.durability() + ")";
    out.printf("%s%s, %s: %s%n", text.system(), place, text.name(), text.value());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%,.2f" : "%,.0f", value);
  }
}
