package dev.livevars.crash;

import dev.livevars.Variables;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads variables that it shares with others and sets them if nobody has since, one after the
 * other, and notes when it asked and what it was answered.
 */
final class Prober {
  private static final long PAUSE_MS = 5;

  private final List<Operation> operations = new CopyOnWriteArrayList<>();
  private final Promise<Void> done = Promise.promise();
  private final Vertx vertx;
  private final Variables variables;
  private final List<String> names;
  private final Random random;
  private volatile boolean running = true;

  Prober(Vertx vertx, Variables variables, List<String> names, long seed) {
    this.vertx = vertx;
    this.variables = variables;
    this.names = names;
    this.random = new Random(seed);
  }

  void start() {
    vertx.getOrCreateContext().runOnContext(ignored -> probe());
  }

  /** Completed when the last operation was answered. */
  Future<Void> stop() {
    running = false;
    return done.future();
  }

  List<Operation> operations() {
    return operations;
  }

  private void probe() {
    if (!running) {
      done.complete();
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    long start = System.nanoTime();
    variables
        .get(name)
        .compose(
            found -> {
              note(name, start, null, found);
              return random.nextBoolean() ? set(found) : Future.succeededFuture();
            })
        .onComplete(answered -> again(), this::failed);
  }

  private Future<?> set(Variable found) {
    long start = System.nanoTime();
    return variables
        .set(found.name(), random.nextLong(), Map.of(), found.version())
        .onSuccess(set -> note(found.name(), start, found.version(), set.variable()));
  }

  private void note(String name, long start, Long expected, Variable variable) {
    operations.add(
        new Operation(
            name, start, System.nanoTime(), expected, variable.version(), variable.revision()));
  }

  private void again() {
    vertx.setTimer(PAUSE_MS, timer -> probe());
  }

  private void failed(Throwable failure) {
    Reason.Status status =
        failure instanceof LivevarsException e ? e.reason().status() : Reason.Status.INTERNAL;
    switch (status) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED -> again();
      default -> done.fail(failure);
    }
  }
}
