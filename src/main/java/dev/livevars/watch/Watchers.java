package dev.livevars.watch;

import dev.livevars.bus.Bus;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherQuery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The watchers of all nodes: each node is asked for its own, so that those of a lost node are gone
 * with it. Safe for any thread.
 */
public final class Watchers {
  /** A count is of the moment: it is not worth waiting for a node that is gone. */
  private static final Duration COUNTED_WITHIN = Duration.ofMillis(500);

  /**
   * A node that does not answer for so long is taken for lost, so that its watchers are gone from
   * the list within a second.
   */
  private static final Duration LISTED_WITHIN = Duration.ofMillis(800);

  private final Bus bus;

  /** Those that can be asked for over a bus. */
  public Watchers(Bus bus) {
    this.bus = bus;
  }

  /**
   * Who watches a session, oldest first: SESSION_NOT_FOUND if there is no such session. Those of
   * nodes that do not answer are left out, and whether the session exists is not known while its
   * owner does not.
   */
  public Future<List<WatcherInfo>> list(String session) {
    Future<?> known =
        bus.request(new Command.GetSession(session), LISTED_WITHIN)
            .recover(
                failure ->
                    isUnanswered(failure)
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    return bus.askObservers(new WatcherQuery.ListWatchers(session), LISTED_WITHIN)
        .compose(answers -> known.map(asked -> sorted(answers)));
  }

  private static List<WatcherInfo> sorted(Map<String, Future<List<WatcherInfo>>> answers) {
    return answers.values().stream()
        .filter(Future::succeeded)
        .flatMap(answer -> answer.result().stream())
        .sorted(Comparator.comparing(WatcherInfo::since).thenComparing(WatcherInfo::id))
        .toList();
  }

  private static boolean isUnanswered(Throwable failure) {
    return failure instanceof LivevarsException refused
        && refused.reason() == Reason.OWNER_UNAVAILABLE;
  }

  /**
   * Ends a watch, whatever node it is on: WATCHER_NOT_FOUND if the session has none of that id,
   * OWNER_UNAVAILABLE if it may be on a node that does not answer.
   */
  public Future<Void> stop(String session, String id) {
    return known(session)
        .compose(known -> bus.askObservers(new WatcherQuery.StopWatcher(session, id)))
        .map(
            answers -> {
              if (!isStopped(answers)) {
                requireAll(answers);
                throw new LivevarsException(
                        Reason.WATCHER_NOT_FOUND,
                        "session '%s' has no watcher '%s'".formatted(session, id))
                    .with("watcher_id", id);
              }
              return null;
            });
  }

  /** The session with the number of its watchers. */
  public Future<Session> counted(Session session) {
    return counted(List.of(session)).map(counted -> counted.get(0));
  }

  /**
   * The sessions with the numbers of their watchers; those of nodes that do not answer are left
   * out.
   */
  public Future<List<Session>> counted(List<Session> sessions) {
    if (sessions.isEmpty()) {
      return Future.succeededFuture(sessions);
    }
    List<String> ids = sessions.stream().map(Session::id).toList();
    return bus.askObservers(new WatcherQuery.CountWatchers(ids), COUNTED_WITHIN)
        .map(
            answers -> {
              Map<String, Integer> counts = new HashMap<>();
              answers.values().stream()
                  .filter(Future::succeeded)
                  .forEach(
                      answer ->
                          answer
                              .result()
                              .forEach((id, count) -> counts.merge(id, count, Integer::sum)));
              return sessions.stream()
                  .map(session -> session.withWatchers(counts.getOrDefault(session.id(), 0)))
                  .toList();
            });
  }

  private Future<Session> known(String session) {
    return bus.request(new Command.GetSession(session));
  }

  private static boolean isStopped(Map<String, Future<Boolean>> answers) {
    return answers.values().stream().anyMatch(answer -> answer.succeeded() && answer.result());
  }

  private static <R> void requireAll(Map<String, Future<R>> answers) {
    answers.forEach(
        (member, answer) -> {
          if (answer.failed() && !Bus.isNobody(answer.cause())) {
            throw new LivevarsException(
                Reason.OWNER_UNAVAILABLE,
                "a node does not answer for its watchers: this one may be there");
          }
        });
  }
}
