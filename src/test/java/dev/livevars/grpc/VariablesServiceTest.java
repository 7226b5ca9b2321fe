package dev.livevars.grpc;

import static dev.livevars.grpc.GrpcTestClient.number;
import static dev.livevars.grpc.GrpcTestClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.livevars.wire.v1.BatchGetVariablesRequest;
import dev.livevars.wire.v1.BatchGetVariablesResponse;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.BatchSetVariablesResponse;
import dev.livevars.wire.v1.ChoiceConstraints;
import dev.livevars.wire.v1.Constraints;
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
import dev.livevars.wire.v1.Tensor;
import dev.livevars.wire.v1.TensorDtype;
import dev.livevars.wire.v1.UpdateConstraintsRequest;
import dev.livevars.wire.v1.UpdateConstraintsResponse;
import dev.livevars.wire.v1.Value;
import dev.livevars.wire.v1.Variable;
import dev.livevars.wire.v1.VariableUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static SetVariableRequest set(String name, Value value) {
    return SetVariableRequest.newBuilder().setName(name).setValue(value).build();
  }
}
