package dev.livevars.bench;

import com.sun.management.ThreadMXBean;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a delivery to a JVM handler costs: processor time and allocated bytes of the event loop that
 * 1,000 watchers of one variable live on, divided by their deliveries. All that the loop does is
 * counted: the bus, the hub, the watchers, the handlers.
 */
final class LocalCost {
  private static final int WATCHERS = 1_000;
  private static final int SETS = 20_000;
  private static final int IN_FLIGHT = 64;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Vertx vertx;
  private final Variables variables;
  private final Context context;
  private long delivered;
  private volatile long seen;
  private long next;

  LocalCost(Vertx vertx, Variables variables) {
    this.vertx = vertx;
    this.variables = variables;
    this.context = vertx.getOrCreateContext();
  }

  List<Figure> measure() {
    Waiting.result(variables.register("bench.local", 0, Constraints.ofInteger()));
    Waiting.result(onContext(this::watchAll));
    long thread =
        Waiting.result(onContext(() -> Future.succeededFuture(Thread.currentThread().getId())));
    run();
    long cpu = threads.getThreadCpuTime(thread);
    long bytes = threads.getThreadAllocatedBytes(thread);
    long begun = System.nanoTime();
    run();
    double seconds = (System.nanoTime() - begun) / 1e9;
    double deliveries = (double) SETS * WATCHERS;
    return List.of(
        new Figure(
            "local delivery, processor time",
            (threads.getThreadCpuTime(thread) - cpu) / deliveries,
            "ns"),
        new Figure(
            "local delivery, allocated",
            (threads.getThreadAllocatedBytes(thread) - bytes) / deliveries,
            "B"),
        new Figure("local sets, 1,000 watchers", SETS / seconds, "/s"));
  }

  private Future<?> watchAll() {
    return Future.all(
        IntStream.range(0, WATCHERS)
            .mapToObj(
                i ->
                    variables.watch(
                        WatchOptions.of("bench.local").bufferCapacity(1_000_000),
                        change -> {
                          if (++delivered % WATCHERS == 0) {
                            seen = delivered;
                          }
                        }))
            .toList());
  }

  private void run() {
    long target = seen + (long) SETS * WATCHERS;
    Context writer = vertx.getOrCreateContext();
    long last = next + SETS;
    writer.runOnContext(
        ignored -> {
          for (int i = 0; i < IN_FLIGHT; i++) {
            set(last);
          }
        });
    Waiting.until(() -> seen >= target);
  }

  private void set(long last) {
    if (next < last) {
      variables.set("bench.local", ++next).onSuccess(done -> set(last));
    }
  }

  private <T> Future<T> onContext(java.util.function.Supplier<Future<T>> action) {
    return Future.future(
        promise -> context.runOnContext(ignored -> action.get().onComplete(promise)));
  }
}
