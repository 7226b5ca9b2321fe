package dev.livevars.bench;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What durability costs: sets a second and the time of one by the number of writers that wait for
 * their answers, beside a bare commit of the same store; then how long a node takes to start as its
 * history grows, and how large its file is. Over the local API, on SQLite in a folder.
 */
final class StoreCost {
  private static final int[] WRITERS = {1, 8, 64};
  private static final int[] HISTORIES = {10, 10_000, 1_000_000};
  private static final double WARM_UP = 2;
  private static final double MEASURED = 5;

  private final Vertx vertx;
  private final Rig rig;

  StoreCost(Rig rig) {
    this.vertx = rig.server();
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    for (NodeOptions.Sync sync : NodeOptions.Sync.values()) {
      String name = sync.name().toLowerCase(Locale.ROOT);
      Path raw = rig.folder().resolve("raw-" + name + ".db");
      report.accept(
          new RawCommit(raw, sync).measure("bare SQLite, sync " + name, rig.nanos(MEASURED)));
      NodeOptions options =
          NodeOptions.defaults().sync(sync).store("sqlite:" + rig.folder().resolve(name + ".db"));
      Livevars node = Waiting.result(Livevars.deploy(vertx, options));
      Variables variables = Variables.local(vertx);
      ClosedLoop.register(variables);
      for (int writers : WRITERS) {
        ClosedLoop loop = new ClosedLoop(vertx, variables, writers);
        loop.runFor(rig.nanos(WARM_UP));
        report.accept(
            loop.measure(
                "sync %s, %d writers".formatted(name, writers), rig.nanos(MEASURED), null));
      }
      Waiting.result(node.close());
    }
    history(report);
  }

  private void history(Consumer<List<Figure>> report) {
    Path file = rig.folder().resolve("history.db");
    NodeOptions options =
        NodeOptions.defaults().sync(NodeOptions.Sync.NORMAL).store("sqlite:" + file);
    int held = 0;
    for (int history : HISTORIES) {
      int size = Math.max(held, rig.count(history));
      Livevars node = Waiting.result(Livevars.deploy(vertx, options));
      Variables variables = Variables.local(vertx);
      if (held == 0) {
        ClosedLoop.register(variables);
      }
      new ClosedLoop(vertx, variables, 64).run(size - held);
      held = size;
      Waiting.result(node.close());
      report.accept(start(options, "%,d change sets".formatted(size), file));
    }
  }

  private List<Figure> start(NodeOptions options, String name, Path file) {
    List<Figure> figures = new ArrayList<>();
    long begun = System.nanoTime();
    Livevars node = Waiting.result(Livevars.deploy(vertx, options));
    figures.add(new Figure("start with " + name, (System.nanoTime() - begun) / 1_000_000.0, "ms"));
    Waiting.result(node.close());
    try {
      figures.add(new Figure("file of " + name, Files.size(file) / 1_048_576.0, "MiB"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return figures;
  }
}
