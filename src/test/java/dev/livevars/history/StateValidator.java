package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Guarantee 4, for watchers without a filter: after each change set, merged or not, what the
 * watcher knows of what changed since the one before is the true state at its revision.
 */
final class StateValidator implements Validator {

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    Map<String, Variable> known = new HashMap<>();
    WatchSpec spec = null;
    Lacking lacking = Lacking.NOTHING;
    long handedOn = 0;
    for (Event event : events) {
      if (event instanceof Event.Opened opened) {
        spec = opened.spec();
        lacking = opened.lacking();
        if (!spec.filter().isNone()) {
          return;
        }
      } else if (event instanceof Event.Initial initial) {
        known.clear();
        initial.variables().forEach(variable -> known.put(variable.name(), variable));
      } else if (event instanceof Event.Live live) {
        handedOn = live.revision();
      } else if (event instanceof Event.Changes changes && spec != null) {
        for (ChangeSet set : changes.sets()) {
          set.changes().forEach(change -> known.put(change.name(), change.variable()));
          compare(truth, spec, lacking, handedOn, set.revision(), known, findings);
          handedOn = Math.max(handedOn, set.revision());
        }
      }
    }
  }

  private static void compare(
      Truth truth,
      WatchSpec spec,
      Lacking lacking,
      long after,
      long revision,
      Map<String, Variable> known,
      Findings findings) {
    Map<String, Variable> changed = new HashMap<>();
    for (long at = after + 1; at <= Math.min(revision, truth.lastRevision()); at++) {
      for (VariableChange change : truth.at(at).changes()) {
        if (spec.selectors().matches(change.name())) {
          changed.put(change.name(), change.variable());
        }
      }
    }
    changed.forEach(
        (name, variable) ->
            findings.addIf(
                !Objects.equals(lacking.without(known.get(name)), lacking.without(variable)),
                "4 atomic",
                "at revision %d '%s' is %s, but the watcher has %s",
                revision,
                name,
                variable,
                known.get(name)));
  }
}
