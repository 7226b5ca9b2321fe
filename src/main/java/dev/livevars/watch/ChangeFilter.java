package dev.livevars.watch;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a change whether one watcher wants it, from what that watcher last received. It keeps
 * one value a variable that is there, and only when values are compared. Confined to one thread.
 */
final class ChangeFilter {
  private final WatchFilter wanted;
  private final @Nullable Expression expression;
  private final boolean compares;
  private final Map<String, Value> received = new HashMap<>(0);

  /** Versions of deletions that are not told, of variables of which older changes wait. */
  private final Map<String, Long> untold = new HashMap<>(0);

  private long heldBack;
  private long failures;

  /** A filter of a watcher that has received nothing; the expression is that of the filter. */
  ChangeFilter(WatchFilter wanted, @Nullable Expression expression) {
    this.wanted = wanted;
    this.expression = expression;
    this.compares = wanted.measures() || expression != null;
  }

  /**
   * The part of a change set that is of a wanted kind; null when nothing is.
   *
   * @param backlog what waits, which is older
   */
  @Nullable ChangeSet ofWantedKinds(ChangeSet set, Backlog backlog) {
    return select(set, change -> isOfWantedKind(change, backlog));
  }

  /** The part of a change set that passes, which the watcher receives now; null when nothing. */
  @Nullable ChangeSet passing(ChangeSet set) {
    return compares ? select(set, this::receive) : set;
  }

  /** Whether a change would pass to which one of the set was merged. */
  boolean passesAny(ChangeSet set, Backlog backlog) {
    for (VariableChange each : set.changes()) {
      VariableChange change = backlog.merged(each.name());
      if (change != null && verdict(change, lastReceived(change)) != Expression.Verdict.HELD_BACK) {
        return true;
      }
    }
    return false;
  }

  /** Notes that nothing waits any more. */
  void nothingWaits() {
    if (!untold.isEmpty()) {
      received.keySet().removeAll(untold.keySet());
      untold.clear();
    }
  }

  /** Counts changes that are held back. */
  void holdBack(int changes) {
    heldBack += changes;
  }

  /** Notes that the watcher has received the present values, and what is not among them is gone. */
  void received(List<Variable> variables) {
    if (compares) {
      received.clear();
      variables.forEach(variable -> received.put(variable.name(), variable.value()));
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

  /** Of a variable that the watcher has not heard of, what was there when it began. */
  private @Nullable Value lastReceived(VariableChange change) {
    Long deletion = untold.get(change.name());
    if (deletion != null && deletion < change.lastVersion()) {
      untold.remove(change.name());
      if (deletion < change.firstVersion()) {
        received.remove(change.name());
      }
    }
    Value last = received.get(change.name());
    if (last == null && change.oldValue() != null) {
      last = change.oldValue();
      received.put(change.name(), last);
    }
    return last;
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

  /**
   * Nothing is known any more of a variable whose deletion is not told, as soon as what came before
   * was handed on.
   */
  private boolean isOfWantedKind(VariableChange change, Backlog backlog) {
    boolean wants = wanted.wants(change.kind());
    if (!wants) {
      heldBack++;
      if (compares && change.variable() == null && backlog.mayHold(change.name())) {
        untold.put(change.name(), change.lastVersion());
      } else {
        forgetDeleted(change);
      }
    }
    return wants;
  }

  private boolean receive(VariableChange change) {
    Expression.Verdict verdict = verdict(change, lastReceived(change));
    if (verdict == Expression.Verdict.FAILED) {
      failures++;
    }
    if (verdict == Expression.Verdict.HELD_BACK) {
      heldBack++;
      forgetDeleted(change);
      return false;
    }
    Value value = change.newValue();
    if (value == null) {
      received.remove(change.name());
    } else {
      received.put(change.name(), value);
    }
    return true;
  }

  private void forgetDeleted(VariableChange change) {
    if (change.variable() == null) {
      received.remove(change.name());
    }
  }

  private Expression.Verdict verdict(VariableChange change, @Nullable Value last) {
    if (!differs(change, last)) {
      return Expression.Verdict.HELD_BACK;
    }
    return expression == null ? Expression.Verdict.PASSED : expression.test(change, last);
  }

  private boolean differs(VariableChange change, @Nullable Value last) {
    Value next = change.newValue();
    if (change.kind() != ChangeKind.UPDATED || last == null || next == null) {
      return true;
    }
    return reaches(wanted.minChange(), Distance::ofNumbers, last, next)
        && reaches(wanted.minChangeRatio(), Distance::ratio, last, next)
        && reaches(wanted.minDistance(), Distance::ofArrays, last, next);
  }

  /** A distance that cannot be told reaches any. */
  private static boolean reaches(
      @Nullable Double least, ToDoubleBiFunction<Value, Value> distance, Value last, Value next) {
    return least == null || !(distance.applyAsDouble(last, next) < least);
  }
}
