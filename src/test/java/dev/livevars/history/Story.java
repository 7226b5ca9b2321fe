package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A true history of integers, made up for tests, and the true events of those who watch it. */
public final class Story {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final List<ChangeSet> committed = new ArrayList<>();
  private final Map<String, Variable> present = new TreeMap<>();
  private final Map<String, VariableChange> last = new HashMap<>();

  /** Sets a variable, which is registered when it is not there. */
  public Story set(String name, long value) {
    return batch(Map.of(name, value));
  }

  /** Sets several at one revision, in the order of their names. */
  public Story batch(Map<String, Long> values) {
    List<VariableChange> changes = new ArrayList<>();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              ChangeKind kind =
                  present.containsKey(name) ? ChangeKind.UPDATED : ChangeKind.REGISTERED;
              changes.add(change(kind, name, Value.of(value)));
            });
    return commit(changes);
  }

  /** Changes the constraints of a variable that is there. */
  public Story constrain(String name) {
    return commit(List.of(change(ChangeKind.CONSTRAINTS_UPDATED, name, present.get(name).value())));
  }

  /** Deletes a variable that is there. */
  public Story delete(String name) {
    return commit(List.of(change(ChangeKind.DELETED, name, null)));
  }

  /** What was committed. */
  public List<ChangeSet> committed() {
    return committed;
  }

  /** The change set of a revision. */
  public ChangeSet at(long revision) {
    return committed.get((int) revision - 1);
  }

  /** What these revisions come to when they are merged. */
  public ChangeSet merged(long first, long end) {
    Fold fold = new Fold();
    for (long revision = first; revision <= end; revision++) {
      fold.add(at(revision).changes());
    }
    return new ChangeSet("default", end, fold.changes());
  }

  /** The present values at a revision. */
  public Event initial(long revision) {
    Map<String, Variable> then = new TreeMap<>();
    for (long at = 1; at <= revision; at++) {
      for (VariableChange change : at(at).changes()) {
        then.remove(change.name());
        if (change.variable() != null) {
          then.put(change.name(), change.variable());
        }
      }
    }
    return new Event.Initial(revision, List.copyOf(then.values()));
  }

  /** Changes of these revisions. */
  public Event changes(long... revisions) {
    return new Event.Changes(java.util.Arrays.stream(revisions).mapToObj(this::at).toList());
  }

  /** Changes of these sets. */
  public static Event changes(ChangeSet... sets) {
    return new Event.Changes(Stream.of(sets).toList());
  }

  /** A cancelled watch. */
  public static Event ended(long resume) {
    LivevarsException cause = new LivevarsException(Reason.CANCELLED, "the watch was cancelled");
    return new Event.Ended(new WatchEnd(cause, resume));
  }

  private Story commit(List<VariableChange> changes) {
    committed.add(new ChangeSet("default", committed.size() + 1L, changes));
    return this;
  }

  private VariableChange change(ChangeKind kind, String name, Value value) {
    VariableChange before = last.get(name);
    long version = before == null ? 1 : before.lastVersion() + 1;
    long revision = committed.size() + 1L;
    Variable old = present.get(name);
    Variable variable =
        value == null
            ? null
            : new Variable(
                name,
                value,
                Constraints.ofInteger(),
                "",
                Map.of(),
                version,
                revision,
                old == null ? TIME.plusSeconds(revision) : old.createdAt(),
                TIME,
                "");
    VariableChange change =
        VariableChange.single(
            kind,
            "default",
            name,
            revision,
            variable,
            old == null ? null : old.value(),
            version,
            "",
            Map.of(),
            TIME,
            before == null ? 0 : before.revision());
    last.put(name, change);
    present.remove(name);
    if (variable != null) {
      present.put(name, variable);
    }
    return change;
  }
}
