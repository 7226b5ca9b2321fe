package dev.livevars.history;

import static dev.livevars.Await.result;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import dev.livevars.model.ChangeSet;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Checks recorded histories: {@code CheckHistory [--store URL] FILE...}. With a store, what was
 * committed in its default session is read from there, by a node in this process: no other may have
 * it open. Exits with 0 when all guarantees hold, 1 when not, with the violations on stdout, and 2
 * when a file or the store cannot be read.
 */
public final class CheckHistory {
  private CheckHistory() {}

  /** See the class. */
  public static void main(String[] arguments) {
    System.exit(run(Arrays.asList(arguments)));
  }

  static int run(List<String> arguments) {
    try {
      boolean stored = !arguments.isEmpty() && arguments.get(0).equals("--store");
      List<ChangeSet> committed = stored ? committed(arguments.get(1)) : List.of();
      List<String> files = arguments.subList(stored ? 2 : 0, arguments.size());
      if (files.isEmpty()) {
        throw new IllegalArgumentException("usage: CheckHistory [--store URL] FILE...");
      }
      List<String> violations = new ArrayList<>();
      for (String file : files) {
        violations.addAll(check(Path.of(file), committed));
      }
      violations.forEach(System.out::println);
      return violations.isEmpty() ? 0 : 1;
    } catch (IOException | RuntimeException | AssertionError e) {
      System.err.println("CheckHistory: " + e.getMessage());
      return 2;
    }
  }

  private static List<String> check(Path path, List<ChangeSet> committed) throws IOException {
    HistoryFile file = new HistoryFile();
    file.committed().addAll(committed);
    Files.readAllLines(path).forEach(file::read);
    return file.violations();
  }

  private static List<ChangeSet> committed(String store) {
    Vertx vertx = Vertx.vertx();
    try {
      result(Livevars.deploy(vertx, NodeOptions.defaults().store(store)));
      return Committed.read(Variables.local(vertx).provider());
    } finally {
      result(vertx.close());
    }
  }
}
