package dev.livevars.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes that were committed together under one revision of a session; or what several
 * revisions changed, merged, a change a variable, which stands together as well.
 *
 * @param session the session's id
 * @param revision the session's revision, from 1; of merged ones the last
 * @param changes the changes, never empty, each with this revision; of merged ones each with that
 *     of its last change, in the order of these
 */
public record ChangeSet(String session, long revision, List<VariableChange> changes) {
  public ChangeSet {
    changes = List.copyOf(changes);
  }

  /** The part of it that is selected: the set itself when that is all of it, null when nothing. */
  public @Nullable ChangeSet select(Selectors selectors) {
    List<VariableChange> selected =
        changes.stream().filter(change -> selectors.matches(change.name())).toList();
    if (selected.isEmpty()) {
      return null;
    }
    return selected.size() == changes.size() ? this : new ChangeSet(session, revision, selected);
  }

  /** Whether it is what several revisions changed. */
  public boolean isMerged() {
    for (int i = 0; i < changes.size(); i++) {
      VariableChange change = changes.get(i);
      if (change.mergedCount() > 1 || change.revision() != revision) {
        return true;
      }
    }
    return false;
  }

  /** The change of a variable; null when it does not change that one. */
  public @Nullable VariableChange change(String name) {
    for (VariableChange change : changes) {
      if (change.name().equals(name)) {
        return change;
      }
    }
    return null;
  }

  /**
   * About how much memory its changes take, in bytes, values before and after included. Counted at
   * each call.
   */
  public long bytes() {
    return Weight.of(changes);
  }
}
