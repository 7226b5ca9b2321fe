package dev.livevars.bench;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.WatchStream;
import io.vertx.core.net.NetServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What it takes to catch up: a watcher over gRPC of 100 variables does not read while they are set
 * a million times over gRPC, then it reads on.
 */
final class ParkedWatcher {
  private static final int SETS = 1_000_000;
  private static final int WRITERS = 64;

  private final Rig rig;

  ParkedWatcher(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      report.accept(measure(node));
    }
  }

  private List<Figure> measure(ServerProcess node) {
    Variables writer = rig.connect(node);
    ClosedLoop.register(writer);
    CountingRelay relay = new CountingRelay(rig.client(), node.grpcPort());
    NetServer relaying = Waiting.result(relay.listen());
    Variables reader =
        Variables.remote(rig.client(), RemoteOptions.of("127.0.0.1", relaying.actualPort()));
    AtomicLong changes = new AtomicLong();
    AtomicLong reached = new AtomicLong();
    WatchStream stream =
        reader
            .watchStream(WatchOptions.of("bench.v*"))
            .pause()
            .handler(
                change -> {
                  changes.incrementAndGet();
                  reached.lazySet(change.revision());
                });
    Waiting.result(stream.whenLive());
    int sets = rig.count(SETS);
    new ClosedLoop(rig.client(), writer, WRITERS).run(sets);
    long last = Waiting.result(writer.getMany()).revision();
    long before = relay.bytes();
    long begun = System.nanoTime();
    stream.resume();
    Waiting.until(() -> reached.get() >= last);
    double millis = (System.nanoTime() - begun) / 1e6;
    long bytes = relay.bytes() - before;
    Waiting.result(reader.close());
    Waiting.result(relaying.close());
    Waiting.result(writer.close());
    return List.of(
        new Figure("parked, missed revisions", sets, ""),
        new Figure("parked, catching up", millis, "ms", Target.atMost(8, 50)),
        new Figure("parked, changes to catch up", changes.get(), ""),
        new Figure("parked, received to catch up", bytes / 1024.0, "KiB"));
  }
}
