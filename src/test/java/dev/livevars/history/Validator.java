package dev.livevars.history;

import dev.livevars.history.Recording.Event;
import java.util.List;

/** Tests what one watcher received for some of the guarantees. */
interface Validator {

  /**
   * Looks through a recording.
   *
   * @param events everything, from the first request on
   */
  void check(Truth truth, List<Event> events, Findings findings);
}
