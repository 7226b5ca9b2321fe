package dev.livevars.peers;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sets one value at a rate, whatever comes back, and measures how long each took to arrive at each
 * watcher. One thread sets; the clock is one process's.
 */
final class OpenLoop {
  private final Client writer;
  private final String name;
  private final int rate;
  private final int warmUp;
  private final int sets;
  private final int watchers;
  private final AtomicLongArray called;
  private final AtomicLongArray acknowledged;
  private final AtomicLongArray received;
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicLong acknowledgements = new AtomicLong();
  private final Latencies fromCall = new Latencies();
  private volatile Throwable failed;

  OpenLoop(Client writer, String name, int watchers, int rate, int warmUp, int seconds) {
    this.writer = writer;
    this.name = name;
    this.rate = rate;
    this.warmUp = rate * warmUp;
    this.sets = this.warmUp + rate * seconds;
    this.watchers = watchers;
    this.called = new AtomicLongArray(sets);
    this.acknowledged = new AtomicLongArray(sets);
    this.received = new AtomicLongArray(sets);
  }

  /** Sets, waits until nothing more arrives, and tells. */
  void measure(Relay relay, long firstNumber, Report report, String title) {
    relay.to(number -> receive((int) (number - firstNumber)));
    long first = System.nanoTime();
    for (int i = 0; i < sets; i++) {
      int index = i;
      Waiting.untilNanoTime(first + i * TimeUnit.SECONDS.toNanos(1) / rate);
      called.set(index, System.nanoTime());
      writer
          .set(name, Numbered.value(firstNumber + index))
          .whenComplete((answer, failure) -> acknowledge(index, failure));
    }
    Waiting.until(title + " is acknowledged", () -> acknowledgements.get() == sets);
    if (failed != null) {
      throw new IllegalStateException(failed);
    }
    long expected = (long) sets * watchers;
    Waiting.untilNoMore(deliveries::get, expected);
    if (deliveries.get() < expected) {
      report.add(title + ", never received", expected - deliveries.get(), "");
    }
    fromCall.tell(report, title);
    if (watchers == 1) {
      fromAcknowledgement().tell(report, title + " after ack.");
    }
  }

  private void acknowledge(int index, Throwable failure) {
    if (failure != null) {
      failed = failure;
    }
    acknowledged.set(index, System.nanoTime());
    acknowledgements.incrementAndGet();
  }

  private void receive(int index) {
    long now = System.nanoTime();
    if (index >= warmUp) {
      received.lazySet(index, now);
      fromCall.record(now - called.get(index));
    }
    deliveries.incrementAndGet();
  }

  private Latencies fromAcknowledgement() {
    Latencies latencies = new Latencies();
    for (int i = warmUp; i < sets; i++) {
      if (received.get(i) != 0) {
        latencies.record(received.get(i) - acknowledged.get(i));
      }
    }
    return latencies;
  }
}
