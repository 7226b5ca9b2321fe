package dev.livevars.model;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher asks for.
 *
 * @param session the session
 * @param selectors which variables
 * @param includeInitial whether the present values come first
 * @param startRevision the first revision wanted; 0 is from now on
 * @param label a name for people; may be empty
 * @param filter which of their changes
 * @param pacing how often
 * @param overflow what happens when it is slow
 * @param heartbeat how often progress is reported while nothing else is, at least {@link
 *     #MIN_HEARTBEAT}; zero is the node's default
 * @param lastReceived when it continues, and its filter compares values: what it last received, by
 *     the names of the variables that it knows, of others the next change passes; null compares
 *     with what was there before
 */
public record WatchSpec(
    String session,
    Selectors selectors,
    boolean includeInitial,
    long startRevision,
    String label,
    WatchFilter filter,
    WatchPacing pacing,
    Overflow overflow,
    Duration heartbeat,
    @Nullable Map<String, Value> lastReceived) {
  /** The shortest heartbeat that may be asked for. */
  public static final Duration MIN_HEARTBEAT = Duration.ofMillis(10);

  private static final int MAX_LABEL = 256;

  /** Throws INVALID_REQUEST naming the field when one is out of its bounds. */
  public WatchSpec {
    lastReceived = lastReceived == null ? null : Map.copyOf(lastReceived);
    Names.requireSession(session);
    Rules.require(startRevision >= 0, "start_revision", startRevision, "0 (now) or a revision");
    Rules.require(
        label.length() <= MAX_LABEL,
        "label",
        label.length() + " characters",
        "at most 256 characters");
    Rules.require(
        heartbeat.isZero() || heartbeat.compareTo(MIN_HEARTBEAT) >= 0,
        "heartbeat_interval",
        heartbeat,
        "zero (the default) or at least " + MIN_HEARTBEAT);
  }

  /** Everything that is selected, from now on, at once. */
  public static WatchSpec of(String session, Selectors selectors) {
    return new WatchSpec(
        session,
        selectors,
        false,
        0,
        "",
        WatchFilter.NONE,
        WatchPacing.NONE,
        Overflow.DEFAULT,
        Duration.ZERO,
        null);
  }

  /** The same, with or without the present values. */
  public WatchSpec includeInitial(boolean value) {
    return new WatchSpec(
        session,
        selectors,
        value,
        startRevision,
        label,
        filter,
        pacing,
        overflow,
        heartbeat,
        lastReceived);
  }

  /** The same, from a revision on. */
  public WatchSpec startRevision(long value) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        value,
        label,
        filter,
        pacing,
        overflow,
        heartbeat,
        lastReceived);
  }

  /** The same, under another name. */
  public WatchSpec label(String value) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        startRevision,
        value,
        filter,
        pacing,
        overflow,
        heartbeat,
        lastReceived);
  }

  /** The same, with another filter. */
  public WatchSpec filter(WatchFilter value) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        startRevision,
        label,
        value,
        pacing,
        overflow,
        heartbeat,
        lastReceived);
  }

  /** The same, paced otherwise. */
  public WatchSpec pacing(WatchPacing value) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        startRevision,
        label,
        filter,
        value,
        overflow,
        heartbeat,
        lastReceived);
  }

  /** The same, with something else happening when it is slow. */
  public WatchSpec overflow(Overflow value) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        startRevision,
        label,
        filter,
        pacing,
        value,
        heartbeat,
        lastReceived);
  }

  /** The same, for a watcher that last received these values. */
  public WatchSpec lastReceived(Map<String, Value> values) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        startRevision,
        label,
        filter,
        pacing,
        overflow,
        heartbeat,
        values);
  }

  /** The same, with another heartbeat. */
  public WatchSpec heartbeat(Duration value) {
    return new WatchSpec(
        session,
        selectors,
        includeInitial,
        startRevision,
        label,
        filter,
        pacing,
        overflow,
        value,
        lastReceived);
  }
}
