package dev.livevars.grpc;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings a connection and closes it when no answer comes: a peer that is half open would never be
 * noticed otherwise. As in gRPC, any bytes of the peer are an answer: on a slow link the ping waits
 * behind data, which the peer acknowledges long before. Confined to the event loop of the
 * connection.
 */
final class Keepalive {
  private static final Logger LOG = LoggerFactory.getLogger(Keepalive.class);

  private final Vertx vertx;
  private final HttpConnection connection;
  private final Duration interval;
  private final Duration timeout;
  private long timer;
  private boolean waiting;
  private boolean stopped;

  Keepalive(Vertx vertx, HttpConnection connection, GrpcSettings settings) {
    this.vertx = vertx;
    this.connection = connection;
    this.interval = settings.keepaliveInterval();
    this.timeout = settings.keepaliveTimeout();
  }

  /** Pings after the interval, and again an interval after each answer. */
  void start() {
    Pipeline.onRead(connection, this::heard);
    schedule();
  }

  private void schedule() {
    if (!stopped) {
      timer = vertx.setTimer(interval.toMillis(), due -> ping());
    }
  }

  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void ping() {
    waiting = true;
    timer = vertx.setTimer(timeout.toMillis(), missed -> close());
    connection.ping(Buffer.buffer().appendLong(0)).onSuccess(pong -> heard());
  }

  private void heard() {
    if (waiting) {
      waiting = false;
      vertx.cancelTimer(timer);
      schedule();
    }
  }

  private void close() {
    LOG.info(
        "closing the connection of {}: silent since the last ping", connection.remoteAddress());
    Pipeline.abort(connection);
  }
}
