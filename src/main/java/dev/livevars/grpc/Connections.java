package dev.livevars.grpc;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop: makes each fit for many small messages, pings it, and tells
 * its watches when it is closed. It takes the connection's one slot for a close handler.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final Map<HttpConnection, Set<Call>> watches = new HashMap<>();
  private final Vertx vertx;
  private final GrpcSettings settings;

  Connections(Vertx vertx, GrpcSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /** Takes a new connection; one that does not speak HTTP/2 is closed. */
  void opened(HttpConnection connection) {
    connection.exceptionHandler(
        failure -> LOG.debug("connection of {} failed", connection.remoteAddress(), failure));
    if (!Pipeline.speaksHttp2(connection)) {
      LOG.debug("{} does not speak HTTP/2", connection.remoteAddress());
      Pipeline.abort(connection);
      return;
    }
    Keepalive keepalive = new Keepalive(vertx, connection, settings);
    keepalive.start();
    Pipeline.holdUpShutdown(connection, new Farewell(vertx, connection));
    Pipeline.consolidateFlushes(connection);
    watches.put(connection, new HashSet<>());
    connection.closeHandler(
        closed -> {
          keepalive.stop();
          closed(connection);
        });
  }

  /** Ends a call when its connection is closed. */
  void goneWhenClosed(Call call) {
    Set<Call> calls = watches.get(call.request().connection());
    if (calls == null) {
      call.gone();
    } else {
      calls.add(call);
      call.onOver(() -> calls.remove(call));
    }
  }

  /** The open connections. */
  Set<HttpConnection> open() {
    return Set.copyOf(watches.keySet());
  }

  private void closed(HttpConnection connection) {
    Set<Call> calls = watches.remove(connection);
    if (calls != null) {
      new ArrayList<>(calls).forEach(Call::gone);
    }
  }
}
