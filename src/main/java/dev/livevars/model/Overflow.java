package dev.livevars.model;

/**
 * What happens when a watcher is slower than the changes.
 *
 * @param policy what happens
 * @param capacity how many changes may wait as they are, 1 to 1,000,000
 */
public record Overflow(Policy policy, int capacity) {
  /** How many changes may wait for a watcher that does not say. */
  public static final int DEFAULT_CAPACITY = 1_024;

  /** Merges when more than 1,024 wait. */
  public static final Overflow DEFAULT = new Overflow(Policy.CONFLATE, DEFAULT_CAPACITY);

  private static final int MAX_CAPACITY = 1_000_000;

  /** Throws INVALID_REQUEST when the capacity is out of its bounds. */
  public Overflow {
    Rules.require(
        capacity >= 1 && capacity <= MAX_CAPACITY,
        "overflow.buffer_capacity",
        capacity,
        "1 to " + MAX_CAPACITY);
  }

  /** What may happen. */
  public enum Policy {
    /** Those that wait are merged, a change a variable, as often as needed. */
    CONFLATE,
    /** The watch ends with WATCHER_OVERFLOW and a revision to resume from. */
    FAIL
  }
}
