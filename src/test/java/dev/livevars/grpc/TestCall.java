package dev.livevars.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One call and what came of it. */
final class TestCall {
  static final int BROKEN = -1;

  private final List<Buffer> messages = new CopyOnWriteArrayList<>();
  private volatile @Nullable GrpcClientRequest<Buffer, Buffer> request;
  private volatile @Nullable GrpcClientResponse<Buffer, Buffer> response;
  private volatile @Nullable Integer code;

  void send(GrpcClientRequest<Buffer, Buffer> begun, Buffer message) {
    request = begun;
    begun.response().onComplete(this::read, this::broken);
    begun.end(message);
  }

  private void read(GrpcClientResponse<Buffer, Buffer> begun) {
    begun.handler(messages::add);
    begun.endHandler(
        ended -> {
          response = begun;
          code = Integer.parseInt(trailer("grpc-status"));
        });
    begun.exceptionHandler(this::broken);
    begun.errorHandler(error -> code = BROKEN);
    response = begun;
  }

  void broken(Throwable cause) {
    if (code == null) {
      code = BROKEN;
    }
  }

  void awaitEnd() {
    TestNode.until("the call ended", () -> code != null);
  }

  TestCall expectOk() {
    if (code() != 0) {
      throw new AssertionError("status " + code() + ": " + statusMessage());
    }
    return this;
  }

  boolean ended() {
    return code != null;
  }

  int code() {
    Integer known = code;
    return known == null ? Integer.MIN_VALUE : known;
  }

  String statusMessage() {
    return URLDecoder.decode(trailer("grpc-message"), StandardCharsets.UTF_8);
  }

  String details() {
    return trailer("grpc-status-details-bin");
  }

  ErrorInfo errorInfo() {
    return detail(ErrorInfo.class, ErrorInfo.getDefaultInstance());
  }

  BadRequest badRequest() {
    return detail(BadRequest.class, BadRequest.getDefaultInstance());
  }

  private <T extends com.google.protobuf.Message> T detail(Class<T> type, T none) {
    try {
      for (Any any : Status.parseFrom(Base64.getDecoder().decode(details())).getDetailsList()) {
        if (any.is(type)) {
          return any.unpack(type);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return none;
  }

  private String trailer(String name) {
    GrpcClientResponse<Buffer, Buffer> begun = response;
    if (begun == null) {
      return "";
    }
    String value = begun.trailers().get(name);
    return value != null ? value : String.valueOf(begun.headers().get(name));
  }

  List<Buffer> messages() {
    return messages;
  }

  boolean headReceived() {
    return response != null;
  }

  List<WatchVariablesResponse> events() {
    return messages.stream().map(TestCall::event).toList();
  }

  /** Waits for an event of a watch. */
  WatchVariablesResponse awaitEvent(Predicate<WatchVariablesResponse> wanted) {
    TestNode.until("the event came", () -> events().stream().anyMatch(wanted));
    return events().stream().filter(wanted).findFirst().orElseThrow();
  }

  TestCall awaitLive() {
    awaitEvent(WatchVariablesResponse::hasLive);
    return this;
  }

  void cancel() {
    GrpcClientRequest<Buffer, Buffer> begun = request;
    if (begun != null) {
      begun.cancel();
    }
  }

  void pause() {
    GrpcClientResponse<Buffer, Buffer> begun = response;
    if (begun != null) {
      begun.pause();
    }
  }

  void resume() {
    GrpcClientResponse<Buffer, Buffer> begun = response;
    if (begun != null) {
      begun.resume();
    }
  }

  private static WatchVariablesResponse event(Buffer message) {
    try {
      return WatchVariablesResponse.parseFrom(message.getBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
