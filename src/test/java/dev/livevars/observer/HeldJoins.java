package dev.livevars.observer;

import dev.livevars.watch.Watcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Holds up the joins that it was told of, by their labels. */
final class HeldJoins implements JoinPoints {
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /** One join: at each point it is reached, and goes on when it is told to. */
  static final class Held {
    private final Stop registered = new Stop();
    private final Stop read = new Stop();

    Stop registered() {
      return registered;
    }

    Stop read() {
      return read;
    }
  }

  /** A point of a join. */
  static final class Stop {
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final Promise<Void> go = Promise.promise();

    CompletableFuture<Void> reached() {
      return reached;
    }

    void go() {
      go.complete();
    }

    private Future<Void> stop() {
      reached.complete(null);
      return go.future();
    }
  }

  /** Holds up the next join of a label. */
  Held hold(String label) {
    Held join = new Held();
    held.put(label, join);
    return join;
  }

  @Override
  public Future<Void> registered(Watcher watcher) {
    Held join = held.get(watcher.spec().label());
    return join == null ? Future.succeededFuture() : join.registered().stop();
  }

  @Override
  public Future<Void> read(Watcher watcher) {
    Held join = held.remove(watcher.spec().label());
    return join == null ? Future.succeededFuture() : join.read().stop();
  }
}
