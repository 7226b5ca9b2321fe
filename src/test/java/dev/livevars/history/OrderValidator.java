package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import java.util.List;

/** Guarantees 2 and 6: revisions rise, and nothing comes at or below a bookmark. */
final class OrderValidator implements Validator {

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    long handedOn = -1;
    long bookmark = -1;
    for (Event event : events) {
      if (event instanceof Event.Live live) {
        handedOn = live.revision();
        bookmark = -1;
      } else if (event instanceof Event.Progress progress) {
        long revision = progress.revision();
        findings.addIf(
            revision < Math.max(handedOn, bookmark) || revision > truth.lastRevision(),
            "6 bookmarkable",
            "progress %d after revision %d of %d",
            revision,
            Math.max(handedOn, bookmark),
            truth.lastRevision());
        bookmark = Math.max(bookmark, revision);
      } else if (event instanceof Event.Changes changes) {
        findings.addIf(changes.sets().isEmpty(), "2 ordered", "a message of no changes");
        for (ChangeSet set : changes.sets()) {
          long revision = set.revision();
          findings.addIf(
              revision <= handedOn, "2 ordered", "revision %d after %d", revision, handedOn);
          findings.addIf(
              revision > handedOn && revision <= bookmark,
              "6 bookmarkable",
              "revision %d after progress %d",
              revision,
              bookmark);
          inside(set, handedOn, findings);
          handedOn = Math.max(handedOn, revision);
        }
      }
    }
  }

  private static void inside(ChangeSet set, long handedOn, Findings findings) {
    long before = handedOn + 1;
    for (VariableChange change : set.changes()) {
      findings.addIf(
          change.revision() < before || change.revision() > set.revision(),
          "2 ordered",
          "revision %d of '%s' stands after %d in the change set of %d",
          change.revision(),
          change.name(),
          before,
          set.revision());
      before = Math.max(before, change.revision());
    }
  }
}
