package dev.livevars.history;

import static dev.livevars.Await.result;

import dev.livevars.StateProvider;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Session;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Another provider, and a recording of every watch of the default session that was opened through
 * it. Watches of the same label are taken for connections of one.
 */
public final class RecordingProvider implements StateProvider {
  private final Map<String, Recording> recordings = new ConcurrentHashMap<>();
  private final Map<String, Recording> byId = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final StateProvider target;

  /** Records what goes through a provider. */
  public RecordingProvider(StateProvider target) {
    this.target = target;
  }

  /**
   * Ends the watches that are open and tells what the checker says of all that were live.
   *
   * @param local reads what was committed
   */
  public List<String> violations(StateProvider local) {
    byId.forEach(
        (id, recording) -> {
          recording.released();
          result(target.unwatchVariables(id));
        });
    recordings.values().removeIf(recording -> Recording.reached(recording.events()) < 0);
    if (recordings.isEmpty()) {
      return List.of();
    }
    HistoryChecker checker = new HistoryChecker(Committed.read(local));
    recordings.forEach((who, recording) -> checker.check(who, recording.events()));
    return checker.violations();
  }

  /** How many connections the watches of a label had that were live. */
  public long connections(String label) {
    return recordings.get(label).events().stream()
        .filter(Recording.Event.Live.class::isInstance)
        .count();
  }

  @Override
  public Future<String> watchVariables(WatchSpec spec, WatchSink sink) {
    if (!spec.session().equals("default")) {
      return target.watchVariables(spec, sink);
    }
    String who = spec.label().isEmpty() ? "watch " + numbers.incrementAndGet() : spec.label();
    Recording recording = recordings.computeIfAbsent(who, name -> new Recording());
    recording.opened(spec);
    Both both = new Both(recording, sink);
    return target
        .watchVariables(spec, both)
        .onFailure(refused -> recording.end(new WatchEnd(cause(refused), 0)));
  }

  private static LivevarsException cause(Throwable refused) {
    return (LivevarsException) refused;
  }

  @Override
  public Future<Void> unwatchVariables(String watcherId) {
    Recording recording = byId.get(watcherId);
    if (recording != null) {
      recording.released();
    }
    return target.unwatchVariables(watcherId);
  }

  @Override
  public <R> Future<R> call(Command.OfSession<R> command) {
    return target.call(command);
  }

  @Override
  public Future<List<Session>> listSessions(String after, int limit) {
    return target.listSessions(after, limit);
  }

  @Override
  public boolean supportsWatching() {
    return target.supportsWatching();
  }

  @Override
  public Future<List<WatcherInfo>> listWatchers(String session) {
    return target.listWatchers(session);
  }

  @Override
  public Future<Void> stopWatcher(String session, String watcherId) {
    return target.stopWatcher(session, watcherId);
  }

  @Override
  public Future<String> consume(String session, String name, Handler<VariableChange> handler) {
    return target.consume(session, name, handler);
  }

  @Override
  public Future<Void> close() {
    return target.close();
  }

  /** Records, and hands on. */
  private final class Both implements WatchSink {
    private final Recording recording;
    private final WatchSink sink;
    private volatile String id = "";

    Both(Recording recording, WatchSink sink) {
      this.recording = recording;
      this.sink = sink;
    }

    @Override
    public boolean writable() {
      return sink.writable();
    }

    @Override
    public boolean batching() {
      return sink.batching();
    }

    @Override
    public void onWritable(Runnable wake) {
      sink.onWritable(wake);
    }

    @Override
    public void created(String newId) {
      id = newId;
      byId.put(newId, recording);
      sink.created(newId);
    }

    @Override
    public void initial(long revision, List<Variable> variables) {
      recording.initial(revision, variables);
      sink.initial(revision, variables);
    }

    @Override
    public void live(long revision) {
      recording.live(revision);
      sink.live(revision);
    }

    @Override
    public void changes(List<ChangeSet> sets) {
      recording.changes(sets);
      sink.changes(sets);
    }

    @Override
    public void progress(long revision) {
      recording.progress(revision);
      sink.progress(revision);
    }

    @Override
    public void resync(long oldestRevision) {
      recording.resync(oldestRevision);
      sink.resync(oldestRevision);
    }

    @Override
    public void end(WatchEnd end) {
      byId.remove(id);
      recording.end(end);
      sink.end(end);
    }
  }
}
