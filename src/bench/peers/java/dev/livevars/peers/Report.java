package dev.livevars.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Appends the figures of one system, in one class of durability, to a file. */
final class Report {
  private final Path file;
  private final String system;
  private final Durability durability;

  Report(Path file, String system, Durability durability) {
    this.file = file;
    this.system = system;
    this.durability = durability;
  }

  void add(String name, double value, String unit) {
    add(name, String.format(Locale.ROOT, "%.3f", value), unit);
  }

  void add(String name, String text) {
    if (!text.isEmpty()) {
      add(name, text, "");
    }
  }

  /** Tells people what is going on; errors are for the log. */
  void progress(String what) {
    System.out.printf("peers: %s %s, %s%n", system, durability, what);
  }

  private void add(String name, String value, String unit) {
    String line = new Figure(system, durability.toString(), name, value, unit).toLine() + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
