package dev.livevars.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.WatchVariablesRequest;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Vert.x logs a stack trace when a stream breaks whose end waits behind what nobody takes. */
class BrokenAnswerTest {
  private static final String LOGGER = "io.netty.handler.codec.http2.DefaultHttp2Connection";

  private final TestNode node = TestNode.start();
  private final GrpcTestClient client = node.client();
  private final FreezableProxy proxy = new FreezableProxy(node.vertx(), node.port());
  private final Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    proxy.close();
    client.close();
    node.close();
  }

  @Test
  void shouldNotComplainAboutAClientThatGoesBeforeItHasTakenItsAnswer() {
    client.register("large", GrpcTestClient.text("x".repeat(3_000_000)));
    try (GrpcTestClient other = new GrpcTestClient(proxy.port())) {
      other.watch(WatchVariablesRequest.getDefaultInstance()).awaitLive();
      TestCall get =
          other.open(
              GrpcTestClient.SERVICE,
              "GetVariable",
              Buffer.buffer(GetVariableRequest.newBuilder().setName("large").build().toByteArray()),
              begun -> begun.response().onSuccess(response -> response.pause()));
      TestNode.until("the answer began", get::headReceived);
      get.pause();
      proxy.cut();
      TestNode.until("the server saw it", () -> client.watchers().isEmpty());
    }
    assertThat(log.list).noneMatch(event -> event.getLevel() == Level.ERROR);
  }
}
