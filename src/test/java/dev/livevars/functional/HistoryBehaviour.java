package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.next;
import static dev.livevars.functional.Behaviour.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What is known of the past of variables, whatever stands behind it. */
interface HistoryBehaviour extends Behaviour {

  @Test
  default void shouldTellEveryVersionTheNewestFirst() {
    register("x", 1.0, Constraints.ofFloat());
    register("y", 1.0, Constraints.ofFloat());
    Variable set = result(variables().withSource("tuner").set("x", 2.0)).variable();
    result(variables().updateConstraints("x", Constraints.ofFloat().max(5)));
    result(variables().delete("x"));
    register("x", "text", Constraints.ofString());

    List<HistoricValue> versions = result(variables().history("x"));

    assertThat(versions).extracting(HistoricValue::version).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(versions).extracting(HistoricValue::revision).containsExactly(6L, 5L, 4L, 3L, 1L);
    assertThat(versions)
        .extracting(HistoricValue::kind)
        .containsExactly(
            ChangeKind.REGISTERED,
            ChangeKind.DELETED,
            ChangeKind.CONSTRAINTS_UPDATED,
            ChangeKind.UPDATED,
            ChangeKind.REGISTERED);
    assertThat(versions)
        .extracting(HistoricValue::value)
        .containsExactly(Value.of("text"), null, Value.of(2.0), Value.of(2.0), Value.of(1.0));
    assertThat(versions.get(3).source()).isEqualTo("tuner");
    assertThat(versions.get(3).time()).isEqualTo(set.updatedAt());
  }

  @Test
  default void shouldTellAsManyVersionsAsAreWanted() {
    register("x", 0, Constraints.ofInteger());
    for (int i = 1; i <= 150; i++) {
      result(variables().set("x", i));
    }
    assertThat(result(variables().history("x", 2)))
        .extracting(HistoricValue::value)
        .containsExactly(Value.of(150), Value.of(149));
    assertThat(result(variables().history("x"))).hasSize(100);
    assertThat(result(variables().history("x", 10_000))).hasSize(151);
    for (int limit : new int[] {0, -1, 10_001}) {
      LivevarsException refused = refusal(variables().history("x", limit));
      assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST);
      assertThat(refused.details()).containsEntry("field", "limit");
    }
  }

  @Test
  default void shouldTellTheVersionsOfADeletedVariable() {
    register("x", 1, Constraints.ofInteger());
    result(variables().delete("x"));
    assertThat(result(variables().history("x")))
        .extracting(HistoricValue::value)
        .containsExactly(null, Value.of(1));
    assertThat(reason(variables().history("nobody"))).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(reason(variables().inSession("other").history("x")))
        .isEqualTo(Reason.SESSION_NOT_FOUND);
  }

  @Test
  default void shouldTellFewerVersionsWhenTheyAreLarge() {
    register("x", "", Constraints.ofString());
    for (char c = 'a'; c <= 'd'; c++) {
      result(variables().set("x", String.valueOf(c).repeat(1_000_000)));
    }
    assertThat(result(variables().history("x")))
        .hasSizeBetween(1, 4)
        .first()
        .satisfies(now -> assertThat(now.version()).isEqualTo(5));
  }

  @Test
  default void shouldRollBackAsANewVersion() {
    register("x", 1.0, Constraints.ofFloat());
    result(variables().set("x", 2.0, Map.of("why", "test"), null));
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watch(WatchOptions.of("x"), changes::add));

    Variable back = result(variables().withSource("undo").rollback("x", 1));

    assertThat(back.value()).isEqualTo(Value.of(1.0));
    assertThat(back.version()).isEqualTo(3);
    assertThat(back.source()).isEqualTo("undo");
    assertThat(back.metadata()).containsExactly(Map.entry("why", "test"));
    assertThat(next(changes))
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(ChangeKind.UPDATED);
              assertThat(change.oldValue()).isEqualTo(Value.of(2.0));
              assertThat(change.variable()).isEqualTo(back);
              assertThat(change.previousRevision()).isEqualTo(2);
            });
    assertThat(result(variables().rollback("x", 2)).value()).isEqualTo(Value.of(2.0));
  }

  @Test
  default void shouldChangeNothingWhenTheValueOfThenIsThatOfNow() {
    register("x", 1.0, Constraints.ofFloat());
    result(variables().set("x", 2.0));
    Variable now = result(variables().set("x", 1.0)).variable();
    assertThat(result(variables().rollback("x", 1))).isEqualTo(now);
    assertThat(result(variables().rollback("x", 3))).isEqualTo(now);
  }

  @Test
  default void shouldRefuseToRollBackToNoValue() {
    register("x", 1.0, Constraints.ofFloat());
    result(variables().delete("x"));
    assertThat(reason(variables().rollback("x", 1))).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    register("x", 2.0, Constraints.ofFloat());
    for (long version : new long[] {-1, 0, 2, 4}) {
      LivevarsException refused = refusal(variables().rollback("x", version));
      assertThat(refused.reason()).isEqualTo(Reason.VERSION_NOT_FOUND);
      assertThat(refused.message()).contains("'x'");
    }
    assertThat(reason(variables().rollback("nobody", 1))).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(result(variables().get("x")).version()).isEqualTo(3);
  }

  @Test
  default void shouldRefuseToRollBackToWhatIsNotAllowedAnyMore() {
    register("x", 9.0, Constraints.ofFloat());
    result(variables().set("x", 2.0));
    result(variables().updateConstraints("x", Constraints.ofFloat().max(5)));
    assertThat(reason(variables().rollback("x", 1))).isEqualTo(Reason.CONSTRAINT_VIOLATED);
    result(variables().updateConstraints("x", Constraints.ofFloat().readOnly(true)));
    assertThat(reason(variables().rollback("x", 1))).isEqualTo(Reason.READ_ONLY);
    assertThat(result(variables().get("x")).value()).isEqualTo(Value.of(2.0));
  }

  @Test
  default void shouldRegisterWithDescriptionAndMetadata() {
    Variable variable =
        result(
            variables()
                .register("x", 1, Constraints.ofInteger(), "What it is", Map.of("unit", "K")));
    assertThat(variable.description()).isEqualTo("What it is");
    assertThat(variable.metadata()).containsExactly(Map.entry("unit", "K"));
    assertThat(result(variables().get("x"))).isEqualTo(variable);
  }
}
