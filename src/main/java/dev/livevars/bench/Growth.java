package dev.livevars.bench;

import dev.livevars.bench.Broadcast.Rate;
import dev.livevars.bench.LocalCost.Cost;
import dev.livevars.model.Constraints;
import java.util.List;
import java.util.function.Consumer;

/** How the cost of a delivery grows with local watchers and with streams, then that of the rest. */
final class Growth {
  private static final String NAME = "bench.growth";
  private static final int[] SIZES = {1, 10, 100, 1_000, 10_000};
  private static final int CONNECTIONS = 10;
  private static final int DELIVERIES = 10_000_000;
  private static final int MOST_SETS = 100_000;

  private final Rig rig;

  Growth(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (LocalNode node = new LocalNode(rig.server())) {
      Waiting.result(node.variables().register(NAME, 0, Constraints.ofInteger()));
      for (int watchers : SIZES) {
        report.accept(local(node, watchers));
      }
    }
    try (ServerProcess node = rig.serve()) {
      rig.counts(SIZES).forEach(streams -> report.accept(remote(node, streams)));
    }
    new StateGrowth(rig).measure(report);
    new ValueGrowth(rig).measure(report);
  }

  private List<Figure> local(LocalNode node, int watchers) {
    try (LocalCost measurement = new LocalCost(node, NAME, watchers)) {
      Cost cost = measurement.measure(rig.count(Math.min(MOST_SETS, DELIVERIES / watchers)));
      return List.of(
          Figure.by("watchers", watchers, "processor time a set", cost.nanos() / 1e3, "µs"),
          Figure.by(
              "watchers", watchers, "processor time a delivery", cost.nanos() / watchers, "ns"));
    }
  }

  private List<Figure> remote(ServerProcess node, int streams) {
    try (Broadcast broadcast = new Broadcast(rig, node, Math.min(CONNECTIONS, streams), streams)) {
      broadcast.flatOut(rig.nanos(2));
      Rate rate = broadcast.flatOut(rig.nanos(4));
      double p50 = broadcast.paced(5, rig.nanos(6)).percentile(50);
      return List.of(
          Figure.by(
              "streams",
              streams,
              "server's processor time a delivery",
              1e6 / rate.aCoreSecond(),
              "µs"),
          Figure.by("streams", streams, "5 sets/s, set called → received p50", p50, "µs"));
    }
  }
}
