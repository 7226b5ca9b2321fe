package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * What a filter costs: the processor time of the event loop that 1,000 watchers live on, by changes
 * and watchers, as a ratio to watchers without a filter. Values go up by one with each set.
 */
final class FilterCost {
  private static final int WATCHERS = 1_000;
  private static final int SETS = 3_000;
  private static final int DIMENSIONS = 768;

  private final Rig rig;
  private long next;

  FilterCost(Rig rig) {
    this.rig = rig;
  }

  void measure(Consumer<List<Figure>> report) {
    try (LocalNode node = new LocalNode(rig.server())) {
      measure(node, report);
    }
  }

  private void measure(LocalNode node, Consumer<List<Figure>> report) {
    Variables variables = node.variables();
    Waiting.result(variables.register("bench.number", 0.0, Constraints.ofFloat()));
    Waiting.result(
        variables.register("bench.vector", new float[DIMENSIONS], Constraints.ofEmbedding()));
    Map<String, WatchOptions> filters = new LinkedHashMap<>();
    WatchOptions numbers = WatchOptions.of("bench.number");
    filters.put("kinds, pass", numbers.kinds(ChangeKind.UPDATED));
    filters.put("kinds, held back", numbers.kinds(ChangeKind.DELETED));
    filters.put("min_change, pass", numbers.minChange(0.5));
    filters.put("min_change, held back", numbers.minChange(1e12));
    filters.put("min_change_ratio, held back", numbers.minChangeRatio(1e12));
    filters.put("expression, pass", numbers.expression("new > 0.5 && source != \"bot\""));
    filters.put("expression, held back", numbers.expression("new < 0.0 && source != \"bot\""));
    double bare = cost(node, numbers, FilterCost::number);
    report.accept(List.of(new Figure("no filter, a change and watcher", bare, "ns")));
    filters.forEach(
        (name, options) -> {
          double cost = cost(node, options, FilterCost::number);
          report.accept(
              List.of(
                  new Figure(name + ", a change and watcher", cost, "ns"),
                  new Figure(name + ", to no filter", cost / bare, "×")));
        });
    double vector =
        cost(node, WatchOptions.of("bench.vector").minDistance(1e12), FilterCost::vector);
    report.accept(List.of(new Figure("min_distance of 768 floats, held back", vector, "ns")));
  }

  /** The best of three, since a slower one was disturbed. */
  private double cost(LocalNode node, WatchOptions options, LongFunction<Object> value) {
    List<Watch> watches = new ArrayList<>();
    Waiting.result(node.other().call(() -> watchAll(node, options, watches)));
    int sets = rig.count(SETS);
    String name = value.apply(0L) instanceof Double ? "bench.number" : "bench.vector";
    set(node, name, value, sets);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = node.cpuNanos(node.other());
      set(node, name, value, sets);
      double cost = node.cpuNanos(node.other()) - before;
      best = Math.min(best, cost / sets / WATCHERS);
    }
    watches.forEach(watch -> Waiting.result(watch.cancel()));
    return best;
  }

  private static Future<?> watchAll(LocalNode node, WatchOptions options, List<Watch> watches) {
    return Future.all(
        IntStream.range(0, WATCHERS)
            .mapToObj(i -> node.variables().watch(options, change -> {}).onSuccess(watches::add))
            .toList());
  }

  private void set(LocalNode node, String name, LongFunction<Object> value, int sets) {
    Promise<Void> done = Promise.promise();
    node.owner().context().runOnContext(ignored -> set(node, name, value, sets, done));
    Waiting.result(done.future());
    Waiting.result(node.other().call(Future::succeededFuture));
  }

  private void set(
      LocalNode node, String name, LongFunction<Object> value, int left, Promise<Void> done) {
    if (left == 0) {
      done.complete();
      return;
    }
    node.variables()
        .set(name, value.apply(++next))
        .onComplete(set -> set(node, name, value, left - 1, done), done::fail);
  }

  private static Object number(long next) {
    return (double) next;
  }

  private static Object vector(long next) {
    float[] vector = new float[DIMENSIONS];
    vector[(int) (next % DIMENSIONS)] = next;
    return vector;
  }
}
