package dev.livevars.remote;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.livevars.RemoteOptions;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls the rpcs of one node over one connection, by name. Safe for any thread. */
final class Rpcs {
  /**
   * All streams share the connection's window. At its usual size, that of one stream, a single
   * watch whose handler is slow would stop every call; what one watch may hold is bounded by the
   * window of its own stream.
   */
  private static final int CONNECTION_WINDOW = 1 << 30;

  private static final ServiceName SERVICE = ServiceName.create("livevars.v1.VariablesService");

  private final Vertx vertx;
  private final RemoteOptions options;
  private final SocketAddress address;
  private final GrpcClient client;
  private final Set<UnaryCall> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Rpcs(Vertx vertx, RemoteOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.address = SocketAddress.inetSocketAddress(options.port(), options.host());
    this.client =
        GrpcClient.builder(vertx)
            .with(new GrpcClientOptions().setMaxMessageSize(options.maxMessageSize()))
            .with(
                new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                    .setConnectTimeout((int) options.timeout().toMillis()))
            .build();
  }

  /** A unary call; completed on the caller's context with the answer or a LivevarsException. */
  <A> Future<A> call(String method, MessageLite request, Parser<A> parser) {
    return unary(method, request, parser, false);
  }

  /** As {@link #call}, of a method that changes nothing. */
  <A> Future<A> read(String method, MessageLite request, Parser<A> parser) {
    return unary(method, request, parser, true);
  }

  private <A> Future<A> unary(
      String method, MessageLite request, Parser<A> parser, boolean changesNothing) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    return new UnaryCall(context, this, method, changesNothing, options)
        .send(encode(request))
        .map(answer -> Failures.parse(parser, answer));
  }

  /** Begins a call on the current context; fails with CONNECTION_LOST, and then nothing is sent. */
  Future<GrpcClientRequest<Buffer, Buffer>> begin(String method) {
    ServiceMethod<Buffer, Buffer> rpc =
        ServiceMethod.client(
            SERVICE, method, GrpcMessageEncoder.IDENTITY, GrpcMessageDecoder.IDENTITY);
    try {
      return client
          .request(address, rpc)
          .recover(failure -> Future.failedFuture(unreachable(failure)));
    } catch (IllegalStateException e) {
      return Future.failedFuture(unreachable(e));
    }
  }

  /** The calls that wait before they are made again: they end when this is closed. */
  Set<UnaryCall> waiting() {
    return waiting;
  }

  boolean isClosed() {
    return closed;
  }

  Future<Void> close() {
    closed = true;
    waiting.forEach(UnaryCall::giveUp);
    return client.close();
  }

  static Buffer encode(MessageLite message) {
    return Buffer.buffer(message.toByteArray());
  }

  private LivevarsException unreachable(Throwable cause) {
    return new LivevarsException(
            Reason.CONNECTION_LOST,
            "cannot reach %s: %s".formatted(address, Failures.describe(cause)))
        .notDone();
  }
}
