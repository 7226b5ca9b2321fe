package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import dev.livevars.model.WatchSpec;
import java.util.List;

/**
 * The order of the steps of each connection, as guarantee 1 needs it: the present values where they
 * were asked for, then live at their very revision, then changes; a resync only where it may be.
 */
final class ShapeValidator implements Validator {
  private static final String LABEL = "1 no stale read";

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    Connection connection = null;
    for (Event event : events) {
      if (event instanceof Event.Opened opened) {
        connection = new Connection(opened.spec(), findings);
      } else if (connection == null) {
        findings.add(LABEL, "%s before anything was asked for", event);
        return;
      } else {
        connection.next(event);
      }
    }
  }

  private static final class Connection {
    private final WatchSpec spec;
    private final Findings findings;
    private long cut = -1;
    private boolean resync;
    private boolean live;

    Connection(WatchSpec spec, Findings findings) {
      this.spec = spec;
      this.findings = findings;
    }

    void next(Event event) {
      if (event instanceof Event.Resync) {
        findings.addIf(
            live || resync || !spec.includeInitial() || spec.startRevision() == 0,
            LABEL,
            "a resync that was not due");
        resync = true;
      } else if (event instanceof Event.Initial initial) {
        findings.addIf(live || cut >= 0, LABEL, "present values a second time, or after live");
        findings.addIf(!presentFirst(), LABEL, "present values that nobody asked for");
        cut = initial.revision();
      } else if (event instanceof Event.Live start) {
        begin(start.revision());
      } else if (event instanceof Event.Changes || event instanceof Event.Progress) {
        findings.addIf(!live, LABEL, "%s before live", event);
      }
    }

    private void begin(long revision) {
      findings.addIf(live, LABEL, "live twice");
      live = true;
      if (presentFirst()) {
        findings.addIf(cut < 0, LABEL, "live without the present values");
        findings.addIf(
            cut >= 0 && cut != revision, LABEL, "the cut is at %d, live at %d", cut, revision);
      } else {
        findings.addIf(
            spec.startRevision() > 0 && revision != spec.startRevision() - 1,
            LABEL,
            "live at %d, asked for everything from %d on",
            revision,
            spec.startRevision());
      }
    }

    private boolean presentFirst() {
      return spec.includeInitial() && (resync || spec.startRevision() == 0);
    }
  }
}
