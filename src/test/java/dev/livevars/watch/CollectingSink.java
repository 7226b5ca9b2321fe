package dev.livevars.watch;

import static java.util.Objects.requireNonNull;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a watcher hands on, and is writable when a test says so. */
final class CollectingSink implements WatchSink {
  final List<List<ChangeSet>> calls = new ArrayList<>();
  final List<Long> progress = new ArrayList<>();
  boolean writable = true;
  boolean batching;
  boolean failing;
  @Nullable WatchEnd end;

  WatchEnd ended() {
    return requireNonNull(end);
  }

  List<Long> revisions() {
    return calls.stream().flatMap(List::stream).map(ChangeSet::revision).toList();
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public boolean batching() {
    return batching;
  }

  @Override
  public void initial(long revision, List<Variable> variables) {}

  @Override
  public void live(long revision) {}

  @Override
  public void changes(List<ChangeSet> sets) {
    if (failing) {
      throw new IllegalStateException("thrown by the test's sink");
    }
    calls.add(sets);
  }

  @Override
  public void progress(long revision) {
    progress.add(revision);
  }

  @Override
  public void end(WatchEnd watchEnd) {
    end = watchEnd;
  }
}
