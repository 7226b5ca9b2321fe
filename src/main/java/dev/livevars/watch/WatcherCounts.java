package dev.livevars.watch;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.Session;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * Says of sessions how many watchers they have on this node, which their owners do not know. Safe
 * for any thread.
 */
public final class WatcherCounts {
  private final Bus bus;

  /** The counts of this node's observer. */
  public WatcherCounts(Bus bus) {
    this.bus = bus;
  }

  /** The session with its count. */
  public Future<Session> of(Session session) {
    return of(List.of(session)).map(counted -> counted.get(0));
  }

  /** The sessions with their counts. A node whose observer has stopped has no watchers. */
  public Future<List<Session>> of(List<Session> sessions) {
    List<String> ids = sessions.stream().map(Session::id).toList();
    Future<Map<String, Integer>> counts =
        bus.requestLocal(Address.observer(), new ObserverRequest.CountWatchers(ids));
    return counts
        .otherwise(Map.of())
        .map(
            byId ->
                sessions.stream()
                    .map(session -> session.withWatchers(byId.getOrDefault(session.id(), 0)))
                    .toList());
  }
}
