package dev.livevars.grpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Binds rpcs to a server, by name, as calls of raw messages. */
final class Rpcs {
  private final Vertx vertx;
  private final GrpcServer server;
  private final int maxMessageSize;

  Rpcs(Vertx vertx, GrpcServer server, int maxMessageSize) {
    this.vertx = vertx;
    this.server = server;
    this.maxMessageSize = maxMessageSize;
  }

  /** An rpc that answers one message with one. */
  <Q, A extends MessageLite> void unary(
      String service, String method, Parser<Q> parser, Function<Q, Future<A>> answer) {
    raw(
        service,
        method,
        call ->
            call.receive(
                bytes ->
                    answer
                        .apply(Payload.parse(parser, bytes))
                        .onComplete(call::answer, call::fail)));
  }

  /** An rpc that answers one message with a stream. */
  <Q> void stream(String service, String method, Parser<Q> parser, BiConsumer<Call, Q> answer) {
    raw(
        service,
        method,
        call -> call.receive(bytes -> answer.accept(call, Payload.parse(parser, bytes))));
  }

  /** An rpc that sees to the client's messages itself. */
  void raw(String service, String method, Consumer<Call> handler) {
    ServiceMethod<Buffer, Buffer> rpc =
        ServiceMethod.server(
            ServiceName.create(service),
            method,
            GrpcMessageEncoder.IDENTITY,
            GrpcMessageDecoder.IDENTITY);
    server.callHandler(rpc, request -> handler.accept(new Call(vertx, maxMessageSize, request)));
  }
}
