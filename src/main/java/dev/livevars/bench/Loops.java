package dev.livevars.bench;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * A context of each event loop of a Vert.x. A thread outside is always given the same context, so
 * that whoever wants another loop has to ask for it.
 */
final class Loops {
  private Loops() {}

  /** An event loop, by a context of its and its thread. */
  record Loop(Context context, long thread) {
    /** Does something on the loop; completed with what that completes with. */
    <T> Future<T> call(Supplier<Future<T>> action) {
      Promise<T> result = Promise.promise();
      context.runOnContext(ignored -> action.get().onComplete(result));
      return result.future();
    }
  }

  /** All loops, in the order of their threads. */
  static List<Loop> of(Vertx vertx) {
    Map<Long, Loop> loops = new ConcurrentSkipListMap<>();
    DeploymentOptions several =
        new DeploymentOptions().setInstances(4 * VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    Waiting.result(vertx.deployVerticle(() -> new Finder(loops), several));
    return List.copyOf(loops.values());
  }

  private static final class Finder extends VerticleBase {
    private final Map<Long, Loop> found;

    Finder(Map<Long, Loop> found) {
      this.found = found;
    }

    @Override
    public Future<?> start() {
      long thread = Thread.currentThread().getId();
      found.put(thread, new Loop(context, thread));
      return Future.succeededFuture();
    }
  }
}
