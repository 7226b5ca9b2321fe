package dev.livevars.grpc;

import static dev.livevars.grpc.GrpcTestClient.number;
import static dev.livevars.grpc.GrpcTestClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.livevars.wire.v1.BatchGetVariablesRequest;
import dev.livevars.wire.v1.BatchGetVariablesResponse;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.BatchSetVariablesResponse;
import dev.livevars.wire.v1.ChoiceConstraints;
import dev.livevars.wire.v1.Constraints;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.DeleteVariableResponse;
import dev.livevars.wire.v1.Embedding;
import dev.livevars.wire.v1.FloatConstraints;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.GetVariableResponse;
import dev.livevars.wire.v1.ListVariablesRequest;
import dev.livevars.wire.v1.ListVariablesResponse;
import dev.livevars.wire.v1.ModuleConstraints;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.SetVariableResponse;
import dev.livevars.wire.v1.StopWatcherRequest;
import dev.livevars.wire.v1.Tensor;
import dev.livevars.wire.v1.TensorDtype;
import dev.livevars.wire.v1.UpdateConstraintsRequest;
import dev.livevars.wire.v1.UpdateConstraintsResponse;
import dev.livevars.wire.v1.Value;
import dev.livevars.wire.v1.Variable;
import dev.livevars.wire.v1.VariableUpdate;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesServiceTest {
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

  static Stream<Arguments> values() {
    Constraints none = Constraints.getDefaultInstance();
    return Stream.of(
        Arguments.of("float", number(0.7), none),
        Arguments.of("integer", Value.newBuilder().setIntegerValue(1L << 60).build(), none),
        Arguments.of("string", text("grüß + %20"), none),
        Arguments.of("boolean", Value.newBuilder().setBooleanValue(true).build(), none),
        Arguments.of(
            "choice",
            text("b"),
            Constraints.newBuilder()
                .setChoice(ChoiceConstraints.newBuilder().addChoices("a").addChoices("b"))
                .build()),
        Arguments.of(
            "module",
            text("dspy.Predict"),
            Constraints.newBuilder().setModule(ModuleConstraints.getDefaultInstance()).build()),
        Arguments.of(
            "embedding",
            Value.newBuilder()
                .setEmbeddingValue(Embedding.newBuilder().setData(ByteString.copyFrom(new byte[8])))
                .build(),
            none),
        Arguments.of(
            "tensor",
            Value.newBuilder()
                .setTensorValue(
                    Tensor.newBuilder()
                        .setDtype(TensorDtype.TENSOR_DTYPE_UINT8)
                        .addShape(2)
                        .addShape(2)
                        .setData(ByteString.copyFrom(new byte[] {1, 2, 3, 4})))
                .build(),
            none));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void shouldCarryValuesOfEveryType(String type, Value value, Constraints constraints) {
    CLIENT
        .call(
            "RegisterVariable",
            RegisterVariableRequest.newBuilder()
                .setName("type." + type)
                .setValue(value)
                .setConstraints(constraints)
                .build())
        .expectOk();
    Variable variable =
        CLIENT
            .get(
                "GetVariable",
                GetVariableRequest.newBuilder().setName("type." + type).build(),
                GetVariableResponse.parser())
            .getVariable();
    assertThat(variable.getValue()).isEqualTo(value);
    assertThat(variable.getType().name()).isEqualToIgnoringCase("VARIABLE_TYPE_" + type);
    assertThat(variable.getVersion()).isEqualTo(1);
  }

  @Test
  void shouldSetUpdateAndDelete() {
    CLIENT.register("life", number(1));
    SetVariableResponse set =
        CLIENT.get("SetVariable", set("life", number(2)), SetVariableResponse.parser());
    assertThat(set.getChanged()).isTrue();
    assertThat(set.getVariable().getVersion()).isEqualTo(2);
    UpdateConstraintsResponse updated =
        CLIENT.get(
            "UpdateConstraints",
            UpdateConstraintsRequest.newBuilder()
                .setName("life")
                .setConstraints(
                    Constraints.newBuilder().setFloat(FloatConstraints.newBuilder().setMax(2)))
                .build(),
            UpdateConstraintsResponse.parser());
    assertThat(updated.getVariable().getConstraints().getFloat().getMax()).isEqualTo(2);
    DeleteVariableResponse deleted =
        CLIENT.get(
            "DeleteVariable",
            DeleteVariableRequest.newBuilder().setName("life").build(),
            DeleteVariableResponse.parser());
    assertThat(deleted.getRevision()).isGreaterThan(updated.getVariable().getRevision());
  }

  @Test
  void shouldListPageByPage() {
    for (int i = 0; i < 5; i++) {
      CLIENT.register("page." + i, number(i));
    }
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      ListVariablesResponse page =
          CLIENT.get(
              "ListVariables",
              ListVariablesRequest.newBuilder()
                  .addSelectors("page.*")
                  .setPageSize(2)
                  .setPageToken(token)
                  .build(),
              ListVariablesResponse.parser());
      page.getVariablesList().forEach(variable -> names.add(variable.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    assertThat(names).containsExactly("page.0", "page.1", "page.2", "page.3", "page.4");
  }

  @Test
  void shouldCutPagesThatWouldBeTooLarge() {
    for (int i = 0; i < 3; i++) {
      CLIENT.register("large." + i, text("x".repeat(900_000)));
    }
    ListVariablesResponse page =
        CLIENT.get(
            "ListVariables",
            ListVariablesRequest.newBuilder().addSelectors("large.*").build(),
            ListVariablesResponse.parser());
    assertThat(page.getVariablesList()).hasSize(2);
    assertThat(page.getNextPageToken()).isNotEmpty();
  }

  @Test
  void shouldGetSeveralTogether() {
    BatchGetVariablesResponse response =
        CLIENT.get(
            "BatchGetVariables",
            BatchGetVariablesRequest.newBuilder().addNames("present").addNames("absent").build(),
            BatchGetVariablesResponse.parser());
    assertThat(response.getVariablesList()).extracting(Variable::getName).contains("present");
    assertThat(response.getMissingList()).containsExactly("absent");
    assertThat(response.getRevision()).isPositive();
  }

  @Test
  void shouldTellTheErrorsOfABatch() {
    CLIENT.register("batch", number(1));
    BatchSetVariablesRequest request =
        BatchSetVariablesRequest.newBuilder()
            .addUpdates(VariableUpdate.newBuilder().setName("batch").setValue(number(2)))
            .addUpdates(VariableUpdate.newBuilder().setName("nowhere").setValue(number(2)))
            .addUpdates(VariableUpdate.newBuilder().setName("present"))
            .build();
    BatchSetVariablesResponse response =
        CLIENT.get("BatchSetVariables", request, BatchSetVariablesResponse.parser());
    assertThat(response.getVariablesList()).hasSize(1);
    assertThat(response.getErrorsMap()).containsOnlyKeys("nowhere", "present");
    assertThat(response.getErrorsOrThrow("nowhere").getReason()).isEqualTo("VARIABLE_NOT_FOUND");
    assertThat(response.getErrorsOrThrow("present").getReason()).isEqualTo("INVALID_VALUE");
    TestCall atomic = CLIENT.call("BatchSetVariables", request.toBuilder().setAtomic(true).build());
    assertThat(atomic.code()).isEqualTo(3);
    assertThat(atomic.statusMessage()).contains("present");
  }

  @Test
  void shouldNameEachUpdateThatCannotBeDecoded() {
    BatchSetVariablesRequest request =
        BatchSetVariablesRequest.newBuilder()
            .addUpdates(VariableUpdate.newBuilder().setName("present").setValue(text("wrong")))
            .addUpdates(VariableUpdate.newBuilder().setName("empty.1"))
            .addUpdates(VariableUpdate.newBuilder().setName("empty.2"))
            .setAtomic(true)
            .build();
    TestCall call = CLIENT.call("BatchSetVariables", request);
    assertThat(call.errorInfo().getReason()).isEqualTo("INVALID_VALUE");
    assertThat(call.errorInfo().getMetadataMap())
        .containsEntry("field", "updates")
        .containsKeys("error.empty.1", "error.empty.2");
    assertThat(call.statusMessage()).contains("'empty.1'", "'empty.2'", "(1 more not checked)");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateSession",
        "GetSession",
        "ListSessions",
        "KeepAlive",
        "DeleteSession",
        "GetVariableHistory",
        "RollbackVariable"
      })
  void shouldSayWhatIsNotImplementedYet(String method) {
    TestCall call = CLIENT.call(method, CreateSessionRequest.getDefaultInstance());
    assertThat(call.code()).isEqualTo(12);
    assertThat(call.errorInfo().getReason()).isEqualTo("NOT_YET_IMPLEMENTED");
    assertThat(call.statusMessage()).contains(method);
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
}
