package dev.livevars.peers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Writers on one connection, of which each sets a value, waits for the answer and sets again. */
final class Sets {
  private static final int VARIABLES = 100;
  private static final int MOST_WRITERS = 64;

  private final Client client;
  private final int warmUp;
  private final int seconds;
  private final AtomicLong next = new AtomicLong(1);
  private final LongAdder made = new LongAdder();
  private volatile long end;

  Sets(Client client, int warmUp, int seconds) {
    this.client = client;
    this.warmUp = warmUp;
    this.seconds = seconds;
  }

  void measure(Report report) {
    CompletableFuture<?>[] declared = new CompletableFuture<?>[VARIABLES];
    for (int i = 0; i < VARIABLES; i++) {
      declared[i] = client.declare(variable(i), Numbered.value(0));
    }
    Waiting.result(CompletableFuture.allOf(declared));
    report.progress("sets to warm up");
    run(MOST_WRITERS, warmUp);
    for (int writers : new int[] {1, 8, MOST_WRITERS}) {
      String title = "sets, %d writer%s".formatted(writers, writers == 1 ? "" : "s");
      report.progress(title);
      run(writers, 1);
      long begun = System.nanoTime();
      made.reset();
      run(writers, seconds);
      report.add(title, made.sum() * 1e9 / (System.nanoTime() - begun), "/s");
    }
  }

  private void run(int writers, int seconds) {
    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    CompletableFuture<?>[] done = new CompletableFuture<?>[writers];
    for (int i = 0; i < writers; i++) {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      done[i] = ended;
      set(ended);
    }
    Waiting.result(CompletableFuture.allOf(done));
  }

  private void set(CompletableFuture<Void> ended) {
    if (System.nanoTime() >= end) {
      ended.complete(null);
      return;
    }
    long number = next.getAndIncrement();
    client
        .set(variable(number), Numbered.value(number))
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                ended.completeExceptionally(failure);
              } else {
                made.increment();
                set(ended);
              }
            });
  }

  private static String variable(long number) {
    return "peers.v" + number % VARIABLES;
  }
}
