package dev.livevars.functional;

import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.next;
import static dev.livevars.functional.Behaviour.ordered;
import static dev.livevars.functional.Behaviour.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.VariableKey;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatcherInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What watches do, whatever stands behind them. */
interface WatchingBehaviour extends Behaviour {
  VariableKey<Double> TEMPERATURE = VariableKey.ofFloat("llm.temperature");

  @Test
  default void shouldHandOnThePresentValueAndThenEveryChange() {
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
  default void shouldWatchANameThatDoesNotExistYet() {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watchOne("later", changes::add));
    register("later", 1, Constraints.ofInteger());
    assertThat(next(changes).kind()).isEqualTo(ChangeKind.REGISTERED);
  }

  @Test
  default void shouldWatchOnlyWhatIsSelected() {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    result(variables().watch(WatchOptions.of("llm.*", "exact"), changes::add));
    for (String name : List.of("llm.deep.no", "llm.yes", "no", "exact")) {
      register(name, 1, Constraints.ofInteger());
    }
    assertThat(next(changes).name()).isEqualTo("llm.yes");
    assertThat(next(changes).name()).isEqualTo("exact");
  }

  @Test
  default void shouldResumeFromARevision() {
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
  default void shouldRefuseARevisionOfTheFuture() {
    register("x", 0, Constraints.ofInteger());
    assertThat(reason(variables().watch(WatchOptions.of("x").startRevision(3), c -> {})))
        .isEqualTo(Reason.REVISION_IN_FUTURE);
    assertThat(result(variables().watch(WatchOptions.of("x").startRevision(2), c -> {})))
        .isNotNull();
  }

  @Test
  default void shouldRefuseAWatchThatIsNotWellFormed() {
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
  default void shouldSurviveAHandlerThatThrows() {
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
  default void shouldCompareWithWhatWasHandedOnWhenFiltering() {
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
    assertThat(IntStream.range(0, 6).mapToObj(i -> next(changes).newValue().plain()).toList())
        .isEqualTo(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0));
  }

  @Test
  default void shouldTellWhoWatches() {
    Watch watch = result(variables().watch(WatchOptions.of("llm.*").label("tuner"), c -> {}));
    WatcherInfo info = result(variables().listWatchers()).get(0);
    assertThat(info.id()).isEqualTo(watch.id());
    assertThat(info.label()).isEqualTo("tuner");
    assertThat(info.selectors()).containsExactly("llm.*");
    register("llm.x", 1, Constraints.ofInteger());
    Await.until("one delivered", () -> result(variables().listWatchers()).get(0).delivered() == 1);
  }

  @Test
  default void shouldEndWhenCancelled() throws InterruptedException {
    BlockingQueue<WatchEnd> ends = new LinkedBlockingQueue<>();
    Watch watch = result(variables().watch(WatchOptions.of(), c -> {}));
    watch.onEnd(ends::add);
    result(watch.cancel());
    result(watch.cancel());
    assertThat(ends.poll(10, TimeUnit.SECONDS).reason()).isEqualTo(Reason.CANCELLED);
    Await.until("nobody watches", () -> result(variables().listWatchers()).isEmpty());
  }

  @Test
  default void shouldEndWhenStopped() throws InterruptedException {
    BlockingQueue<WatchEnd> ends = new LinkedBlockingQueue<>();
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    Watch watch = result(variables().watch(WatchOptions.of(), changes::add));
    watch.onEnd(ends::add);
    register("x", 1, Constraints.ofInteger());
    next(changes); // between nodes the stop may be faster than the change
    result(variables().stopWatcher(watch.id()));
    WatchEnd end = ends.poll(10, TimeUnit.SECONDS);
    assertThat(end.reason()).isEqualTo(Reason.STOPPED);
    assertThat(end.resumeRevision()).isEqualTo(2);
    assertThat(reason(variables().stopWatcher(watch.id()))).isEqualTo(Reason.WATCHER_NOT_FOUND);
  }

  @Test
  default void shouldAwaitAValue() {
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
  default void shouldHandOnTheWholeRevisionAndNoMoreWhenAHandlerCancels() {
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
}
