package dev.livevars.watch;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of change sets to a watcher's sink: what is wanted of them is handed on at once, or waits
 * until the sink takes it and the pacing says so. Confined to one thread.
 */
final class Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

  /**
   * How many waiting changes go to a sink in one call that would rather have several, but for the
   * rest of a change set. Another one may be full after each.
   */
  private static final int DRAIN_CHANGES = 512;

  /** About how many bytes go to the sink in one call, but for the rest of a change set. */
  private static final long DRAIN_BYTES = 1 << 20;

  /**
   * The backlog of all for whom nothing ever waited, which is most: memory of their own for it
   * would be the greater part of a watcher, and be read at each delivery.
   */
  private static final Backlog EMPTY = new Backlog();

  private final WatchSink sink;
  private final Overflow overflow;
  private final Timers timers;
  private final OnBroken onBroken;
  private final @Nullable ChangeFilter filter;
  private final @Nullable Pacer pacer;
  private Backlog backlog = EMPTY;
  private long delivered;
  private long conflated;
  private boolean alarmed;
  private boolean closed;

  Outlet(
      WatchSpec spec,
      @Nullable Expression expression,
      WatchSink sink,
      Timers timers,
      OnBroken onBroken) {
    this.sink = sink;
    this.overflow = spec.overflow();
    this.timers = timers;
    this.onBroken = onBroken;
    this.filter =
        spec.filter().isNone()
            ? null
            : new ChangeFilter(spec.filter(), expression, spec.lastReceived());
    this.pacer = spec.pacing().isNone() ? null : new Pacer(spec.pacing(), timers);
  }

  long delivered() {
    return delivered;
  }

  long conflated() {
    return conflated;
  }

  long filtered() {
    return filter == null ? 0 : filter.heldBack();
  }

  long filterFailures() {
    return filter == null ? 0 : filter.failures();
  }

  /** How many changes wait. */
  int pending() {
    return backlog.size();
  }

  /** When the oldest change that waits was made; null when none waits. */
  @Nullable Instant pendingSince() {
    return backlog.isEmpty() ? null : backlog.since();
  }

  /** The last revision of which nothing waits, of those up to the last that came. */
  long handedOn(long last) {
    return backlog.isEmpty() ? last : backlog.handedOn();
  }

  /** Whether more may come without that something else must be merged or wait longer for it. */
  boolean takesMore() {
    return pacer != null || idle();
  }

  /** Hands on the present values. */
  void initial(long revision, List<Variable> variables) {
    if (filter != null) {
      filter.received(variables);
    }
    try {
      sink.initial(revision, variables);
    } catch (RuntimeException e) {
      broken(e, 0);
    }
  }

  /** Lets a change set wait. */
  void add(ChangeSet set) {
    ChangeSet wanted = filter == null ? set : filter.coming(set, true);
    if (wanted != null) {
      enqueue(wanted);
    } else if (filter != null && backlog.isEmpty()) {
      filter.nothingWaits();
    }
  }

  /**
   * Hands a change set on, or lets it wait.
   *
   * @param alone a list of nothing but the set
   * @return whether it is the first that waits for {@link #drain}
   */
  boolean offer(ChangeSet set, List<ChangeSet> alone) {
    if (pacer == null && !sink.batching() && idle()) {
      handOnNow(set, alone);
      return false;
    }
    boolean first = backlog.isEmpty();
    add(set);
    if (pacer != null) {
      drain();
    }
    relieve();
    return first && pacer == null && !backlog.isEmpty();
  }

  /** Hands on what waits, as far as the sink takes it, if it is due. */
  void drain() {
    if (pacer == null) {
      drainNow();
    } else if (pacer.isWaiting() && sink.writable() && !closed) {
      drainWhenDue(pacer);
    }
  }

  /** Hands on what waits although its pacing would not, as far as the sink takes it. */
  void drainPaced() {
    if (pacer != null) {
      drainNow();
    }
  }

  /** Nothing is handed on any more. */
  void close() {
    closed = true;
    backlog = EMPTY;
  }

  private boolean idle() {
    return backlog.isEmpty() && sink.writable();
  }

  @SuppressWarnings("ReferenceEquality")
  private void enqueue(ChangeSet set) {
    if (backlog == EMPTY) {
      backlog = new Backlog();
    }
    if (pacer == null) {
      backlog.add(set);
      return;
    }
    conflated += backlog.merge(set);
    if (filter == null || filter.passesAny(set, backlog)) {
      pacer.came();
    } else if (!pacer.isWaiting()) {
      filter.holdBack(backlog.size());
      backlog.clear();
      filter.nothingWaits();
    }
  }

  /** Sees to it that no more waits than may. */
  private void relieve() {
    if (backlog.size() > overflow.capacity()) {
      drain();
    }
    // A change set that alone is larger waits like any other: it could never come otherwise.
    if (backlog.size() <= overflow.capacity() || backlog.isOneSet()) {
      return;
    }
    if (overflow.policy() == Overflow.Policy.CONFLATE) {
      conflated += backlog.mergeTo(overflow.capacity());
    } else {
      String message = "the watcher fell behind: more than %d changes wait for it";
      onBroken.broken(
          new LivevarsException(Reason.WATCHER_OVERFLOW, message.formatted(overflow.capacity())),
          backlog.handedOn() + 1);
    }
  }

  private void drainWhenDue(Pacer paced) {
    long left = paced.left();
    if (left <= 0) {
      paced.over(drainNow());
    } else if (!alarmed) {
      alarmed = true;
      timers.after(Duration.ofNanos(left), this::alarm);
    }
  }

  /** What came since may have put it off. */
  private void alarm() {
    alarmed = false;
    drain();
  }

  /** Tells whether anything was handed on. */
  private boolean drainNow() {
    boolean any = false;
    while (!backlog.isEmpty() && !closed && sink.writable()) {
      long resume = backlog.handedOn() + 1;
      List<ChangeSet> sets = takeSome();
      if (!sets.isEmpty()) {
        any = true;
        handOn(sets, resume);
      }
    }
    if (filter != null && backlog.isEmpty()) {
      filter.nothingWaits();
    }
    return any;
  }

  private List<ChangeSet> takeSome() {
    List<ChangeSet> sets = new ArrayList<>(1);
    int most = sink.batching() ? DRAIN_CHANGES : 1;
    int changes = 0;
    long bytes = 0;
    while (!backlog.isEmpty() && changes < most && bytes < DRAIN_BYTES) {
      ChangeSet taken = backlog.take();
      ChangeSet set = filter == null ? taken : filter.passing(taken);
      if (set != null) {
        sets.add(set);
        changes += set.changes().size();
        bytes += set.bytes();
      }
    }
    return sets;
  }

  @SuppressWarnings("ReferenceEquality")
  private void handOnNow(ChangeSet set, List<ChangeSet> alone) {
    if (filter == null) {
      handOn(alone, set.revision());
      return;
    }
    ChangeSet wanted = filter.coming(set, false);
    ChangeSet passing = wanted == null ? null : filter.passing(wanted);
    if (passing != null) {
      handOn(passing == set ? alone : List.of(passing), set.revision());
    }
    filter.nothingWaits();
  }

  private void handOn(List<ChangeSet> sets, long resume) {
    try {
      sink.changes(sets);
      for (int i = 0; i < sets.size(); i++) {
        delivered += sets.get(i).changes().size();
      }
    } catch (RuntimeException e) {
      broken(e, resume);
    }
  }

  /** A sink must not throw; if one does, what it was given counts as not handed on. */
  private void broken(RuntimeException failure, long resume) {
    LOG.error("the sink of a watcher failed", failure);
    onBroken.broken(
        new LivevarsException(Reason.INTERNAL, "the watch could not be handed on: " + failure),
        resume);
  }

  /** Told when nothing can be handed on any more. */
  @FunctionalInterface
  interface OnBroken {
    /**
     * Nothing can be handed on.
     *
     * @param resume the first revision that was not handed on; 0 when there is none
     */
    void broken(LivevarsException cause, long resume);
  }
}
