package dev.livevars.crash;

import dev.livevars.StateProvider;
import dev.livevars.history.Recording;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/**
 * Watches on after every crash, from the last revision that it was handed; the recording has all of
 * its connections.
 */
final class CrashWatcher implements WatchSink {
  private static final long PAUSE_MS = 10;

  private final Recording recording = new Recording();
  private final Vertx vertx;
  private final Context context;
  private final StateProvider provider;
  private final Selectors selectors;
  private long handedOn;
  private boolean begun;
  private int resumed;

  CrashWatcher(Vertx vertx, StateProvider provider, List<String> selectors) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.provider = provider;
    this.selectors = Selectors.parse(selectors);
  }

  void start() {
    context.runOnContext(ignored -> open());
  }

  Selectors selectors() {
    return selectors;
  }

  Recording recording() {
    return recording;
  }

  /** How often it went on. */
  int resumed() {
    return resumed;
  }

  private void open() {
    WatchSpec spec =
        WatchSpec.of("default", selectors)
            .includeInitial(!begun)
            .startRevision(begun ? handedOn + 1 : 0)
            .overflow(new Overflow(Overflow.Policy.FAIL, 1_000_000))
            .heartbeat(Duration.ofMillis(50));
    recording.opened(spec);
    provider.watchVariables(spec, this).onFailure(failure -> later());
  }

  private void later() {
    vertx.setTimer(PAUSE_MS, timer -> open());
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    recording.initial(revision, variables);
  }

  @Override
  public void live(long revision) {
    recording.live(revision);
    handedOn = revision;
    resumed += begun ? 1 : 0;
    begun = true;
  }

  @Override
  public void changes(List<ChangeSet> sets) {
    recording.changes(sets);
    handedOn = sets.get(sets.size() - 1).revision();
  }

  @Override
  public void progress(long revision) {
    recording.progress(revision);
    handedOn = revision;
  }

  @Override
  public void end(WatchEnd end) {
    recording.end(end);
    if (end.reason().status() == Reason.Status.UNAVAILABLE) {
      later();
    }
  }
}
