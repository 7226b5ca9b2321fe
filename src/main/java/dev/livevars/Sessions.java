package dev.livevars;

import static dev.livevars.Guard.guarded;

import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Session;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a node: each has variables, revisions and watches of its own. The session {@code
 * default} always exists. Safe for any thread; holds nothing to close; futures complete on the
 * caller's context and fail with {@link LivevarsException}, of which INVALID_SESSION is an id that
 * cannot be one.
 */
public final class Sessions {
  private static final int PAGE = 1_000;

  private final StateProvider provider;

  Sessions(StateProvider provider) {
    this.provider = provider;
  }

  /** Makes a session that lives for ever, of a new random id. */
  public Future<Session> create() {
    return create(newId());
  }

  /** An id that no session has. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** Makes a session that lives for ever; see {@link #create(String, Duration, Map)}. */
  public Future<Session> create(String id) {
    return create(id, null, Map.of());
  }

  /** Makes a session without metadata; see {@link #create(String, Duration, Map)}. */
  public Future<Session> create(String id, @Nullable Duration ttl) {
    return create(id, ttl, Map.of());
  }

  /**
   * Makes a session; {@link Variables#inSession} gives its variables.
   *
   * @param ttl how long it lives after the last call on its variables, the last {@link #keepAlive}
   *     or the last open watch, from 100 ms to 365 days, else INVALID_REQUEST; null is for ever.
   *     When it is over, the session's watches end with SESSION_EXPIRED and its variables are gone
   * @param metadata for programs, at most 65,536 characters in all; may be empty
   * @return completed with the session; fails with SESSION_EXISTS when there is one of that id
   */
  public Future<Session> create(String id, @Nullable Duration ttl, Map<String, String> metadata) {
    return checked(() -> new Command.CreateSession(id, ttl, metadata));
  }

  /** Reads a session, which does not prolong its life; SESSION_NOT_FOUND when there is none. */
  public Future<Session> get(String id) {
    return checked(() -> new Command.GetSession(Names.requireSession(id)));
  }

  /**
   * Reads all sessions in the order of their ids, which does not prolong their lives. Those that
   * come and go meanwhile may be among them or not.
   */
  public Future<List<Session>> list() {
    return guarded(() -> listAfter("", new ArrayList<>()));
  }

  /**
   * Prolongs the life of a session by its time to live; one that lives for ever stays as it is.
   *
   * @return completed with the session and when it expires now; fails with SESSION_NOT_FOUND
   */
  public Future<Session> keepAlive(String id) {
    return checked(() -> new Command.KeepAlive(Names.requireSession(id)));
  }

  /**
   * Deletes a session and its variables; its watches end with SESSION_DELETED.
   *
   * @return completed when it is gone; fails with SESSION_NOT_FOUND, or with INVALID_REQUEST for
   *     {@code default}, which stays
   */
  public Future<Void> delete(String id) {
    return checked(() -> new Command.DeleteSession(Names.requireSession(id))).mapEmpty();
  }

  private Future<List<Session>> listAfter(String after, List<Session> found) {
    return provider
        .listSessions(after, PAGE)
        .compose(
            page -> {
              found.addAll(page);
              return page.size() == PAGE
                  ? listAfter(page.get(PAGE - 1).id(), found)
                  : Future.succeededFuture(List.copyOf(found));
            });
  }

  private <R> Future<R> checked(Supplier<Command.OfSession<R>> command) {
    return guarded(() -> provider.call(command.get()));
  }
}
