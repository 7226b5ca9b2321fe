package dev.livevars.watch;

import dev.livevars.model.WatchPacing;

/**
 * Tells when what waits is due: when nothing came for the debounce, or the first of it waits as
 * long as that may hold it back; and not before the interval since the last event is over. Confined
 * to one thread.
 */
final class Pacer {
  private final Timers timers;
  private final long debounce;
  private final long longestWait;
  private final long minInterval;
  private long first;
  private long last;
  private long emitted;
  private boolean waiting;

  Pacer(WatchPacing pacing, Timers timers) {
    this.timers = timers;
    this.debounce = pacing.debounce().toNanos();
    this.longestWait = pacing.longestWait().toNanos();
    this.minInterval = pacing.minInterval().toNanos();
    this.emitted = timers.nanoTime() - minInterval;
  }

  /** A change came that is wanted. */
  void came() {
    last = timers.nanoTime();
    if (!waiting) {
      waiting = true;
      first = last;
    }
  }

  /** What waited is handed on, or nobody wants it any more. */
  void over(boolean handedOn) {
    waiting = false;
    if (handedOn) {
      emitted = timers.nanoTime();
    }
  }

  /** Whether something wanted waits. */
  boolean isWaiting() {
    return waiting;
  }

  /** How many nanoseconds are left until what waits is due; 0 or less when it is. */
  long left() {
    long now = timers.nanoTime();
    long quiet = Math.min(last + debounce - now, first + longestWait - now);
    return Math.max(quiet, emitted + minInterval - now);
  }
}
