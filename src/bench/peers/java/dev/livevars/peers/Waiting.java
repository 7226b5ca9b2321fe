package dev.livevars.peers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Lets the thread of a measurement wait. */
final class Waiting {
  private static final long LIMIT_SECONDS = 60;

  private Waiting() {}

  static void result(CompletableFuture<?> future) {
    try {
      future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer within %d s".formatted(LIMIT_SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "waited %d s in vain until %s".formatted(LIMIT_SECONDS, what));
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /** Waits until a count reaches what is expected, or stays the same for three seconds. */
  static void untilNoMore(LongSupplier count, long expected) {
    long last = count.getAsLong();
    long since = System.nanoTime();
    while (last < expected && System.nanoTime() < since + TimeUnit.SECONDS.toNanos(3)) {
      LockSupport.parkNanos(200_000);
      if (count.getAsLong() != last) {
        last = count.getAsLong();
        since = System.nanoTime();
      }
    }
  }

  /** Lets time pass; does not spin, as the server needs the processors. */
  static void untilNanoTime(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
