package dev.livevars.watch;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a watcher: change sets as they came, and before them what older ones were merged
 * to, a change a variable. The merged ones stand together, since a batch among them must not be
 * torn. Confined to one thread.
 */
final class Backlog {
  private final Deque<ChangeSet> queue = new ArrayDeque<>(0);

  /** Made when something is merged, which in most watchers nothing ever is. */
  private Map<String, VariableChange> merged = Map.of();

  private int queued;
  private long mergedAfter;
  private long mergedTo;
  private Instant mergedSince = Instant.EPOCH;
  private @Nullable ChangeSet only;

  boolean isEmpty() {
    return queue.isEmpty() && merged.isEmpty();
  }

  /** How many changes wait; those that were merged are one a variable. */
  int size() {
    return queued + merged.size();
  }

  /** Whether a single change set waits, with which nothing was merged. */
  boolean isOneSet() {
    return merged.isEmpty() ? queue.size() == 1 : only != null && queue.isEmpty();
  }

  /** The change of a variable that others were merged to; null when there is none. */
  @Nullable VariableChange merged(String name) {
    return merged.get(name);
  }

  /** Lets a change set wait as it is. */
  void add(ChangeSet set) {
    queue.add(set);
    queued += set.changes().size();
  }

  /**
   * Merges a change set into what was merged; none that is older may wait otherwise.
   *
   * @return how many changes are no longer there because of that
   */
  int merge(ChangeSet set) {
    int before = merged.size() + set.changes().size();
    if (merged.isEmpty()) {
      merged = new LinkedHashMap<>();
      mergedAfter = set.revision() - 1;
      mergedSince = set.changes().get(0).timestamp();
      only = set;
    } else {
      only = null;
    }
    mergedTo = set.revision();
    set.changes().forEach(this::merge);
    return before - merged.size();
  }

  /**
   * Merges the oldest that wait until no more changes wait than may, or all are merged. No more
   * than it must: to merge all at once would hold up the watchers beside this one.
   *
   * @return how many changes are no longer there because of that
   */
  int mergeTo(int most) {
    int gone = 0;
    while (size() > most && !queue.isEmpty()) {
      ChangeSet oldest = queue.remove();
      queued -= oldest.changes().size();
      gone += merge(oldest);
    }
    return gone;
  }

  /** Takes the first that waits. */
  ChangeSet take() {
    if (merged.isEmpty()) {
      ChangeSet set = queue.remove();
      queued -= set.changes().size();
      return set;
    }
    List<VariableChange> changes = new ArrayList<>(merged.values());
    ChangeSet set =
        only != null ? only : new ChangeSet(changes.get(0).session(), mergedTo, changes);
    merged = Map.of();
    only = null;
    return set;
  }

  void clear() {
    queue.clear();
    merged = Map.of();
    queued = 0;
    only = null;
  }

  /** The last revision of which nothing waits; something must wait. */
  long handedOn() {
    return merged.isEmpty() ? queue.element().revision() - 1 : mergedAfter;
  }

  /** When the oldest change that waits was made; something must wait. */
  Instant since() {
    return merged.isEmpty() ? queue.element().changes().get(0).timestamp() : mergedSince;
  }

  /** What was changed last comes last, so that revisions rise. */
  private void merge(VariableChange next) {
    VariableChange waiting = merged.remove(next.name());
    VariableChange change = waiting == null ? next : waiting.merge(next);
    if (change != null) {
      merged.put(next.name(), change);
    }
  }
}
