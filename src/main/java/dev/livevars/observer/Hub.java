package dev.livevars.observer;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Command.Following;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import dev.livevars.watch.FeedCursor;
import dev.livevars.watch.Timers;
import dev.livevars.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feed of one session on one event loop and calls the watchers that live there. It
 * trusts the bus with nothing: a gap in the revisions, or a beat that tells of more than was seen,
 * makes it fetch from the owner; a doubled message is dropped. It asks the owner now and then where
 * the session is, which also keeps the session alive.
 */
final class Hub {
  /** How many change sets are fetched at once. */
  static final int SLICE = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private final String session;
  private final Bus bus;
  private final Flusher flusher;
  private final Consumer<Hub> onBroken;
  private final Duration silence;
  private final Timers timers;
  private final WatcherIndex index = new WatcherIndex();
  private final Stage stage = new Stage();
  private final FeedCursor cursor = new FeedCursor(0);
  private final MessageConsumer<FeedMessage> consumer;
  private final Future<Void> started;
  private long incarnation;
  private @Nullable Duration ttl;
  private boolean fetching = true;
  private boolean unused;
  private boolean closed;

  /**
   * Begins to follow; must be called on the event loop that it is for.
   *
   * @param silence after how long at most the owner is asked where the session is
   * @param onBroken told when it follows no more: it cannot, or it was not used for a while
   */
  Hub(
      String session,
      Bus bus,
      Flusher flusher,
      Duration silence,
      Timers timers,
      Consumer<Hub> onBroken) {
    this.session = session;
    this.bus = bus;
    this.flusher = flusher;
    this.silence = silence;
    this.timers = timers;
    this.onBroken = onBroken;
    this.consumer = bus.consumer(Address.feed(session), this::receive);
    this.started = consumer.completion().compose(registered -> follow()).map(this::begin);
    started.onFailure(unknown -> breakOff());
  }

  /** Completed when the hub knows where the feed is. */
  Future<Void> started() {
    return started;
  }

  long cursor() {
    return cursor.revision();
  }

  /** From now on the watcher gets what the feed brings, as soon as it is live. */
  void add(Watcher watcher) {
    index.add(watcher);
  }

  /** The session's time to live counts from the moment when its last watcher leaves. */
  void remove(Watcher watcher) {
    index.remove(watcher);
    if (index.isEmpty() && ttl != null && !closed) {
      follow();
    }
  }

  private Future<Following> follow() {
    return bus.request(new Command.Follow(session));
  }

  private Void begin(Following now) {
    incarnation = now.incarnation();
    ttl = now.ttl();
    cursor.advance(now.revision());
    fetchIfBehind();
    timers.after(interval(), this::check);
    return null;
  }

  private Duration interval() {
    Duration third = ttl == null ? silence : ttl.dividedBy(3);
    return third.compareTo(silence) < 0 ? third : silence;
  }

  /**
   * Asks the owner every so often how far the session is, which also keeps the session alive;
   * closes when there was no watcher since the last time.
   */
  private void check() {
    if (closed) {
      return;
    }
    if (unused && index.isEmpty()) {
      breakOff();
      return;
    }
    unused = index.isEmpty();
    timers.after(interval(), this::check);
    if (!unused) {
      long known = cursor.revision();
      follow().onComplete(now -> followed(now, known), this::refused);
    }
  }

  /** An answer may be older than what came meanwhile, but not than what was known when asking. */
  private void followed(Following now, long known) {
    if (closed || fetching) {
      return;
    }
    cursor.heardOf(now.revision());
    if (now.incarnation() != incarnation || now.revision() < known) {
      beganAnew();
    } else {
      fetchIfBehind();
    }
  }

  private void receive(FeedMessage message) {
    boolean own = message.incarnation() == incarnation;
    if (own && message instanceof FeedMessage.Ended ended) {
      end(ended.cause());
    } else if (fetching) {
      cursor.heardOf(message.revision());
    } else if (own) {
      receiveOwn(message);
    } else {
      fetch();
    }
  }

