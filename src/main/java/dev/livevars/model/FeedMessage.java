package dev.livevars.model;

import java.util.List;

/** What the owner of a session tells its watchers. */
public sealed interface FeedMessage {

  /** Tells the session from others of the same id, before it or after it. */
  long incarnation();

  /** The highest revision that this message speaks of. */
  long revision();

  /** Committed change sets of consecutive revisions, at least one. */
  record Committed(long incarnation, List<ChangeSet> sets) implements FeedMessage {
    @Override
    public long revision() {
      return sets.get(sets.size() - 1).revision();
    }
  }

  /** A beat while nothing happens: the session is at this revision. */
  record Beat(long incarnation, long revision) implements FeedMessage {}

  /** The session is gone; this is the last message. */
  record Ended(long incarnation, long revision, LivevarsException cause) implements FeedMessage {}
}
