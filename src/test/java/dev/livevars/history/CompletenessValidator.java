package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchSpec;
import java.util.List;

/**
 * Guarantees 3 to 9 as one account of every change: what was handed on is all that had to be, and
 * what was not was held back rightly; to the last, when a bookmark, an end or the quiet says so.
 */
final class CompletenessValidator implements Validator {

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    Accounting before = null;
    Accounting now = null;
    boolean cut = false;
    boolean ended = false;
    for (Event event : events) {
      if (event instanceof Event.Opened opened) {
        before = now != null && now.begun() ? now : before;
        now = new Accounting(truth, opened);
        cut = false;
        ended = false;
      } else if (now == null) {
        return;
      } else if (event instanceof Event.Initial initial) {
        now.initial(initial);
        cut = true;
      } else if (event instanceof Event.Live live) {
        if (before != null && !cut) {
          check(before.closes(live.revision()), "5 resumable", "before", live, findings);
        }
        now.begin(live.revision(), cut);
      } else if (now.begun() && event instanceof Event.Changes changes) {
        for (ChangeSet set : changes.sets()) {
          boolean fits = now.takes(set);
          findings.addIf(!fits, label(truth, now, set), "%s is not what was due", set);
        }
      } else if (now.begun() && event instanceof Event.Progress progress) {
        check(now.closes(progress.revision()), "6 bookmarkable", "at", event, findings);
      } else if (now.begun() && event instanceof Event.Ended end) {
        ended = true;
        long resume = end.end().resumeRevision();
        check(resume == 0 || now.closes(resume - 1), "5 resumable", "at", event, findings);
      } else if (now.begun() && event instanceof Event.Settled settled && !ended) {
        check(now.closes(settled.revision()), last(now.spec()), "at", event, findings);
      }
    }
  }

  private static void check(
      boolean closed, String label, String where, Event event, Findings findings) {
    findings.addIf(!closed, label, "something that had to come was missing %s %s", where, event);
  }

  /** Which guarantee sees to it that the last value comes. */
  private static String last(WatchSpec spec) {
    if (!spec.pacing().isNone()) {
      return "9 pacing";
    } else if (measures(spec)) {
      return "8 filters";
    }
    return Accounting.mayMerge(spec) ? "7 conflation" : "3 complete";
  }

  /** Which guarantee is broken by a change set that is not what was due. */
  private static String label(Truth truth, Accounting account, ChangeSet set) {
    if (set.revision() > truth.lastRevision() || account.wanted(set.revision()).isEmpty()) {
      return "3 complete";
    } else if (measures(account.spec())) {
      return "8 filters";
    } else if (set.isMerged()) {
      return "7 conflation";
    }
    List<VariableChange> whole = account.wanted(set.revision());
    return whole.size() != set.changes().size() ? "4 atomic" : "3 complete";
  }

  private static boolean measures(WatchSpec spec) {
    WatchFilter filter = spec.filter();
    return filter.measures() || !filter.expression().isEmpty();
  }
}
