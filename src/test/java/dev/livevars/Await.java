package dev.livevars;

import dev.livevars.model.LivevarsException;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Awaits futures and conditions in tests, at most 30 s. */
public final class Await {
  private static final long SECONDS = 30;

  /** Other threads of a small machine get to run. */
  private static final long POLL_NANOS = 200_000;

  private Await() {}

  /** The result of a future; its {@link LivevarsException} is thrown as it is. */
  public static <T> T result(Future<T> future) {
    return result(future.toCompletionStage());
  }

  /** The result of a stage. */
  public static <T> T result(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LivevarsException refused) {
        throw refused;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("not completed within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The error that a future fails with. */
  public static LivevarsException refusal(Future<?> future) {
    try {
      throw new AssertionError("expected a refusal, got " + result(future));
    } catch (LivevarsException e) {
      return e;
    }
  }

  /** Returns when the condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
