package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import java.util.List;

/** Guarantee 11: who was let go is told of the end, with a reason, and nothing follows. */
final class EndValidator implements Validator {
  private static final String LABEL = "11 ends";

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    boolean ended = false;
    boolean released = false;
    for (Event event : events) {
      if (event instanceof Event.Opened) {
        findings.addIf(released && !ended, LABEL, "it was let go and opened again without an end");
        ended = false;
        released = false;
      } else if (event instanceof Event.Released) {
        released = true;
      } else if (!(event instanceof Event.Settled)) {
        findings.addIf(ended, LABEL, "%s after the end", event);
      }
      if (event instanceof Event.Ended end) {
        ended = true;
        findings.addIf(end.end().message().isBlank(), LABEL, "an end that does not say why");
      }
    }
    findings.addIf(released && !ended, LABEL, "it was let go, but no end came");
  }
}
