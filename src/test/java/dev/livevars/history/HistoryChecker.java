package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.WatchSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests what watchers received against what was committed, for the guarantees of the contract: no
 * stale read (1), ordered (2), complete (3), atomic (4), resumable (5), bookmarkable (6),
 * conflation accounted (7), filters (8), pacing (9), ends (11). Each violation is told as a
 * sentence that begins with the guarantee; a recording that proves nothing is one too.
 */
public final class HistoryChecker {
  private static final String PROVES_NOTHING = "proves nothing";

  private final Findings findings = new Findings();
  private final CutValidator cuts = new CutValidator();
  private final List<Validator> validators =
      List.of(
          new ShapeValidator(),
          new OrderValidator(),
          new MergeValidator(),
          new StateValidator(),
          new CompletenessValidator(),
          new ResumeValidator(),
          new EndValidator());
  private final Truth truth;
  private int watchers;

  /** A checker against all change sets of a session, from revision 1 on. */
  public HistoryChecker(List<ChangeSet> committed) {
    this.truth = new Truth(committed, findings);
  }

  /** Checks what a watcher received that asked for this, over one connection. */
  public HistoryChecker check(String who, WatchSpec spec, List<Event> events) {
    List<Event> all = new ArrayList<>(List.of(new Event.Opened(spec)));
    all.addAll(events);
    return check(who, all);
  }

  /** Checks what a watcher received, over all its connections; each begins with its request. */
  public HistoryChecker check(String who, List<Event> events) {
    watchers++;
    findings.of(who);
    cuts.note(who, events);
    requireProof(events);
    validators.forEach(validator -> validator.check(truth, events, findings));
    return this;
  }

  private void requireProof(List<Event> events) {
    boolean live = events.stream().anyMatch(Event.Live.class::isInstance);
    boolean ended = events.stream().anyMatch(Event.Ended.class::isInstance);
    boolean settled = events.stream().anyMatch(Event.Settled.class::isInstance);
    findings.addIf(!live && !ended, PROVES_NOTHING, "it never was live and never ended");
    findings.addIf(
        !settled && !ended, PROVES_NOTHING, "it tells neither of an end nor of the quiet");
  }

  /** The violations found so far; empty when there are none. */
  public List<String> violations() {
    cuts.finish(truth, findings);
    findings.of("");
    findings.addIf(watchers == 0, PROVES_NOTHING, "no watcher was recorded");
    return findings.all();
  }
}
