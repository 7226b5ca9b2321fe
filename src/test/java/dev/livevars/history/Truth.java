package dev.livevars.history;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All that was committed in a session, from revision 1 on. */
final class Truth {
  private final List<ChangeSet> sets;
  private final Map<String, List<VariableChange>> versions = new HashMap<>();

  /** Finds it wanting when revisions, versions or values do not follow from each other. */
  Truth(List<ChangeSet> committed, Findings findings) {
    this.sets = List.copyOf(committed);
    for (int i = 0; i < sets.size(); i++) {
      long revision = sets.get(i).revision();
      findings.addIf(
          revision != i + 1, "committed", "revision %d stands at place %d", revision, i + 1);
      sets.get(i).changes().forEach(change -> add(change, findings));
    }
  }

  long lastRevision() {
    return sets.size();
  }

  /** What was committed under a revision, which there must be. */
  ChangeSet at(long revision) {
    return sets.get((int) revision - 1);
  }

  /** Those changes of a variable that made the versions from one to another, as far as there. */
  List<VariableChange> versions(String name, long first, long last) {
    List<VariableChange> all = versions.getOrDefault(name, List.of());
    int from = (int) Math.max(0, Math.min(first - 1, all.size()));
    return all.subList(from, (int) Math.max(from, Math.min(last, all.size())));
  }

  private void add(VariableChange change, Findings findings) {
    List<VariableChange> all = versions.computeIfAbsent(change.name(), name -> new ArrayList<>());
    VariableChange before = all.isEmpty() ? null : all.get(all.size() - 1);
    all.add(change);
    findings.addIf(
        change.firstVersion() != all.size()
            || change.lastVersion() != all.size()
            || change.mergedCount() != 1
            || !Objects.equals(change.oldValue(), before == null ? null : before.newValue()),
        "committed",
        "%s does not follow from %s",
        change,
        before);
  }
}
