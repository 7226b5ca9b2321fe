package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import java.util.List;

/**
 * Guarantee 5: each connection begins where the one before said, or after what that one handed on;
 * and an end does not point back behind what was handed on.
 */
final class ResumeValidator implements Validator {
  private static final String LABEL = "5 resumable";

  @Override
  public void check(Truth truth, List<Event> events, Findings findings) {
    long reached = -1;
    long resume = -1;
    boolean anew = false;
    for (Event event : events) {
      if (event instanceof Event.Opened opened) {
        long start = opened.spec().startRevision();
        boolean fits = start == reached + 1 || start == resume || (anew && start == 0);
        findings.addIf(
            reached >= 0 && !fits,
            LABEL,
            "it opens again at %d, but has everything up to %d",
            start,
            reached);
        resume = -1;
      } else if (event instanceof Event.Live live) {
        reached = live.revision();
        anew = false;
      } else if (event instanceof Event.Progress progress) {
        reached = Math.max(reached, progress.revision());
      } else if (event instanceof Event.Changes changes) {
        reached = changes.sets().get(changes.sets().size() - 1).revision();
      } else if (event instanceof Event.Ended ended) {
        resume = ended.end().resumeRevision();
        anew = resume == 0;
        findings.addIf(
            reached >= 0 && resume > 0 && resume <= reached,
            LABEL,
            "it is to resume from %d, but has everything up to %d",
            resume,
            reached);
      }
    }
  }
}
