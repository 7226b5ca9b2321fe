package dev.livevars.changelog;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Changes;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every changelog does. */
public abstract class ChangelogBehaviour {
  protected static final SessionHead DEFAULT =
      new SessionHead("default", null, Map.of(), Instant.EPOCH, null);

  protected Changelog changelog;

  /** A changelog without sessions. */
  protected abstract Changelog open() throws Exception;

  @BeforeEach
  void openChangelog() throws Exception {
    changelog = open();
    assertThat(result(changelog.recover())).isEmpty();
    result(changelog.create(DEFAULT));
  }

  @AfterEach
  void closeChangelog() {
    result(changelog.close());
  }

  @Test
  void shouldReadWhatWasAppended() {
    append(1, 90);
    assertThat(result(changelog.read("default", 1, 1_000))).containsExactlyElementsOf(sets(1, 90));
    assertThat(result(changelog.read("default", 40, 3))).containsExactlyElementsOf(sets(40, 42));
    assertThat(result(changelog.read("default", 91, 3))).isEmpty();
  }

  @Test
  void shouldReadNothingOfANewSession() {
    assertThat(result(changelog.read("default", 1, 10))).isEmpty();
  }

  @Test
  void shouldRefuseARevisionThatExists() {
    append(1, 3);
    assertThat(refusal(changelog.append(Changes.set(3, "other"))).reason())
        .isEqualTo(Reason.REVISION_EXISTS);
    assertThat(refusal(changelog.append(Changes.set(5, "other"))).reason())
        .isEqualTo(Reason.REVISION_EXISTS);
    assertThat(result(changelog.read("default", 3, 10))).containsExactly(Changes.set(3, "x"));
    append(4, 4);
  }

  @Test
  void shouldKnowNothingOfSessionsThatDoNotExist() {
    List<Future<?>> asked =
        List.of(
            changelog.read("other", 1, 3),
            changelog.history("other", "x", 1, 0, 3),
            changelog.append(inSession("other", Changes.set(1, "x"))),
            changelog.delete("other"));
    assertThat(asked)
        .allSatisfy(
            future -> assertThat(refusal(future).reason()).isEqualTo(Reason.SESSION_NOT_FOUND));
    result(changelog.renew(Map.of("other", Instant.EPOCH)));
    result(changelog.renew(Map.of()));
  }

  @Test
  void shouldGiveEachSessionAnIncarnationOfItsOwn() {
    long first = result(changelog.create(session("a")));
    assertThat(refusal(changelog.create(session("a"))).reason()).isEqualTo(Reason.SESSION_EXISTS);
    result(changelog.append(inSession("a", Changes.set(1, "x"))));
    result(changelog.delete("a"));
    assertThat(refusal(changelog.read("a", 1, 3)).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);

    long second = result(changelog.create(session("a")));

    assertThat(second).isNotEqualTo(first);
    assertThat(result(changelog.read("a", 1, 3))).isEmpty();
    result(changelog.append(inSession("a", Changes.set(1, "y"))));
  }

  @Test
  void shouldFollowTheChangesOfOneVariable() {
    List<String> names = List.of("x", "y", "x", "z", "x", "y");
    long previous = 0;
    for (int i = 0; i < names.size(); i++) {
      long before = names.get(i).equals("x") ? previous : 0;
      result(changelog.append(withPrevious(Changes.set(i + 1, names.get(i), "other"), before)));
      previous = names.get(i).equals("x") ? i + 1 : previous;
    }

    assertThat(revisions(changelog.history("default", "x", 5, 0, 10))).containsExactly(5L, 3L, 1L);
    assertThat(revisions(changelog.history("default", "x", 3, 0, 10))).containsExactly(3L, 1L);
    assertThat(revisions(changelog.history("default", "x", 5, 1, 1))).containsExactly(3L);
    assertThat(revisions(changelog.history("default", "x", 5, 3, 1))).isEmpty();
    assertThat(result(changelog.history("default", "x", 5, 0, 10)))
        .allSatisfy(change -> assertThat(change.name()).isEqualTo("x"));
  }

  @Test
  void shouldReadLargeChangeSetsInSmallSlices() {
    for (int revision = 1; revision <= 10; revision++) {
      result(changelog.append(Changes.set(revision, Value.of(new float[1 << 18]))));
    }
    result(changelog.append(Changes.set(11, Value.of(new float[1 << 21]))));
    assertThat(result(changelog.read("default", 1, 1_000))).hasSize(2);
    assertThat(result(changelog.read("default", 3, 1))).hasSize(1);
    assertThat(result(changelog.read("default", 11, 1_000))).hasSize(1);
  }

  @Test
  void shouldCompleteOnTheContextOfTheCallerInTheOrderOfTheCalls() {
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    List<Long> completed = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> elsewhere = new CompletableFuture<>();
    context.runOnContext(
        start -> {
          List<Future<Void>> appends = new ArrayList<>();
          for (ChangeSet set : sets(1, 100)) {
            appends.add(changelog.append(set));
            appends.get(appends.size() - 1).onSuccess(done -> completed.add(set.revision()));
          }
          Future.all(appends)
              .onComplete(done -> elsewhere.complete(Vertx.currentContext() != context));
        });

    assertThat(Await.result(elsewhere)).isFalse();
    assertThat(completed)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
    result(vertx.close());
  }

  @Test
  void shouldAnswerInOrderThoughSomeoneAsksForAnAnswerThatIsThere() {
    Vertx vertx = Vertx.vertx();
    List<Long> completed = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> stored = new CompletableFuture<>();
    CompletableFuture<Boolean> both = new CompletableFuture<>();
    vertx.runOnContext(
        start -> {
          changelog.append(Changes.set(1, "x")).onSuccess(done -> completed.add(1L));
          Future<Void> second = changelog.append(Changes.set(2, "x"));
          stored.join();
          second.onSuccess(done -> completed.add(2L)).onSuccess(done -> both.complete(true));
        });
    Await.until("stored", () -> result(changelog.read("default", 1, 3)).size() == 2);
    stored.complete(true);
    assertThat(Await.result(both)).isTrue();
    assertThat(completed).containsExactly(1L, 2L);
    result(vertx.close());
  }

  protected final void append(long from, long to) {
    sets(from, to).stream().map(changelog::append).toList().forEach(Await::result);
  }

  protected static List<ChangeSet> sets(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(rev -> Changes.set(rev, "x")).toList();
  }

  protected static SessionHead session(String id) {
    return new SessionHead(id, Duration.ofMinutes(1), Map.of(), Instant.EPOCH, Instant.EPOCH);
  }

  protected static ChangeSet inSession(String session, ChangeSet set) {
    return new ChangeSet(
        session,
        set.revision(),
        set.changes().stream()
            .map(change -> copy(change, session, change.previousRevision()))
            .toList());
  }

  private static ChangeSet withPrevious(ChangeSet set, long previous) {
    return new ChangeSet(
        set.session(),
        set.revision(),
        set.changes().stream().map(change -> copy(change, set.session(), previous)).toList());
  }

  private static VariableChange copy(VariableChange change, String session, long previous) {
    return new VariableChange(
        change.kind(),
        session,
        change.name(),
        change.revision(),
        change.variable(),
        change.oldValue(),
        change.mergedCount(),
        change.firstVersion(),
        change.lastVersion(),
        change.source(),
        change.metadata(),
        change.timestamp(),
        previous,
        false,
        false);
  }

  private static List<Long> revisions(Future<List<VariableChange>> changes) {
    return result(changes).stream().map(VariableChange::revision).toList();
  }
}
