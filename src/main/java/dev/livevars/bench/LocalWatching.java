package dev.livevars.bench;

import dev.livevars.bench.LocalCost.Cost;
import dev.livevars.model.Constraints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watching in the JVM of the node: what a delivery costs by the number of watchers on a loop that
 * is not the owner's, and how long a change takes while nothing else happens.
 */
final class LocalWatching {
  private static final String COST = "bench.cost";
  private static final int SOME = 100;
  private static final int MOST = 10_000;
  private static final int[] WATCHERS = {1, SOME, 1_000, MOST};
  private static final int DELIVERIES = 20_000_000;
  private static final int MOST_SETS = 200_000;
  private static final Target IDLE_P50 = Target.atMost(1, 30);

  private final Rig rig;

  LocalWatching(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (LocalNode node = new LocalNode(rig.server())) {
      Waiting.result(node.variables().register(COST, 0, Constraints.ofInteger()));
      double some = 0;
      double most = 0;
      for (int watchers : WATCHERS) {
        Cost cost = cost(node, watchers);
        report.accept(figures(watchers, cost));
        some = watchers == SOME ? cost.bytes() : some;
        most = watchers == MOST ? cost.bytes() : most;
      }
      report.accept(
          List.of(
              new Figure(
                  "local, allocated a delivery by one more watcher",
                  (most - some) / (MOST - SOME),
                  "B",
                  Target.atMost(1, 0.1))));
      latencies(node, report);
    }
  }

  private Cost cost(LocalNode node, int watchers) {
    try (LocalCost measurement = new LocalCost(node, COST, watchers)) {
      return measurement.measure(rig.count(Math.min(MOST_SETS, DELIVERIES / watchers)));
    }
  }

  private static List<Figure> figures(int watchers, Cost cost) {
    String name = "local, %,d watchers".formatted(watchers);
    double nanos = cost.nanos() / watchers;
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(name + ", processor time a delivery", nanos, "ns", targetOf(watchers)));
    figures.add(new Figure(name + ", allocated a delivery", cost.bytes() / watchers, "B"));
    figures.add(new Figure(name + ", sets", cost.setsASecond(), "/s"));
    return figures;
  }

  private static @Nullable Target targetOf(int watchers) {
    return switch (watchers) {
      case 1 -> Target.atMost(1, 200);
      case 1_000 -> Target.atMost(1, 20);
      default -> null;
    };
  }

  private void latencies(LocalNode node, Consumer<List<Figure>> report) {
    LocalLatency latency = new LocalLatency(rig, node.variables());
    report.accept(
        latency
            .measure(node.owner(), node.other())
            .figures("local, idle, from the owner's loop to another", IDLE_P50, null));
    report.accept(
        latency
            .measure(node.owner(), node.owner())
            .figures("local, idle, all on the owner's loop"));
    report.accept(
        latency
            .measure(node.third(), node.other())
            .figures("local, idle, from a loop by the owner's to another"));
  }
}
