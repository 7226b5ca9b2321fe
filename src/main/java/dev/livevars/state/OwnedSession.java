package dev.livevars.state;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.SessionHead;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A session with its owner: applies commands one after the other, makes the changes durable and
 * publishes them. Nothing is answered or seen before it is durable. When the changelog fails, what
 * was under way is refused, reading goes on, and the next change begins by reading what became
 * durable after all. Confined to the context of its verticle.
 */
final class OwnedSession {
  private static final int SLICE = 1_024;
  private static final Future<Void> DONE = Future.succeededFuture();

  private final SessionHead head;
  private final long incarnation;
  private final SessionState state;
  private final Changelog changelog;
  private final Bus bus;
  private final Outbox outbox;
  private final History history;
  private Future<Void> durable = DONE;

  /** Counts the failures of the changelog: what was under way at one of them is void. */
  private long failures;

  private boolean uncertain;
  private @Nullable Future<Void> catchUp;
  private @Nullable Future<Void> leaving;
  private @Nullable Instant expiresAt;

  /**
   * A session as it is stored.
   *
   * @param nextTurn runs things behind what the event loop has to do already
   */
  OwnedSession(
      StoredSession stored, Changelog changelog, Bus bus, Executor nextTurn, InstantSource clock) {
    this.head = stored.head();
    this.incarnation = stored.incarnation();
    this.expiresAt = head.expiresAt();
    this.changelog = changelog;
    this.bus = bus;
    this.state = new SessionState(head.id(), clock);
    this.outbox = new Outbox(head.id(), incarnation, bus, nextTurn);
    this.history = new History(head.id(), state, changelog);
    state.recover(stored.revision(), stored.latest());
  }

  String id() {
    return head.id();
  }

