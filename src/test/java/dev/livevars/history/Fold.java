package dev.livevars.history;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.VariableChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several revisions merged as guarantee 7 says, from all their changes at once: a change a variable
 * in the order of their last ones, its kind by the net effect; what came and went is not there.
 */
final class Fold {
  private final Map<String, List<VariableChange>> changes = new LinkedHashMap<>();

  void add(List<VariableChange> next) {
    for (VariableChange change : next) {
      List<VariableChange> together = changes.remove(change.name());
      together = together == null ? new ArrayList<>() : together;
      together.add(change);
      boolean vanished = together.get(0).oldValue() == null && change.variable() == null;
      if (!vanished) {
        changes.put(change.name(), together);
      }
    }
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  List<VariableChange> changes() {
    return changes.values().stream().map(Fold::net).toList();
  }

  /** Single changes of one variable, not empty, as one. */
  static VariableChange net(List<VariableChange> together) {
    VariableChange first = together.get(0);
    VariableChange last = together.get(together.size() - 1);
    boolean kept = first.oldValue() != null && last.variable() != null;
    return new VariableChange(
        kind(together),
        first.session(),
        first.name(),
        last.revision(),
        last.variable(),
        first.oldValue(),
        together.size(),
        first.firstVersion(),
        last.lastVersion(),
        last.source(),
        last.metadata(),
        last.timestamp(),
        first.previousRevision(),
        kept && incarnations(together) > 1,
        kept && constraintsChanged(together));
  }

  /** Whether those were changed that it has now: a deletion ends what was before. */
  private static boolean constraintsChanged(List<VariableChange> together) {
    boolean changed = false;
    for (VariableChange each : together) {
      changed = each.variable() != null && (changed || each.constraintsChanged());
    }
    return changed;
  }

  /** How often the variable was there, also in between where kinds were left out. */
  private static long incarnations(List<VariableChange> together) {
    long deletions = together.stream().filter(each -> each.variable() == null).count();
    long births =
        together.stream()
            .filter(each -> each.variable() != null)
            .map(each -> each.variable().createdAt())
            .distinct()
            .count();
    return deletions + births;
  }

  private static ChangeKind kind(List<VariableChange> together) {
    VariableChange last = together.get(together.size() - 1);
    if (last.variable() == null) {
      return ChangeKind.DELETED;
    } else if (together.get(0).oldValue() == null) {
      return ChangeKind.REGISTERED;
    }
    boolean constraintsOnly =
        together.stream().allMatch(each -> each.kind() == ChangeKind.CONSTRAINTS_UPDATED);
    return constraintsOnly ? ChangeKind.CONSTRAINTS_UPDATED : ChangeKind.UPDATED;
  }
}
