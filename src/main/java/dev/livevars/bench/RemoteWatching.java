package dev.livevars.bench;

import dev.livevars.Variables;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long a change takes over gRPC to one watcher, by the store of the node and the rate. */
final class RemoteWatching {
  private static final double WARM_UP = 3;
  private static final double MEASURED = 10;

  private final Rig rig;

  RemoteWatching(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      measure(node, "memory", 100, Target.atMost(2, 600), null, report);
      measure(node, "memory", 1_000, Target.atMost(2, 250), Target.atMost(2, 1_000), report);
      report.accept(new PythonLatency(rig, rig.nanos(WARM_UP), rig.nanos(MEASURED)).measure(node));
    }
    try (ServerProcess node = rig.serve("sqlite:" + rig.folder().resolve("latency.db"))) {
      measure(node, "SQLite full", 100, null, null, report);
      measure(node, "SQLite full", 1_000, Target.atMost(2, 1_000), null, report);
    }
  }

  private void measure(
      ServerProcess node,
      String store,
      int rate,
      @Nullable Target p50,
      @Nullable Target p99,
      Consumer<List<Figure>> report) {
    Variables writer = rig.connect(node);
    Variables watcher = rig.connect(node);
    String name = "remote, %s, %,d sets/s".formatted(store, rate);
    report.accept(
        new RemoteLatency(name, rate, rig.nanos(WARM_UP), rig.nanos(MEASURED))
            .measure(rig.client(), writer, watcher, "bench.at" + rate, p50, p99));
    Waiting.result(writer.close());
    Waiting.result(watcher.close());
  }
}
