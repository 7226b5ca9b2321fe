package dev.livevars.grpc;

import dev.livevars.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves gRPC on one event loop; deploy as many instances as there are loops, see {@link
 * GrpcEndpoint}. Stop the observer first, so that the watches end as DRAINING: when this stops, it
 * waits a little for what is under way and then closes its connections.
 */
public final class GrpcVerticle extends VerticleBase {
  /** How long calls and the ends of watches may take to leave when the server stops. */
  private static final long GRACE_SECONDS = 2;

  /**
   * Each cancelled watch is a reset stream. The usual guard, 200 in 30 s, would take a client that
   * drops a few hundred watches at once for an attacker and cut it off.
   */
  private static final int MAX_RESETS = 100_000;

  private final GrpcSettings settings;
  private final int listenPort;
  private final Health health = new Health();
  private @Nullable Connections connections;
  private @Nullable HttpServer server;

  /** A server on the settings' port, which several instances share unless it is 0. */
  public GrpcVerticle(GrpcSettings settings) {
    this(settings, settings.port());
  }

  /**
   * A server.
   *
   * @param listenPort the port to listen on; a negative one stands for a free one that all
   *     instances with the same number share
   */
  GrpcVerticle(GrpcSettings settings, int listenPort) {
    this.settings = settings;
    this.listenPort = listenPort;
  }

  @Override
  public Future<?> start() {
    Connections opened = new Connections(vertx, settings);
    connections = opened;
    HttpServer listening =
        vertx
            .createHttpServer(httpOptions())
            .connectionHandler(opened::opened)
            .requestHandler(service(opened));
    server = listening;
    return listening.listen(listenPort, settings.host());
  }

  @Override
  public Future<?> stop() {
    health.drain();
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  /** The port that it listens on; 0 before it does. */
  public int actualPort() {
    return server == null ? 0 : server.actualPort();
  }

  @Nullable Connections connections() {
    return connections;
  }

  private GrpcServer service(Connections opened) {
    GrpcServer grpc = GrpcServer.server(vertx, grpcOptions());
    Bus bus = new Bus(vertx);
    Rpcs rpcs = new Rpcs(vertx, grpc, settings.maxMessageSize());
    new VariablesService(rpcs, bus).bind();
    new SessionService(rpcs, bus).bind();
    new WatchService(vertx, bus, opened, InstantSource.system()).bind(rpcs);
    health.bind(rpcs);
    new Reflection().bind(rpcs);
    return grpc;
  }

  private GrpcServerOptions grpcOptions() {
    return new GrpcServerOptions()
        .setMaxMessageSize(settings.maxMessageSize())
        .removeEnabledProtocol(GrpcProtocol.WEB)
        .removeEnabledProtocol(GrpcProtocol.WEB_TEXT)
        .removeEnabledProtocol(GrpcProtocol.TRANSCODING);
  }

  /**
   * Who speaks HTTP/2 answers pings; who is silent for longer than these take has never begun to
   * speak it.
   */
  private HttpServerOptions httpOptions() {
    Duration silence =
        settings.keepaliveInterval().plus(settings.keepaliveTimeout()).multipliedBy(2);
    return new HttpServerOptions()
        .setInitialSettings(
            new Http2Settings().setMaxConcurrentStreams(settings.maxConcurrentStreams()))
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setReadIdleTimeout(toMillis(silence))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static int toMillis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
  }
}
