package dev.livevars;

import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.WatchSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How to watch. Immutable: each method returns new options.
 *
 * @param selectors names and globs ({@code *} within a dotted part, {@code **} across parts); empty
 *     is everything
 * @param includeInitial whether the present values come first, as changes of kind REGISTERED
 *     without an old value
 * @param startRevision the first revision wanted; 0 is from now on
 * @param label a name for people, at most 256 characters
 * @param bufferCapacity how many changes may wait for this watcher, 1 to 1,000,000
 * @param heartbeat how often the node reports progress while nothing else happens, at least 10 ms;
 *     zero is the node's default
 * @param filter tells of the value last handed on and the new one whether to hand that on; null is
 *     always. Asked for updates alone
 * @param reconnect whether the watch opens again by itself, after what was handed on, when it ends
 *     because the node or its store cannot be reached or is stopping (a reason of status
 *     UNAVAILABLE), and tries until it is cancelled, waiting longer and longer, at most 5 s. That
 *     begins with the first time: {@link Variables#watch} is then completed when a node serves.
 *     Nothing is missed and nothing repeated; where the history in between is compacted, the watch
 *     ends with REVISION_COMPACTED, or with {@code includeInitial} the present values come again as
 *     at first, and what is not among them is gone. A node that has forgotten what was handed on,
 *     since it keeps its variables in memory alone, ends it with REVISION_IN_FUTURE
 */
public record WatchOptions(
    List<String> selectors,
    boolean includeInitial,
    long startRevision,
    String label,
    int bufferCapacity,
    Duration heartbeat,
    @Nullable BiPredicate<Value, Value> filter,
    boolean reconnect) {
  public WatchOptions {
    selectors = List.copyOf(selectors);
  }

  /** Watches these names and globs from now on. */
  public static WatchOptions of(String... selectors) {
    return new WatchOptions(
        Arrays.asList(selectors),
        false,
        0,
        "",
        WatchSpec.DEFAULT_CAPACITY,
        Duration.ZERO,
        null,
        false);
  }

  public WatchOptions includeInitial(boolean value) {
    return new WatchOptions(
        selectors, value, startRevision, label, bufferCapacity, heartbeat, filter, reconnect);
  }

  public WatchOptions startRevision(long value) {
    return new WatchOptions(
        selectors, includeInitial, value, label, bufferCapacity, heartbeat, filter, reconnect);
  }

  public WatchOptions label(String value) {
    return new WatchOptions(
        selectors,
        includeInitial,
        startRevision,
        value,
        bufferCapacity,
        heartbeat,
        filter,
        reconnect);
  }

  public WatchOptions bufferCapacity(int value) {
    return new WatchOptions(
        selectors, includeInitial, startRevision, label, value, heartbeat, filter, reconnect);
  }

  public WatchOptions heartbeat(Duration value) {
    return new WatchOptions(
        selectors, includeInitial, startRevision, label, bufferCapacity, value, filter, reconnect);
  }

  public WatchOptions filter(BiPredicate<Value, Value> value) {
    return new WatchOptions(
        selectors,
        includeInitial,
        startRevision,
        label,
        bufferCapacity,
        heartbeat,
        value,
        reconnect);
  }

  public WatchOptions reconnect(boolean value) {
    return new WatchOptions(
        selectors, includeInitial, startRevision, label, bufferCapacity, heartbeat, filter, value);
  }

  WatchSpec toSpec(String session) {
    return new WatchSpec(
        session,
        Selectors.parse(selectors),
        includeInitial,
        startRevision,
        label,
        bufferCapacity,
        heartbeat);
  }
}
