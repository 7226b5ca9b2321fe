package dev.livevars;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchPacing;
import dev.livevars.model.WatchSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to watch. Immutable: each method returns new options. What is out of its bounds is refused
 * with INVALID_REQUEST when the watch is opened.
 *
 * <p>What the node is asked to hold back, {@link #kinds}, {@link #minChange}, {@link
 * #minChangeRatio}, {@link #minDistance} and {@link #expression}, is compared with what this watch
 * last received, or with what was there when it began, so that a slow drift is told of as well. All
 * of it must hold. The distances speak of updates whose old and new value are of one type and
 * shape; other changes pass them.
 *
 * <p>With {@link #debounce} or {@link #minInterval} the changes in between are merged into one a
 * variable and handed on together, in the order of their revisions; the last value always follows.
 */
public final class WatchOptions {
  private List<String> selectors = List.of();
  private boolean includeInitial;
  private long startRevision;
  private String label = "";
  private Set<ChangeKind> kinds = Set.of();
  private @Nullable Double minChange;
  private @Nullable Double minChangeRatio;
  private @Nullable Double minDistance;
  private String expression = "";
  private Duration debounce = Duration.ZERO;
  private Duration maxWait = Duration.ZERO;
  private Duration minInterval = Duration.ZERO;
  private Overflow.Policy overflow = Overflow.Policy.CONFLATE;
  private int bufferCapacity = Overflow.DEFAULT_CAPACITY;
  private Duration heartbeat = Duration.ZERO;
  private @Nullable BiPredicate<Value, Value> filter;
  private boolean reconnect;

  private WatchOptions() {}

  private WatchOptions(WatchOptions other) {
    selectors = other.selectors;
    includeInitial = other.includeInitial;
    startRevision = other.startRevision;
    label = other.label;
    kinds = other.kinds;
    minChange = other.minChange;
    minChangeRatio = other.minChangeRatio;
    minDistance = other.minDistance;
    expression = other.expression;
    debounce = other.debounce;
    maxWait = other.maxWait;
    minInterval = other.minInterval;
    overflow = other.overflow;
    bufferCapacity = other.bufferCapacity;
    heartbeat = other.heartbeat;
    filter = other.filter;
    reconnect = other.reconnect;
  }

  /**
   * Watches these names and globs from now on, all changes, at once.
   *
   * @param selectors names and globs ({@code *} within a dotted part, {@code **} across parts);
   *     none is everything
   */
  public static WatchOptions of(String... selectors) {
    WatchOptions options = new WatchOptions();
    options.selectors = List.copyOf(Arrays.asList(selectors));
    return options;
  }

  /** Whether the present values come first, as changes of kind REGISTERED without an old value. */
  public WatchOptions includeInitial(boolean value) {
    return with(options -> options.includeInitial = value);
  }

  /** The first revision wanted; 0 is from now on. */
  public WatchOptions startRevision(long value) {
    return with(options -> options.startRevision = value);
  }

  /** A name for people, at most 256 characters. */
  public WatchOptions label(String value) {
    return with(options -> options.label = value);
  }

  /** These kinds of change alone; none is all. */
  public WatchOptions kinds(ChangeKind... values) {
    return with(options -> options.kinds = Set.of(values));
  }

  /** The least absolute difference of a float or an integer, 0 or more. */
  public WatchOptions minChange(double value) {
    return with(options -> options.minChange = value);
  }

  /** The least difference of a float or an integer as a ratio of the one before, 0 or more. */
  public WatchOptions minChangeRatio(double value) {
    return with(options -> options.minChangeRatio = value);
  }

  /**
   * The least distance, 0 or more: Euclidean for embeddings, the greatest absolute difference of an
   * element for tensors.
   */
  public WatchOptions minDistance(double value) {
    return with(options -> options.minDistance = value);
  }

  /**
   * A CEL expression over {@code name}, {@code old}, {@code new}, {@code version}, {@code source}
   * and {@code metadata}; old is null of a variable that is new, new of one that is deleted. A
   * change on which it fails passes and is counted.
   */
  public WatchOptions expression(String text) {
    return with(options -> options.expression = text);
  }

  /** The quiet period after which is handed on what came before, zero to a day. */
  public WatchOptions debounce(Duration value) {
    return with(options -> options.debounce = value);
  }

  /** The longest that the debounce may hold a change back; unset it is ten times the debounce. */
  public WatchOptions maxWait(Duration value) {
    return with(options -> options.maxWait = value);
  }

  /** The shortest time from one event to the next, zero to a day. */
  public WatchOptions minInterval(Duration value) {
    return with(options -> options.minInterval = value);
  }

  /** What happens when more wait than the buffer takes; merging unless set. */
  public WatchOptions overflow(Overflow.Policy value) {
    return with(options -> options.overflow = value);
  }

  /** How many changes may wait for this watcher as they are, 1 to 1,000,000; 1,024 unless set. */
  public WatchOptions bufferCapacity(int value) {
    return with(options -> options.bufferCapacity = value);
  }

  /**
   * How often the node reports progress while nothing else happens, at least 10 ms; zero is the
   * node's default.
   */
  public WatchOptions heartbeat(Duration value) {
    return with(options -> options.heartbeat = value);
  }

  /**
   * Tells here, of the value last handed on and the new one, whether to hand that on. Asked for
   * updates alone.
   */
  public WatchOptions filter(BiPredicate<Value, Value> value) {
    return with(options -> options.filter = value);
  }

  /**
   * Whether the watch opens again by itself, after what was handed on, when it ends because the
   * node or its store cannot be reached or is stopping (a reason of status UNAVAILABLE), and tries
   * until it is cancelled, waiting longer and longer, at most 5 s. That begins with the first time:
   * {@link Variables#watch} is then completed when a node serves. Nothing is missed and nothing
   * repeated; where the history in between is compacted, the watch ends with REVISION_COMPACTED, or
   * with {@link #includeInitial} the present values come again as at first, and what is not among
   * them is gone. A node that has forgotten what was handed on, since it keeps its variables in
   * memory alone, ends it with REVISION_IN_FUTURE.
   */
  public WatchOptions reconnect(boolean value) {
    return with(options -> options.reconnect = value);
  }

  @Nullable BiPredicate<Value, Value> filter() {
    return filter;
  }

  boolean reconnect() {
    return reconnect;
  }

  WatchSpec toSpec(String session) {
    return new WatchSpec(
        session,
        Selectors.parse(selectors),
        includeInitial,
        startRevision,
        label,
        new WatchFilter(kinds, minChange, minChangeRatio, minDistance, expression),
        new WatchPacing(debounce, maxWait, minInterval),
        new Overflow(overflow, bufferCapacity),
        heartbeat,
        null);
  }

  private WatchOptions with(Consumer<WatchOptions> change) {
    WatchOptions changed = new WatchOptions(this);
    change.accept(changed);
    return changed;
  }
}
