package dev.livevars.grpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;

/**
 * Holds up the end of a connection when the server stops: tells the peer to begin no more calls,
 * waits until it has heard that, which an answered ping says, and a moment longer, so that all it
 * began before has come. A connection that ends earlier takes calls with it of which nobody could
 * say whether they were carried out. Confined to the event loop of the connection.
 */
final class Farewell extends ChannelInboundHandlerAdapter {
  private static final int NO_ERROR = 0;
  private static final int ALL_STREAMS = Integer.MAX_VALUE;
  private static final long HEARD_WITHIN_MILLIS = 500;
  private static final long MOMENT_MILLIS = 100;

  private final Vertx vertx;
  private final HttpConnection connection;

  Farewell(Vertx vertx, HttpConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ShutdownEvent)) {
      context.fireUserEventTriggered(event);
      return;
    }
    connection.goAway(NO_ERROR, ALL_STREAMS);
    connection
        .ping(Buffer.buffer().appendLong(0))
        .timeout(HEARD_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
        .eventually(() -> vertx.timer(MOMENT_MILLIS))
        .onComplete(over -> context.fireUserEventTriggered(event));
  }
}