  private void receiveOwn(FeedMessage message) {
    cursor.heardOf(message.revision());
    if (message instanceof FeedMessage.Committed committed) {
      apply(committed.sets());
    }
    fetchIfBehind();
  }

  private void apply(List<ChangeSet> sets) {
    for (int i = 0; i < sets.size(); i++) {
      if (cursor.isNext(sets.get(i).revision())) {
        apply(sets.get(i));
      }
    }
    flusher.flush();
  }

  private void apply(ChangeSet set) {
    if (set.changes().size() == 1) {
      List<ChangeSet> alone = List.of(set);
      for (WatcherGroup group : index.of(set.changes().get(0).name())) {
        offer(group, set, alone);
      }
    } else {
      applyBatch(set);
    }
    cursor.advance(set.revision());
  }

  /** Watchers of the same selectors get the same part of a batch, made once. */
  private void applyBatch(ChangeSet set) {
    List<ChangeSet> whole = List.of(set);
    for (WatcherGroup group : selecting(set)) {
      ChangeSet selected = set.select(group.selectors());
      if (selected != null) {
        boolean all = selected.changes().size() == set.changes().size();
        offer(group, selected, all ? whole : List.of(selected));
      }
    }
  }

  private Set<WatcherGroup> selecting(ChangeSet set) {
    Set<WatcherGroup> groups = new LinkedHashSet<>();
    for (VariableChange change : set.changes()) {
      groups.addAll(Arrays.asList(index.of(change.name())));
    }
    return groups;
  }

  private void offer(WatcherGroup group, ChangeSet set, List<ChangeSet> alone) {
    try {
      for (Watcher watcher : group.watchers()) {
        stage.enter(watcher);
        if (watcher.offer(set, alone)) {
          flusher.add(watcher);
        }
      }
    } finally {
      stage.leave();
    }
  }

  private void fetchIfBehind() {
    fetching = false;
    if (cursor.isBehind()) {
      fetch();
    }
  }

  private void fetch() {
    fetching = true;
    bus.request(new Command.ReadFeed(session, cursor.revision() + 1, SLICE))
        .onComplete(this::fetched, this::unfetched);
  }

  private void fetched(Command.FeedSlice slice) {
    if (slice.incarnation() != incarnation) {
      beganAnew();
      return;
    }
    apply(slice.sets());
    if (slice.sets().isEmpty()) {
      cursor.upToDate();
    }
    cursor.heardOf(slice.revision());
    fetchIfBehind();
  }

  private void unfetched(Throwable failure) {
    fetching = false;
    refused(failure);
  }

  private void refused(Throwable failure) {
    Reason reason = failure instanceof LivevarsException e ? e.reason() : Reason.INTERNAL;
    if (reason == Reason.REVISION_COMPACTED) {
      LOG.warn("fell behind what is held of session '{}': its watchers end", session);
      breakOff();
      index.all().forEach(watcher -> watcher.end((LivevarsException) failure, cursor.revision()));
    } else if (reason == Reason.REVISION_IN_FUTURE) {
      beganAnew();
    } else if (reason == Reason.SESSION_NOT_FOUND) {
      end((LivevarsException) failure);
    } else if (!closed) {
      LOG.warn(
          "could not fetch the feed of session '{}', will try again: {}",
          session,
          failure.getMessage());
    }
  }

  private void beganAnew() {
    LOG.warn("session '{}' began anew: its watchers end", session);
    end(
        new LivevarsException(
            Reason.OWNER_UNAVAILABLE,
            "session '%s' began anew: there is no revision %d of it to go on from"
                .formatted(session, cursor.revision())));
  }

  /** Ends its watchers with nothing to resume from. */
  private void end(LivevarsException cause) {
    breakOff();
    index.all().forEach(watcher -> watcher.endForGood(cause));
  }

  /** Follows no more. */
  void close() {
    closed = true;
    consumer.unregister();
  }

  private void breakOff() {
    close();
    onBroken.accept(this);
  }
}
