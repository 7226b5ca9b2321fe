package dev.livevars.bench;

import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.WatchStream;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether watchers that never read are noticed by others: 10,000 sets a second of 100 variables
 * over the local API while each of 990 streams on 10 connections watches one of them; without, and
 * with 10 more streams, each on a connection of its own, that watch all and never read. The rate is
 * kept whatever comes back.
 */
final class FrozenWatchers {
  private static final int RATE = 10_000;
  private static final int WARM_UP_SECONDS = 20;
  private static final int SECONDS = 30;
  private static final int MINUTE = 60;
  private static final int CONNECTIONS = 10;
  private static final int READERS = 990;
  private static final int FROZEN = 10;

  private final Variables writer;
  private final Context writing;
  private final Supplier<Variables> clients;
  private final List<Variables> frozen = new ArrayList<>();
  private final long epoch = System.nanoTime();
  private volatile Latencies sets = new Latencies();
  private volatile Latencies receipts = new Latencies();

  /** A measurement; the variables must be registered. */
  FrozenWatchers(Vertx server, Variables writer, Supplier<Variables> clients) {
    this.writer = writer;
    this.writing = server.getOrCreateContext();
    this.clients = clients;
  }

  List<Figure> measure() {
    List<Variables> readers = Stream.generate(clients).limit(CONNECTIONS).toList();
    for (int i = 0; i < READERS; i++) {
      Waiting.result(
          readers.get(i % CONNECTIONS).watch(WatchOptions.of(ClosedLoop.name(i)), this::receive));
    }
    write(WARM_UP_SECONDS);
    List<Figure> figures = new ArrayList<>();
    double[] without = run(figures, "nobody frozen", SECONDS);
    freeze();
    write(WARM_UP_SECONDS);
    long heap = usedHeap();
    double[] with = run(figures, "10 of 1,000 frozen", MINUTE);
    figures.add(new Figure("heap in use before the minute", heap / 1_048_576.0, "MiB"));
    figures.add(new Figure("heap in use after the minute", usedHeap() / 1_048_576.0, "MiB"));
    frozen.forEach(each -> Waiting.result(each.close()));
    double[] again = run(figures, "nobody frozen any more", SECONDS);
    figures.add(
        new Figure("a set, p99, frozen to none", 2 * with[0] / (without[0] + again[0]), "×"));
    figures.add(
        new Figure("received, p99, frozen to none", 2 * with[1] / (without[1] + again[1]), "×"));
    readers.forEach(each -> Waiting.result(each.close()));
    return figures;
  }

  private double[] run(List<Figure> figures, String name, int seconds) {
    write(seconds);
    List<Figure> set = sets.figures(name + ", set called → answered");
    List<Figure> received = receipts.figures(name + ", set called → received");
    figures.addAll(set.subList(0, 2));
    figures.addAll(received.subList(0, 2));
    return new double[] {set.get(1).value(), received.get(1).value()};
  }

  private void freeze() {
    List<Future<WatchStream>> live = new ArrayList<>();
    for (int i = 0; i < FROZEN; i++) {
      Variables client = clients.get();
      frozen.add(client);
      live.add(client.watchStream(WatchOptions.of("bench.v*")).pause().handler(c -> {}).whenLive());
    }
    live.forEach(Waiting::result);
  }

  /** Sets at the rate; every value is the moment of the call, in microseconds. */
  private void write(int seconds) {
    sets = new Latencies();
    receipts = new Latencies();
    long first = System.nanoTime();
    AtomicLong answered = new AtomicLong();
    long count = (long) seconds * RATE;
    for (long i = 0; i < count; i++) {
      Waiting.untilNanoTime(first + i * TimeUnit.SECONDS.toNanos(1) / RATE);
      String name = ClosedLoop.name(i);
      long called = System.nanoTime();
      writing.runOnContext(
          ignored ->
              writer
                  .set(name, (called - epoch) / 1e3)
                  .onSuccess(
                      done -> {
                        sets.record(System.nanoTime() - called);
                        answered.incrementAndGet();
                      }));
    }
    Waiting.until(() -> answered.get() == count);
  }

  private void receive(VariableChange change) {
    long now = System.nanoTime();
    if (change.newValue() instanceof Value.FloatValue micros) {
      receipts.record(now - epoch - (long) (micros.value() * 1e3));
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
