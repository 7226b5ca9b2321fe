package dev.livevars.model;

import java.time.Instant;
import java.util.List;

/**
 * A watcher and how it fares.
 *
 * @param id its id
 * @param session the session it watches
 * @param label what it calls itself; may be empty
 * @param selectors what it selects; empty is everything
 * @param kind where it lives
 * @param node the node that serves it
 * @param peer the client's address; empty for a local one
 * @param since when it was registered
 * @param delivered how many changes were handed to it
 * @param conflated how many changes were merged into others or vanished so
 * @param filtered how many changes its filter held back
 * @param filterFailures how often its filter's expression failed on a change, which then passed
 * @param pending how many changes wait for it
 * @param lagRevisions how many revisions it is behind
 * @param lagMillis how long the oldest waiting change has waited, in milliseconds
 */
public record WatcherInfo(
    String id,
    String session,
    String label,
    List<String> selectors,
    Kind kind,
    String node,
    String peer,
    Instant since,
    long delivered,
    long conflated,
    long filtered,
    long filterFailures,
    long pending,
    long lagRevisions,
    long lagMillis) {

  /** Where a watcher lives. */
  public enum Kind {
    LOCAL,
    GRPC
  }
}
