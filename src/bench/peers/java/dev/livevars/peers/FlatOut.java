package dev.livevars.peers;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sets one value as fast as its watchers receive it: a few sets are on their way at a time, so that
 * nothing piles up. One thread sets.
 */
final class FlatOut {
  private static final int WINDOW = 4;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final ServerProcess server;
  private final Client writer;
  private final String name;
  private final int watchers;
  private final AtomicLong deliveries = new AtomicLong();
  private final Thread setter = Thread.currentThread();
  private long number;
  private long sets;

  FlatOut(ServerProcess server, Client writer, String name, int watchers, long firstNumber) {
    this.server = server;
    this.writer = writer;
    this.name = name;
    this.watchers = watchers;
    this.number = firstNumber;
  }

  /** Sets without measuring. */
  void warmUp(Relay relay, int seconds) {
    relay.to(ignored -> receive());
    runFor(seconds);
    awaitWay(0);
  }

  void measure(Relay relay, int seconds, Report report, String title) throws IOException {
    warmUp(relay, 1);
    long deliveriesBefore = deliveries.get();
    long cpuBefore = server.cpuNanos();
    long begun = System.nanoTime();
    runFor(seconds);
    double made = deliveries.get() - deliveriesBefore;
    report.add(title + ", deliveries", made * 1e9 / (System.nanoTime() - begun), "/s");
    double cpuMicros = (server.cpuNanos() - cpuBefore) / 1e3;
    report.add(title + ", server CPU a delivery", cpuMicros / made, "µs");
    awaitWay(0);
  }

  private void receive() {
    if (deliveries.incrementAndGet() % watchers == 0) {
      LockSupport.unpark(setter);
    }
  }

  private void runFor(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      writer.set(name, Numbered.value(number++));
      sets++;
      awaitWay(WINDOW - 1);
    }
  }

  /** Waits until at most so many sets are on their way to somebody. */
  private void awaitWay(int most) {
    long deadline = System.nanoTime() + PATIENCE;
    while (deliveries.get() < (sets - most) * watchers) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%d of %d deliveries are missing"
                .formatted(sets * watchers - deliveries.get(), sets * watchers));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
