package dev.livevars.observer;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.bus.FeedMessage;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import dev.livevars.watch.FeedCursor;
import dev.livevars.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the feed of one session on one event loop and calls the watchers that live there. It
 * trusts the bus with nothing: a gap in the revisions, or a beat that tells of more than was seen,
 * makes it fetch from the owner; a doubled message is dropped.
 */
final class Hub {
  /** How many change sets are fetched at once. */
  static final int SLICE = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  private final String session;
  private final Bus bus;
  private final Flusher flusher;
  private final Consumer<Hub> onBroken;
  private final WatcherIndex index = new WatcherIndex();
  private final FeedCursor cursor = new FeedCursor(0);
  private final MessageConsumer<FeedMessage> consumer;
  private final Future<Void> started;
  private boolean fetching = true;
  private boolean heard;
  private boolean unused;
  private boolean closed;

  /**
   * Begins to follow; must be called on the event loop that it is for.
   *
   * @param onBroken told when it cannot follow any more, after its watchers have ended
   */
  Hub(String session, Bus bus, Flusher flusher, Consumer<Hub> onBroken) {
    this.session = session;
    this.bus = bus;
    this.flusher = flusher;
    this.onBroken = onBroken;
    this.consumer = bus.consumer(Address.feed(session), this::receive);
    this.started =
        consumer
            .completion()
            .compose(registered -> bus.request(new Command.BatchGet(session, List.of())))
            .map(
                now -> {
                  cursor.advance(now.revision());
                  fetchIfBehind();
                  return null;
                });
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

  void remove(Watcher watcher) {
    index.remove(watcher);
  }

  /**
   * Called every so often: asks the owner when it was not heard of since the last time, and closes
   * when there was no watcher since then.
   *
   * @return whether it is closed now
   */
  boolean checkAndCloseIfUnused() {
    if (unused && index.isEmpty()) {
      close();
      return true;
    }
    unused = index.isEmpty();
    if (!heard && !fetching) {
      fetch();
    }
    heard = false;
    return false;
  }

  private void receive(FeedMessage message) {
    heard = true;
    cursor.heardOf(message.revision());
    if (fetching) {
      return;
    }
    if (message instanceof FeedMessage.Committed committed && cursor.isNext(committed.revision())) {
      apply(committed.set());
      flusher.flush();
    } else if (message.revision() < cursor.revision()) {
      fetch();
    } else {
      fetchIfBehind();
    }
  }

  private void apply(ChangeSet set) {
    if (set.changes().size() == 1) {
      List<ChangeSet> alone = List.of(set);
      for (WatcherGroup group : index.of(set.changes().get(0).name())) {
        for (Watcher watcher : group.watchers()) {
          offer(watcher, set, alone);
        }
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
        List<ChangeSet> alone = all ? whole : List.of(selected);
        for (Watcher watcher : group.watchers()) {
          offer(watcher, selected, alone);
        }
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

  private void offer(Watcher watcher, ChangeSet set, List<ChangeSet> alone) {
    if (watcher.offer(set, alone)) {
      flusher.add(watcher);
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
    slice.sets().forEach(this::apply);
    cursor.heardOf(slice.revision());
    flusher.flush();
    fetchIfBehind();
  }

  private void unfetched(Throwable failure) {
    fetching = false;
    if (failure instanceof LivevarsException e && e.reason() == Reason.REVISION_COMPACTED) {
      LOG.warn("fell behind what is held of session '{}': its watchers end", session);
      index.all().forEach(watcher -> watcher.end(e, cursor.revision()));
      breakOff();
    } else if (failure instanceof LivevarsException e && e.reason() == Reason.REVISION_IN_FUTURE) {
      LOG.warn("the owner of session '{}' began anew: its watchers end", session);
      LivevarsException anew =
          new LivevarsException(
              Reason.OWNER_UNAVAILABLE,
              "session '%s' began anew: its owner knows no revision %d"
                  .formatted(session, cursor.revision()));
      index.all().forEach(watcher -> watcher.endForGood(anew));
      breakOff();
    } else if (!closed) {
      LOG.warn(
          "could not fetch the feed of session '{}', will try again: {}",
          session,
          failure.getMessage());
    }
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
