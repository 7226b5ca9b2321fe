package dev.livevars.model;

/**
 * How the watchers of a node fare together.
 *
 * @param watchers how many there are
 * @param delivered how many changes were handed to them and to those that have ended, as are the
 *     other counts
 * @param conflated how many changes were merged into others or vanished so
 * @param filtered how many changes their filters held back
 * @param filterFailures how often their expressions failed on a change
 * @param pending how many changes wait for them now
 * @param lagRevisions how many revisions the last of them is behind
 * @param lagMillis how long the oldest waiting change has waited, in milliseconds
 */
public record WatcherTotals(
    long watchers,
    long delivered,
    long conflated,
    long filtered,
    long filterFailures,
    long pending,
    long lagRevisions,
    long lagMillis) {
  /** Of nobody. */
  public static final WatcherTotals NONE = new WatcherTotals(0, 0, 0, 0, 0, 0, 0, 0);

  /** Those of one watcher that is there. */
  public static WatcherTotals of(WatcherInfo info) {
    return new WatcherTotals(
        1,
        info.delivered(),
        info.conflated(),
        info.filtered(),
        info.filterFailures(),
        info.pending(),
        info.lagRevisions(),
        info.lagMillis());
  }

  /** The same when they have ended: what was counted stays. */
  public WatcherTotals ended() {
    return new WatcherTotals(0, delivered, conflated, filtered, filterFailures, 0, 0, 0);
  }

  /** These and others. */
  public WatcherTotals plus(WatcherTotals other) {
    return new WatcherTotals(
        watchers + other.watchers,
        delivered + other.delivered,
        conflated + other.conflated,
        filtered + other.filtered,
        filterFailures + other.filterFailures,
        pending + other.pending,
        Math.max(lagRevisions, other.lagRevisions),
        Math.max(lagMillis, other.lagMillis));
  }
}
