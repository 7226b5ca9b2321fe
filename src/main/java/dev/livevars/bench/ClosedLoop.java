package dev.livevars.bench;

import dev.livevars.Variables;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Writers of which each sets a variable, waits for the answer and sets it again. */
final class ClosedLoop {
  private static final int VARIABLES = 100;

  private final AtomicLong value = new AtomicLong(System.nanoTime());
  private final Vertx vertx;
  private final Variables variables;
  private final int writers;

  ClosedLoop(Vertx vertx, Variables variables, int writers) {
    this.vertx = vertx;
    this.variables = variables;
    this.writers = writers;
  }

  /** The variables that are set, from 0 to 99. */
  static String name(long number) {
    return "bench.v" + number % VARIABLES;
  }

  void runFor(long nanos) {
    long end = System.nanoTime() + nanos;
    runWhile(() -> System.nanoTime() < end, new Latencies());
  }

  /** Makes so many sets. */
  void run(int sets) {
    AtomicLong left = new AtomicLong(sets);
    runWhile(() -> left.getAndDecrement() > 0, new Latencies());
  }

  List<Figure> measure(String name, long nanos) {
    Latencies latencies = new Latencies();
    long begun = System.nanoTime();
    runWhile(() -> System.nanoTime() < begun + nanos, latencies);
    double seconds = (System.nanoTime() - begun) / 1e9;
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(name + ", sets", latencies.count() / seconds, "/s"));
    figures.addAll(latencies.figures(name + ", one set"));
    return figures;
  }

  private void runWhile(BooleanSupplier goOn, Latencies latencies) {
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Promise<Void> promise = Promise.promise();
      done.add(promise.future());
      vertx.runOnContext(ignored -> set(goOn, latencies, promise));
    }
    done.forEach(Waiting::result);
  }

  /** Not a chain of futures: one as long as this would overflow the stack when it completes. */
  private void set(BooleanSupplier goOn, Latencies latencies, Promise<Void> done) {
    if (!goOn.getAsBoolean()) {
      done.complete();
      return;
    }
    long next = value.incrementAndGet();
    long begun = System.nanoTime();
    variables
        .set(name(next), next / 1_000.0)
        .onComplete(
            set -> {
              latencies.record(System.nanoTime() - begun);
              set(goOn, latencies, done);
            },
            done::fail);
  }
}
