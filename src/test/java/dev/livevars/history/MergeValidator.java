package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Guarantees 3 and 7, change by change: what a change says it stands for is what was committed, and
 * a watcher that allows no merging gets none; versions follow each other.
 */
final class MergeValidator implements Validator {

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    Map<String, Long> versions = new HashMap<>();
    WatchSpec spec = null;
    Lacking lacking = Lacking.NOTHING;
    for (Event event : events) {
      if (event instanceof Event.Opened opened) {
        spec = opened.spec();
        lacking = opened.lacking();
      } else if (event instanceof Event.Initial initial) {
        versions.clear();
        initial.variables().forEach(each -> versions.put(each.name(), each.version()));
      } else if (event instanceof Event.Changes changes && spec != null) {
        for (ChangeSet set : changes.sets()) {
          for (VariableChange change : set.changes()) {
            account(truth, spec, lacking, set, change, findings);
            follow(spec, versions.put(change.name(), change.lastVersion()), change, findings);
          }
        }
      }
    }
  }

  private static void account(
      Truth truth,
      WatchSpec spec,
      Lacking lacking,
      ChangeSet set,
      VariableChange change,
      Findings findings) {
    List<VariableChange> standsFor =
        truth.versions(change.name(), change.firstVersion(), change.lastVersion()).stream()
            .filter(each -> spec.filter().wants(each.kind()))
            .toList();
    if (standsFor.isEmpty()) {
      findings.add("7 conflation", "%s stands for nothing that was committed", change);
      return;
    }
    VariableChange expected = lacking.without(Fold.net(standsFor));
    boolean single = standsFor.size() == 1 && change.mergedCount() == 1;
    findings.addIf(
        !expected.equals(lacking.without(change)),
        single ? "3 complete" : "7 conflation",
        "got %s, but what was committed is %s",
        change,
        expected);
    findings.addIf(
        !Accounting.mayMerge(spec) && (set.isMerged() || change.mergedCount() != 1),
        "7 conflation",
        "%s is merged, which was not allowed",
        change);
  }

  /** Versions may be missing only where something was held back, or vanished when merged. */
  private static void follow(
      WatchSpec spec, Long before, VariableChange change, Findings findings) {
    boolean mayMiss = !spec.filter().isNone() || Accounting.mayMerge(spec);
    findings.addIf(
        before != null
            && (mayMiss ? change.firstVersion() <= before : change.firstVersion() != before + 1),
        "3 complete",
        "'%s' went from version %s to %d",
        change.name(),
        before,
        change.firstVersion());
  }
}
