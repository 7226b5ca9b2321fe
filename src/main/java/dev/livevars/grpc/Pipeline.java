package dev.livevars.grpc;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Vert.x's public interface cannot do with a connection. The only place that reaches into its
 * internal classes for that.
 */
final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final int FLUSH_AT_LEAST_AFTER = 256;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(512 << 10, 1 << 20);

  private Pipeline() {}

  /** Whether the peer speaks HTTP/2. */
  static boolean speaksHttp2(HttpConnection connection) {
    return !(connection instanceof ConnectionBase internal)
        || pipeline(internal).get(Http2ConnectionHandler.class) != null;
  }

  /**
   * Lets the messages that are written in one turn of the event loop leave in one system call.
   * Vert.x flushes after each, which costs ten times as much. And lets the connection take more
   * before it is full: whenever it is, and again when it is not any more, each of its streams is
   * visited. Everything works without, slower.
   */
  static boolean consolidateFlushes(HttpConnection connection) {
    if (connection instanceof ConnectionBase internal) {
      pipeline(internal).addFirst(flushConsolidation());
      internal.channelHandlerContext().channel().config().setWriteBufferWaterMark(WATER_MARK);
      return true;
    }
    LOG.warn("flushes of {} cannot be consolidated: streams will cost more", connection.getClass());
    return false;
  }

  /** Tells whenever bytes of the peer have arrived, whatever they are. */
  static void onRead(HttpConnection connection, Runnable heard) {
    if (connection instanceof ConnectionBase internal) {
      pipeline(internal).addFirst(new ReadListener(heard));
    } else {
      LOG.warn("reads of {} are not seen: only answered pings count", connection.getClass());
    }
  }

  /** Lets a connection end as it is told to be when the server stops, and not at once. */
  static void holdUpShutdown(HttpConnection connection, Farewell farewell) {
    if (connection instanceof ConnectionBase internal) {
      pipeline(internal).addFirst(farewell);
    } else {
      LOG.warn("{} ends at once when the server stops: calls may break", connection.getClass());
    }
  }

  /**
   * Netty's own flushes as soon as the channel is not writable any more, which can be after the
   * first half of an HTTP/2 frame was written: what is written when the flush completes earlier
   * writes would then land inside that frame. A flush that is pending comes soon anyway.
   */
  static FlushConsolidationHandler flushConsolidation() {
    return new FlushConsolidationHandler(FLUSH_AT_LEAST_AFTER, true) {
      @Override
      public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
      }
    };
  }

  /**
   * Closes the connection at once. The public ways to close say goodbye first and wait until the
   * peer has taken what was written before, which one that is gone never does.
   */
  static void abort(HttpConnection connection) {
    ChannelHandlerContext nearest =
        connection instanceof ConnectionBase internal ? pipeline(internal).firstContext() : null;
    if (nearest == null) {
      connection.shutdown(0, TimeUnit.MILLISECONDS);
    } else {
      ChannelFuture unused = nearest.close();
    }
  }

  private static ChannelPipeline pipeline(ConnectionBase connection) {
    return connection.channelHandlerContext().pipeline();
  }

  /** Passes on what it sees. */
  private static final class ReadListener extends ChannelInboundHandlerAdapter {
    private final Runnable heard;

    ReadListener(Runnable heard) {
      this.heard = heard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      heard.run();
      context.fireChannelRead(message);
    }
  }
}
