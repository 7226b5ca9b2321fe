package dev.livevars.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of a run: of each the median of its rounds, in the order in which they came. */
final class Figures {
  private final Map<Key, List<Figure>> rounds = new LinkedHashMap<>();
  private final List<Figure> texts = new ArrayList<>();

  Figures(List<String> lines) {
    for (String line : lines) {
      Figure figure = Figure.parse(line);
      if (!figure.isText()) {
        rounds.computeIfAbsent(Key.of(figure), ignored -> new ArrayList<>()).add(figure);
      } else if (!texts.contains(figure)) {
        texts.add(figure);
      }
    }
  }

  /** The names of the systems, in the order in which they were measured. */
  List<String> systems() {
    List<Figure> all = new ArrayList<>(texts);
    rounds.values().forEach(all::addAll);
    return all.stream().map(Figure::system).distinct().toList();
  }

  /**
   * A figure of each name and class of durability, of whatever system, in the order of the table.
   */
  List<Figure> rows() {
    Map<Key, Figure> rows = new LinkedHashMap<>();
    rounds.forEach((key, figures) -> rows.putIfAbsent(key.ofSystem(""), figures.get(0)));
    return rows.values().stream().sorted(Comparator.comparingInt(Figures::rank)).toList();
  }

  private static int rank(Figure row) {
    return row.name().contains("a connection each") ? 2 : row.name().startsWith("sets") ? 1 : 0;
  }

  /** Versions, notes and failures, each once. */
  List<Figure> texts() {
    return List.copyOf(texts);
  }

  OptionalDouble median(String system, String durability, String name) {
    List<Figure> figures = rounds.getOrDefault(new Key(system, durability, name), List.of());
    double[] sorted = figures.stream().mapToDouble(Figure::number).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** All, with the medians for the numbers. */
  List<Figure> all() {
    List<Figure> all = new ArrayList<>(texts);
    rounds.forEach(
        (key, figures) -> {
          double median = median(key.system, key.durability, key.name).orElseThrow();
          all.add(
              new Figure(
                  key.system,
                  key.durability,
                  key.name,
                  String.format(Locale.ROOT, "%.3f", median),
                  figures.get(0).unit()));
        });
    return all;
  }

  private record Key(String system, String durability, String name) {
    static Key of(Figure figure) {
      return new Key(figure.system(), figure.durability(), figure.name());
    }

    Key ofSystem(String other) {
      return new Key(other, durability, name);
    }
  }
}
