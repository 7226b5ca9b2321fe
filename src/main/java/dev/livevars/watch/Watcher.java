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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watcher: takes the change sets of the feed in order, and what it wants of them goes through
 * its filter and its pacing to its sink, or waits in a bounded backlog while the sink is not
 * writable. The same for a JVM handler and for a gRPC stream. Confined to one thread.
 */
public final class Watcher {
  private final Origin origin;
  private final WatchSpec spec;
  private final WatchSink sink;
  private final Outlet outlet;
  private long position;
  private long reported;
  private boolean started;
  private boolean live;
  private boolean ended;
  private @Nullable Runnable onEnd;

  /**
   * A watcher that has not joined the feed.
   *
   * @param expression that of the filter; null when it has none
   * @param timers of its thread
   */
  public Watcher(
      Origin origin,
      WatchSpec spec,
      @Nullable Expression expression,
      WatchSink sink,
      Timers timers) {
    this.origin = origin;
    this.spec = spec;
    this.sink = sink;
    this.outlet = new Outlet(spec, expression, sink, timers, this::finish);
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

  /** Gets what to run once when it ends, before its sink hears of it. */
  public void onEnd(Runnable action) {
    onEnd = action;
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

  /** The revision up to which it has taken everything. */
  public long position() {
    return position;
  }

  /** Whether it may be handed more of the history now. */
  public boolean takesMore() {
    return outlet.takesMore();
  }

  /** Hands on the present values: everything up to the cut's revision is behind it now. */
  public void initial(long revision, List<Variable> variables) {
    position = revision;
    outlet.initial(revision, variables);
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

  /** Takes a part of history while it is not live. */
  public void replay(List<ChangeSet> sets) {
    for (ChangeSet set : sets) {
      ChangeSet selected = set.select(spec.selectors());
      if (selected != null) {
        outlet.add(selected);
      }
      position = set.revision();
    }
    outlet.drain();
  }

  /**
   * Takes a change set of the feed that it selects. What it wants of it is handed on at once or,
   * when others wait, the sink is not writable or wants several together, waits for {@link #drain};
   * if it is paced, until it is due. When more waits than may, that is merged, or the watch ends.
   *
   * @param alone a list of nothing but the set, shared by all watchers
   * @return whether this is the first that waits for {@link #drain}
   */
  public boolean offer(ChangeSet set, List<ChangeSet> alone) {
    if (!live || ended || set.revision() <= position) {
      return false;
    }
    position = set.revision();
    return outlet.offer(set, alone);
  }

  /** Hands on what waits, as far as the sink takes it, if it is due. */
  public void drain() {
    outlet.drain();
  }

  /**
   * Reports progress if nothing was handed on since the last beat.
   *
   * @param cursor how far the feed was followed
   */
  public void beat(long cursor) {
    boolean quiet = outlet.delivered() == reported;
    reported = outlet.delivered();
    if (quiet && live && !ended && sink.writable()) {
      sink.progress(handedOn(cursor));
    }
  }

  /**
   * Ends it, once; nothing is handed on any more. What only its pacing holds back is handed on
   * before, unless it is cancelled.
   *
   * @param cursor how far the feed was followed
   */
  public void end(LivevarsException cause, long cursor) {
    drainPaced(cause);
    finish(cause, started ? handedOn(cursor) + 1 : 0);
  }

  /**
   * Ends it, like {@link #end}, with nothing to resume from: what it was handed is not the
   * session's history any more.
   */
  public void endForGood(LivevarsException cause) {
    drainPaced(cause);
    finish(cause, 0);
  }

  /** How it fares. */
  public WatcherInfo info(long cursor, Instant now) {
    Instant since = outlet.pendingSince();
    return new WatcherInfo(
        origin.id(),
        spec.session(),
        spec.label(),
        spec.selectors().texts(),
        origin.kind(),
        origin.node(),
        origin.peer(),
        origin.since(),
        outlet.delivered(),
        outlet.conflated(),
        outlet.filtered(),
        outlet.filterFailures(),
        outlet.pending(),
        started ? Math.max(0, cursor - handedOn(cursor)) : 0,
        since == null ? 0 : Math.max(0, Duration.between(since, now).toMillis()));
  }

  private void drainPaced(LivevarsException cause) {
    if (cause.reason() != Reason.CANCELLED) {
      outlet.drainPaced();
    }
  }

  private void finish(LivevarsException cause, long resume) {
    if (ended) {
      return;
    }
    ended = true;
    outlet.close();
    if (onEnd != null) {
      onEnd.run();
    }
    sink.end(new WatchEnd(cause, resume));
  }

  /** The revision up to which everything that it wants was handed on. */
  private long handedOn(long cursor) {
    return outlet.handedOn(live ? Math.max(position, cursor) : position);
  }
}
