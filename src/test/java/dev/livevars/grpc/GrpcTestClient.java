package dev.livevars.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.livevars.wire.v1.ListWatchersRequest;
import dev.livevars.wire.v1.ListWatchersResponse;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.Value;
import dev.livevars.wire.v1.WatchVariablesRequest;
import dev.livevars.wire.v1.Watcher;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.List;
import java.util.function.Consumer;

/** A client that shows calls as they are on the wire. It has a Vert.x of its own. */
final class GrpcTestClient implements AutoCloseable {
  static final String SERVICE = "livevars.v1.VariablesService";

  private final Vertx vertx = Vertx.vertx();
  private final SocketAddress address;
  private final GrpcClient client;

  GrpcTestClient(int port) {
    address = SocketAddress.inetSocketAddress(port, "127.0.0.1");
    client =
        GrpcClient.builder(vertx)
            .with(new GrpcClientOptions().setMaxMessageSize(64 << 20))
            .with(new HttpClientOptions().setHttp2ClearTextUpgrade(false))
            .build();
  }

  /** Calls and waits for the end. */
  TestCall call(String method, MessageLite request) {
    return call(SERVICE, method, request);
  }

  TestCall call(String service, String method, MessageLite request) {
    TestCall call = open(service, method, Buffer.buffer(request.toByteArray()), begun -> {});
    call.awaitEnd();
    return call;
  }

  /** Calls a rpc that must succeed. */
  <A> A get(String method, MessageLite request, Parser<A> parser) {
    TestCall call = call(method, request);
    if (call.code() != 0) {
      throw new AssertionError(method + " failed: " + call.code() + " " + call.statusMessage());
    }
    try {
      return parser.parseFrom(call.messages().get(0).getBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  TestCall watch(WatchVariablesRequest request) {
    return open(SERVICE, "WatchVariables", Buffer.buffer(request.toByteArray()), begun -> {});
  }

  /** Begins a call whose request may be adorned before it is sent. */
  TestCall open(
      String service,
      String method,
      Buffer message,
      Consumer<GrpcClientRequest<Buffer, Buffer>> adorn) {
    ServiceMethod<Buffer, Buffer> rpc =
        ServiceMethod.client(
            ServiceName.create(service),
            method,
            GrpcMessageEncoder.IDENTITY,
            GrpcMessageDecoder.IDENTITY);
    TestCall call = new TestCall();
    client
        .request(address, rpc)
        .onComplete(
            begun -> {
              adorn.accept(begun);
              call.send(begun, message);
            },
            call::broken);
    return call;
  }

  void register(String name, Value value) {
    call(
            "RegisterVariable",
            RegisterVariableRequest.newBuilder().setName(name).setValue(value).build())
        .expectOk();
  }

  void set(String name, Value value) {
    call("SetVariable", SetVariableRequest.newBuilder().setName(name).setValue(value).build())
        .expectOk();
  }

  List<Watcher> watchers() {
    return get(
            "ListWatchers", ListWatchersRequest.getDefaultInstance(), ListWatchersResponse.parser())
        .getWatchersList();
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() {
    TestNode.await(vertx.close());
  }

  static Value number(double value) {
    return Value.newBuilder().setFloatValue(value).build();
  }

  static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
