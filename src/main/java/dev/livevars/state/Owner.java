package dev.livevars.state;

import dev.livevars.bus.Bus;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.SessionHead;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Owns the sessions of some shards: finds them, makes them and ends them when they are deleted or
 * their time is over. What is asked of other shards it refuses with OWNER_UNAVAILABLE, and does not
 * do. Confined to the context of its verticle.
 */
final class Owner {
  /** How often sessions whose time is over are looked for. */
  static final Duration TICK = Duration.ofMillis(250);

  /** After how long without a look at the clock the owner is taken to have stood still. */
  private static final Duration PAUSE = TICK.multipliedBy(2);

  /** For how long a session's watchers hear its beat without asking for it again. */
  private static final Duration FOLLOWED = Duration.ofSeconds(30);

  private static final NavigableMap<String, OwnedSession> NONE =
      Collections.unmodifiableNavigableMap(new TreeMap<>());

  /** The sessions of each shard that it owns. */
  private final Map<Integer, NavigableMap<String, OwnedSession>> shards = new HashMap<>();

  private final Map<String, Future<Session>> creating = new HashMap<>();
  private final Map<OwnedSession, Instant> followed = new HashMap<>();

  /** Those that were deleted, or not: the answer of the changelog was lost. */
  private final Set<OwnedSession> doubtful = new HashSet<>();

  private final Lifetimes lifetimes;
  private final Changelog changelog;
  private final Bus bus;
  private final Executor nextTurn;
  private final InstantSource clock;
  private final BooleanSupplier entitled;

  /** When the owner last looked at the clock. */
  private Instant looked;

  /**
   * An owner of no shards.
   *
   * @param nextTurn runs things behind what the event loop has to do already
   * @param entitled whether nobody else can own now what it owns
   */
  Owner(
      Changelog changelog,
      Bus bus,
      Executor nextTurn,
      InstantSource clock,
      BooleanSupplier entitled) {
    this.nextTurn = nextTurn;
    this.entitled = entitled;
    this.lifetimes = new Lifetimes(changelog);
    this.changelog = changelog;
    this.bus = bus;
    this.clock = clock;
    this.looked = clock.instant();
  }

  /**
   * Takes up shards with the sessions that the changelog holds; completed when commands can be
   * executed.
   *
   * @param anew whether lives begin anew, since nobody could prolong them without an owner
   */
  Future<?> gain(Set<Integer> gained, List<StoredSession> sessions, boolean anew) {
    Instant now = now();
    gained.forEach(shard -> shards.put(shard, new TreeMap<>()));
    for (StoredSession stored : sessions) {
      OwnedSession session = own(stored);
      if (anew) {
        lifetimes.use(session, now);
      }
    }
    tick();
    return !gained.contains(Shards.of(Names.DEFAULT_SESSION)) || find(Names.DEFAULT_SESSION) != null
        ? Future.succeededFuture()
        : create(new Command.CreateSession(Names.DEFAULT_SESSION, null, Map.of()));
  }

  /**
   * Gives up shards: from here on nothing is asked of them. What is under way ends as the changelog
   * says.
   *
   * @return completed when all that was to be written is on its way
   */
  Future<Void> lose(Set<Integer> lost) {
    Future<Void> saved = stop();
    for (int shard : lost) {
      NavigableMap<String, OwnedSession> sessions = shards.remove(shard);
      if (sessions != null) {
        List.copyOf(sessions.values()).forEach(this::disown);
      }
    }
    return saved;
  }

  /** Makes durable what was not worth a commit of its own. */
  Future<Void> stop() {
    return lifetimes.save();
  }

  /** Executes a command; completed with its answer when all that the answer shows is durable. */
  @SuppressWarnings("unchecked") // each command names the class of its answer
  <R> Future<R> execute(Command<R> command) {
    requireOwned(command);
    if (command instanceof Command.ListSessions list) {
      return (Future<R>) Future.succeededFuture(list(list));
    } else if (command instanceof Command.CreateSession create) {
      return (Future<R>) create(create);
    } else if (command instanceof Command.OfSession<R> inSession) {
      return executeIn(require(inSession.session()), inSession);
    }
    throw new IllegalArgumentException(command.toString());
  }

  /** Whether nobody else can own now what it owns. */
  boolean isEntitled() {
    return entitled.getAsBoolean();
  }

  private void requireOwned(Command<?> command) {
    int shard =
        command instanceof Command.OfSession<?> of
            ? Shards.of(of.session())
            : command instanceof Command.ListSessions list ? list.shard() : -1;
    if (!shards.containsKey(shard) || !entitled.getAsBoolean()) {
      throw new LivevarsException(
              Reason.OWNER_UNAVAILABLE,
              "the owner of shard %d is moving to another node".formatted(shard))
          .with("shard", Integer.toString(shard));
    }
  }

  /** Tells the watchers of the sessions that are followed how far these are. */
  void beat() {
    if (!entitled.getAsBoolean()) {
      return;
    }
    Instant now = clock.instant();
    followed.values().removeIf(until -> until.isBefore(now));
    followed.keySet().forEach(OwnedSession::beat);
  }

  /** Ends the sessions whose time is over and makes the others' new ends durable. */
  void tick() {
    if (!entitled.getAsBoolean()) {
      return;
    }
    lifetimes.expired(now()).forEach(this::expire);
    lifetimes.save();
    List<OwnedSession> asked = List.copyOf(doubtful);
    doubtful.clear();
    asked.forEach(this::resolve);
  }

  private void resolve(OwnedSession session) {
    session
        .isStored()
        .onSuccess(
            stored -> {
              if (!stored) {
                deleted(session);
              }
            })
        .onFailure(unknown -> doubtful.add(session));
  }

