package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long a change takes over gRPC to one watcher, by the store of the node and the rate. */
final class RemoteWatching {
  /**
   * Two JVMs are measured, that of the node and that of the clients: until both have compiled what
   * runs at a rate of its own, their compilers take the processors away for milliseconds.
   */
  private static final double WARM_UP = 15;

  private static final double WARM = 3;
  private static final double MEASURED = 10;

  private static final int WRITERS = 8;
  private static final double COMPILED = 10;

  private final Rig rig;

  RemoteWatching(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      compile(node);
      measure(
          node, "memory", 1_000, WARM_UP, Target.atMost(2, 250), Target.atMost(2, 1_000), report);
      measure(node, "memory", 100, WARM, Target.atMost(2, 600), null, report);
      report.accept(new PythonLatency(rig, rig.nanos(WARM), rig.nanos(MEASURED)).measure(node));
    }
    try (ServerProcess node = rig.serve("sqlite:" + rig.folder().resolve("latency.db"))) {
      compile(node);
      measure(node, "SQLite full", 1_000, WARM_UP, Target.atMost(2, 1_000), null, report);
      measure(node, "SQLite full", 100, WARM, null, null, report);
    }
  }

  /** A node that has run for a while: at 100 sets a second it would take minutes to be compiled. */
  private void compile(ServerProcess node) {
    Variables client = rig.connect(node);
    ClosedLoop.register(client);
    Watch watch = Waiting.result(client.watch(WatchOptions.of(), change -> {}));
    new ClosedLoop(rig.client(), client, WRITERS).runFor(rig.nanos(COMPILED));
    Waiting.result(watch.cancel());
    Waiting.result(client.close());
  }

  private void measure(
      ServerProcess node,
      String store,
      int rate,
      double warmUp,
      @Nullable Target p50,
      @Nullable Target p99,
      Consumer<List<Figure>> report) {
    Variables writer = rig.connect(node);
    Variables watcher = rig.connect(node);
    String name = "remote, %s, %,d sets/s".formatted(store, rate);
    report.accept(
        new RemoteLatency(name, rate, rig.nanos(warmUp), rig.nanos(MEASURED))
            .measure(rig.client(), writer, watcher, "bench.at" + rate, p50, p99));
    Waiting.result(writer.close());
    Waiting.result(watcher.close());
  }
}
