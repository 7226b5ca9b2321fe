package dev.livevars.observer;

import dev.livevars.watch.Timers;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/** The timers of an event loop, which are good to a millisecond. */
final class ContextTimers implements Timers {
  private static final long NANOS = 1_000_000;

  private final ContextInternal context;

  ContextTimers(ContextInternal context) {
    this.context = context;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void after(Duration delay, Runnable action) {
    long millis = Math.max(1, (delay.toNanos() + NANOS - 1) / NANOS);
    context.setTimer(millis, timer -> action.run());
  }
}
