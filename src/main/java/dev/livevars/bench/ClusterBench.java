package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a change costs on nodes that run already: set on one and watched on another, in a session
 * {@code bench} that is gone afterwards.
 */
public final class ClusterBench {
  private static final String SESSION = "bench";
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
  private static final int VARIABLES = 100;
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(3);
  private static final long MEASURED = TimeUnit.SECONDS.toNanos(5);

  private final Vertx vertx;
  private final Variables writer;
  private final Variables watcher;

  /** A bench on the Vert.x of both; blocks the caller's thread. */
  public ClusterBench(Vertx vertx, Variables writer, Variables watcher) {
    this.vertx = vertx;
    this.writer = writer.inSession(SESSION);
    this.watcher = watcher.inSession(SESSION);
  }

  /** Measures one thing after the other and hands each on; what comes first warms up the nodes. */
  public void run(Consumer<List<Figure>> report) {
    Waiting.result(writer.sessions().create(SESSION, TIME_TO_LIVE, Map.of()));
    for (int i = 0; i < VARIABLES; i++) {
      Waiting.result(writer.register(ClosedLoop.name(i), 0.0, Constraints.ofFloat()));
    }
    for (int writers : new int[] {1, 8, 64}) {
      ClosedLoop loop = new ClosedLoop(vertx, writer, writers);
      loop.runFor(WARM_UP);
      report.accept(loop.measure("cluster, writers: " + writers, MEASURED));
    }
    for (int rate : new int[] {100, 1_000}) {
      report.accept(
          new RemoteLatency("cluster.at-" + rate, rate, 10)
              .measure(writer, vertx.getOrCreateContext(), List.of(watcher), 1));
    }
    Waiting.result(writer.sessions().delete(SESSION));
  }
}
