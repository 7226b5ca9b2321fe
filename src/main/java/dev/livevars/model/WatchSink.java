package dev.livevars.model;

import java.util.List;

/**
 * Where a watch's events go, in the order of {@link #created}, then as asked {@link #initial},
 * {@link #live}, then changes and progress, at last {@link #end}. All calls come from one thread,
 * the watcher's; none may block or throw.
 */
public interface WatchSink {

  /** Whether it takes more changes now; while it does not, they wait. */
  default boolean writable() {
    return true;
  }

  /**
   * Whether it would rather have several change sets in one call a little later than each at once.
   */
  default boolean batching() {
    return false;
  }

  /**
   * Gets what to call, from any thread, when it is writable again. Called once, before anything
   * else.
   */
  default void onWritable(Runnable wake) {}

  /** The watcher is registered under this id. */
  default void created(String id) {}

  /** The present values: one cut at a revision. */
  void initial(long revision, List<Variable> variables);

  /** Every matching change above this revision will come. */
  void live(long revision);

  /** Changes of contiguous, rising revisions; a revision is never split between two calls. */
  void changes(List<ChangeSet> sets);

  /** Everything up to this revision was delivered or does not match. */
  default void progress(long revision) {}

  /** The start revision is compacted: a new initial follows. */
  default void resync(long oldestRevision) {}

  /** Nothing follows. */
  void end(WatchEnd end);
}
