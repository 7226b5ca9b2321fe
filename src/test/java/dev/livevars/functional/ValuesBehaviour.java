package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.VariableKey;
import dev.livevars.Variables;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Tensor;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableType;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Variables} does with one variable at a time, whatever stands behind it. */
interface ValuesBehaviour extends Behaviour {

  @Test
  default void shouldKeepAValueOfEveryType() {
    Tensor tensor = Tensor.ofLongs(List.of(2L, 2L), 1, 2, 3, 4);
    register("a.float", 0.5, Constraints.ofFloat());
    register("a.integer", 7, Constraints.ofInteger());
    register("a.string", "héllo", Constraints.ofString());
    register("a.boolean", true, Constraints.ofBoolean());
    register("a.choice", "low", Constraints.ofChoice("low", "high"));
    register("a.module", "dspy.Predict", Constraints.ofModule());
    register("a.embedding", new float[] {1f, 2f}, Constraints.ofEmbedding());
    register("a.tensor", tensor, Constraints.ofTensor());
    assertThat(result(variables().get(VariableKey.ofFloat("a.float")))).isEqualTo(0.5);
    assertThat(result(variables().get(VariableKey.ofInteger("a.integer")))).isEqualTo(7L);
    assertThat(result(variables().get(VariableKey.ofString("a.string")))).isEqualTo("héllo");
    assertThat(result(variables().get(VariableKey.ofBoolean("a.boolean")))).isTrue();
    assertThat(result(variables().get(VariableKey.ofChoice("a.choice")))).isEqualTo("low");
    assertThat(result(variables().get(VariableKey.ofModule("a.module")))).isEqualTo("dspy.Predict");
    assertThat(result(variables().get(VariableKey.ofEmbedding("a.embedding"))))
        .containsExactly(1f, 2f);
    assertThat(result(variables().get(VariableKey.ofTensor("a.tensor")))).isEqualTo(tensor);
  }

  @Test
  default void shouldGiveBackConstraintsAsTheyWereRegistered() {
    Constraints constraints = Constraints.ofFloat().min(0).max(2).step(0.5).readOnly(true);
    Variable variable = register("x", 1.5, constraints);
    assertThat(variable.constraints()).isEqualTo(constraints);
    assertThat(result(variables().get("x"))).isEqualTo(variable);
  }

  @Test
  default void shouldCountVersionsAndRevisions() {
    Variable registered = register("x", 1.0, Constraints.ofFloat());
    register("y", 1.0, Constraints.ofFloat());
    SetResult set = result(variables().set("x", 2.0));
    assertThat(registered.version()).isEqualTo(1);
    assertThat(registered.revision()).isEqualTo(1);
    assertThat(set.variable().version()).isEqualTo(2);
    assertThat(set.variable().revision()).isEqualTo(3);
    assertThat(set.changed()).isTrue();
  }

  @Test
  default void shouldChangeNothingWhenTheValueIsEqual() {
    Variable registered = register("x", 1.0, Constraints.ofFloat());
    SetResult set = result(variables().set("x", 1));
    assertThat(set.changed()).isFalse();
    assertThat(set.variable()).isEqualTo(registered);
  }

  @Test
  default void shouldChangeWhenOnlyMetadataIsNew() {
    register("x", 1.0, Constraints.ofFloat());
    SetResult first = result(variables().set("x", 1.0, Map.of("unit", "K"), null));
    SetResult again = result(variables().set("x", 1.0, Map.of("unit", "K"), null));
    assertThat(first.changed()).isTrue();
    assertThat(first.variable().metadata()).containsEntry("unit", "K");
    assertThat(again.changed()).isFalse();
  }

  @Test
  default void shouldNeverRestartVersions() {
    register("x", 1.0, Constraints.ofFloat());
    result(variables().delete("x"));
    assertThat(register("x", 1.0, Constraints.ofFloat()).version()).isEqualTo(3);
  }

  @Test
  default void shouldRegisterOnce() {
    Variable first = register("x", 1.0, Constraints.ofFloat().min(0));
    assertThat(reason(variables().register("x", 1.0, Constraints.ofFloat().min(0))))
        .isEqualTo(Reason.VARIABLE_EXISTS);
    assertThat(result(variables().registerIfAbsent("x", 5.0, Constraints.ofFloat().min(0))))
        .isEqualTo(first);
    assertThat(reason(variables().registerIfAbsent("x", 1.0, Constraints.ofFloat())))
        .isEqualTo(Reason.VARIABLE_EXISTS);
  }

  @Test
  default void shouldRefuseASetOfAnotherVersion() {
    register("x", 1.0, Constraints.ofFloat());
    LivevarsException refused = refusal(variables().set("x", 2.0, Map.of(), 9L));
    assertThat(refused.reason()).isEqualTo(Reason.VERSION_MISMATCH);
    assertThat(refused.message()).contains("x").contains("9").contains("1");
    assertThat(result(variables().set("x", 2.0, Map.of(), 1L)).changed()).isTrue();
  }

  @Test
  default void shouldUpdateWithoutLosingAnIncrement() {
    register("count", 0, Constraints.ofInteger());
    VariableKey<Long> count = VariableKey.ofInteger("count");
    var updates =
        IntStream.range(0, 50).mapToObj(i -> variables().update(count, n -> n + 1)).toList();
    updates.forEach(Await::result);
    assertThat(result(variables().get(count))).isEqualTo(50);
  }

