package dev.livevars.history;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchFilter;
import dev.livevars.model.WatchSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a watcher last received of each variable. Of one that it has not heard of, or not since a
 * deletion that it did not want to hear of, that is what was there before the first change that it
 * wants; but one that continues may know more than it said, so that the next change passes.
 */
final class Received {
  private final Map<String, Last> last = new HashMap<>();
  private final Truth truth;
  private final WatchFilter filter;
  private final boolean mayMerge;
  private final Map<String, Value> continued;
  private boolean continues;
  private long start;

  /** A value, null of none, as of a version. */
  private record Last(long version, Value value) {}

  /** What the checker can say of a change. */
  enum Verdict {
    PASSES,
    HELD_BACK,
    EITHER
  }

  Received(Truth truth, WatchSpec spec) {
    this.truth = truth;
    this.filter = spec.filter();
    this.continues = spec.lastReceived() != null;
    this.continued = continues ? spec.lastReceived() : Map.of();
    this.mayMerge = Accounting.mayMerge(spec);
  }

  /** A new connection, above a revision: what came over the one before does not count. */
  void begin(long revision) {
    last.clear();
    continued.forEach((name, value) -> last.put(name, new Last(0, value)));
    start = revision;
  }

  void initial(long revision, List<Variable> variables) {
    begin(revision);
    last.clear();
    continues = false;
    variables.forEach(each -> last.put(each.name(), new Last(each.version(), each.value())));
  }

  void changed(VariableChange change) {
    last.put(change.name(), new Last(change.lastVersion(), change.newValue()));
  }

  /** Whether a change passes the filter as things are. */
  Verdict of(VariableChange change) {
    List<Boolean> verdicts =
        before(change).stream().map(each -> Gap.passes(filter, each, change)).distinct().toList();
    if (verdicts.size() > 1 || !filter.expression().isEmpty()) {
      return Verdict.EITHER;
    }
    return verdicts.get(0) ? Verdict.PASSES : Verdict.HELD_BACK;
  }

  /** Several where it cannot be told whether a deletion was between two changes or merged away. */
  private List<Value> before(VariableChange change) {
    Last known = last.getOrDefault(change.name(), new Last(0, null));
    List<Value> possible = new ArrayList<>(Arrays.asList(before(change, known)));
    for (VariableChange each :
        truth.versions(change.name(), known.version() + 1, change.firstVersion() - 1)) {
      boolean untold = each.variable() == null && !filter.wants(ChangeKind.DELETED);
      if (untold && each.revision() > start) {
        if (!mayMerge) {
          possible.clear();
        }
        possible.add(before(change, new Last(each.lastVersion(), null)));
      }
    }
    if (mayMerge && possible.size() > 1) {
      possible.add(continues ? null : change.oldValue());
    }
    return possible;
  }

  private Value before(VariableChange change, Last known) {
    return known.value() != null ? known.value() : beforeFirst(change, known.version());
  }

  private Value beforeFirst(VariableChange change, long version) {
    if (continues) {
      return null;
    }
    return truth.versions(change.name(), version + 1, change.firstVersion()).stream()
        .filter(each -> each.revision() > start && filter.wants(each.kind()))
        .findFirst()
        .map(VariableChange::oldValue)
        .orElse(null);
  }
}
