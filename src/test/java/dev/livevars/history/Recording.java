package dev.livevars.history;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Everything that one watcher received, in order. */
public final class Recording implements WatchSink {

  /** What a watcher may receive. */
  public sealed interface Event {
    /**
     * A connection begins that asks for this.
     *
     * @param lacking what the recorder cannot tell
     */
    record Opened(WatchSpec spec, Lacking lacking) implements Event {
      /** Of a recorder that tells all. */
      public Opened(WatchSpec spec) {
        this(spec, Lacking.NOTHING);
      }
    }

    /** The present values at a revision. */
    record Initial(long revision, List<Variable> variables) implements Event {}

    /** Live above a revision. */
    record Live(long revision) implements Event {}

    /** One message of changes. */
    record Changes(List<ChangeSet> sets) implements Event {}

    /** Everything up to a revision was delivered. */
    record Progress(long revision) implements Event {}

    /** History is compacted. */
    record Resync(long oldest) implements Event {}

    /** The end. */
    record Ended(WatchEnd end) implements Event {}

    /** It was cancelled, stopped or its node closed: an end must follow. */
    record Released() implements Event {}

    /**
     * Whoever recorded has waited until nothing could come any more: everything up to this revision
     * must have come.
     */
    record Settled(long revision) implements Event {}
  }

  private final List<Event> events = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /** A recording of which the checker is told what was asked for. */
  public Recording() {}

  /** A recording that begins with what is asked for. */
  public Recording(WatchSpec spec) {
    opened(spec);
  }

  /** Another connection begins, after the one before has ended or was lost. */
  public void opened(WatchSpec spec) {
    add(new Event.Opened(spec));
  }

  /** From now on it must end. */
  public void released() {
    add(new Event.Released());
  }

  /** Nothing can come any more, whose revision is not above this one. */
  public void settled(long revision) {
    add(new Event.Settled(revision));
  }

  private record Waiting(Predicate<List<Event>> condition, CompletableFuture<Void> met) {}

  /** A copy of what was received until now. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Completed when the condition holds of what was received. */
  public synchronized CompletableFuture<Void> until(Predicate<List<Event>> condition) {
    CompletableFuture<Void> met = new CompletableFuture<>();
    waiting.add(new Waiting(condition, met));
    check();
    return met;
  }

  /** Completed when changes up to a revision were received. */
  public CompletableFuture<Void> untilRevision(long revision) {
    return until(all -> lastRevision(all) >= revision);
  }

  /** Completed when so many change sets were received. */
  public CompletableFuture<Void> untilSets(int count) {
    return until(
        all ->
            all.stream().mapToInt(e -> e instanceof Event.Changes c ? c.sets().size() : 0).sum()
                >= count);
  }

  /** Completed when it has ended. */
  public CompletableFuture<Void> untilEnded() {
    return until(all -> all.stream().anyMatch(Event.Ended.class::isInstance));
  }

  /** The revision of the last change received; 0 when there is none. */
  public static long lastRevision(List<Event> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i) instanceof Event.Changes changes) {
        return changes.sets().get(changes.sets().size() - 1).revision();
      }
    }
    return 0;
  }

  /**
   * The revision up to which it was told of everything: what it was handed, and progress; -1 before
   * it was live.
   */
  public static long reached(List<Event> events) {
    long reached = -1;
    for (Event event : events) {
      if (event instanceof Event.Live live) {
        reached = live.revision();
      } else if (event instanceof Event.Progress progress) {
        reached = Math.max(reached, progress.revision());
      } else if (event instanceof Event.Changes changes) {
        reached = changes.sets().get(changes.sets().size() - 1).revision();
      }
    }
    return reached;
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    add(new Event.Initial(revision, variables));
  }

  @Override
  public void live(long revision) {
    add(new Event.Live(revision));
  }

  @Override
  public void changes(List<ChangeSet> sets) {
    add(new Event.Changes(List.copyOf(sets)));
  }

  @Override
  public void progress(long revision) {
    add(new Event.Progress(revision));
  }

  @Override
  public void resync(long oldestRevision) {
    add(new Event.Resync(oldestRevision));
  }

  @Override
  public void end(WatchEnd end) {
    add(new Event.Ended(end));
  }

  /** Adds what was received, or happened. */
  public synchronized void add(Event event) {
    events.add(event);
    check();
  }

  private void check() {
    waiting.removeIf(
        each -> {
          boolean met = each.condition.test(events);
          return met && each.met.completeAsync(() -> null) != null;
        });
  }
}
