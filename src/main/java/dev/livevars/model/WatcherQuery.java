package dev.livevars.model;

import java.util.List;
import java.util.Map;

/**
 * What is asked of the observer of each node; it answers for the watchers of its own.
 *
 * @param <R> the answer
 */
public sealed interface WatcherQuery<R> {

  /** Reads who watches a session. */
  record ListWatchers(String session) implements WatcherQuery<List<WatcherInfo>> {}

  /** Counts who watches, by session; one without a watcher is not among them. */
  record CountWatchers(List<String> sessions) implements WatcherQuery<Map<String, Integer>> {}

  /** Ends a watch; tells whether there was one. */
  record StopWatcher(String session, String id) implements WatcherQuery<Boolean> {}
}
