package dev.livevars.ops;

import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherTotals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers {@code /health} (the process lives), {@code /ready} (200 while the node takes calls, else
 * 503) and {@code /metrics}. Deploy one instance; it stops listening when it is undeployed.
 */
public final class HttpVerticle extends VerticleBase {
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final String host;
  private final Meters meters;
  private final BooleanSupplier ready;
  private final Supplier<Future<Map<WatcherInfo.Kind, WatcherTotals>>> watchers;
  private volatile int port;

  /**
   * A server.
   *
   * @param port 0 picks a free one, see {@link #port}
   * @param ready whether the node takes calls; asked on the event loop
   * @param watchers measures the watchers; asked on the event loop
   */
  public HttpVerticle(
      String host,
      int port,
      Meters meters,
      BooleanSupplier ready,
      Supplier<Future<Map<WatcherInfo.Kind, WatcherTotals>>> watchers) {
    this.host = host;
    this.port = port;
    this.meters = meters;
    this.ready = ready;
    this.watchers = watchers;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(port, host)
        .onSuccess(server -> port = server.actualPort());
  }

  /** The port that is served, once deployed. */
  public int port() {
    return port;
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    boolean read = READS.contains(request.method());
    switch (read ? request.path() : "") {
      case "/health" -> text(response, 200, "ok\n");
      case "/ready" -> {
        boolean serves = ready.getAsBoolean();
        text(response, serves ? 200 : 503, serves ? "ready\n" : "not ready\n");
      }
      case "/metrics" -> metrics(response);
      default -> text(response, 404, "not found\n");
    }
  }

  /** While the node stops, watchers cannot be measured, and are as they were. */
  private void metrics(HttpServerResponse response) {
    watchers
        .get()
        .onSuccess(meters::watchers)
        .onComplete(
            measured ->
                response
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(meters.scrape()));
  }

  private static void text(HttpServerResponse response, int status, String body) {
    response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8").end(body);
  }
}
