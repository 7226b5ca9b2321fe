package dev.livevars.bench;

import com.sun.management.ThreadMXBean;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a filter costs: the processor time of the event loop that 1,000 watchers live on, by changes
 * and watchers, as a ratio to watchers without a filter. Values go up by one with each set.
 */
final class FilterCost {
  private static final int WATCHERS = 1_000;
  private static final int SETS = 3_000;
  private static final int DIMENSIONS = 768;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Vertx vertx;
  private final Variables variables;
  private final Context context;
  private long next;

  FilterCost(Vertx vertx, Variables variables) {
    this.vertx = vertx;
    this.variables = variables;
    this.context = vertx.getOrCreateContext();
  }

  List<Figure> measure() {
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
    double bare = cost(numbers, FilterCost::number);
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure("no filter, a change and watcher", bare, "ns"));
    filters.forEach(
        (name, options) -> {
          double cost = cost(options, FilterCost::number);
          figures.add(new Figure(name + ", a change and watcher", cost, "ns"));
          figures.add(new Figure(name + ", to no filter", cost / bare, "×"));
        });
    double vector = cost(WatchOptions.of("bench.vector").minDistance(1e12), FilterCost::vector);
    figures.add(new Figure("min_distance of 768 floats, held back", vector, "ns"));
    return figures;
  }

  /** The best of three, since a slower one was disturbed. */
  private double cost(WatchOptions options, Function<Long, Object> value) {
    List<Watch> watches = new ArrayList<>();
    Waiting.result(onContext(() -> watchAll(options, watches)));
    long thread =
        Waiting.result(onContext(() -> Future.succeededFuture(Thread.currentThread().getId())));
    String name = value.apply(0L) instanceof Double ? "bench.number" : "bench.vector";
    set(name, value);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = threads.getThreadCpuTime(thread);
      set(name, value);
      double cost = threads.getThreadCpuTime(thread) - before;
      best = Math.min(best, cost / SETS / WATCHERS);
    }
    watches.forEach(watch -> Waiting.result(watch.cancel()));
    return best;
  }

  private Future<?> watchAll(WatchOptions options, List<Watch> watches) {
    return Future.all(
        IntStream.range(0, WATCHERS)
            .mapToObj(i -> variables.watch(options, change -> {}).onSuccess(watches::add))
            .toList());
  }

  private void set(String name, Function<Long, Object> value) {
    Promise<Void> done = Promise.promise();
    vertx.getOrCreateContext().runOnContext(ignored -> set(name, value, SETS, done));
    Waiting.result(done.future());
    Waiting.result(onContext(Future::succeededFuture));
  }

  private void set(String name, Function<Long, Object> value, int left, Promise<Void> done) {
    if (left == 0) {
      done.complete();
      return;
    }
    variables
        .set(name, value.apply(++next))
        .onComplete(set -> set(name, value, left - 1, done), done::fail);
  }

  private static Object number(long next) {
    return (double) next;
  }

  private static Object vector(long next) {
    float[] vector = new float[DIMENSIONS];
    vector[(int) (next % DIMENSIONS)] = next;
    return vector;
  }

  private <T> Future<T> onContext(Supplier<Future<T>> action) {
    return Future.future(
        promise -> context.runOnContext(ignored -> action.get().onComplete(promise)));
  }
}
