package dev.livevars.bench;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets the thread of a measurement wait; never used on an event loop. */
final class Waiting {
  private static final long LIMIT_SECONDS = 600;

  private Waiting() {}

  static <T> T result(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the measurement failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    }
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the measurement did not end in time");
      }
      LockSupport.parkNanos(100_000);
    }
  }

  /** Parks, and spins for the last bit: parking alone wakes up late. */
  static void untilNanoTime(long time) {
    long left = time - System.nanoTime();
    while (left > 0) {
      if (left > 200_000) {
        LockSupport.parkNanos(left - 150_000);
      } else {
        Thread.onSpinWait();
      }
      left = time - System.nanoTime();
    }
  }
}
