package dev.livevars.cli;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Calls from the main thread. */
final class Calls {
  private Calls() {}

  /**
   * Makes a call on a context, so that what is composed on its future runs before anything else
   * happens there.
   */
  static <T> Future<T> onContext(Vertx vertx, Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    vertx.runOnContext(
        ignored -> Future.succeededFuture().compose(go -> call.get()).onComplete(answer));
    return answer.future();
  }
}
