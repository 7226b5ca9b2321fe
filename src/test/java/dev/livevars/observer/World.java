package dev.livevars.observer;

import dev.livevars.Await;
import dev.livevars.history.HistoryChecker;
import dev.livevars.history.Recording;
import dev.livevars.history.Recording.Event;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.WatchSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one program acts on: a session of its own, and those who watch it. */
final class World {
  private static final AtomicInteger SESSIONS = new AtomicInteger();

  /** Longer than any pacing holds anything back, and than a lost message of the feed is missed. */
  private static final Duration LONG = Testbed.SILENCE.multipliedBy(2);

  /** After so many quiet beats nothing will come that has not. */
  private static final int BEATS = 10;

  private final String session = "program-" + SESSIONS.incrementAndGet();
  private final List<Watched> watched = new ArrayList<>();
  private final Testbed testbed;

  private static final class Watched {
    final Recording recording = new Recording();
    final Step.Join asked;
    WatchSpec spec;
    ScriptedSink sink = new ScriptedSink(recording, false, 0, 0);
    volatile String id = "";

    Watched(Step.Join asked, WatchSpec spec) {
      this.asked = asked;
      this.spec = spec;
    }

    boolean ended() {
      List<Event> events = recording.events();
      return !events.isEmpty() && events.get(events.size() - 1) instanceof Event.Ended;
    }
  }

  World(Testbed testbed) {
    this.testbed = testbed;
    testbed.await(() -> testbed.bus().request(new Command.CreateSession(session, null, Map.of())));
  }

  /** A write, which may be refused. */
  void write(Function<String, Command.OfSession<?>> command) {
    try {
      testbed.await(() -> testbed.bus().request(command.apply(session)).mapEmpty());
    } catch (LivevarsException refused) {
      testbed.rest();
      return;
    }
    testbed.rest();
  }

  /** Somebody joins; while the join is held up, other steps are run. */
  void join(Step.Join step) {
    long start = step.back() == 0 ? 0 : Math.max(1, revision() - step.back() + 2);
    WatchSpec spec =
        WatchSpec.of(session, step.selectors())
            .includeInitial(step.initial())
            .startRevision(start)
            .filter(step.filter())
            .pacing(step.pacing())
            .overflow(step.overflow())
            .heartbeat(WatchSpec.MIN_HEARTBEAT)
            .label(session + "." + watched.size());
    Watched one = new Watched(step, spec);
    watched.add(one);
    open(one, step);
  }

  /** Somebody whose watch ended goes on where it said. */
  void rejoin(int index) {
    Watched one = watched(index);
    if (one == null || !one.ended()) {
      return;
    }
    List<Event> events = one.recording.events();
    long resume = ((Event.Ended) events.get(events.size() - 1)).end().resumeRevision();
    if (resume > 0) {
      one.spec = one.spec.includeInitial(false).startRevision(resume);
      open(one, one.asked);
    }
  }

  void cancel(int index) {
    Watched one = watched(index);
    if (one != null && !one.ended()) {
      one.recording.released();
      testbed.await(() -> testbed.provider().unwatchVariables(one.id));
    }
  }

  void onSink(int index, Consumer<ScriptedSink> action) {
    Watched one = watched(index);
    if (one != null) {
      testbed.run(() -> action.accept(one.sink));
      testbed.rest();
    }
  }

  void holdFeed() {
    testbed.holdFeed();
  }

  void releaseFeed(boolean lost) {
    testbed.releaseFeed(lost);
  }

  void pass(Duration time) {
    testbed.pass(time);
  }

  /** Lets all that can come do so, ends the session and tells what the checker says. */
  List<String> violations() {
    testbed.releaseFeed(false);
    watched.forEach(one -> testbed.run(() -> one.sink.resume(Long.MAX_VALUE)));
    for (int i = 0; i < 3; i++) {
      testbed.pass(LONG);
    }
    long last = revision();
    watched.forEach(one -> awaitQuiet(one, last));
    watched.forEach(one -> one.recording.settled(last));
    List<ChangeSet> committed =
        testbed
            .await(() -> testbed.bus().request(new Command.ReadFeed(session, 1, Integer.MAX_VALUE)))
            .sets();
    watched.stream().filter(one -> !one.ended()).forEach(one -> one.recording.released());
    testbed.await(() -> testbed.bus().request(new Command.DeleteSession(session)));
    testbed.rest();
    HistoryChecker checker = new HistoryChecker(committed);
    for (int i = 0; i < watched.size(); i++) {
      checker.check("watcher " + i, watched.get(i).recording.events());
    }
    return watched.isEmpty() ? List.of() : checker.violations();
  }

  private void open(Watched one, Step.Join step) {
    one.recording.opened(one.spec);
    one.sink = new ScriptedSink(one.recording, step.batching(), step.credit(), step.cancelsAt());
    HeldJoins.Held held = testbed.joins().hold(one.spec.label());
    one.sink.onCancel(() -> testbed.provider().unwatchVariables(one.id));
    one.id = testbed.await(() -> testbed.provider().watchVariables(one.spec, one.sink));
    CompletableFuture<Void> ended = one.recording.until(events -> one.ended());
    meanwhile(held.registered(), ended, step.whileRegistered());
    meanwhile(held.read(), ended, step.whileRead());
    testbed.rest();
  }

  private void meanwhile(
      HeldJoins.Stop stop, CompletableFuture<Void> ended, List<Step.Write> steps) {
    Await.result(CompletableFuture.anyOf(stop.reached(), ended));
    steps.forEach(step -> step.run(this));
    testbed.run(stop::go);
  }

  private void awaitQuiet(Watched one, long last) {
    int before = one.recording.events().size();
    Await.until(
        "quiet",
        () -> {
          List<Event> events = one.recording.events();
          List<Event> since = events.subList(before, events.size());
          return one.ended()
              || Recording.reached(events) >= last
              || since.stream().filter(Event.Progress.class::isInstance).count() >= BEATS;
        });
  }

  private long revision() {
    return testbed.await(() -> testbed.bus().request(new Command.GetSession(session))).revision();
  }

  private @Nullable Watched watched(int index) {
    return watched.isEmpty() ? null : watched.get(index % watched.size());
  }
}
