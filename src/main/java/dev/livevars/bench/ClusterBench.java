package dev.livevars.bench;

import dev.livevars.Variables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a change costs on nodes that run already: set on one and watched on another, in a session
 * {@code bench} that is gone afterwards.
 */
public final class ClusterBench {
  private static final String SESSION = "bench";
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
  private static final double WARM_UP = 3;
  private static final double MEASURED = 5;

  private final Rig rig;
  private final int nodes;
  private final Variables writer;
  private final Variables watcher;

  /**
   * A bench of so many nodes; blocks the caller's thread.
   *
   * @param writer a client of one
   * @param watcher a client of another
   */
  public ClusterBench(Rig rig, int nodes, Variables writer, Variables watcher) {
    this.rig = rig;
    this.nodes = nodes;
    this.writer = writer.inSession(SESSION);
    this.watcher = watcher.inSession(SESSION);
  }

  /** Measures one thing after the other and hands each on; what comes first warms up the nodes. */
  public void run(Consumer<List<Figure>> report) {
    Waiting.result(writer.sessions().create(SESSION, TIME_TO_LIVE, Map.of()));
    ClosedLoop.register(writer);
    for (int writers : new int[] {1, 8, 64}) {
      ClosedLoop loop = new ClosedLoop(rig.client(), writer, writers);
      loop.runFor(rig.nanos(WARM_UP));
      report.accept(named(loop.measure(writers + " writers", rig.nanos(MEASURED), null)));
    }
    for (int rate : new int[] {100, 1_000}) {
      RemoteLatency latency =
          new RemoteLatency(
              "%,d sets/s".formatted(rate), rate, rig.nanos(2), rig.nanos(2 * MEASURED));
      report.accept(
          named(latency.measure(rig.client(), writer, watcher, "bench.at" + rate, null, null)));
    }
    Waiting.result(writer.sessions().delete(SESSION));
  }

  private List<Figure> named(List<Figure> figures) {
    return figures.stream()
        .map(
            figure ->
                Figure.by(
                    "nodes", nodes, "cluster, " + figure.name(), figure.value(), figure.unit()))
        .toList();
  }
}
