package dev.livevars.history;

import static dev.livevars.Await.result;

import dev.livevars.Await;
import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers that set variables as fast as they are answered: single values, and every tenth time a
 * batch of three.
 */
public final class Writers {
  private static final int VARIABLES = 5;

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong sets = new AtomicLong();
  private final List<Future<Void>> done = new ArrayList<>();
  private final Vertx vertx;
  private final Variables variables;

  private Writers(Vertx vertx, Variables variables) {
    this.vertx = vertx;
    this.variables = variables;
  }

  /** Registers variables {@code load.<writer>.<n>} and begins to set them. */
  public static Writers start(Vertx vertx, Variables variables, int count) {
    Writers writers = new Writers(vertx, variables);
    for (int writer = 0; writer < count; writer++) {
      for (int n = 0; n < VARIABLES; n++) {
        result(variables.register(name(writer, n), 0, Constraints.ofInteger()));
      }
    }
    for (int writer = 0; writer < count; writer++) {
      writers.done.add(writers.begin(writer));
    }
    return writers;
  }

  /** How many sets were answered. */
  public long sets() {
    return sets.get();
  }

  /** Stops them; returns when the last set was answered. */
  public void stop() {
    running.set(false);
    done.forEach(Await::result);
  }

  private Future<Void> begin(int writer) {
    Promise<Void> promise = Promise.promise();
    vertx.getOrCreateContext().runOnContext(ignored -> write(writer, 1, promise));
    return promise.future();
  }

  /** Not a chain of futures: one as long as this would overflow the stack when it completes. */
  private void write(int writer, long round, Promise<Void> finished) {
    if (!running.get()) {
      finished.complete();
      return;
    }
    Future<?> written =
        round % 10 == 0
            ? variables.setMany(batch(writer, round), true)
            : variables.set(name(writer, (int) (round % VARIABLES)), round);
    written.onComplete(
        answer -> {
          sets.incrementAndGet();
          write(writer, round + 1, finished);
        },
        finished::fail);
  }

  private static Map<String, Object> batch(int writer, long round) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int n = 0; n < 3; n++) {
      values.put(name(writer, n), -round);
    }
    return values;
  }

  private static String name(int writer, int n) {
    return "load.w" + writer + ".v" + n;
  }
}
