package dev.livevars.bus;

import dev.livevars.model.ChangeSet;

/** What the owner of a session tells its watchers. */
public sealed interface FeedMessage {

  /** The highest revision that this message speaks of. */
  long revision();

  /** A committed change set. */
  record Committed(ChangeSet set) implements FeedMessage {
    @Override
    public long revision() {
      return set.revision();
    }
  }

  /** A beat while nothing happens: the session is at this revision. */
  record Beat(long revision) implements FeedMessage {}
}
