package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.next;
import static dev.livevars.functional.Behaviour.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Sessions;
import dev.livevars.Variables;
import dev.livevars.Watch;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Sessions} does, whatever stands behind it. */
interface SessionsBehaviour extends Behaviour {
  Duration SHORT = Duration.ofMillis(200);
  Duration LONG = Duration.ofHours(1);

  @Test
  default void shouldMakeReadAndDeleteSessions() {
    Session made = result(sessions().create("s", LONG, Map.of("team", "blau")));
    assertThat(made.id()).isEqualTo("s");
    assertThat(made.ttl()).isEqualTo(LONG);
    assertThat(made.metadata()).containsExactly(Map.entry("team", "blau"));
    assertThat(made.revision()).isZero();
    assertThat(made.expiresAt()).isEqualTo(made.createdAt().plus(LONG));
    assertThat(result(sessions().get("s"))).isEqualTo(made);
    result(sessions().delete("s"));
    assertThat(reason(sessions().get("s"))).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(ids()).containsExactly("default");
  }

  @Test
  default void shouldMakeSessionsThatLiveForEver() {
    Session made = result(sessions().create());
    assertThat(made.id()).hasSize(36);
    assertThat(made.ttl()).isNull();
    assertThat(made.expiresAt()).isNull();
    assertThat(result(sessions().keepAlive(made.id()))).isEqualTo(made);
    assertThat(result(sessions().get("default")).expiresAt()).isNull();
  }

  @Test
  default void shouldKeepSessionsApart() {
    register("x", 1, Constraints.ofInteger());
    result(sessions().create("s"));
    Variables inside = variables().inSession("s");
    assertThat(reason(inside.get("x"))).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(result(inside.register("x", "text", Constraints.ofString())).revision())
        .isEqualTo(1);
    assertThat(result(variables().set("x", 2)).variable().revision()).isEqualTo(2);
    assertThat(result(sessions().get("s")).variableCount()).isEqualTo(1);
  }

  @Test
  default void shouldBeginAnewAfterADeletion() {
    result(sessions().create("s"));
    result(variables().inSession("s").register("x", 1, Constraints.ofInteger()));
    result(sessions().delete("s"));
    assertThat(reason(variables().inSession("s").get("x"))).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(result(sessions().create("s")).revision()).isZero();
    assertThat(result(variables().inSession("s").list())).isEmpty();
  }

  @Test
  default void shouldNameWhatIsWrongWithASession() {
    result(sessions().create("s"));
    String none = null;
    assertThat(reason(sessions().create("s"))).isEqualTo(Reason.SESSION_EXISTS);
    assertThat(reason(sessions().create("default"))).isEqualTo(Reason.SESSION_EXISTS);
    assertThat(reason(sessions().create("a b"))).isEqualTo(Reason.INVALID_SESSION);
    assertThat(reason(sessions().create("n".repeat(129)))).isEqualTo(Reason.INVALID_SESSION);
    assertThat(reason(sessions().create(none))).isEqualTo(Reason.INVALID_REQUEST);
    for (Duration ttl : List.of(Duration.ZERO, Duration.ofMillis(99), Duration.ofDays(366))) {
      assertThat(refusal(sessions().create("t", ttl)).details()).containsEntry("field", "ttl");
    }
    Map<String, String> large = Map.of("k", "v".repeat(70_000));
    assertThat(reason(sessions().create("t", null, large))).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(reason(sessions().get("a b"))).isEqualTo(Reason.INVALID_SESSION);
    assertThat(reason(sessions().keepAlive("t"))).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(reason(sessions().delete("t"))).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(reason(sessions().delete("default"))).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(ids()).containsExactly("default", "s");
  }

  @Test
  default void shouldListAllPagesOfSessions() {
    IntStream.range(0, 2_100)
        .mapToObj(i -> sessions().create("s%04d".formatted(i)))
        .toList()
        .forEach(Await::result);
    assertThat(ids()).hasSize(2_101).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void shouldProlongALifeByUse() {
    Session made = result(sessions().create("s", LONG));
    Variables inside = variables().inSession("s");
    Instant first = expiry();
    assertThat(first).isEqualTo(made.expiresAt());
    Await.until("a call prolongs it", () -> expiry(inside).isAfter(first));
    Instant second = expiry();
    Await.until(
        "keepAlive prolongs it",
        () -> result(sessions().keepAlive("s")).expiresAt().isAfter(second));
    Instant third = expiry();
    result(inside.listWatchers());
    result(sessions().list());
    assertThat(expiry()).isEqualTo(third);
  }

  @Test
  default void shouldEndASessionWhenItsTimeIsOver() {
    result(sessions().create("s", SHORT));
    Await.until("it is gone", () -> !ids().contains("s"));
    assertThat(reason(variables().inSession("s").list())).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(reason(sessions().keepAlive("s"))).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(result(sessions().create("s")).ttl()).isNull();
  }

  @Test
  default void shouldKeepASessionAliveWhileItIsWatched() {
    Session made = result(sessions().create("s", SHORT));
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    Watch watch = result(variables().inSession("s").watch(WatchOptions.of(), changes::add));
    Instant later = made.createdAt().plus(SHORT.multipliedBy(4));
    Await.until("it outlives its time", () -> expiry().isAfter(later));
    result(variables().inSession("s").register("x", 1, Constraints.ofInteger()));
    assertThat(next(changes).name()).isEqualTo("x");
    result(watch.cancel());
    Await.until("it is gone", () -> !ids().contains("s"));
  }

  @Test
  default void shouldEndTheWatchesOfADeletedSession() {
    result(sessions().create("s"));
    CompletableFuture<WatchEnd> ended = new CompletableFuture<>();
    result(variables().inSession("s").watch(WatchOptions.of(), change -> {}))
        .onEnd(ended::complete);
    result(sessions().delete("s"));
    assertThat(result(ended).reason()).isEqualTo(Reason.SESSION_DELETED);
    assertThat(result(ended).message()).contains("'s'");
    assertThat(result(ended).resumeRevision()).isZero();
  }

  @Test
  default void shouldCountWatchers() {
    result(sessions().create("s"));
    result(sessions().create("t"));
    Watch first = result(variables().inSession("s").watch(WatchOptions.of(), change -> {}));
    result(variables().inSession("s").watch(WatchOptions.of(), change -> {}));
    assertThat(result(sessions().get("s")).watcherCount()).isEqualTo(2);
    assertThat(result(sessions().keepAlive("s")).watcherCount()).isEqualTo(2);
    assertThat(result(sessions().list()))
        .extracting(Session::watcherCount)
        .containsExactly(0, 2, 0);
    result(first.cancel());
    Await.until("one is left", () -> result(sessions().get("s")).watcherCount() == 1);
  }

  default Sessions sessions() {
    return variables().sessions();
  }

  private List<String> ids() {
    return result(sessions().list()).stream().map(Session::id).toList();
  }

  private Instant expiry() {
    return result(sessions().get("s")).expiresAt();
  }

  private Instant expiry(Variables used) {
    result(used.list());
    return expiry();
  }
}