  @SuppressWarnings("unchecked") // each command names the class of its answer
  private <R> Future<R> executeIn(OwnedSession session, Command.OfSession<R> command) {
    Future<Void> leaving = session.leaving();
    if (leaving != null) {
      return leaving.transform(done -> execute(command));
    } else if (command instanceof Command.GetSession) {
      return (Future<R>) Future.succeededFuture(session.info());
    } else if (command instanceof Command.DeleteSession) {
      return (Future<R>) delete(session);
    } else if (command instanceof Command.ReadFeed) {
      return session.execute(command);
    }
    if (session.expiresAt() != null) {
      lifetimes.use(session, now());
    }
    if (command instanceof Command.KeepAlive) {
      return (Future<R>) lifetimes.save().map(saved -> session.info());
    } else if (command instanceof Command.Follow) {
      followed.put(session, clock.instant().plus(FOLLOWED));
    }
    return session.execute(command);
  }

  private List<Session> list(Command.ListSessions command) {
    Instant now = now();
    Stream<OwnedSession> sessions =
        sessionsOf(command.shard()).tailMap(command.after(), false).values().stream();
    return sessions
        .filter(session -> !session.expired(now))
        .limit(command.limit())
        .map(OwnedSession::info)
        .toList();
  }

  /** One at a time for each id, so that who is second learns what became of the first. */
  private Future<Session> create(Command.CreateSession command) {
    OwnedSession present = find(command.session());
    Future<Session> other = creating.get(command.session());
    if (other != null) {
      return other.transform(done -> execute(command));
    } else if (present != null && present.leaving() != null) {
      return present.leaving().transform(done -> execute(command));
    } else if (present != null && present.expired(now())) {
      return expire(present).compose(gone -> execute(command));
    } else if (present != null) {
      return Future.failedFuture(Session.exists(command.session()));
    }
    return createNew(command);
  }

  private Future<Session> createNew(Command.CreateSession command) {
    Instant now = now();
    Duration ttl = command.ttl();
    SessionHead head =
        new SessionHead(
            command.session(), ttl, command.metadata(), now, ttl == null ? null : now.plus(ttl));
    Future<Session> created =
        changelog
            .create(head)
            .map(incarnation -> own(new StoredSession(head, incarnation, 0, List.of())).info())
            .recover(failure -> takeUp(command.session(), failure));
    creating.put(command.session(), created);
    created.onComplete(done -> creating.remove(command.session()));
    return created;
  }

  /** One that exists unknown to its owner was made by a call whose answer was lost. */
  private Future<Session> takeUp(String id, Throwable failure) {
    if (failure instanceof LivevarsException e && e.reason() == Reason.SESSION_EXISTS) {
      return changelog
          .load(id)
          .compose(
              stored -> {
                own(stored);
                return Future.failedFuture(failure);
              });
    }
    return Future.failedFuture(failure);
  }

  private OwnedSession own(StoredSession stored) {
    OwnedSession session = new OwnedSession(stored, changelog, bus, nextTurn, clock);
    NavigableMap<String, OwnedSession> sessions = shards.get(Shards.of(session.id()));
    if (sessions != null) {
      sessions.put(session.id(), session);
      lifetimes.add(session);
    }
    return session;
  }

  private Future<Boolean> delete(OwnedSession session) {
    String id = session.id();
    if (id.equals(Names.DEFAULT_SESSION)) {
      throw new LivevarsException(
              Reason.INVALID_REQUEST, "session 'default' cannot be deleted: it always exists")
          .with("field", "id");
    }
    return session
        .leave()
        .map(
            gone -> {
              deleted(session);
              return true;
            })
        .onFailure(unknown -> doubtful.add(session));
  }

  private void deleted(OwnedSession session) {
    String id = session.id();
    disown(session);
    session.end(
        new LivevarsException(Reason.SESSION_DELETED, "session '%s' was deleted".formatted(id))
            .with("session", id));
  }

  /** It is gone for everybody at once; should the changelog fail now, the next tick tries again. */
  private Future<Void> expire(OwnedSession session) {
    String id = session.id();
    LivevarsException cause =
        new LivevarsException(
            Reason.SESSION_EXPIRED,
            "session '%s' was not used within its time to live".formatted(id));
    session.end(cause.with("session", id));
    return session.leave().onSuccess(gone -> disown(session));
  }

  private void disown(OwnedSession session) {
    NavigableMap<String, OwnedSession> sessions = shards.get(Shards.of(session.id()));
    if (sessions != null) {
      sessions.remove(session.id(), session);
    }
    followed.remove(session);
    doubtful.remove(session);
    lifetimes.forget(session);
  }

  private OwnedSession require(String id) {
    OwnedSession session = find(id);
    if (session == null || isOver(session)) {
      throw Session.notFound(Names.requireSession(id));
    }
    return session;
  }

  /** Most sessions have no end: for these the clock is not read. */
  private boolean isOver(OwnedSession session) {
    return session.expiresAt() != null && session.expired(now());
  }

  /**
   * The time. What went by while the owner stood still, or owned nothing, counts for no session:
   * nobody could have prolonged it meanwhile.
   */
  private Instant now() {
    Instant now = clock.instant();
    Duration since = Duration.between(looked, now);
    if (since.compareTo(PAUSE) > 0) {
      lifetimes.shift(looked, since.minus(TICK));
    }
    looked = now;
    return now;
  }

  private @Nullable OwnedSession find(String id) {
    return sessionsOf(Shards.of(id)).get(id);
  }

  private NavigableMap<String, OwnedSession> sessionsOf(int shard) {
    return shards.getOrDefault(shard, NONE);
  }
}
