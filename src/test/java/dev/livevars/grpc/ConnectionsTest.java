package dev.livevars.grpc;

import static dev.livevars.grpc.GrpcTestClient.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.NodeOptions;
import dev.livevars.wire.v1.WatchVariablesRequest;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final byte[] PING = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};

  private static final byte[] WINDOW_UPDATE = {0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final TestNode node = TestNode.start(NodeOptions.defaults().keepalive(INTERVAL, TIMEOUT));
  private final GrpcTestClient client = node.client();
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
    client.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\0\1\2\3\r\n\r\n", "PRI * HTTP/2.1\r\n\r\n"})
  void shouldCloseConnectionsThatDoNotSpeakHttp2(String garbage) throws InterruptedException {
    client.register("a", number(0));
    TestCall watch = client.watch(all()).awaitLive();
    assertClosed(connect(), Buffer.buffer(garbage));
    client.set("a", number(1));
    watch.awaitEvent(WatchVariablesResponse::hasChanges);
  }

  @Test
  void shouldCloseConnectionsThatSpeakBrokenHttp2() throws InterruptedException {
    client.register("a", number(0));
    TestCall watch = client.watch(all()).awaitLive();
    Buffer broken =
        Buffer.buffer(PREFACE).appendBytes(EMPTY_SETTINGS).appendString("nonsense".repeat(20));
    assertClosed(connect(), broken);
    client.set("a", number(1));
    watch.awaitEvent(WatchVariablesResponse::hasChanges);
  }

  @Test
  void shouldCloseTheConnectionOfASilentPeer() throws InterruptedException {
    assertClosed(connect(), Buffer.buffer(PREFACE).appendBytes(EMPTY_SETTINGS));
  }

  @Test
  void shouldForgetTheWatchersOfAPeerThatFellSilent() {
    try (FreezableProxy proxy = new FreezableProxy(vertx, node.port());
        GrpcTestClient other = new GrpcTestClient(proxy.port())) {
      other.watch(all()).awaitLive();
      assertThat(client.watchers()).hasSize(1);
      proxy.freeze();
      TestNode.until("it is gone", () -> client.watchers().isEmpty());
    }
  }

  @Test
  void shouldKeepTheConnectionOfAPeerThatAnswers() {
    client.register("a", number(0));
    TestCall watch = client.watch(all()).awaitLive();
    long end = System.nanoTime() + INTERVAL.plus(TIMEOUT).multipliedBy(3).toNanos();
    TestNode.until("several pings were due", () -> System.nanoTime() > end);
    client.set("a", number(1));
    watch.awaitEvent(WatchVariablesResponse::hasChanges);
    assertThat(watch.ended()).isFalse();
  }

  @Test
  void shouldKeepAPeerThatAcknowledgesDataWhileThePingWaitsBehindIt() {
    AtomicBoolean closed = new AtomicBoolean();
    NetSocket socket = connect();
    socket.closeHandler(over -> closed.set(true));
    socket.write(Buffer.buffer(PREFACE).appendBytes(EMPTY_SETTINGS));
    long timer =
        vertx.setPeriodic(
            TIMEOUT.toMillis() / 4, due -> socket.write(Buffer.buffer(WINDOW_UPDATE)));
    long end = System.nanoTime() + INTERVAL.plus(TIMEOUT).multipliedBy(4).toNanos();
    TestNode.until("several pings were due", () -> System.nanoTime() > end);
    assertThat(closed).isFalse();
    vertx.cancelTimer(timer);
    TestNode.until("it is closed when it is silent", closed::get);
  }

  @Test
  void shouldNotPunishPings() {
    AtomicLong received = new AtomicLong();
    NetSocket socket = connect();
    CountDownLatch closed = new CountDownLatch(1);
    socket.closeHandler(over -> closed.countDown());
    socket.handler(bytes -> received.addAndGet(bytes.length()));
    Buffer pings = Buffer.buffer();
    for (int i = 0; i < 1_000; i++) {
      pings.appendBytes(PING);
    }
    TestNode.await(
        socket.write(Buffer.buffer(PREFACE).appendBytes(EMPTY_SETTINGS).appendBuffer(pings)));
    TestNode.until("all are answered", () -> received.get() > 1_000L * PING.length);
  }

  private NetSocket connect() {
    return TestNode.await(
        vertx
            .createNetClient(new NetClientOptions().setReconnectAttempts(0))
            .connect(node.port(), "127.0.0.1"));
  }

  private static void assertClosed(NetSocket socket, Buffer bytes) throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    socket.closeHandler(over -> closed.countDown());
    TestNode.await(socket.write(bytes));
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static WatchVariablesRequest all() {
    return WatchVariablesRequest.getDefaultInstance();
  }
}
