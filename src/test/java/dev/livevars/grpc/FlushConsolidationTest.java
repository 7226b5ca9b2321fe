package dev.livevars.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Value;
import dev.livevars.observer.ObserverVerticle;
import dev.livevars.state.VariablesVerticle;
import dev.livevars.wire.v1.WatchVariablesRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushConsolidationTest {
  private static final int STREAMS = 100;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger flushes = new AtomicInteger();

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void shouldSendToManyStreamsWithFewFlushes() {
    GrpcVerticle server = new GrpcVerticle(GrpcSettings.of("127.0.0.1", 0));
    TestNode.await(vertx.deployVerticle(new VariablesVerticle()));
    TestNode.await(vertx.deployVerticle(new ObserverVerticle()));
    TestNode.await(vertx.deployVerticle(server));
    try (GrpcTestClient client = new GrpcTestClient(server.actualPort())) {
      client.register("a", GrpcTestClient.number(0));
      for (int i = 0; i < STREAMS; i++) {
        client.watch(WatchVariablesRequest.getDefaultInstance()).awaitLive();
      }
      ChannelPipeline pipeline = pipeline(server);
      assertThat(pipeline.first()).isInstanceOf(FlushConsolidationHandler.class);
      pipeline.addFirst(new FlushCounter());
      set();
      TestNode.until(
          "all were handed it",
          () -> client.watchers().stream().allMatch(watcher -> watcher.getDelivered() == 1));
      assertThat(flushes.get()).isBetween(1, STREAMS / 2);
    }
  }

  /** Not over the connection whose flushes are counted. */
  private void set() {
    TestNode.await(dev.livevars.Variables.local(vertx).set("a", Value.of(1.0)));
  }

  private static ChannelPipeline pipeline(GrpcVerticle server) {
    Set<HttpConnection> open = Objects.requireNonNull(server.connections()).open();
    return ((ConnectionBase) open.iterator().next()).channelHandlerContext().pipeline();
  }

  private final class FlushCounter extends ChannelOutboundHandlerAdapter {
    @Override
    public void flush(ChannelHandlerContext context) throws Exception {
      flushes.incrementAndGet();
      super.flush(context);
    }
  }
}
