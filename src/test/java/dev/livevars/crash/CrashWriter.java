package dev.livevars.crash;

import dev.livevars.Variables;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sets a variable of its own and one that it shares with the other writers, as fast as it is
 * answered, whatever dies meanwhile; and notes what it was answered.
 */
final class CrashWriter {
  private static final long PAUSE_MS = 10;

  private final List<Acknowledged> acknowledged = new CopyOnWriteArrayList<>();
  private final Promise<Void> done = Promise.promise();
  private final Vertx vertx;
  private final Variables variables;
  private final String own;
  private final Random random;
  private volatile boolean running = true;
  private long value;

  CrashWriter(Vertx vertx, Variables variables, String own, long seed) {
    this.vertx = vertx;
    this.variables = variables;
    this.own = own;
    this.random = new Random(seed);
  }

  void start() {
    vertx.getOrCreateContext().runOnContext(ignored -> write());
  }

  /** Completed when the last write was answered. */
  Future<Void> stop() {
    running = false;
    return done.future();
  }

  /** Throws what made it give up. */
  void requireWell() {
    if (done.future().failed()) {
      throw new AssertionError("writer " + own, done.future().cause());
    }
  }

  /** What it was told is done. */
  List<Acknowledged> acknowledged() {
    return acknowledged;
  }

  private void write() {
    if (!running) {
      done.complete();
      return;
    }
    value++;
    String name = random.nextInt(4) == 0 ? "shared" : own;
    Future<SetResult> set =
        variables.set(name, name.equals(own) ? value : value * 1_000 + own.hashCode() % 1_000);
    set.onComplete(
        result -> {
          if (result.changed()) {
            acknowledged.add(Acknowledged.of(result));
          }
          write();
        },
        this::failed);
  }

  /** Nothing but what tells to try again may happen. */
  private void failed(Throwable failure) {
    Reason.Status status =
        failure instanceof LivevarsException e ? e.reason().status() : Reason.Status.INTERNAL;
    if (status == Reason.Status.UNAVAILABLE || status == Reason.Status.DEADLINE_EXCEEDED) {
      vertx.setTimer(PAUSE_MS, timer -> write());
    } else {
      done.fail(failure);
    }
  }
}
