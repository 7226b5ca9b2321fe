package dev.livevars.model;

import java.time.Duration;

/**
 * What a watcher asks for.
 *
 * @param session the session
 * @param selectors which variables
 * @param includeInitial whether the present values come first
 * @param startRevision the first revision wanted; 0 is from now on
 * @param label a name for people; may be empty
 * @param bufferCapacity how many changes may wait for this watcher, at least 1
 * @param heartbeat how often progress is reported while nothing else is, at least {@link
 *     #MIN_HEARTBEAT}; zero is the node's default
 */
public record WatchSpec(
    String session,
    Selectors selectors,
    boolean includeInitial,
    long startRevision,
    String label,
    int bufferCapacity,
    Duration heartbeat) {
  /** How many changes may wait for a watcher that does not say. */
  public static final int DEFAULT_CAPACITY = 1_024;

  /** The shortest heartbeat that may be asked for. */
  public static final Duration MIN_HEARTBEAT = Duration.ofMillis(10);

  private static final int MAX_CAPACITY = 1_000_000;
  private static final int MAX_LABEL = 256;

  /** Throws INVALID_REQUEST naming the field when one is out of its bounds. */
  public WatchSpec {
    Names.requireSession(session);
    require(startRevision >= 0, "start_revision", startRevision, "0 (now) or a revision");
    require(
        label.length() <= MAX_LABEL,
        "label",
        label.length() + " characters",
        "at most 256 characters");
    require(
        bufferCapacity >= 1 && bufferCapacity <= MAX_CAPACITY,
        "overflow.buffer_capacity",
        bufferCapacity,
        "1 to " + MAX_CAPACITY);
    require(
        heartbeat.isZero() || heartbeat.compareTo(MIN_HEARTBEAT) >= 0,
        "heartbeat_interval",
        heartbeat,
        "zero (the default) or at least " + MIN_HEARTBEAT);
  }

  private static void require(boolean allowed, String field, Object value, String rule) {
    if (!allowed) {
      throw new LivevarsException(
              Reason.INVALID_REQUEST, "%s is %s, but must be %s".formatted(field, value, rule))
          .with("field", field);
    }
  }
}