  @Test
  default void shouldKeepTheOldValueWhenASetIsRefused() {
    register("x", 1.0, Constraints.ofFloat().max(2));
    LivevarsException refused = refusal(variables().set("x", 3.5));
    assertThat(refused.reason()).isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(refused.message()).contains("'x'").contains("max").contains("2.0").contains("3.5");
    assertThat(result(variables().get("x")).version()).isEqualTo(1);
  }

  @Test
  default void shouldLiftReadOnlyByUpdatingConstraints() {
    register("x", 1.0, Constraints.ofFloat().readOnly(true));
    assertThat(reason(variables().set("x", 2.0))).isEqualTo(Reason.READ_ONLY);
    assertThat(result(variables().updateConstraints("x", Constraints.ofFloat())).version())
        .isEqualTo(2);
    assertThat(result(variables().set("x", 2.0)).changed()).isTrue();
  }

  @Test
  default void shouldRefuseConstraintsThatThePresentValueBreaks() {
    register("x", 1.0, Constraints.ofFloat());
    assertThat(reason(variables().updateConstraints("x", Constraints.ofFloat().min(5))))
        .isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(reason(variables().updateConstraints("x", Constraints.ofInteger())))
        .isEqualTo(Reason.INVALID_CONSTRAINTS);
  }

  @Test
  default void shouldNameBadInput() {
    register("f", 1.0, Constraints.ofFloat());
    register("i", 1, Constraints.ofInteger());
    assertThat(reason(variables().set("f", "text"))).isEqualTo(Reason.INVALID_VALUE);
    assertThat(reason(variables().set("i", true))).isEqualTo(Reason.INVALID_VALUE);
    assertThat(reason(variables().set("i", 2.5))).isEqualTo(Reason.INVALID_VALUE);
    assertThat(refusal(variables().set("f", Double.NaN)).reason().status())
        .isEqualTo(Reason.Status.INVALID_ARGUMENT);
    assertThat(reason(variables().register("a", 1.0, Constraints.ofFloat().min(2).max(1))))
        .isEqualTo(Reason.INVALID_CONSTRAINTS);
    assertThat(reason(variables().register("a", "x", Constraints.ofChoice())))
        .isEqualTo(Reason.INVALID_CONSTRAINTS);
    assertThat(reason(variables().register("a", "x", Constraints.ofString().pattern("("))))
        .isEqualTo(Reason.INVALID_CONSTRAINTS);
    assertThat(reason(variables().register("a", 9.0, Constraints.ofFloat().max(1))))
        .isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(reason(variables().register("a b", 1.0, Constraints.ofFloat())))
        .isEqualTo(Reason.INVALID_NAME);
    assertThat(reason(variables().register("", 1.0, Constraints.ofFloat())))
        .isEqualTo(Reason.INVALID_NAME);
    assertThat(reason(variables().register("n".repeat(300), 1.0, Constraints.ofFloat())))
        .isEqualTo(Reason.INVALID_NAME);
    assertThat(reason(variables().get("nobody"))).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(reason(variables().delete("nobody"))).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(reason(variables().inSession("other").get("f"))).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(reason(variables().list("a b"))).isEqualTo(Reason.INVALID_SELECTOR);
    assertThat(result(variables().get("f")).version()).isEqualTo(1);
  }

  @Test
  default void shouldRefuseATypedReadOfAnotherType() {
    assertThat(register("x", "text", Constraints.ofString()).type()).isEqualTo(VariableType.STRING);
    assertThat(reason(variables().get(VariableKey.ofFloat("x")))).isEqualTo(Reason.INVALID_TYPE);
    assertThat(
            register("t", Tensor.of(DType.UINT8, List.of(), new byte[] {1}), Constraints.ofTensor())
                .version())
        .isEqualTo(1);
  }

  @Test
  default void shouldBoundTheMetadataOfAVariable() {
    register("x", 0, Constraints.ofInteger());
    result(variables().set("x", 1, Map.of("a", "m".repeat(40_000)), null));
    LivevarsException refused =
        refusal(variables().set("x", 1, Map.of("b", "m".repeat(40_000)), null));
    assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(refused.message()).contains("metadata").contains("80002").contains("65536");
    assertThat(result(variables().get("x")).metadata()).containsOnlyKeys("a");
  }

  @Test
  default void shouldTellMisuseByAFailedFuture() {
    register("x", 0, Constraints.ofInteger());
    Object none = null;
    String noName = null;
    assertThat(reason(variables().set("x", none))).isEqualTo(Reason.INVALID_VALUE);
    assertThat(reason(variables().get(noName))).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(reason(variables().watchOne(noName, c -> {}))).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(reason(variables().watchOne("x.*", c -> {}))).isEqualTo(Reason.INVALID_NAME);
    assertThat(reason(variables().list(noName))).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(reason(variables().set("x", 1, Map.of("k", "\uD800"), null)))
        .isEqualTo(Reason.INVALID_REQUEST);
    assertThat(refusal(variables().consumer("a b", c -> {})).reason().status())
        .isEqualTo(Reason.Status.INVALID_ARGUMENT);
    assertThat(result(variables().get("x")).version()).isEqualTo(1);
  }
}
