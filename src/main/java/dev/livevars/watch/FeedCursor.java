package dev.livevars.watch;

/**
 * How far a feed was followed: every revision up to the cursor was seen, none above it. It tells
 * which message comes next, so that a lost, late or doubled one is noticed.
 */
public final class FeedCursor {
  private long revision;
  private long highest;

  /** A cursor that has seen everything up to a revision. */
  public FeedCursor(long revision) {
    this.revision = revision;
    this.highest = revision;
  }

  /** The last revision that was seen. */
  public long revision() {
    return revision;
  }

  /** Notes that a revision exists, seen or not. */
  public void heardOf(long existing) {
    highest = Math.max(highest, existing);
  }

  /** Whether this revision is the next one. */
  public boolean isNext(long candidate) {
    return candidate == revision + 1;
  }

  /** Whether a revision is known to exist that was not seen. */
  public boolean isBehind() {
    return highest > revision;
  }

  /** Notes that nothing above what was seen exists, whatever was heard. */
  public void upToDate() {
    highest = revision;
  }

  /** Moves to a revision that was now seen. */
  public void advance(long seen) {
    revision = seen;
    heardOf(seen);
  }
}
