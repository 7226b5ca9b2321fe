package dev.livevars.history;

import dev.livevars.history.Received.Verdict;
import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Overflow;
import dev.livevars.model.Selectors;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSpec;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Accounts for every committed change that one connection wants: each is in exactly one change set
 * that was handed on, or its filter held it back, or it vanished when merged with what undid it.
 * What was merged or held back together is always all of some neighbouring revisions; where they
 * begin is not told by what was received, so every revision where they may is tried.
 */
final class Accounting {
  private final Truth truth;
  private final WatchSpec spec;
  private final Lacking lacking;
  private final Received received;
  private long position = -1;

  Accounting(Truth truth, Event.Opened opened) {
    this.truth = truth;
    this.spec = opened.spec();
    this.lacking = opened.lacking();
    this.received = new Received(truth, spec);
  }

  /** Whether what waits for such a watcher may be merged. */
  static boolean mayMerge(WatchSpec spec) {
    return spec.overflow().policy() == Overflow.Policy.CONFLATE || !spec.pacing().isNone();
  }

  WatchSpec spec() {
    return spec;
  }

  boolean begun() {
    return position >= 0;
  }

  void initial(Event.Initial initial) {
    received.initial(initial.revision(), initial.variables());
  }

  /** Live above a revision. */
  void begin(long revision, boolean afterCut) {
    if (!afterCut) {
      received.begin(revision);
    }
    position = revision;
  }

  /** Everything up to a revision must be accounted for now; tells whether it is. */
  boolean closes(long revision) {
    long limit = Math.min(revision, truth.lastRevision());
    boolean closed = position >= limit || silentlyTo(limit).contains(limit);
    position = Math.max(position, limit);
    return closed;
  }

  /** A change set comes; tells whether it is what had to come. */
  boolean takes(ChangeSet set) {
    long revision = set.revision();
    boolean fits = revision <= truth.lastRevision() && !wanted(revision).isEmpty() && isDue(set);
    set.changes().forEach(received::changed);
    position = revision;
    return fits;
  }

  /** What a watcher like this wants of a revision. */
  List<VariableChange> wanted(long revision) {
    Selectors selectors = spec.selectors();
    return truth.at(revision).changes().stream()
        .filter(each -> selectors.matches(each.name()) && spec.filter().wants(each.kind()))
        .toList();
  }

  private boolean isDue(ChangeSet set) {
    long last = set.revision() - 1;
    if (position > last) {
      return false;
    }
    NavigableSet<Long> froms = silentlyTo(last);
    return mayMerge(spec)
        ? froms.stream().anyMatch(from -> isOf(from, set))
        : froms.contains(last) && isOf(last, set);
  }

  /** Whether a change set is what is left of those above a revision. */
  private boolean isOf(long from, ChangeSet set) {
    Fold fold = new Fold();
    for (long at = from + 1; at <= set.revision(); at++) {
      fold.add(wanted(at));
    }
    Iterator<VariableChange> got = set.changes().iterator();
    VariableChange next = got.hasNext() ? got.next() : null;
    for (VariableChange change : fold.changes()) {
      Verdict verdict = received.of(change);
      if (next != null && verdict != Verdict.HELD_BACK && told(change).equals(told(next))) {
        next = got.hasNext() ? got.next() : null;
      } else if (verdict == Verdict.PASSES) {
        return false;
      }
    }
    return next == null;
  }

  private VariableChange told(VariableChange change) {
    return lacking.without(change);
  }

  /**
   * The revisions, up to one, before which there was nothing to hear, as it may have been merged.
   */
  private NavigableSet<Long> silentlyTo(long limit) {
    NavigableSet<Long> reached = new TreeSet<>(Set.of(position));
    Long from = position;
    while (from != null && from < limit) {
      extend(from, limit, reached);
      from = reached.higher(from);
    }
    return reached;
  }

  private void extend(long from, long limit, NavigableSet<Long> reached) {
    Fold fold = new Fold();
    boolean together = false;
    for (long at = from + 1; at <= limit; at++) {
      List<VariableChange> next = wanted(at);
      fold.add(next);
      if (isSilent(fold)) {
        reached.add(at);
      }
      if (!mayMerge(spec) || (next.isEmpty() && !together)) {
        return;
      }
      together = true;
    }
  }

  private boolean isSilent(Fold fold) {
    return fold.isEmpty()
        || fold.changes().stream().noneMatch(each -> received.of(each) == Verdict.PASSES);
  }
}
