package dev.livevars.cli;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition. */
final class Await {
  private static final long LIMIT = Duration.ofSeconds(20).toNanos();

  private Await() {}

  static <T> T until(Supplier<T> value, Predicate<T> wanted) {
    long start = System.nanoTime();
    T present = value.get();
    while (!wanted.test(present)) {
      if (System.nanoTime() - start > LIMIT) {
        throw new AssertionError("not within 20 s; at the end it was " + present);
      }
      Thread.onSpinWait();
      present = value.get();
    }
    return present;
  }
}
