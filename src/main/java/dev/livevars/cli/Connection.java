package dev.livevars.cli;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.function.Function;

/** Reaches a node over gRPC, each time on a Vert.x of its own. */
final class GrpcConnector implements Connector {

  @Override
  public <T> T call(RemoteOptions options, Function<Variables, Future<T>> call) {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    try {
      Variables variables = Variables.remote(vertx, options);
      return Calls.onContext(vertx, () -> call.apply(variables))
          .eventually(variables::close)
          .await();
    } finally {
      vertx.close().await();
    }
  }
}
