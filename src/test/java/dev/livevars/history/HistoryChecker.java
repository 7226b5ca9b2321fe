package dev.livevars.history;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tests what watchers received against what was committed, for the guarantees of the contract: no
 * stale read (1), ordered (2), complete (3), atomic (4), bookmarkable (6). Each violation is told
 * as a sentence that begins with the guarantee.
 */
public final class HistoryChecker {
  private final List<ChangeSet> committed;
  private final List<String> violations = new ArrayList<>();

  /** A checker against all change sets of a session, from revision 1 on. */
  public HistoryChecker(List<ChangeSet> committed) {
    this.committed = List.copyOf(committed);
    for (int i = 0; i < committed.size(); i++) {
      if (committed.get(i).revision() != i + 1) {
        violations.add(
            "committed: revision %d stands at place %d"
                .formatted(committed.get(i).revision(), i + 1));
      }
    }
  }

  /** Checks what a watcher of these selectors received. */
  public HistoryChecker check(String who, Selectors selectors, List<Event> events) {
    new OneWatcher(who, selectors).check(events);
    return this;
  }

  /** The violations found so far; empty when there are none. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  private final class OneWatcher {
    private final String who;
    private final Selectors selectors;
    private final Map<String, Long> versions = new HashMap<>();
    private long handedOn = -1;
    private long expectedIndex;

    OneWatcher(String who, Selectors selectors) {
      this.who = who;
      this.selectors = selectors;
    }

    void check(List<Event> events) {
      boolean live = false;
      long cut = -1;
      for (Event event : events) {
        if (event instanceof Event.Initial initial) {
          cut = initial.revision();
          checkCut(initial);
        } else if (event instanceof Event.Live start) {
          live = true;
          violatedIf(
              cut >= 0 && cut != start.revision(),
              "1 no stale read",
              "the cut is at %d, live at %d",
              cut,
              start.revision());
          handedOn = start.revision();
          expectedIndex = handedOn;
        } else if (event instanceof Event.Changes changes) {
          violatedIf(!live, "1 no stale read", "changes before live");
          changes.sets().forEach(this::checkSet);
        } else if (event instanceof Event.Progress progress) {
          checkProgress(progress.revision());
        }
      }
    }

    /**
     * The variables of the cut are exactly those that the committed change sets up to its revision
     * leave.
     */
    private void checkCut(Event.Initial initial) {
      Map<String, Variable> truth = new TreeMap<>();
      for (int i = 0; i < initial.revision() && i < committed.size(); i++) {
        for (VariableChange change : committed.get(i).changes()) {
          Variable variable = change.variable();
          if (variable == null) {
            truth.remove(change.name());
          } else if (selectors.matches(change.name())) {
            truth.put(change.name(), variable);
          }
        }
      }
      Map<String, Variable> got = new TreeMap<>();
      initial.variables().forEach(variable -> got.put(variable.name(), variable));
      violatedIf(
          !got.equals(truth),
          "1 no stale read",
          "the cut at %d is %s, but should be %s",
          initial.revision(),
          got,
          truth);
      got.forEach((name, variable) -> versions.put(name, variable.version()));
    }

    private void checkSet(ChangeSet set) {
      violatedIf(
          set.revision() <= handedOn,
          "2 ordered",
          "revision %d after %d",
          set.revision(),
          handedOn);
      ChangeSet next = nextExpected();
      if (next == null || next.revision() != set.revision()) {
        violated(
            "3 complete",
            "got revision %d, expected %s",
            set.revision(),
            next == null ? "none" : next.revision());
      } else {
        violatedIf(
            !next.changes().equals(set.changes()),
            "4 atomic",
            "revision %d has %s, expected %s",
            set.revision(),
            set.changes(),
            next.changes());
      }
      set.changes().forEach(this::checkVersion);
      handedOn = Math.max(handedOn, set.revision());
      expectedIndex = Math.max(expectedIndex, set.revision());
    }

    private void checkVersion(VariableChange change) {
      Long before = versions.put(change.name(), change.lastVersion());
      violatedIf(
          before != null && change.firstVersion() != before + 1,
          "3 complete",
          "'%s' went from version %d to %d",
          change.name(),
          before,
          change.firstVersion());
    }

    private void checkProgress(long revision) {
      violatedIf(
          revision < handedOn,
          "6 bookmarkable",
          "progress %d after revision %d",
          revision,
          handedOn);
      ChangeSet next = nextExpected();
      violatedIf(
          next != null && next.revision() <= revision,
          "6 bookmarkable",
          "progress %d, but revision %d was not delivered",
          revision,
          next == null ? 0 : next.revision());
      handedOn = Math.max(handedOn, revision);
    }

    /**
     * The first committed change set above what was handed on, as this watcher should see it; null
     * when there is none.
     */
    private ChangeSet nextExpected() {
      for (long i = expectedIndex; i < committed.size(); i++) {
        ChangeSet set = committed.get((int) i);
        List<VariableChange> matching =
            set.changes().stream().filter(change -> selectors.matches(change.name())).toList();
        if (!matching.isEmpty()) {
          return new ChangeSet(set.session(), set.revision(), matching);
        }
        expectedIndex = set.revision();
      }
      return null;
    }

    @FormatMethod
    private void violatedIf(
        boolean condition, String guarantee, @FormatString String message, Object... args) {
      if (condition) {
        violated(guarantee, message, args);
      }
    }

    @FormatMethod
    private void violated(String guarantee, @FormatString String message, Object... args) {
      violations.add("%s: %s: %s".formatted(guarantee, who, message.formatted(args)));
    }
  }
}
