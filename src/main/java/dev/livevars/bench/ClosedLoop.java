package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Writers of which each sets a variable, waits for the answer and sets the next. */
final class ClosedLoop {
  /** How many variables are set when nobody says otherwise. */
  static final int VARIABLES = 100;

  private final AtomicLong next = new AtomicLong(System.nanoTime());
  private final Context context;
  private final int writers;
  private final LongFunction<Future<?>> set;

  /**
   * Writers on the context that the caller's thread has.
   *
   * @param set makes a set of a number that rises by one each time
   */
  ClosedLoop(Vertx vertx, int writers, LongFunction<Future<?>> set) {
    this.context = vertx.getOrCreateContext();
    this.writers = writers;
    this.set = set;
  }

  /** Writers of a hundred registered variables in turn. */
  ClosedLoop(Vertx vertx, Variables variables, int writers) {
    this(vertx, writers, number -> variables.set(name(number), number / 1_000.0));
  }

  /** The variables that are set, from 0 to 99. */
  static String name(long number) {
    return "bench.v" + number % VARIABLES;
  }

  static void register(Variables variables) {
    for (int i = 0; i < VARIABLES; i++) {
      Waiting.result(variables.register(name(i), 0.0, Constraints.ofFloat()));
    }
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

  /** What was reached: sets a second, for which there may be a target, and how long one takes. */
  List<Figure> measure(String name, long nanos, @Nullable Target target) {
    Latencies latencies = new Latencies();
    long begun = System.nanoTime();
    runWhile(() -> System.nanoTime() < begun + nanos, latencies);
    double seconds = (System.nanoTime() - begun) / 1e9;
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(name + ", sets", latencies.count() / seconds, "/s", target));
    figures.addAll(latencies.figures(name + ", one set"));
    return figures;
  }

  private void runWhile(BooleanSupplier goOn, Latencies latencies) {
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Promise<Void> promise = Promise.promise();
      done.add(promise.future());
      context.runOnContext(ignored -> set(goOn, latencies, promise));
    }
    done.forEach(Waiting::result);
  }

  /** Not a chain of futures: one as long as this would overflow the stack when it completes. */
  private void set(BooleanSupplier goOn, Latencies latencies, Promise<Void> done) {
    if (!goOn.getAsBoolean()) {
      done.complete();
      return;
    }
    long begun = System.nanoTime();
    set.apply(next.incrementAndGet())
        .onComplete(
            answer -> {
              latencies.record(System.nanoTime() - begun);
              set(goOn, latencies, done);
            },
            done::fail);
  }
}
