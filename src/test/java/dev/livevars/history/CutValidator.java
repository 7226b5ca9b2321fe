package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Guarantee 1: the present values are exactly what the change sets up to their revision leave. */
final class CutValidator {
  private final List<Cut> cuts = new ArrayList<>();

  private record Cut(String who, Event.Opened asked, Event.Initial initial) {}

  /** Notes the cuts of a watcher; {@link #finish} checks them. */
  void note(String who, List<Event> events) {
    Event.Opened asked = null;
    for (Event event : events) {
      if (event instanceof Event.Opened opened) {
        asked = opened;
      } else if (event instanceof Event.Initial initial && asked != null) {
        cuts.add(new Cut(who, asked, initial));
      }
    }
  }

  /** One walk through what was committed for all cuts. */
  void finish(Truth truth, Findings findings) {
    cuts.sort(Comparator.comparing(cut -> cut.initial().revision()));
    Map<String, Variable> present = new TreeMap<>();
    long at = 0;
    for (Cut cut : cuts) {
      findings.of(cut.who());
      long revision = cut.initial().revision();
      findings.addIf(
          revision > truth.lastRevision(),
          "1 no stale read",
          "a cut at %d, though the last revision is %d",
          revision,
          truth.lastRevision());
      while (at < Math.min(revision, truth.lastRevision())) {
        apply(truth, ++at, present);
      }
      compare(cut, present, findings);
    }
    cuts.clear();
  }

  private static void compare(Cut cut, Map<String, Variable> present, Findings findings) {
    Map<String, Variable> expected = new TreeMap<>(present);
    expected.keySet().removeIf(name -> !cut.asked().spec().selectors().matches(name));
    expected.replaceAll((name, variable) -> cut.asked().lacking().without(variable));
    Map<String, Variable> got = new TreeMap<>();
    cut.initial()
        .variables()
        .forEach(variable -> got.put(variable.name(), cut.asked().lacking().without(variable)));
    findings.addIf(
        !got.equals(expected) || got.size() != cut.initial().variables().size(),
        "1 no stale read",
        "the cut at %d is %s, but should be %s",
        cut.initial().revision(),
        cut.initial().variables(),
        expected.values());
  }

  private static void apply(Truth truth, long revision, Map<String, Variable> present) {
    truth
        .at(revision)
        .changes()
        .forEach(
            change -> {
              if (change.variable() == null) {
                present.remove(change.name());
              } else {
                present.put(change.name(), change.variable());
              }
            });
  }
}
