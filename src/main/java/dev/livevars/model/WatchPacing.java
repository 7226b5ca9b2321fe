package dev.livevars.model;

import java.time.Duration;

/**
 * How often a watcher wants to hear. What comes in between is merged, a change a variable, and is
 * handed on together, so that no batch is torn; the last value always follows.
 *
 * @param debounce the quiet period after which it hears of what came before; zero is at once
 * @param maxWait the longest that the debounce may hold a change back; zero is ten times the
 *     debounce
 * @param minInterval the shortest time from one call to the next; zero is none
 */
public record WatchPacing(Duration debounce, Duration maxWait, Duration minInterval) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Hears of everything at once. */
  public static final WatchPacing NONE =
      new WatchPacing(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static final int MAX_WAIT_FACTOR = 10;

  /** Throws INVALID_REQUEST naming the field when a duration is out of its bounds. */
  public WatchPacing {
    requireDuration("pacing.debounce", debounce);
    requireDuration("pacing.max_wait", maxWait);
    requireDuration("pacing.min_interval", minInterval);
    Rules.require(
        maxWait.isZero() || !debounce.isZero(),
        "pacing.max_wait",
        maxWait,
        "unset where there is no debounce, which is what it bounds");
  }

  /** Whether nothing is held back. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** The longest that the debounce may hold a change back, whether it was set or not. */
  public Duration longestWait() {
    return maxWait.isZero() ? debounce.multipliedBy(MAX_WAIT_FACTOR) : maxWait;
  }

  /** The same, with a quiet period. */
  public WatchPacing debounce(Duration value) {
    return new WatchPacing(value, maxWait, minInterval);
  }

  /** The same, with a bound of the debounce. */
  public WatchPacing maxWait(Duration value) {
    return new WatchPacing(debounce, value, minInterval);
  }

  /** The same, with a shortest interval. */
  public WatchPacing minInterval(Duration value) {
    return new WatchPacing(debounce, maxWait, value);
  }

  private static void requireDuration(String field, Duration value) {
    Rules.require(
        !value.isNegative() && value.compareTo(LONGEST) <= 0, field, value, "zero to " + LONGEST);
  }
}
