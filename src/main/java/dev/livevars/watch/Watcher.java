package dev.livevars.watch;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watcher: takes the change sets of the feed in order and hands what matches on to its sink, or
 * lets it wait in a bounded buffer while the sink is not writable. The same for a JVM handler and
 * for a gRPC stream. Confined to one thread.
 */
public final class Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

  /** How many waiting changes go to the sink in one call, but for the rest of a change set. */
  private static final int DRAIN_CHANGES = 512;

  /** About how many bytes go to the sink in one call, but for the rest of a change set. */
  private static final long DRAIN_BYTES = 1 << 20;

  private final Origin origin;
  private final WatchSpec spec;
  private final WatchSink sink;
  private final Deque<ChangeSet> waiting = new ArrayDeque<>(0);
  private int waitingChanges;
  private long position;
  private long delivered;
  private boolean started;
  private boolean live;
  private boolean ended;
  private boolean quiet = true;
  private Runnable onEnd = () -> {};

  /** A watcher that has not joined the feed. */
  public Watcher(Origin origin, WatchSpec spec, WatchSink sink) {
    this.origin = origin;
    this.spec = spec;
    this.sink = sink;
  }

  /** Who it is. */
  public Origin origin() {
    return origin;
  }

  /** What it asked for. */
  public WatchSpec spec() {
    return spec;
  }

  /** Where its events go. */
  public WatchSink sink() {
    return sink;
  }

  /** Adds to what is run once when it ends, before its sink hears of it. */
  public void onEnd(Runnable action) {
    Runnable before = onEnd;
    onEnd =
        () -> {
          action.run();
          before.run();
        };
  }

  /** Whether it has ended. */
  public boolean ended() {
    return ended;
  }

  /** Whether it began to take changes. */
  public boolean started() {
    return started;
  }

  /** Whether it takes changes straight from the feed. */
  public boolean live() {
    return live;
  }

  /** The revision up to which everything was handed to it. */
  public long position() {
    return position;
  }

  /** Whether nothing waits and the sink takes more. */
  public boolean idle() {
    return waiting.isEmpty() && sink.writable();
  }

  /** Hands on the present values: everything up to the cut's revision is behind it now. */
  public void initial(long revision, List<Variable> variables) {
    position = revision;
    try {
      sink.initial(revision, variables);
      delivered += variables.size();
    } catch (RuntimeException e) {
      LOG.error("the sink of watcher {} failed", origin.id(), e);
      failed(e, 0);
    }
  }

  /** Begins to take changes above a revision from history. */
  public void startAbove(long revision) {
    position = revision;
    started = true;
    sink.live(revision);
  }

  /** From now on it takes changes straight from the feed. */
  public void goLive() {
    live = true;
  }

  /** Takes a part of history while it is not live: what matches is handed on or waits. */
  public void replay(List<ChangeSet> sets) {
    for (ChangeSet set : sets) {
      ChangeSet selected = set.select(spec.selectors());
      if (selected != null) {
        enqueue(selected);
      }
      position = set.revision();
    }
    drain();
  }

  /**
   * Takes a change set of the feed that it selects. It is handed on at once or, when others wait,
   * the sink is not writable or wants several together, it waits for {@link #drain}. When more wait
   * than the buffer holds, the watch ends.
   *
   * @param alone a list of nothing but the set, shared by all watchers
   * @return whether this is the first that waits
   */
  public boolean offer(ChangeSet set, List<ChangeSet> alone) {
    if (!live || ended || set.revision() <= position) {
      return false;
    }
    position = set.revision();
    if (!sink.batching() && idle()) {
      handOn(alone, set.changes().size());
      return false;
    }
    enqueue(set);
    if (waitingChanges > spec.bufferCapacity()) {
      drain();
      endIfOverflown();
    }
    return waiting.size() == 1;
  }

  private void endIfOverflown() {
    if (waitingChanges > spec.bufferCapacity()) {
      end(
          new LivevarsException(
              Reason.WATCHER_OVERFLOW,
              "the watcher fell behind: more than %d changes wait for it"
                  .formatted(spec.bufferCapacity())),
          position);
    }
  }

  /** Hands on what waits, as far as the sink takes it. */
  public void drain() {
    while (!waiting.isEmpty() && !ended && sink.writable()) {
      List<ChangeSet> sets = new ArrayList<>();
      int changes = 0;
      long bytes = 0;
      while (!waiting.isEmpty() && changes < DRAIN_CHANGES && bytes < DRAIN_BYTES) {
        ChangeSet set = waiting.remove();
        sets.add(set);
        changes += set.changes().size();
        bytes += set.bytes();
      }
      waitingChanges -= changes;
      handOn(sets, changes);
    }
  }

  /** Reports progress if nothing was handed on since the last beat and nothing waits. */
  public void beat(long cursor) {
    if (quiet && live && !ended && idle()) {
      sink.progress(Math.max(position, cursor));
    }
    quiet = true;
  }

  /**
   * Ends it, once; nothing is handed on any more.
   *
   * @param cursor how far the feed was followed
   */
  public void end(LivevarsException cause, long cursor) {
    finish(cause, started ? handedOn(cursor) + 1 : 0);
  }

  /**
   * Ends it, once, with nothing to resume from: what it was handed is not the session's history any
   * more.
   */
  public void endForGood(LivevarsException cause) {
    finish(cause, 0);
  }

  private void finish(LivevarsException cause, long resume) {
    if (ended) {
      return;
    }
    ended = true;
    waiting.clear();
    waitingChanges = 0;
    onEnd.run();
    sink.end(new WatchEnd(cause, resume));
  }

  /** The revision up to which everything that it selects was handed on. */
  private long handedOn(long cursor) {
    ChangeSet first = waiting.peek();
    if (first != null) {
      return first.revision() - 1;
    }
    return live ? Math.max(position, cursor) : position;
  }

  /** How it fares. */
  public WatcherInfo info(long cursor, Instant now) {
    ChangeSet first = waiting.peek();
    return new WatcherInfo(
        origin.id(),
        spec.session(),
        spec.label(),
        spec.selectors().texts(),
        origin.kind(),
        origin.node(),
        origin.peer(),
        origin.since(),
        delivered,
        0,
        0,
        waitingChanges,
        started ? Math.max(0, cursor - handedOn(cursor)) : 0,
        first == null
            ? 0
            : Math.max(0, Duration.between(first.changes().get(0).timestamp(), now).toMillis()));
  }

  private void enqueue(ChangeSet set) {
    waiting.add(set);
    waitingChanges += set.changes().size();
  }

  /** A sink must not throw; if one does, what it was given counts as not handed on. */
  private void handOn(List<ChangeSet> sets, int changes) {
    quiet = false;
    try {
      sink.changes(sets);
      delivered += changes;
    } catch (RuntimeException e) {
      LOG.error("the sink of watcher {} failed", origin.id(), e);
      failed(e, sets.get(0).revision());
    }
  }

  private void failed(RuntimeException failure, long resume) {
    finish(
        new LivevarsException(Reason.INTERNAL, "the watch could not be handed on: " + failure),
        resume);
  }
}
