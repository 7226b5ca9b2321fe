package dev.livevars.watch;

import static java.util.Objects.requireNonNull;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells of changes whether one watcher wants them. Kinds and the expression judge each change when
 * it comes, so that nothing they want is lost by being merged with what they do not; distances
 * judge what came of it when it is handed on, so that what moved and came back is no change. It
 * keeps one value a variable that is there, and only when values are compared. Confined to one
 * thread.
 */
final class ChangeFilter {
  private final WatchFilter wanted;
  private final @Nullable Expression expression;
  private final boolean compares;

  /** What the watcher has, or what was there before the first change that came. */
  private final Map<String, Last> received = new HashMap<>(0);

  /** What it will have when all that waits was handed on, where that differs. */
  private final Map<String, Last> expected = new HashMap<>(0);

  /** The versions of deletions. */
  private final Map<String, Long> deleted = new HashMap<>(0);

  /** Whether there may be values received that are not known here. */
  private boolean continues;

  private long heldBack;
  private long failures;

  /**
   * A filter.
   *
   * @param expression that of what is wanted
   * @param received what the watcher last received, if it continues
   */
  ChangeFilter(
      WatchFilter wanted, @Nullable Expression expression, @Nullable Map<String, Value> received) {
    this.wanted = wanted;
    this.expression = expression;
    this.compares = wanted.compares();
    this.continues = received != null;
    if (compares && received != null) {
      received.forEach((name, value) -> this.received.put(name, new Last(value, 0, null)));
    }
  }

  /**
   * The part of a change set that comes which is of a wanted kind and satisfies the expression;
   * null when nothing does.
   *
   * @param waits whether it is not handed on at once
   */
  @Nullable ChangeSet coming(ChangeSet set, boolean waits) {
    return select(set, change -> comes(change, waits));
  }

  /** The part of a change set that is far enough, which the watcher receives now; null if none. */
  @Nullable ChangeSet passing(ChangeSet set) {
    return compares ? select(set, this::receive) : set;
  }

  /** Whether a change is far enough to which one of the set was merged. */
  boolean passesAny(ChangeSet set, Backlog backlog) {
    for (VariableChange each : set.changes()) {
      VariableChange change = backlog.merged(each.name());
      if (change != null && differs(change, compared(change))) {
        return true;
      }
    }
    return false;
  }

  /** Notes that nothing waits any more. */
  void nothingWaits() {
    if (!expected.isEmpty()) {
      expected.clear();
    }
    if (!deleted.isEmpty()) {
      deleted.forEach(
          (name, version) ->
              received.computeIfPresent(
                  name, (same, last) -> last.version < version ? null : last));
      deleted.clear();
    }
  }

  /** Counts changes that are held back. */
  void holdBack(int changes) {
    heldBack += changes;
  }

  /** Notes that the watcher has received the present values, and what is not among them is gone. */
  void received(List<Variable> variables) {
    if (compares) {
      continues = false;
      received.clear();
      variables.forEach(variable -> received.put(variable.name(), Last.of(variable)));
    }
  }

  /** How many changes were held back. */
  long heldBack() {
    return heldBack;
  }

  /** How often the expression failed. */
  long failures() {
    return failures;
  }

  private @Nullable ChangeSet select(ChangeSet set, Predicate<VariableChange> wanted) {
    List<VariableChange> changes = set.changes();
    if (changes.size() == 1) {
      return wanted.test(changes.get(0)) ? set : null;
    }
    List<VariableChange> selected = changes.stream().filter(wanted).toList();
    if (selected.size() == changes.size()) {
      return set;
    }
    return selected.isEmpty() ? null : new ChangeSet(set.session(), set.revision(), selected);
  }

  private boolean comes(VariableChange change, boolean waits) {
    if (compares && !continues && change.oldValue() != null && change.variable() != null) {
      received.computeIfAbsent(change.name(), name -> Last.before(change));
    }
    boolean comes = wanted.wants(change.kind()) && satisfies(change, waits);
    if (!comes) {
      heldBack++;
    }
    if (compares && change.variable() == null) {
      deleted.put(change.name(), change.lastVersion());
    }
    return comes;
  }

  /** An expression without an answer lets the change pass. */
  private boolean satisfies(VariableChange change, boolean waits) {
    if (expression == null) {
      return true;
    }
    Expression.Verdict verdict = expression.test(change, expectedBefore(change));
    if (verdict == Expression.Verdict.HELD_BACK) {
      return false;
    }
    if (verdict == Expression.Verdict.FAILED) {
      failures++;
    }
    if (waits && change.variable() != null) {
      expected.put(change.name(), Last.of(change.variable()));
    }
    return true;
  }

  /** What the watcher will have by then, if it is still of the same variable. */
  private @Nullable Value expectedBefore(VariableChange change) {
    Last last = expected.getOrDefault(change.name(), received.get(change.name()));
    return last != null && last.isOf(change.variable()) ? last.value : change.oldValue();
  }

  private boolean receive(VariableChange change) {
    Last last = compared(change);
    if (!differs(change, last)) {
      heldBack++;
      if (last != null) {
        received.put(change.name(), last);
      }
      return false;
    }
    if (change.variable() == null) {
      received.remove(change.name());
    } else {
      received.put(change.name(), Last.of(change.variable()));
    }
    return true;
  }

  /** Of a variable that was registered anew, what was there before is not what was received. */
  private @Nullable Last compared(VariableChange change) {
    Last last = received.get(change.name());
    if (last != null && last.isOf(change.variable())) {
      return last;
    }
    return continues || change.oldValue() == null ? null : Last.before(change);
  }

  /** Distances speak of values alone: whatever else changed passes them. */
  private boolean differs(VariableChange change, @Nullable Last last) {
    Value next = change.newValue();
    if (change.kind() != ChangeKind.UPDATED
        || change.recreated()
        || change.constraintsChanged()
        || last == null
        || next == null) {
      return true;
    }
    return reaches(wanted.minChange(), Distance::ofNumbers, last.value, next)
        && reaches(wanted.minChangeRatio(), Distance::ratio, last.value, next)
        && reaches(wanted.minDistance(), Distance::ofArrays, last.value, next);
  }

  /** A distance that cannot be told reaches any. */
  private static boolean reaches(
      @Nullable Double least, ToDoubleBiFunction<Value, Value> distance, Value last, Value next) {
    return least == null || !(distance.applyAsDouble(last, next) < least);
  }

  /**
   * A value of a variable.
   *
   * @param version which one it was, or an older one
   * @param createdAt when that variable was registered; null when that is not known
   */
  private record Last(Value value, long version, @Nullable Instant createdAt) {
    static Last of(Variable variable) {
      return new Last(variable.value(), variable.version(), variable.createdAt());
    }

    /** What there was, which must have been something, before a change. */
    static Last before(VariableChange change) {
      Variable after = change.recreated() ? null : change.variable();
      return new Last(
          requireNonNull(change.oldValue()),
          change.firstVersion() - 1,
          after == null ? null : after.createdAt());
    }

    /** Whether it is of this variable, not of another one that had its name before. */
    boolean isOf(@Nullable Variable variable) {
      return createdAt == null || variable == null || createdAt.equals(variable.createdAt());
    }
  }
}
