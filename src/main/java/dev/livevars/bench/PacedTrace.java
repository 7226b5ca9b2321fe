package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.demo.Weather;
import dev.livevars.model.Constraints;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A year of temperatures at 1,000 hours a second, as watchers over gRPC get it that filter or pace:
 * how many changes come of how many, and whether the last is right. A watcher of numbers is right
 * when it is as near to the truth as its filter demands.
 */
final class PacedTrace {
  private static final String NAME = Weather.TEMPERATURE;
  private static final int RATE = 1_000;
  private static final int HOURS = 365 * 24;

  private final Rig rig;

  PacedTrace(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (ServerProcess node = rig.serve()) {
      Variables writer = rig.connect(node);
      Variables client = rig.connect(node);
      report.accept(measure(writer, client));
      Waiting.result(writer.close());
      Waiting.result(client.close());
    }
  }

  private List<Figure> measure(Variables writer, Variables client) {
    List<Double> year =
        Weather.year().stream()
            .map(hour -> hour.values().get(NAME))
            .limit(rig.count(HOURS))
            .toList();
    Waiting.result(writer.register(NAME, -100.0, Constraints.ofFloat()));
    WatchOptions all = WatchOptions.of(NAME);
    Map<String, Watcher> watchers = new LinkedHashMap<>();
    watchers.put("all", new Watcher(all, 0));
    watchers.put("min_change 1", new Watcher(all.minChange(1), 1));
    watchers.put("min_change 5", new Watcher(all.minChange(5), 5));
    watchers.put("debounce 20 ms", new Watcher(all.debounce(Duration.ofMillis(20)), 0));
    watchers.put("min_interval 100 ms", new Watcher(all.minInterval(Duration.ofMillis(100)), 0));
    watchers.put(
        "min_change 1, min_interval 100 ms",
        new Watcher(all.minChange(1).minInterval(Duration.ofMillis(100)), 1));
    watchers.values().forEach(watcher -> watcher.open(client));
    Pace.keep(
        RATE, year.size(), hour -> Waiting.result(writer.set(NAME, year.get((int) hour - 1))));
    double last = year.get(year.size() - 1);
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("weather, sets", year.size(), ""));
    watchers.forEach(
        (name, watcher) -> {
          Waiting.until(() -> watcher.isRight(last));
          watcher.close();
          figures.add(new Figure("weather, " + name + ", changes", watcher.count.get(), ""));
        });
    return figures;
  }

  private static final class Watcher {
    private final AtomicLong count = new AtomicLong();
    private final AtomicReference<@Nullable Value> value = new AtomicReference<>();
    private final WatchOptions options;
    private final double tolerance;
    private @Nullable Watch watch;

    Watcher(WatchOptions options, double tolerance) {
      this.options = options;
      this.tolerance = tolerance;
    }

    void open(Variables client) {
      watch = Waiting.result(client.watch(options, this::receive));
    }

    /** Values of one decimal are compared with one more. */
    boolean isRight(double truth) {
      return value.get() instanceof Value.FloatValue last
          && (tolerance == 0
              ? last.value() == truth
              : Math.abs(last.value() - truth) < tolerance + 0.01);
    }

    void close() {
      if (watch != null) {
        Waiting.result(watch.cancel());
      }
    }

    private void receive(VariableChange change) {
      count.incrementAndGet();
      value.set(change.newValue());
    }
  }
}
