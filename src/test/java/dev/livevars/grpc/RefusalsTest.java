package dev.livevars.grpc;

import static dev.livevars.grpc.GrpcTestClient.number;
import static dev.livevars.grpc.GrpcTestClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.MessageLite;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.DeleteSessionRequest;
import dev.livevars.wire.v1.GetSessionRequest;
import dev.livevars.wire.v1.GetVariableHistoryRequest;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.KeepAliveRequest;
import dev.livevars.wire.v1.ListSessionsRequest;
import dev.livevars.wire.v1.ListVariablesRequest;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.StopWatcherRequest;
import dev.livevars.wire.v1.Value;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a call is said, and no call is left without an answer. */
class RefusalsTest {
  private static final TestNode NODE = TestNode.start();
  private static final GrpcTestClient CLIENT = NODE.client();

  @BeforeAll
  static void register() {
    CLIENT.register("present", number(1));
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    NODE.close();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(5, "VARIABLE_NOT_FOUND", "", "GetVariable", get("absent")),
        refusal(3, "INVALID_NAME", "name", "RegisterVariable", named("1st")),
        refusal(3, "INVALID_VALUE", "value", "SetVariable", setNothing()),
        refusal(3, "INVALID_VALUE", "value", "SetVariable", set("present", text("x"))),
        refusal(6, "VARIABLE_EXISTS", "", "RegisterVariable", named("present")),
        refusal(
            10,
            "VERSION_MISMATCH",
            "",
            "SetVariable",
            set("present", number(3)).toBuilder().setExpectedVersion(99).build()),
        refusal(
            5,
            "SESSION_NOT_FOUND",
            "",
            "GetVariable",
            get("present").toBuilder().setSession("other").build()),
        refusal(
            3,
            "INVALID_SESSION",
            "session",
            "GetVariable",
            get("present").toBuilder().setSession("a b").build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "page_size",
            "ListVariables",
            ListVariablesRequest.newBuilder().setPageSize(-1).build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "page_token",
            "ListVariables",
            ListVariablesRequest.newBuilder().setPageToken("?").build()),
        refusal(
            3,
            "INVALID_SELECTOR",
            "selectors",
            "ListVariables",
            ListVariablesRequest.newBuilder().addSelectors("a b").build()),
        refusal(3, "INVALID_SESSION", "id", "CreateSession", create("a b")),
        refusal(
            3,
            "INVALID_REQUEST",
            "ttl",
            "CreateSession",
            create("s").toBuilder().setTtl(Duration.newBuilder().setNanos(99_999_999)).build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "ttl",
            "CreateSession",
            create("s").toBuilder().setTtl(Duration.newBuilder().setSeconds(-1)).build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "ttl",
            "CreateSession",
            create("s").toBuilder().setTtl(Duration.getDefaultInstance()).build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "ttl",
            "CreateSession",
            create("s").toBuilder()
                .setTtl(Duration.newBuilder().setSeconds(Long.MAX_VALUE))
                .build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "metadata",
            "CreateSession",
            create("s").toBuilder().putMetadata("k", "v".repeat(70_000)).build()),
        refusal(6, "SESSION_EXISTS", "", "CreateSession", create("default")),
        refusal(
            5,
            "SESSION_NOT_FOUND",
            "",
            "GetSession",
            GetSessionRequest.newBuilder().setId("nobody").build()),
        refusal(
            3,
            "INVALID_SESSION",
            "id",
            "GetSession",
            GetSessionRequest.newBuilder().setId("a b").build()),
        refusal(
            5,
            "SESSION_NOT_FOUND",
            "",
            "KeepAlive",
            KeepAliveRequest.newBuilder().setId("nobody").build()),
        refusal(
            3, "INVALID_REQUEST", "id", "DeleteSession", DeleteSessionRequest.getDefaultInstance()),
        refusal(
            3,
            "INVALID_REQUEST",
            "id",
            "DeleteSession",
            DeleteSessionRequest.newBuilder().setId("default").build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "page_size",
            "ListSessions",
            ListSessionsRequest.newBuilder().setPageSize(-1).build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "page_token",
            "ListSessions",
            ListSessionsRequest.newBuilder().setPageToken("?").build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "limit",
            "GetVariableHistory",
            history("present").toBuilder().setLimit(-1).build()),
        refusal(
            3,
            "INVALID_REQUEST",
            "limit",
            "GetVariableHistory",
            history("present").toBuilder().setLimit(10_001).build()),
        refusal(5, "VARIABLE_NOT_FOUND", "", "GetVariableHistory", history("absent")),
        refusal(5, "VERSION_NOT_FOUND", "", "RollbackVariable", rollback("present", 0)),
        refusal(5, "VERSION_NOT_FOUND", "", "RollbackVariable", rollback("present", 2)),
        refusal(5, "VARIABLE_NOT_FOUND", "", "RollbackVariable", rollback("absent", 1)),
        refusal(
            3,
            "INVALID_REQUEST",
            "watcher_id",
            "StopWatcher",
            StopWatcherRequest.getDefaultInstance()),
        refusal(
            5,
            "WATCHER_NOT_FOUND",
            "",
            "StopWatcher",
            StopWatcherRequest.newBuilder().setWatcherId("w").build()));
  }

  @ParameterizedTest(name = "{3}: {1} {2}")
  @MethodSource("refusals")
  void shouldSayWhatIsWrong(
      int code, String reason, String field, String method, MessageLite request) {
    TestCall call = CLIENT.call(method, request);
    assertThat(call.code()).isEqualTo(code);
    assertThat(call.statusMessage()).isNotBlank();
    assertThat(call.errorInfo().getReason()).isEqualTo(reason);
    assertThat(call.errorInfo().getDomain()).isEqualTo("livevars");
    assertThat(call.details()).doesNotContain("=");
    if (!field.isEmpty()) {
      assertThat(call.badRequest().getFieldViolations(0).getField()).isEqualTo(field);
    }
  }

  static Stream<String> methods() {
    return VariablesService.DESCRIPTOR.getMethods().stream().map(MethodDescriptor::getName);
  }

  /**
   * A client that does not say what it wants is refused, answered or watches, and never unserved.
   */
  @ParameterizedTest
  @MethodSource("methods")
  void shouldServeEveryMethod(String method) {
    TestCall call =
        CLIENT.open(
            GrpcTestClient.SERVICE,
            method,
            Buffer.buffer(),
            begun -> begun.timeout(500, TimeUnit.MILLISECONDS));
    call.awaitEnd();
    assertThat(call.code()).isIn(0, 3, 4);
  }

  @Test
  void shouldRefuseBytesThatAreNoRequest() {
    TestCall call =
        CLIENT.open(
            GrpcTestClient.SERVICE, "GetVariable", Buffer.buffer("\u0001 nonsense"), begun -> {});
    call.awaitEnd();
    assertThat(call.code()).isEqualTo(3);
    assertThat(call.errorInfo().getReason()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void shouldRefuseMessagesThatAreTooLarge() {
    TestCall call = CLIENT.call("SetVariable", set("present", text("x".repeat(10 << 20))));
    assertThat(call.code()).isEqualTo(8);
    assertThat(call.errorInfo().getReason()).isEqualTo("MESSAGE_TOO_LARGE");
    assertThat(call.statusMessage()).contains("10485").contains("4194304");
    CLIENT.call("GetVariable", get("present")).expectOk();
  }

  @Test
  void shouldTakePackedMessages() {
    TestCall call =
        CLIENT.open(
            GrpcTestClient.SERVICE,
            "GetVariable",
            Buffer.buffer(get("present").toByteArray()),
            begun -> begun.encoding("gzip"));
    call.awaitEnd();
    call.expectOk();
  }

  @Test
  void shouldRefusePackedMessagesThatUnpackToTooMuch() {
    TestCall call =
        CLIENT.open(
            GrpcTestClient.SERVICE,
            "SetVariable",
            Buffer.buffer(set("present", text("x".repeat(10 << 20))).toByteArray()),
            begun -> begun.encoding("gzip"));
    call.awaitEnd();
    assertThat(call.code()).isEqualTo(8);
    assertThat(call.errorInfo().getReason()).isEqualTo("MESSAGE_TOO_LARGE");
  }

  @Test
  void shouldHonourDeadlines() {
    TestCall call =
        CLIENT.open(
            GrpcTestClient.SERVICE,
            "WatchVariables",
            Buffer.buffer(),
            begun -> begun.timeout(50, TimeUnit.MILLISECONDS));
    call.awaitEnd();
    assertThat(call.code()).isEqualTo(4);
    assertThat(call.errorInfo().getReason()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(CLIENT.watchers()).isEmpty();
  }

  private static Arguments refusal(
      int code, String reason, String field, String method, MessageLite request) {
    return Arguments.of(code, reason, field, method, request);
  }

  private static GetVariableRequest get(String name) {
    return GetVariableRequest.newBuilder().setName(name).build();
  }

  private static RegisterVariableRequest named(String name) {
    return RegisterVariableRequest.newBuilder().setName(name).setValue(number(1)).build();
  }

  private static SetVariableRequest set(String name, Value value) {
    return SetVariableRequest.newBuilder().setName(name).setValue(value).build();
  }

  private static SetVariableRequest setNothing() {
    return SetVariableRequest.newBuilder().setName("present").build();
  }

  private static CreateSessionRequest create(String id) {
    return CreateSessionRequest.newBuilder().setId(id).build();
  }

  private static GetVariableHistoryRequest history(String name) {
    return GetVariableHistoryRequest.newBuilder().setName(name).build();
  }

  private static RollbackVariableRequest rollback(String name, long version) {
    return RollbackVariableRequest.newBuilder().setName(name).setToVersion(version).build();
  }
}
