package dev.livevars.bench;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.WatchStream;
import dev.livevars.model.Constraints;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What it takes to catch up: a watcher over gRPC of 100 variables does not read while they are set
 * a million times, then it reads on.
 */
final class ParkedWatcher {
  private static final int VARIABLES = 100;
  private static final int SETS = 1_000_000;
  private static final int WRITERS = 64;

  private final Vertx server;
  private final Vertx client;
  private final Variables writer;
  private final int port;

  ParkedWatcher(Vertx server, Vertx client, Variables writer, int port) {
    this.server = server;
    this.client = client;
    this.writer = writer;
    this.port = port;
  }

  void measure(Consumer<List<Figure>> report) {
    for (int i = 0; i < VARIABLES; i++) {
      Waiting.result(writer.register(ClosedLoop.name(i), 0.0, Constraints.ofFloat()));
    }
    CountingRelay relay = new CountingRelay(client, port);
    NetServer relaying = Waiting.result(relay.listen());
    Variables reader =
        Variables.remote(client, RemoteOptions.of("127.0.0.1", relaying.actualPort()));
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
    new ClosedLoop(server, writer, WRITERS).run(SETS);
    long last = Waiting.result(writer.getMany()).revision();
    long before = relay.bytes();
    long begun = System.nanoTime();
    stream.resume();
    Waiting.until(() -> reached.get() >= last);
    double millis = (System.nanoTime() - begun) / 1e6;
    report.accept(
        List.of(
            new Figure("parked, missed revisions", SETS, ""),
            new Figure("parked, catching up", millis, "ms"),
            new Figure("parked, changes to catch up", changes.get(), ""),
            new Figure("parked, received to catch up", (relay.bytes() - before) / 1024.0, "KiB")));
    Waiting.result(reader.close());
    Waiting.result(relaying.close());
  }
}
