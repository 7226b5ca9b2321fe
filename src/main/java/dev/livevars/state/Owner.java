package dev.livevars.state;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.bus.FeedMessage;
import dev.livevars.changelog.Changelog;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Command.FeedSlice;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Owns sessions: applies commands to them one after the other, makes the changes durable and
 * publishes them. Nothing is answered or seen before it is durable. Confined to the context of its
 * verticle.
 */
final class Owner {
  private final Map<String, OwnedSession> sessions = new HashMap<>();
  private final Changelog changelog;
  private final Bus bus;

  Owner(Changelog changelog, Bus bus, InstantSource clock) {
    this.changelog = changelog;
    this.bus = bus;
    sessions.put(
        Names.DEFAULT_SESSION, new OwnedSession(new SessionState(Names.DEFAULT_SESSION, clock)));
  }

  /** Executes a command; completed with its answer when all that the answer shows is durable. */
  <R> Future<R> execute(Command<R> command) {
    OwnedSession session = require(command.session());
    if (command instanceof Command.ReadFeed read) {
      @SuppressWarnings("unchecked") // the answer of a ReadFeed is a FeedSlice
      Future<R> slice = (Future<R>) readFeed(session, read);
      return slice;
    }
    Outcome<R> outcome = session.state.apply(command);
    ChangeSet set = outcome.changeSet();
    if (set != null) {
      session.durable = changelog.append(set).onSuccess(appended -> publish(session, set));
    }
    return session.durable.map(outcome.result());
  }

  /** Tells the watchers of every session how far it is. */
  void beat() {
    sessions.forEach(
        (id, session) -> bus.publish(Address.feed(id), new FeedMessage.Beat(session.published)));
  }

  private void publish(OwnedSession session, ChangeSet set) {
    session.published = set.revision();
    bus.publish(Address.feed(set.session()), new FeedMessage.Committed(set));
    for (VariableChange change : set.changes()) {
      bus.publish(Address.changed(set.session(), change.name()), change);
    }
  }

  private Future<FeedSlice> readFeed(OwnedSession session, Command.ReadFeed read) {
    long next = session.published + 1;
    if (read.fromRevision() > next) {
      return Future.failedFuture(
          new LivevarsException(
                  Reason.REVISION_IN_FUTURE,
                  "revision %d is in the future: the next one is %d"
                      .formatted(read.fromRevision(), next))
              .with("field", "start_revision"));
    }
    return changelog
        .read(read.session(), read.fromRevision(), read.limit())
        .map(sets -> new FeedSlice(sets, session.published));
  }

  private OwnedSession require(String id) {
    OwnedSession session = sessions.get(Names.requireSession(id));
    if (session == null) {
      throw new LivevarsException(
              Reason.SESSION_NOT_FOUND, "session '%s' does not exist".formatted(id))
          .with("session", id);
    }
    return session;
  }

  /** A session, the future of its last append and the last revision that was published. */
  private static final class OwnedSession {
    final SessionState state;
    Future<Void> durable = Future.succeededFuture();
    long published;

    OwnedSession(SessionState state) {
      this.state = state;
    }
  }
}
