package dev.livevars.examples;

import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.WatchStream;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves changes as server-sent events: a watch is piped into each response. A browser that does
 * not read fills its response, which pauses the pipe, and the node merges what it misses.
 */
public final class ChangesOverHttp extends VerticleBase {
  private @Nullable HttpServer server;

  @Override
  public Future<?> start() {
    Variables variables = Variables.local(vertx);
    server = vertx.createHttpServer().requestHandler(request -> stream(variables, request));
    return server.listen(0, "127.0.0.1");
  }

  /** The port that is served, once deployed. */
  public int port() {
    return java.util.Objects.requireNonNull(server).actualPort();
  }

  private static void stream(Variables variables, HttpServerRequest request) {
    HttpServerResponse response =
        request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
    WatchStream changes =
        variables.watchStream(WatchOptions.of(request.getParam("selector")).includeInitial(true));
    response.closeHandler(gone -> changes.cancel());
    changes
        .pipeTo(new Events(response))
        .onFailure(
            ended -> {
              if (!response.closed()) {
                response.end("event: end\n\n");
              }
            });
  }

  /** A stream of changes on top of a response. */
  private record Events(HttpServerResponse response) implements WriteStream<VariableChange> {
    @Override
    public Future<Void> write(VariableChange change) {
      return response.write("data: %s=%s\n\n".formatted(change.name(), change.newValue()));
    }

    @Override
    public Future<Void> end() {
      return response.end();
    }

    @Override
    public boolean writeQueueFull() {
      return response.writeQueueFull();
    }

    @Override
    public Events setWriteQueueMaxSize(int maxSize) {
      response.setWriteQueueMaxSize(maxSize);
      return this;
    }

    @Override
    public Events drainHandler(@Nullable Handler<Void> handler) {
      response.drainHandler(handler);
      return this;
    }

    @Override
    public Events exceptionHandler(@Nullable Handler<Throwable> handler) {
      response.exceptionHandler(handler);
      return this;
    }
  }
}
