package dev.livevars.observer;

import dev.livevars.bus.Bus;
import dev.livevars.watch.Timers;
import dev.livevars.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The hubs and watchers of one event loop. All but {@link #execute} and {@link #ask} must be called
 * on it.
 */
final class Loop {
  private final ContextInternal context;
  private final Bus bus;
  private final Duration silence;
  private final Flusher flusher;
  private final Timers timers;
  private final JoinPoints points;
  private final Map<String, Hub> hubs = new HashMap<>();

  /** The last one of each interval. */
  private final Map<Duration, Beat> beats = new HashMap<>();

  Loop(ContextInternal context, Bus bus, Duration silence, Timers timers, JoinPoints points) {
    this.context = context;
    this.bus = bus;
    this.silence = silence;
    this.flusher = new Flusher(context);
    this.timers = timers;
    this.points = points;
  }

  /** Time, as this event loop sees it. */
  Timers timers() {
    return timers;
  }

  /** Runs an action on this event loop: at once when called there. */
  void execute(Runnable action) {
    if (context.inThread()) {
      context.dispatch(action);
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }

  /** Computes an answer on this event loop. */
  <R> Future<R> ask(Supplier<R> question) {
    Promise<R> promise = Promise.promise();
    context.runOnContext(ignored -> promise.complete(question.get()));
    return promise.future();
  }

  /** Registers a watcher and lets it join. */
  void open(OpenWatcher opening, Duration heartbeat) {
    Watcher watcher = opening.watcher();
    if (watcher.ended()) {
      return;
    }
    String session = watcher.spec().session();
    Hub hub = hubs.computeIfAbsent(session, this::follow);
    opening.open(hub, beat(heartbeat), new Join(watcher, hub, bus, points));
  }

  private Beat beat(Duration interval) {
    Beat last = beats.get(interval);
    if (last == null || !last.takesMore()) {
      last = new Beat(context, interval);
      beats.put(interval, last);
    }
    return last;
  }

  private Hub follow(String session) {
    return new Hub(session, bus, flusher, silence, timers, broken -> hubs.remove(session, broken));
  }

  /** Follows no session any more; its watchers must have ended. */
  void close() {
    hubs.values().forEach(Hub::close);
    hubs.clear();
  }
}
