package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.next;
import static dev.livevars.functional.Behaviour.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Mirror;
import dev.livevars.VariableKey;
import dev.livevars.WatchOptions;
import dev.livevars.WatchStream;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Watches as streams, and mirrors. */
interface StreamBehaviour extends Behaviour {

  @Test
  default void shouldStreamEveryChange() {
    register("x", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    WatchStream stream =
        variables().watchStream(WatchOptions.of("x").includeInitial(true)).handler(changes::add);
    result(stream.whenLive());
    for (int i = 1; i <= 100; i++) {
      result(variables().set("x", i));
    }
    for (int i = 0; i <= 100; i++) {
      assertThat(next(changes).newValue()).isEqualTo(Value.of(i));
    }
  }

  @Test
  default void shouldHandOnAsMuchAsIsFetched() {
    register("x", 0, Constraints.ofInteger());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    WatchStream stream =
        variables().watchStream(WatchOptions.of("x")).pause().handler(changes::add);
    result(stream.whenLive());
    for (int i = 1; i <= 5; i++) {
      result(variables().set("x", i));
    }
    stream.fetch(2);
    assertThat(next(changes).newValue()).isEqualTo(Value.of(1));
    assertThat(next(changes).newValue()).isEqualTo(Value.of(2));
    assertThat(changes).isEmpty();
    stream.resume();
    assertThat(next(changes).newValue()).isEqualTo(Value.of(3));
  }

  /** Large values, so that a connection takes few of them while nobody reads. */
  @Test
  default void shouldMergeWhatIsChangedWhileItIsPaused() {
    register("x", "", Constraints.ofString());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    WatchStream stream =
        variables()
            .watchStream(WatchOptions.of("x").bufferCapacity(4))
            .pause()
            .handler(changes::add);
    result(stream.whenLive());
    String large = "v".repeat(30_000);
    for (int i = 1; i <= 200; i++) {
      result(variables().set("x", large + i));
    }
    Await.until("some are merged", () -> result(variables().listWatchers()).get(0).conflated() > 0);
    stream.resume();
    long version = 1;
    int events = 0;
    VariableChange change;
    do {
      change = next(changes);
      events++;
      assertThat(change.firstVersion()).isEqualTo(version + 1);
      version = change.lastVersion();
    } while (version < 201);
    assertThat(change.newValue()).isEqualTo(Value.of(large + 200));
    assertThat(events).isLessThan(200);
  }

  @Test
  default void shouldEndAStreamThatMayNotFallBehindAndSayWhereToResume() {
    register("x", "", Constraints.ofString());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    CompletableFuture<WatchEnd> end = new CompletableFuture<>();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    WatchStream stream =
        variables()
            .watchStream(WatchOptions.of("x").bufferCapacity(2).overflow(Overflow.Policy.FAIL))
            .pause()
            .exceptionHandler(failure::complete)
            .handler(changes::add);
    stream.onEnd(end::complete);
    result(stream.whenLive());
    String large = "v".repeat(30_000);
    for (int i = 1; i <= 100; i++) {
      result(variables().set("x", large + i));
    }
    stream.resume();
    assertThat(result(failure)).isInstanceOf(LivevarsException.class);
    assertThat(result(end).reason()).isEqualTo(Reason.WATCHER_OVERFLOW);
    long last = 1;
    while (!changes.isEmpty()) {
      last = next(changes).revision();
    }
    assertThat(result(end).resumeRevision()).isEqualTo(last + 1);
  }

  @Test
  default void shouldEndACancelledStreamBeforeWhatItDidNotHandOn() {
    register("x", 0, Constraints.ofInteger());
    CompletableFuture<WatchEnd> end = new CompletableFuture<>();
    CompletableFuture<Void> over = new CompletableFuture<>();
    WatchStream stream = variables().watchStream(WatchOptions.of("x")).endHandler(over::complete);
    stream.onEnd(end::complete);
    result(stream.whenLive());
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    stream.handler(
        change -> {
          changes.add(change);
          stream.pause();
        });
    result(variables().set("x", 1));
    assertThat(next(changes).revision()).isEqualTo(2);
    result(variables().set("x", 2));
    result(variables().set("x", 3));
    result(stream.cancel());
    result(over);
    assertThat(result(end).resumeRevision()).isEqualTo(3);
    assertThat(changes).isEmpty();
  }

  @Test
  default void shouldFailAStreamThatIsRefused() {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    WatchStream stream =
        variables().watchStream(WatchOptions.of("x y")).exceptionHandler(failure::complete);
    assertThat(refusal(stream.whenLive()).reason()).isEqualTo(Reason.INVALID_SELECTOR);
    assertThat(result(failure)).isInstanceOf(LivevarsException.class);
  }

  @Test
  default void shouldMirrorWhatIsSelected() {
    register("a.x", 1.5, Constraints.ofFloat());
    register("b", 1, Constraints.ofInteger());
    Mirror mirror = result(variables().mirror("a.*"));
    assertThat(mirror.isLive()).isTrue();
    assertThat(mirror.get(VariableKey.ofFloat("a.x"))).isEqualTo(1.5);
    assertThat(mirror.get("b")).isNull();
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    mirror.onChange(changes::add);
    register("a.y", 2, Constraints.ofInteger());
    result(variables().setMany(ordered("a.x", 2.5, "a.y", 3), true));
    long deleted = result(variables().delete("a.x"));
    Await.until("it has all", () -> mirror.revision() == deleted);
    assertThat(mirror.variables().values().stream().map(Variable::name)).containsExactly("a.y");
    assertThat(next(changes).name()).isEqualTo("a.y");
    result(mirror.close());
    assertThat(mirror.isLive()).isFalse();
    Await.until("it is gone", () -> result(variables().listWatchers()).isEmpty());
  }
}
