package dev.livevars.bench;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What durability costs: sets a second and the time of one by the number of writers that wait for
 * their answers, beside a bare commit of the same store; then how long a node takes to start as its
 * history grows, and how large its file is. Over the local API, on SQLite in a folder.
 */
public final class StoreBench {
  private static final int[] WRITERS = {1, 8, 64};
  private static final int[] HISTORIES = {10, 10_000, 1_000_000};
  private static final int VARIABLES = 100;
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(2);
  private static final long MEASURED = TimeUnit.SECONDS.toNanos(5);

  private final Vertx vertx;
  private final Path folder;

  /** A bench of stores in an empty folder; blocks the caller's thread. */
  public StoreBench(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  /** Measures one thing after the other and hands each on when it is known. */
  public void run(Consumer<List<Figure>> report) {
    for (NodeOptions.Sync sync : NodeOptions.Sync.values()) {
      String name = sync.name().toLowerCase(Locale.ROOT);
      Path raw = folder.resolve("raw-" + name + ".db");
      report.accept(new RawCommit(raw, sync).measure("bare SQLite, sync " + name, MEASURED));
      NodeOptions options =
          NodeOptions.defaults().sync(sync).store("sqlite:" + folder.resolve(name + ".db"));
      Livevars node = Waiting.result(Livevars.deploy(vertx, options));
      Variables variables = Variables.local(vertx);
      register(variables);
      for (int writers : WRITERS) {
        ClosedLoop loop = new ClosedLoop(vertx, variables, writers);
        loop.runFor(WARM_UP);
        report.accept(loop.measure("sync %s, writers: %d".formatted(name, writers), MEASURED));
      }
      Waiting.result(node.close());
    }
    history(report);
  }

  private void history(Consumer<List<Figure>> report) {
    Path file = folder.resolve("history.db");
    NodeOptions options =
        NodeOptions.defaults().sync(NodeOptions.Sync.NORMAL).store("sqlite:" + file);
    int held = 0;
    for (int size : HISTORIES) {
      Livevars node = Waiting.result(Livevars.deploy(vertx, options));
      Variables variables = Variables.local(vertx);
      if (held == 0) {
        register(variables);
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

  private static void register(Variables variables) {
    for (int i = 0; i < VARIABLES; i++) {
      Waiting.result(variables.register(ClosedLoop.name(i), 0.0, Constraints.ofFloat()));
    }
  }
}
