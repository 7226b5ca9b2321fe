package dev.livevars.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.livevars.Changes;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sink has in the hands of a client that takes messages only when the test says so. */
class StreamSinkTest {
  private static final int PARTS = 40;

  private final Vertx vertx = Vertx.vertx();
  private final List<WatchVariablesResponse> events = new ArrayList<>();
  private final Queue<Promise<Void>> untaken = new ArrayDeque<>();
  private final AtomicInteger wakes = new AtomicInteger();
  private final Call call = new Call(vertx, 1 << 20, request());
  private final StreamSink sink =
      new StreamSink(call, new ChangesEncoder(), InstantSource.system());
  private boolean completed;

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void shouldEncodePresentValuesNoFasterThanTheClientTakesThem() {
    begin();
    assertThat(events).hasSize(1);
    assertThat(sink.writable()).isFalse();
    for (int taken = 1; taken < PARTS; taken++) {
      take();
      assertThat(events).hasSize(taken + 1);
      assertThat(events.get(taken - 1).getInitial().getLast()).isFalse();
    }
    assertThat(wakes).hasValue(0);
    take();
    assertThat(events.get(PARTS - 1).getInitial().getLast()).isTrue();
    assertThat(sink.writable()).isTrue();
    assertThat(wakes).hasValue(1);
  }

  @Test
  void shouldSendWhatFollowsBehindThePresentValues() {
    begin();
    sink.live(7);
    sink.changes(List.of(Changes.set(8, "a")));
    sink.progress(8);
    sink.end(stopped());
    assertThat(events).hasSize(1);
    takeAll();
    assertThat(events).hasSize(PARTS + 4);
    assertThat(events.subList(0, PARTS)).allMatch(WatchVariablesResponse::hasInitial);
    assertThat(events.get(PARTS).hasLive()).isTrue();
    assertThat(events.get(PARTS + 1).hasChanges()).isTrue();
    assertThat(events.get(PARTS + 2).hasProgress()).isTrue();
    assertThat(events.get(PARTS + 3).getClosing().getResumeRevision()).isEqualTo(9);
    assertThat(completed).isTrue();
  }

  @Test
  void shouldSendNoMoreWhenTheCallIsOver() {
    begin();
    call.gone();
    takeAll();
    assertThat(events).hasSize(1);
    assertThat(wakes).hasValue(0);
  }

  @Test
  void shouldLetOneLargeChangeWait() {
    sink.onWritable(wakes::incrementAndGet);
    sink.changes(List.of(Changes.set(1, Value.of(new float[1 << 18]))));
    assertThat(sink.writable()).isFalse();
    take();
    assertThat(sink.writable()).isTrue();
    assertThat(wakes).hasValue(1);
  }

  private void begin() {
    Variable large =
        Objects.requireNonNull(
            Changes.set(1, Value.of(new float[1 << 18])).changes().get(0).variable());
    sink.onWritable(wakes::incrementAndGet);
    sink.initial(7, Collections.nCopies(PARTS, large));
  }

  private static WatchEnd stopped() {
    return new WatchEnd(new LivevarsException(Reason.STOPPED, "stopped"), 9);
  }

  private void take() {
    untaken.remove().complete();
  }

  private void takeAll() {
    while (!untaken.isEmpty()) {
      take();
    }
  }

  @SuppressWarnings("unchecked") // the proxy is a request of whatever messages
  private GrpcServerRequest<Buffer, Buffer> request() {
    return (GrpcServerRequest<Buffer, Buffer>) fake(GrpcServerRequest.class);
  }

  /** A request or response of which only what the call uses does something. */
  private Object fake(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, args) -> answer(proxy, method, args));
  }

  private Object answer(Object proxy, Method method, Object[] args)
      throws InvalidProtocolBufferException {
    return switch (method.getName()) {
      case "response" -> fake(GrpcServerResponse.class);
      case "timeout" -> 0L;
      case "writeQueueFull" -> false;
      case "writeMessage" -> written(((GrpcMessage) args[0]).payload());
      case "end" -> ended();
      default -> proxy;
    };
  }

  private Future<Void> ended() {
    completed = true;
    return Future.succeededFuture();
  }

  private Future<Void> written(Buffer message) throws InvalidProtocolBufferException {
    events.add(WatchVariablesResponse.parseFrom(message.getBytes()));
    Promise<Void> left = Promise.promise();
    untaken.add(left);
    return left.future();
  }
}
