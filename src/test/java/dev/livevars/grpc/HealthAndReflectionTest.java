package dev.livevars.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.grpc.health.v1.HealthListRequest;
import io.vertx.grpc.health.v1.HealthListResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import io.vertx.grpc.server.GrpcServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthAndReflectionTest {
  private static final String HEALTH = "grpc.health.v1.Health";

  private final TestNode node = TestNode.start();
  private final GrpcTestClient client = node.client();

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", GrpcTestClient.SERVICE})
  void shouldServe(String service) throws InvalidProtocolBufferException {
    TestCall call = client.call(HEALTH, "Check", of(service)).expectOk();
    assertThat(status(call.messages().get(0))).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void shouldNotKnowOtherServices() {
    assertThat(client.call(HEALTH, "Check", of("other")).code()).isEqualTo(5);
  }

  @Test
  void shouldTellWhenItServesNoMore() throws InvalidProtocolBufferException {
    TestCall watch = client.open(HEALTH, "Watch", Buffer.buffer(of("").toByteArray()), begun -> {});
    TestNode.until("it serves", () -> watch.messages().size() == 1);
    TestNode.await(node.node().close());
    watch.awaitEnd();
    assertThat(status(watch.messages().get(0))).isEqualTo(ServingStatus.SERVING);
    assertThat(status(watch.messages().get(1))).isEqualTo(ServingStatus.NOT_SERVING);
  }

  /** While the server drains it still answers on the connections that it has. */
  @Test
  void shouldAnswerThatItServesNoMore() throws InvalidProtocolBufferException {
    Health health = new Health();
    try (GrpcTestClient other = new GrpcTestClient(listen(health))) {
      HealthCheckRequest request = of("");
      assertThat(status(other.call(HEALTH, "Check", request).messages().get(0)))
          .isEqualTo(ServingStatus.SERVING);
      health.drain();
      assertThat(status(other.call(HEALTH, "Check", request).messages().get(0)))
          .isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(status(other.call(HEALTH, "Watch", request).messages().get(0)))
          .isEqualTo(ServingStatus.NOT_SERVING);
      Buffer list =
          other.call(HEALTH, "List", HealthListRequest.getDefaultInstance()).messages().get(0);
      assertThat(HealthListResponse.parseFrom(list.getBytes()).getStatusesMap().values())
          .extracting(HealthCheckResponse::getStatus)
          .containsOnly(ServingStatus.NOT_SERVING);
    }
  }

  private int listen(Health health) {
    GrpcServer server = GrpcServer.server(node.vertx());
    health.bind(new Rpcs(node.vertx(), server, 1 << 20));
    return TestNode.await(
            node.vertx().createHttpServer().requestHandler(server).listen(0, "127.0.0.1"))
        .actualPort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1alpha"})
  void shouldListItsServices(String version) throws InvalidProtocolBufferException {
    ServerReflectionResponse response =
        reflect(version, ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(response.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(GrpcTestClient.SERVICE, HEALTH, "grpc.reflection.v1.ServerReflection");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GrpcTestClient.SERVICE,
        GrpcTestClient.SERVICE + ".WatchVariables",
        "livevars.v1.GetVariableRequest"
      })
  void shouldDescribeItsService(String symbol) throws InvalidProtocolBufferException {
    FileDescriptorProto file =
        file(ServerReflectionRequest.newBuilder().setFileContainingSymbol(symbol).build());
    assertThat(file.getService(0).getName()).isEqualTo("VariablesService");
    for (String dependency : file.getDependencyList()) {
      FileDescriptorProto imported =
          file(ServerReflectionRequest.newBuilder().setFileByFilename(dependency).build());
      assertThat(imported.getName()).isEqualTo(dependency);
    }
  }

  @Test
  void shouldNotKnowOtherSymbols() throws InvalidProtocolBufferException {
    ServerReflectionResponse response =
        reflect("v1", ServerReflectionRequest.newBuilder().setFileContainingSymbol("x").build());
    assertThat(response.getErrorResponse().getErrorCode()).isEqualTo(5);
  }

  private FileDescriptorProto file(ServerReflectionRequest request)
      throws InvalidProtocolBufferException {
    return FileDescriptorProto.parseFrom(
        reflect("v1", request).getFileDescriptorResponse().getFileDescriptorProto(0));
  }

  private ServerReflectionResponse reflect(String version, ServerReflectionRequest request)
      throws InvalidProtocolBufferException {
    List<Buffer> messages =
        client
            .call(
                "grpc.reflection." + version + ".ServerReflection", "ServerReflectionInfo", request)
            .expectOk()
            .messages();
    return ServerReflectionResponse.parseFrom(messages.get(0).getBytes());
  }

  private static HealthCheckRequest of(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static ServingStatus status(Buffer message) throws InvalidProtocolBufferException {
    return HealthCheckResponse.parseFrom(message.getBytes()).getStatus();
  }
}
