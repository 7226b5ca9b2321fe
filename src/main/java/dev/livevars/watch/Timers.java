package dev.livevars.watch;

import java.time.Duration;

/** Time, as watchers and hubs of one event loop see it. */
public interface Timers {

  /** The time in nanoseconds since some moment; it never goes back. */
  long nanoTime();

  /** Runs an action on the event loop, not before the delay is over. */
  void after(Duration delay, Runnable action);
}
