package dev.livevars.cli;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Function;

/** A connection to a node for one call, on a Vert.x of its own. */
final class Connection {
  private Connection() {}

  /**
   * Connects, makes a call on a context, so that what is composed on its future runs before
   * anything else happens there, disconnects, and gives the answer or throws why there is none.
   */
  static <T> T call(RemoteOptions options, Function<Variables, Future<T>> call) {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    try {
      Variables variables = Variables.remote(vertx, options);
      Promise<T> answer = Promise.promise();
      vertx.runOnContext(
          ignored ->
              Future.succeededFuture().compose(go -> call.apply(variables)).onComplete(answer));
      return answer.future().eventually(variables::close).await();
    } finally {
      vertx.close().await();
    }
  }
}
