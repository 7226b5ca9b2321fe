package dev.livevars.state;

import dev.livevars.changelog.Changelog;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which sessions are to end, and makes durable when: a use moves the end, and every so often
 * the changelog is told. Confined to one thread.
 */
final class Lifetimes {
  private static final Logger LOG = LoggerFactory.getLogger(Lifetimes.class);

  /** Each session that has an end stands here once, at its end or before it. */
  private final NavigableSet<Due> order =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(due -> due.session().id()));

  private final Map<OwnedSession, Due> places = new HashMap<>();
  private final Set<OwnedSession> used = new HashSet<>();
  private final Changelog changelog;

  Lifetimes(Changelog changelog) {
    this.changelog = changelog;
  }

  /** Begins to look after a session. */
  void add(OwnedSession session) {
    Instant end = session.expiresAt();
    if (end != null) {
      Due due = new Due(end, session);
      order.add(due);
      places.put(session, due);
    }
  }

  /** A session is used now; its new end becomes durable with the next {@link #save}. */
  void use(OwnedSession session, Instant now) {
    if (session.use(now)) {
      used.add(session);
    }
  }

  /** Moves the ends of all sessions that were alive at a time. */
  void shift(Instant alive, Duration by) {
    List<OwnedSession> sessions = List.copyOf(places.keySet());
    order.clear();
    places.clear();
    for (OwnedSession session : sessions) {
      if (!session.expired(alive)) {
        session.shift(by);
      }
      add(session);
    }
  }

  /** Forgets a session that is gone. */
  void forget(OwnedSession session) {
    used.remove(session);
    Due due = places.remove(session);
    if (due != null) {
      order.remove(due);
    }
  }

  /** The sessions whose time is over. */
  List<OwnedSession> expired(Instant now) {
    List<OwnedSession> expired = new ArrayList<>();
    for (Due due = firstUntil(now); due != null; due = firstUntil(now)) {
      order.remove(due);
      places.remove(due.session());
      if (due.session().expired(now)) {
        expired.add(due.session());
      } else {
        add(due.session());
      }
    }
    expired.forEach(this::add);
    return expired;
  }

  private @Nullable Due firstUntil(Instant now) {
    Due first = order.isEmpty() ? null : order.first();
    return first == null || first.at().isAfter(now) ? null : first;
  }

  /** Makes durable when the sessions used since the last time end. */
  Future<Void> save() {
    if (used.isEmpty()) {
      return Future.succeededFuture();
    }
    List<OwnedSession> unsaved = List.copyOf(used);
    used.clear();
    Map<String, Instant> ends = new HashMap<>();
    for (OwnedSession session : unsaved) {
      Instant end = session.expiresAt();
      if (end != null) {
        ends.put(session.id(), end);
      }
    }
    return changelog.renew(ends).onFailure(failure -> saveLater(unsaved, failure));
  }

  private void saveLater(List<OwnedSession> unsaved, Throwable failure) {
    LOG.debug("the ends of {} sessions are not durable yet", unsaved.size(), failure);
    unsaved.stream().filter(places::containsKey).forEach(used::add);
  }

  private record Due(Instant at, OwnedSession session) {}
}
