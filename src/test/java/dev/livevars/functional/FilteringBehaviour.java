package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.next;
import static dev.livevars.functional.Behaviour.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Watches for which the node holds something back. */
interface FilteringBehaviour extends Behaviour {

  @Test
  default void shouldCompareWithWhatWasLastReceived() {
    register("x", 0.0, Constraints.ofFloat());
    BlockingQueue<VariableChange> changes = watch(WatchOptions.of("x").minChange(1));
    for (double value : new double[] {0.4, 0.8, 1.2, 1.6, 2.1, 2.2, 1.1}) {
      result(variables().set("x", value));
    }
    assertThat(values(changes, 2)).containsExactly(1.2, 2.2);
  }

  @Test
  default void shouldCompareWithThePresentValuesThatItGot() {
    register("x", 10.0, Constraints.ofFloat());
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of("x").minChangeRatio(0.5).includeInitial(true));
    for (double value : new double[] {12, 14, 15, 20, 23}) {
      result(variables().set("x", value));
    }
    assertThat(values(changes, 3)).containsExactly(10.0, 15.0, 23.0);
  }

  @Test
  default void shouldCompareEmbeddingsByTheirDistance() {
    register("v", new float[] {0, 0}, Constraints.ofEmbedding());
    BlockingQueue<VariableChange> changes = watch(WatchOptions.of("v").minDistance(5));
    for (float[] value : List.of(new float[] {3, 3}, new float[] {3, 4}, new float[] {0, 1})) {
      result(variables().set("v", value));
    }
    result(variables().set("v", new float[] {0, 9}));
    assertThat(next(changes).newValue()).isEqualTo(Value.of(new float[] {3, 4}));
    assertThat(next(changes).newValue()).isEqualTo(Value.of(new float[] {0, 9}));
  }

  @Test
  default void shouldHandOnTheKindsThatAreWanted() {
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of().kinds(ChangeKind.REGISTERED, ChangeKind.DELETED));
    register("x", 1, Constraints.ofInteger());
    result(variables().set("x", 2));
    result(variables().delete("x"));
    assertThat(next(changes).kind()).isEqualTo(ChangeKind.REGISTERED);
    assertThat(next(changes).kind()).isEqualTo(ChangeKind.DELETED);
  }

  @Test
  default void shouldHandOnWhatTheExpressionAccepts() {
    register("x", 1, Constraints.ofInteger());
    register("y", "text", Constraints.ofString());
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of().expression("name == 'x' && new > old && source != 'bot'"));
    result(variables().set("x", 0));
    result(variables().set("y", "other"));
    result(variables().withSource("bot").set("x", 5));
    result(variables().set("x", 7));
    assertThat(next(changes).newValue()).isEqualTo(Value.of(7));
    WatcherInfo info = result(variables().listWatchers()).get(0);
    assertThat(info.filtered()).isEqualTo(3);
    assertThat(info.delivered()).isEqualTo(1);
    assertThat(info.filterFailures()).isZero();
  }

  @Test
  default void shouldLetThroughAndCountWhatTheExpressionFailsOn() {
    register("x", "text", Constraints.ofString());
    BlockingQueue<VariableChange> changes = watch(WatchOptions.of().expression("new > 5"));
    result(variables().set("x", "other"));
    assertThat(next(changes).newValue()).isEqualTo(Value.of("other"));
    assertThat(result(variables().listWatchers()).get(0).filterFailures()).isEqualTo(1);
  }

  @Test
  default void shouldRefuseAnExpressionThatIsNotValid() {
    LivevarsException refusal =
        refusal(variables().watch(WatchOptions.of().expression("name + 1 > 2"), change -> {}));
    assertThat(refusal.reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(refusal.message()).contains("filter.expression").contains("1:6");
    assertThat(result(variables().listWatchers())).isEmpty();
  }

  @Test
  default void shouldRefuseWhatIsOutOfBounds() {
    Map<String, WatchOptions> refused =
        Map.of(
            "filter.min_change", WatchOptions.of().minChange(-1),
            "filter.min_change_ratio", WatchOptions.of().minChangeRatio(Double.NaN),
            "filter.min_distance", WatchOptions.of().minDistance(Double.POSITIVE_INFINITY),
            "pacing.debounce", WatchOptions.of().debounce(Duration.ofDays(2)),
            "pacing.max_wait", WatchOptions.of().maxWait(Duration.ofMillis(5)),
            "overflow.buffer_capacity", WatchOptions.of().bufferCapacity(0));
    refused.forEach(
        (field, options) ->
            assertThat(refusal(variables().watch(options, change -> {})))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_REQUEST))
                .satisfies(e -> assertThat(e.details()).containsEntry("field", field)));
  }

  @Test
  default void shouldHandOnTheLastValueAfterAQuietPeriod() {
    register("x", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of("x").debounce(Duration.ofMillis(50)));
    setOften("x", 200);
    assertAllAccountedFor(changes, 200);
  }

  @Test
  default void shouldHandOnTheLastValueAfterTheInterval() {
    register("x", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of("x").minInterval(Duration.ofMillis(40)));
    setOften("x", 200);
    assertAllAccountedFor(changes, 200);
  }

  @Test
  default void shouldHandOnABatchTogetherHoweverPaced() {
    register("a", 0, Constraints.ofInteger());
    register("b", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of().minInterval(Duration.ofMillis(20)));
    for (int i = 1; i <= 50; i++) {
      result(variables().setMany(ordered("a", i, "b", i), true));
    }
    Map<String, Value> seen = new HashMap<>();
    do {
      VariableChange change = next(changes);
      seen.put(change.name(), change.newValue());
      VariableChange partner = next(changes);
      seen.put(partner.name(), partner.newValue());
      assertThat(seen.get("a")).isEqualTo(seen.get("b"));
    } while (!seen.get("a").equals(Value.of(50)));
  }

  @Test
  default void shouldHandOnWhatIsPacedWhenTheWatchIsStopped() {
    register("x", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes =
        watch(WatchOptions.of("x").debounce(Duration.ofHours(1)).maxWait(Duration.ofHours(2)));
    setOften("x", 3);
    String id = result(variables().listWatchers()).get(0).id();
    Await.until("they wait", () -> result(variables().listWatchers()).get(0).pending() == 1);
    result(variables().stopWatcher(id));
    assertThat(next(changes).newValue()).isEqualTo(Value.of(3));
  }

  private BlockingQueue<VariableChange> watch(WatchOptions options) {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watch(options, changes::add));
    return changes;
  }

  private void setOften(String name, int times) {
    for (int i = 1; i <= times; i++) {
      result(variables().set(name, i));
    }
  }

  /** Every version is within one change, and the last value is the last. */
  private static void assertAllAccountedFor(BlockingQueue<VariableChange> changes, long sets) {
    long version = 1;
    VariableChange change;
    do {
      change = next(changes);
      assertThat(change.firstVersion()).isEqualTo(version + 1);
      assertThat(change.lastVersion()).isEqualTo(version + change.mergedCount());
      assertThat(change.oldValue()).isEqualTo(Value.of(version - 1));
      version = change.lastVersion();
    } while (version < sets + 1);
    assertThat(change.newValue()).isEqualTo(Value.of(sets));
  }

  private static List<Object> values(BlockingQueue<VariableChange> changes, int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Value value = next(changes).newValue();
      values.add(value == null ? "none" : value.plain());
    }
    return values;
  }
}
