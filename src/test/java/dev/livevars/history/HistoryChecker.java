package dev.livevars.history;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.util.ArrayList;
import java.util.Comparator;
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
  private final List<Cut> cuts = new ArrayList<>();

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
    checkCuts();
    return List.copyOf(violations);
  }

  /**
   * The variables of a cut are exactly those that the change sets up to its revision leave: one
   * walk through them for all cuts.
   */
  private void checkCuts() {
    cuts.sort(Comparator.comparing(cut -> cut.initial().revision()));
    Map<String, Variable> truth = new TreeMap<>();
    int next = 0;
    for (Cut cut : cuts) {
      for (; next < cut.initial().revision() && next < committed.size(); next++) {
        committed.get(next).changes().forEach(change -> apply(change, truth));
      }
      Map<String, Variable> expected = new TreeMap<>(truth);
      expected.keySet().removeIf(name -> !cut.selectors().matches(name));
      Map<String, Variable> got = new TreeMap<>();
      cut.initial().variables().forEach(variable -> got.put(variable.name(), variable));
      if (!got.equals(expected)) {
        violations.add(
            "1 no stale read: %s: the cut at %d is %s, but should be %s"
                .formatted(cut.who(), cut.initial().revision(), got, expected));
      }
    }
    cuts.clear();
  }

  private static void apply(VariableChange change, Map<String, Variable> truth) {
    Variable variable = change.variable();
    if (variable == null) {
      truth.remove(change.name());
    } else {
      truth.put(change.name(), variable);
    }
  }

  private record Cut(String who, Selectors selectors, Event.Initial initial) {}

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

    private void checkCut(Event.Initial initial) {
      cuts.add(new Cut(who, selectors, initial));
      initial.variables().forEach(variable -> versions.put(variable.name(), variable.version()));
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
