package dev.livevars.observer;

import dev.livevars.history.Recording;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import java.util.List;

/** A sink that is writable when a program says so, and records. Confined to one event loop. */
final class ScriptedSink implements WatchSink {
  private final Recording recording;
  private final boolean batching;
  private final int cancelsAt;
  private Runnable cancel = () -> {};
  private Runnable wake = () -> {};
  private long credit;
  private int calls;

  /**
   * A sink.
   *
   * @param credit how many calls it takes before it is not writable any more
   * @param cancelsAt at which call it takes itself back; 0 is never
   */
  ScriptedSink(Recording recording, boolean batching, long credit, int cancelsAt) {
    this.recording = recording;
    this.batching = batching;
    this.credit = credit;
    this.cancelsAt = cancelsAt;
  }

  /** What it does to take itself back. */
  void onCancel(Runnable action) {
    cancel = action;
  }

  void pause() {
    credit = 0;
  }

  /** It takes so many more calls. */
  void resume(long calls) {
    credit = calls;
    wake.run();
  }

  @Override
  public boolean writable() {
    return credit > 0;
  }

  @Override
  public boolean batching() {
    return batching;
  }

  @Override
  public void onWritable(Runnable action) {
    wake = action;
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    recording.initial(revision, variables);
  }

  @Override
  public void live(long revision) {
    recording.live(revision);
  }

  @Override
  public void changes(List<ChangeSet> sets) {
    credit--;
    recording.changes(sets);
    if (++calls == cancelsAt) {
      recording.released();
      cancel.run();
    }
  }

  @Override
  public void progress(long revision) {
    recording.progress(revision);
  }

  @Override
  public void resync(long oldestRevision) {
    recording.resync(oldestRevision);
  }

  @Override
  public void end(WatchEnd end) {
    recording.end(end);
  }
}