  /** When it ends unless it is used before; null is never. */
  @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /** Whether its time is over; then it is never used again. */
  boolean expired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }

  /** Prolongs its life; tells whether it has an end at all. */
  boolean use(Instant now) {
    if (head.ttl() != null) {
      expiresAt = now.plus(head.ttl());
    }
    return head.ttl() != null;
  }

  /** Moves its end, if it has one. */
  void shift(Duration by) {
    if (expiresAt != null) {
      expiresAt = expiresAt.plus(by);
    }
  }

  /** The session as it is now; who watches it is not known here. */
  Session info() {
    outbox.flush();
    return new Session(
        head.id(),
        head.ttl(),
        head.metadata(),
        state.revision(),
        state.size(),
        0,
        head.createdAt(),
        expiresAt);
  }

  /**
   * Executes a command; completed with its answer when all that the answer shows is durable and
   * published: nobody hears of a revision that is not on its way to the watchers.
   */
  @SuppressWarnings("unchecked") // each command names the class of its answer
  <R> Future<R> execute(Command<R> command) {
    if (command instanceof Command.Rollback rollback) {
      return (Future<R>)
          history.rollback(rollback).compose(this::execute).map(Command.SetResult::variable);
    } else if (command.changesNothing()) {
      outbox.flush();
      return read(command);
    }
    return uncertain ? certain().compose(again -> execute(command)) : apply(command);
  }

  @SuppressWarnings("unchecked") // each command names the class of its answer
  private <R> Future<R> read(Command<R> command) {
    if (command instanceof Command.ReadFeed read) {
      return (Future<R>) readFeed(read);
    } else if (command instanceof Command.Follow) {
      Command.Following now = new Command.Following(state.revision(), incarnation, head.ttl());
      return (Future<R>) Future.succeededFuture(now);
    } else if (command instanceof Command.GetHistory get) {
      return (Future<R>) history.get(get);
    }
    return Future.succeededFuture(state.apply(command).result());
  }

  /** Tells its watchers how far it is. */
  void beat() {
    outbox.publish(new FeedMessage.Beat(incarnation, state.revision()));
  }

  /** Tells its watchers that it is gone. */
  void end(LivevarsException cause) {
    outbox.publish(new FeedMessage.Ended(incarnation, state.revision(), cause));
  }

  /** Removes it from the changelog; completed when it is gone, failed when it may stay. */
  Future<Void> leave() {
    if (leaving == null) {
      Future<Void> removal = changelog.delete(id()).recover(OwnedSession::unlessGone);
      leaving = removal;
      removal.onFailure(stays -> leaving = null);
      return removal;
    }
    return leaving;
  }

  /** Completed with whether the changelog has it still. */
  Future<Boolean> isStored() {
    return changelog
        .read(id(), state.revision() + 1, 1)
        .map(sets -> true)
        .recover(failure -> unlessGone(failure).map(gone -> false));
  }

  /** What is not there any more was deleted by a call whose answer was lost. */
  private static Future<Void> unlessGone(Throwable failure) {
    return failure instanceof LivevarsException e && e.reason() == Reason.SESSION_NOT_FOUND
        ? DONE
        : Future.failedFuture(failure);
  }

  /** The removal under way; null when there is none. */
  @Nullable Future<Void> leaving() {
    return leaving;
  }

  private <R> Future<R> apply(Command<R> command) {
    Outcome<R> outcome = state.apply(command);
    ChangeSet set = outcome.changeSet();
    if (set != null) {
      durable = append(set);
    }
    return durable.map(outcome.result());
  }

  private Future<Void> append(ChangeSet set) {
    long before = failures;
    return changelog
        .append(set)
        .transform(
            done -> done.succeeded() ? appended(set, before) : notAppended(done.cause(), before));
  }

  private Future<Void> appended(ChangeSet set, long before) {
    if (before != failures) {
      return certain();
    }
    state.commit(set);
    return publish(set);
  }

  private Future<Void> notAppended(Throwable failure, long before) {
    if (before == failures) {
      failures++;
      uncertain = true;
      state.abandon();
    }
    return Future.failedFuture(unavailable(failure));
  }

  /** Completed when what became durable in spite of a failure is known here. */
  private Future<Void> certain() {
    if (catchUp == null) {
      Future<Void> reading = catchUp();
      catchUp = reading;
      reading.onComplete(done -> catchUp = null);
      return reading;
    }
    return catchUp;
  }

  private Future<Void> catchUp() {
    return changelog
        .read(id(), state.revision() + 1, SLICE)
        .compose(
            sets -> {
              sets.forEach(this::adopt);
              outbox.flush();
              if (!sets.isEmpty()) {
                return catchUp();
              }
              uncertain = false;
              durable = DONE;
              return DONE;
            });
  }

  private void adopt(ChangeSet set) {
    state.recover(set.revision(), set.changes());
    publish(set);
  }

  private Future<Void> publish(ChangeSet set) {
    Future<Void> published = outbox.committed(set);
    for (VariableChange change : set.changes()) {
      bus.publish(Address.changed(id(), change.name()), change);
    }
    return published;
  }

  /** Not what became durable a moment ago and is not published yet. */
  private Future<Command.FeedSlice> readFeed(Command.ReadFeed read) {
    long next = state.revision() + 1;
    if (read.fromRevision() > next) {
      throw new LivevarsException(
              Reason.REVISION_IN_FUTURE,
              "revision %d is in the future: the next one is %d"
                  .formatted(read.fromRevision(), next))
          .with("field", "start_revision");
    }
    return changelog
        .read(id(), read.fromRevision(), read.limit())
        .map(
            sets -> {
              outbox.flush();
              return new Command.FeedSlice(
                  sets.stream().filter(set -> set.revision() <= state.revision()).toList(),
                  state.revision(),
                  incarnation);
            });
  }

  private static LivevarsException unavailable(Throwable failure) {
    return failure instanceof LivevarsException known && known.reason() != Reason.REVISION_EXISTS
        ? known
        : new LivevarsException(
            Reason.STORE_UNAVAILABLE, "the change may not have been made: " + failure.getMessage());
  }
}
