package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.VariableKey;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.BatchSetResult;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.DType;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Tensor;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.VariableType;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatcherInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Variables} does, whatever stands behind it. */
abstract class VariablesBehaviour {
  private static final VariableKey<Double> TEMPERATURE = VariableKey.ofFloat("llm.temperature");

  /** The variables under test, of an empty session. */
  abstract Variables variables();

  // ---- values

  @Test
  void shouldKeepAValueOfEveryType() {
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
  void shouldGiveBackConstraintsAsTheyWereRegistered() {
    Constraints constraints = Constraints.ofFloat().min(0).max(2).step(0.5).readOnly(true);
    Variable variable = register("x", 1.5, constraints);
    assertThat(variable.constraints()).isEqualTo(constraints);
    assertThat(result(variables().get("x"))).isEqualTo(variable);
  }

  @Test
  void shouldCountVersionsAndRevisions() {
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
  void shouldChangeNothingWhenTheValueIsEqual() {
    Variable registered = register("x", 1.0, Constraints.ofFloat());
    SetResult set = result(variables().set("x", 1));
    assertThat(set.changed()).isFalse();
    assertThat(set.variable()).isEqualTo(registered);
  }

  @Test
  void shouldChangeWhenOnlyMetadataIsNew() {
    register("x", 1.0, Constraints.ofFloat());
    SetResult first = result(variables().set("x", 1.0, Map.of("unit", "K"), null));
    SetResult again = result(variables().set("x", 1.0, Map.of("unit", "K"), null));
    assertThat(first.changed()).isTrue();
    assertThat(first.variable().metadata()).containsEntry("unit", "K");
    assertThat(again.changed()).isFalse();
  }

  @Test
  void shouldNeverRestartVersions() {
    register("x", 1.0, Constraints.ofFloat());
    result(variables().delete("x"));
    assertThat(register("x", 1.0, Constraints.ofFloat()).version()).isEqualTo(3);
  }

  @Test
  void shouldRegisterOnce() {
    Variable first = register("x", 1.0, Constraints.ofFloat().min(0));
    assertThat(reason(variables().register("x", 1.0, Constraints.ofFloat().min(0))))
        .isEqualTo(Reason.VARIABLE_EXISTS);
    assertThat(result(variables().registerIfAbsent("x", 5.0, Constraints.ofFloat().min(0))))
        .isEqualTo(first);
    assertThat(reason(variables().registerIfAbsent("x", 1.0, Constraints.ofFloat())))
        .isEqualTo(Reason.VARIABLE_EXISTS);
  }

  @Test
  void shouldRefuseASetOfAnotherVersion() {
    register("x", 1.0, Constraints.ofFloat());
    LivevarsException refused = refusal(variables().set("x", 2.0, Map.of(), 9L));
    assertThat(refused.reason()).isEqualTo(Reason.VERSION_MISMATCH);
    assertThat(refused.message()).contains("x").contains("9").contains("1");
    assertThat(result(variables().set("x", 2.0, Map.of(), 1L)).changed()).isTrue();
  }

  @Test
  void shouldUpdateWithoutLosingAnIncrement() {
    register("count", 0, Constraints.ofInteger());
    VariableKey<Long> count = VariableKey.ofInteger("count");
    var updates =
        IntStream.range(0, 50).mapToObj(i -> variables().update(count, n -> n + 1)).toList();
    updates.forEach(Await::result);
    assertThat(result(variables().get(count))).isEqualTo(50);
  }

  @Test
  void shouldKeepTheOldValueWhenASetIsRefused() {
    register("x", 1.0, Constraints.ofFloat().max(2));
    LivevarsException refused = refusal(variables().set("x", 3.5));
    assertThat(refused.reason()).isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(refused.message()).contains("'x'").contains("max").contains("2.0").contains("3.5");
    assertThat(result(variables().get("x")).version()).isEqualTo(1);
  }

  @Test
  void shouldLiftReadOnlyByUpdatingConstraints() {
    register("x", 1.0, Constraints.ofFloat().readOnly(true));
    assertThat(reason(variables().set("x", 2.0))).isEqualTo(Reason.READ_ONLY);
    assertThat(result(variables().updateConstraints("x", Constraints.ofFloat())).version())
        .isEqualTo(2);
    assertThat(result(variables().set("x", 2.0)).changed()).isTrue();
  }

  @Test
  void shouldRefuseConstraintsThatThePresentValueBreaks() {
    register("x", 1.0, Constraints.ofFloat());
    assertThat(reason(variables().updateConstraints("x", Constraints.ofFloat().min(5))))
        .isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(reason(variables().updateConstraints("x", Constraints.ofInteger())))
        .isEqualTo(Reason.INVALID_CONSTRAINTS);
  }

  @Test
  void shouldNameBadInput() {
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

  // ---- several at once

  @Test
  void shouldReadSeveralInOneCut() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger());
    BatchGetResult got = result(variables().getMany("b", "nobody", "a"));
    assertThat(got.variables()).extracting(Variable::name).containsExactly("b", "a");
    assertThat(got.missing()).containsExactly("nobody");
    assertThat(got.revision()).isEqualTo(2);
  }

  @Test
  void shouldSetSeveralAsOneRevision() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger());
    BatchSetResult set = result(variables().setMany(ordered("a", 10, "b", 20), true));
    assertThat(set.variables()).extracting(Variable::revision).containsExactly(3L, 3L);
    assertThat(set.revision()).isEqualTo(3);
  }

  @Test
  void shouldApplyNothingOfAnAtomicBatchWithOneBadUpdate() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger().max(5));
    LivevarsException refused =
        refusal(variables().setMany(ordered("a", 10, "b", 20, "nobody", 1), true));
    assertThat(refused.message()).contains("'b'").contains("'nobody'");
    assertThat(result(variables().getMany("a", "b")).revision()).isEqualTo(2);
  }

  @Test
  void shouldApplyTheGoodUpdatesOfABatchThatIsNotAtomic() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger().max(5));
    BatchSetResult set = result(variables().setMany(ordered("a", 10, "b", 20, "nobody", 1), false));
    assertThat(set.variables()).extracting(Variable::name).containsExactly("a");
    assertThat(set.errors().get("b").reason()).isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(set.errors().get("nobody").reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
  }

  @Test
  void shouldListInTheOrderOfNames() {
    for (String name : List.of("llm.b", "llm.a", "other", "llm.deep.c")) {
      register(name, 1, Constraints.ofInteger());
    }
    assertThat(names("llm.*")).containsExactly("llm.a", "llm.b");
    assertThat(names("llm.**")).containsExactly("llm.a", "llm.b", "llm.deep.c");
    assertThat(names("other", "llm.a")).containsExactly("llm.a", "other");
    assertThat(names()).containsExactly("llm.a", "llm.b", "llm.deep.c", "other");
  }

  @Test
  void shouldListAllPages() {
    IntStream.range(0, 2_500)
        .mapToObj(i -> variables().register("v%04d".formatted(i), i, Constraints.ofInteger()))
        .toList()
        .forEach(Await::result);
    assertThat(names()).hasSize(2_500).isSorted();
  }

  // ---- watching

  @Test
  void shouldHandOnThePresentValueAndThenEveryChange() throws InterruptedException {
    register("x", 1.0, Constraints.ofFloat());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watchOne("x", changes::add));
    result(variables().set("x", 2.0, Map.of("why", "test"), null));
    result(variables().updateConstraints("x", Constraints.ofFloat().max(5)));
    result(variables().delete("x"));
    assertThat(next(changes))
        .satisfies(
            c -> {
              assertThat(c.kind()).isEqualTo(ChangeKind.REGISTERED);
              assertThat(c.oldValue()).isNull();
              assertThat(c.newValue()).isEqualTo(Value.of(1.0));
            });
    assertThat(next(changes))
        .satisfies(
            c -> {
              assertThat(c.kind()).isEqualTo(ChangeKind.UPDATED);
              assertThat(c.oldValue()).isEqualTo(Value.of(1.0));
              assertThat(c.newValue()).isEqualTo(Value.of(2.0));
              assertThat(c.metadata()).containsEntry("why", "test");
              assertThat(c.revision()).isEqualTo(2);
              assertThat(c.mergedCount()).isEqualTo(1);
            });
    assertThat(next(changes).kind()).isEqualTo(ChangeKind.CONSTRAINTS_UPDATED);
    assertThat(next(changes))
        .satisfies(
            c -> {
              assertThat(c.kind()).isEqualTo(ChangeKind.DELETED);
              assertThat(c.variable()).isNull();
              assertThat(c.lastVersion()).isEqualTo(4);
            });
  }

  @Test
  void shouldWatchANameThatDoesNotExistYet() throws InterruptedException {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watchOne("later", changes::add));
    register("later", 1, Constraints.ofInteger());
    assertThat(next(changes).kind()).isEqualTo(ChangeKind.REGISTERED);
  }

  @Test
  void shouldWatchOnlyWhatIsSelected() throws InterruptedException {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watch(WatchOptions.of("llm.*", "exact"), changes::add));
    for (String name : List.of("llm.deep.no", "llm.yes", "no", "exact")) {
      register(name, 1, Constraints.ofInteger());
    }
    assertThat(next(changes).name()).isEqualTo("llm.yes");
    assertThat(next(changes).name()).isEqualTo("exact");
  }

  @Test
  void shouldResumeFromARevision() throws InterruptedException {
    register("x", 0, Constraints.ofInteger());
    for (int i = 1; i <= 9; i++) {
      result(variables().set("x", i));
    }
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watch(WatchOptions.of("x").startRevision(4), changes::add));
    result(variables().set("x", 10));
    for (long revision = 4; revision <= 11; revision++) {
      assertThat(next(changes).revision()).isEqualTo(revision);
    }
  }

  @Test
  void shouldRefuseARevisionOfTheFuture() {
    register("x", 0, Constraints.ofInteger());
    assertThat(reason(variables().watch(WatchOptions.of("x").startRevision(3), c -> {})))
        .isEqualTo(Reason.REVISION_IN_FUTURE);
    assertThat(result(variables().watch(WatchOptions.of("x").startRevision(2), c -> {})))
        .isNotNull();
  }

  @Test
  void shouldRefuseAWatchThatIsNotWellFormed() {
    String[] many = IntStream.range(0, 10_000).mapToObj(i -> "v" + i).toArray(String[]::new);
    assertThat(reason(variables().watch(WatchOptions.of(many), c -> {})))
        .isEqualTo(Reason.INVALID_SELECTOR);
    assertThat(reason(variables().watch(WatchOptions.of("a b"), c -> {})))
        .isEqualTo(Reason.INVALID_SELECTOR);
    assertThat(reason(variables().watch(WatchOptions.of("x").startRevision(-1), c -> {})))
        .isEqualTo(Reason.INVALID_REQUEST);
    assertThat(reason(variables().inSession("other").watch(WatchOptions.of(), c -> {})))
        .isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(result(variables().listWatchers())).isEmpty();
  }

  @Test
  void shouldSurviveAHandlerThatThrows() throws InterruptedException {
    register("x", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    BlockingQueue<VariableChange> others = new LinkedBlockingQueue<>();
    result(
        variables()
            .watch(
                WatchOptions.of("x"),
                c -> {
                  changes.add(c);
                  throw new IllegalStateException("thrown by the test's handler");
                }));
    result(variables().watch(WatchOptions.of("x"), others::add));
    result(variables().set("x", 1));
    result(variables().set("x", 2));
    for (BlockingQueue<VariableChange> each : List.of(changes, others)) {
      assertThat(next(each).lastVersion()).isEqualTo(2);
      assertThat(next(each).lastVersion()).isEqualTo(3);
    }
  }

  @Test
  void shouldCompareWithWhatWasHandedOnWhenFiltering() throws InterruptedException {
    register("x", 0.0, Constraints.ofFloat());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(
        variables()
            .watch(
                WatchOptions.of("x")
                    .includeInitial(true)
                    .filter(
                        (old, now) -> Math.abs((double) now.plain() - (double) old.plain()) >= 1),
                changes::add));
    for (int i = 1; i <= 20; i++) {
      result(variables().set("x", i * 0.25));
    }
    assertThat(
            IntStream.range(0, 6).mapToObj(i -> uncheckedNext(changes).newValue().plain()).toList())
        .isEqualTo(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0));
  }

  @Test
  void shouldTellWhoWatches() {
    Watch watch = result(variables().watch(WatchOptions.of("llm.*").label("tuner"), c -> {}));
    WatcherInfo info = result(variables().listWatchers()).get(0);
    assertThat(info.id()).isEqualTo(watch.id());
    assertThat(info.label()).isEqualTo("tuner");
    assertThat(info.selectors()).containsExactly("llm.*");
    register("llm.x", 1, Constraints.ofInteger());
    Await.until("one delivered", () -> result(variables().listWatchers()).get(0).delivered() == 1);
  }

  @Test
  void shouldEndWhenCancelled() throws InterruptedException {
    BlockingQueue<WatchEnd> ends = new LinkedBlockingQueue<>();
    Watch watch = result(variables().watch(WatchOptions.of(), c -> {}));
    watch.onEnd(ends::add);
    result(watch.cancel());
    result(watch.cancel());
    assertThat(ends.poll(10, TimeUnit.SECONDS).reason()).isEqualTo(Reason.CANCELLED);
    Await.until("nobody watches", () -> result(variables().listWatchers()).isEmpty());
  }

  @Test
  void shouldEndWhenStopped() throws InterruptedException {
    BlockingQueue<WatchEnd> ends = new LinkedBlockingQueue<>();
    Watch watch = result(variables().watch(WatchOptions.of(), c -> {}));
    watch.onEnd(ends::add);
    register("x", 1, Constraints.ofInteger());
    result(variables().stopWatcher(watch.id()));
    WatchEnd end = ends.poll(10, TimeUnit.SECONDS);
    assertThat(end.reason()).isEqualTo(Reason.STOPPED);
    assertThat(end.resumeRevision()).isEqualTo(2);
    assertThat(reason(variables().stopWatcher(watch.id()))).isEqualTo(Reason.WATCHER_NOT_FOUND);
  }

  @Test
  void shouldAwaitAValue() {
    register(TEMPERATURE.name(), 0.1, Constraints.ofFloat());
    var awaited =
        variables()
            .awaitValue(TEMPERATURE.name(), v -> TEMPERATURE.cast(v) > 1, Duration.ofSeconds(20));
    result(variables().set(TEMPERATURE, 0.5));
    result(variables().set(TEMPERATURE, 1.5));
    assertThat(result(awaited).value()).isEqualTo(Value.of(1.5));
    assertThat(
            reason(
                variables()
                    .awaitValue(
                        TEMPERATURE.name(), v -> TEMPERATURE.cast(v) > 9, Duration.ofMillis(50))))
        .isEqualTo(Reason.DEADLINE_EXCEEDED);
    Await.until("nobody watches", () -> result(variables().listWatchers()).isEmpty());
  }

  @Test
  void shouldRefuseATypedReadOfAnotherType() {
    assertThat(register("x", "text", Constraints.ofString()).type()).isEqualTo(VariableType.STRING);
    assertThat(reason(variables().get(VariableKey.ofFloat("x")))).isEqualTo(Reason.INVALID_TYPE);
    assertThat(
            register("t", Tensor.of(DType.UINT8, List.of(), new byte[] {1}), Constraints.ofTensor())
                .version())
        .isEqualTo(1);
  }

  @Test
  void shouldHandOnTheWholeRevisionAndNoMoreWhenAHandlerCancels() {
    register("a", 0, Constraints.ofInteger());
    register("b", 0, Constraints.ofInteger());
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    CompletableFuture<Watch> opened = new CompletableFuture<>();
    Watch watch =
        result(
            variables()
                .watch(
                    WatchOptions.of(),
                    change -> {
                      seen.add(change.name());
                      opened.join().cancel();
                    }));
    CompletableFuture<WatchEnd> ended = new CompletableFuture<>();
    watch.onEnd(
        end -> {
          seen.add("end");
          ended.complete(end);
        });
    opened.complete(watch);
    result(variables().setMany(ordered("a", 1, "b", 1), true));
    assertThat(result(ended).resumeRevision()).isEqualTo(4);
    result(variables().set("a", 2));
    assertThat(seen).containsExactly("a", "b", "end");
  }

  @Test
  void shouldBoundTheMetadataOfAVariable() {
    register("x", 0, Constraints.ofInteger());
    result(variables().set("x", 1, Map.of("a", "m".repeat(40_000)), null));
    LivevarsException refused =
        refusal(variables().set("x", 1, Map.of("b", "m".repeat(40_000)), null));
    assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(refused.message()).contains("metadata").contains("80002").contains("65536");
    assertThat(result(variables().get("x")).metadata()).containsOnlyKeys("a");
  }

  @Test
  void shouldTellMisuseByAFailedFuture() {
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

  private Variable register(String name, Object value, Constraints constraints) {
    return result(variables().register(name, value, constraints));
  }

  private List<String> names(String... selectors) {
    return result(variables().list(selectors)).stream().map(Variable::name).toList();
  }

  private static Reason reason(io.vertx.core.Future<?> future) {
    return refusal(future).reason();
  }

  private static VariableChange next(BlockingQueue<VariableChange> changes)
      throws InterruptedException {
    VariableChange change = changes.poll(10, TimeUnit.SECONDS);
    assertThat(change).as("a change").isNotNull();
    return change;
  }

  private static VariableChange uncheckedNext(BlockingQueue<VariableChange> changes) {
    try {
      return next(changes);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
