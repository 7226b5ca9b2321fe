package dev.livevars;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.FakeProvider.Opening;
import dev.livevars.model.ChangeKind;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconnectingWatchTest {
  private static final WatchOptions ALL = WatchOptions.of();

  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final FakeProvider provider = new FakeProvider();
  private final ReconnectingWatches siblings = new ReconnectingWatches();
  private final List<VariableChange> changes = new CopyOnWriteArrayList<>();
  private final List<WatchEnd> ends = new CopyOnWriteArrayList<>();
  private @Nullable ReconnectingWatch watch;

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldGoOnAfterWhatWasHandedOn() {
    Future<Watch> opened = open(ALL);
    Opening first = provider.next().opened("w1");
    assertThat(first.spec().startRevision()).isZero();
    first.tell(sink -> sink.live(5));
    assertThat(result(opened).id()).isEqualTo("w1");
    first.tell(sink -> sink.changes(List.of(Changes.set(6, "x"), Changes.set(8, "x"))));
    first.end(Reason.CONNECTION_LOST, 9);
    Opening second = provider.next().opened("w2");
    assertThat(second.spec().startRevision()).isEqualTo(9);
    assertThat(result(opened).id()).isEqualTo("w2");
    second.tell(sink -> sink.live(8));
    second.tell(sink -> sink.progress(11));
    second.end(Reason.DRAINING, 12);
    assertThat(provider.next().spec().startRevision()).isEqualTo(12);
    assertThat(revisions()).containsExactly(6L, 8L);
    assertThat(ends).isEmpty();
  }

  @Test
  void shouldOpenAsAtFirstUntilSomethingWasHandedOn() {
    Future<Watch> opened = open(ALL.startRevision(3));
    provider.next().refuse(Reason.CONNECTION_LOST);
    provider.next().refuse(Reason.DEADLINE_EXCEEDED);
    provider.next().opened("w").end(Reason.STORE_UNAVAILABLE, 0);
    Opening last = provider.next().opened("w");
    assertThat(last.spec().startRevision()).isEqualTo(3);
    assertThat(opened.isComplete()).isFalse();
    last.tell(sink -> sink.live(2));
    assertThat(result(opened)).isSameAs(watch);
  }

  @Test
  void shouldNotRepeatPresentValues() {
    open(ALL.includeInitial(true));
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.initial(5, List.of(variable("x", 1.0))));
    first.end(Reason.CONNECTION_LOST, 0);
    Opening second = provider.next();
    assertThat(second.spec().startRevision()).isEqualTo(6);
    second.refuse(Reason.OWNER_UNAVAILABLE);
    WatchSpec third = provider.next().spec();
    assertThat(third.startRevision()).isEqualTo(6);
    assertThat(third.includeInitial()).isTrue();
    assertThat(revisions()).containsExactly(5L);
  }

  @Test
  void shouldEndForReasonsThatDoNotPass() {
    Future<Watch> opened = open(ALL);
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(5));
    result(opened);
    first.end(Reason.CONNECTION_LOST, 6);
    Opening second = provider.next();
    second.refuse(Reason.REVISION_COMPACTED);
    assertThat(ends).extracting(WatchEnd::reason).containsExactly(Reason.REVISION_COMPACTED);
    assertThat(siblings.isEmpty()).isTrue();
    second.end(Reason.CONNECTION_LOST, 6);
    assertThat(ends).hasSize(1);
    assertThat(provider.openings).isEmpty();
  }

  @Test
  void shouldFailWhenTheFirstTimeIsRefusedForGood() {
    Future<Watch> opened = open(ALL);
    provider.next().refuse(Reason.SESSION_NOT_FOUND);
    assertThat(refusal(opened).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(siblings.isEmpty()).isTrue();
  }

  @Test
  void shouldHandPresentValuesOnAgainWhenHistoryIsCompacted() {
    open(ALL.includeInitial(true));
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.initial(5, List.of(variable("x", 1.0))));
    first.tell(sink -> sink.live(5));
    first.end(Reason.CONNECTION_LOST, 6);
    Opening second = provider.next().opened("w");
    second.tell(sink -> sink.resync(80));
    second.tell(sink -> sink.initial(90, List.of(variable("x", 2.0))));
    second.end(Reason.CONNECTION_LOST, 0);
    assertThat(provider.next().spec().startRevision()).isEqualTo(91);
    assertThat(changes)
        .extracting(VariableChange::kind)
        .containsOnly(ChangeKind.REGISTERED)
        .hasSize(2);
  }

  @Test
  void shouldOpenAgainWhenItsNodeFellTooFarBehindAndPresentValuesAreWanted() {
    open(ALL.includeInitial(true));
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(5));
    first.end(Reason.REVISION_COMPACTED, 6);
    Opening second = provider.next();
    assertThat(second.spec().startRevision()).isEqualTo(6);
    second.refuse(Reason.REVISION_COMPACTED);
    assertThat(ends).extracting(WatchEnd::reason).containsExactly(Reason.REVISION_COMPACTED);
  }

  @Test
  void shouldBeginAnewWhenTheSessionDid() {
    open(ALL.includeInitial(true));
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(50));
    first.end(Reason.OWNER_UNAVAILABLE, 0);
    assertThat(provider.next().spec().startRevision()).isZero();
    assertThat(ends).isEmpty();
  }

  @Test
  void shouldEndWhenTheSessionBeganAnewAndItsValuesAreNotWanted() {
    open(ALL);
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(50));
    first.end(Reason.OWNER_UNAVAILABLE, 0);
    assertThat(ends).extracting(WatchEnd::reason).containsExactly(Reason.OWNER_UNAVAILABLE);
  }

  @Test
  void shouldRememberWhatItHandedOnWhenItFilters() {
    open(
        ALL.includeInitial(true)
            .filter((old, now) -> (double) now.plain() - (double) old.plain() >= 1));
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.initial(5, List.of(variable("x", 0.0))));
    first.end(Reason.CONNECTION_LOST, 0);
    Opening second = provider.next().opened("w");
    second.tell(sink -> sink.changes(List.of(Changes.set(6, Value.of(0.6)))));
    second.end(Reason.CONNECTION_LOST, 7);
    Opening third = provider.next().opened("w");
    third.tell(sink -> sink.changes(List.of(Changes.set(7, Value.of(1.2)))));
    assertThat(changes)
        .extracting(VariableChange::newValue)
        .containsExactly(Value.of(0.0), Value.of(1.2));
  }

  @Test
  void shouldEndAtOnceWhenCancelledWhileItWaits() {
    Future<Watch> opened = open(ALL);
    provider.next().refuse(Reason.CONNECTION_LOST);
    Opening second = provider.next().opened("w");
    second.tell(sink -> sink.live(5));
    result(opened);
    second.end(Reason.CONNECTION_LOST, 6);
    result(watch().cancel());
    result(watch().cancel());
    assertThat(ends).extracting(WatchEnd::reason).containsExactly(Reason.CANCELLED);
    assertThat(ends.get(0).resumeRevision()).isEqualTo(6);
    assertThat(siblings.isEmpty()).isTrue();
  }

  @Test
  void shouldTakeBackWhatOpensAfterItWasCancelled() {
    Future<Watch> opened = open(ALL);
    Opening first = provider.next();
    result(watch().cancel());
    assertThat(refusal(opened).reason()).isEqualTo(Reason.CANCELLED);
    first.opened("late");
    first.tell(sink -> sink.changes(List.of(Changes.set(6, "x"))));
    assertThat(provider.unwatched).containsExactly("late");
    assertThat(changes).isEmpty();
  }

  @Test
  void shouldTakeBackWhatIsOpenWhenCancelled() {
    Future<Watch> opened = open(ALL);
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(5));
    Future<Void> cancelled = result(opened).cancel();
    Await.until("it is taken back", () -> provider.unwatched.contains("w"));
    first.end(Reason.CANCELLED, 6);
    result(cancelled);
    assertThat(ends).extracting(WatchEnd::reason).containsExactly(Reason.CANCELLED);
  }

  @Test
  void shouldNotOpenAgainWhenItsEndWasUnderWayAsItWasCancelled() {
    Future<Watch> opened = open(ALL);
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(5));
    Future<Void> cancelled = result(opened).cancel();
    Await.until("it is taken back", () -> provider.unwatched.contains("w"));
    first.end(Reason.DRAINING, 6);
    result(cancelled);
    assertThat(ends).extracting(WatchEnd::reason).containsExactly(Reason.DRAINING);
    assertThat(siblings.isEmpty()).isTrue();
  }

  @Test
  void shouldHandOnAllOfAMessageDuringWhichTheNodeDrains() {
    List<Runnable> then = new ArrayList<>();
    Future<Watch> opened =
        open(
            ALL,
            null,
            change -> {
              changes.add(change);
              then.forEach(Runnable::run);
              then.clear();
            });
    Opening first = provider.next().opened("w");
    first.tell(sink -> sink.live(5));
    result(opened);
    then.add(() -> endNow(first, Reason.DRAINING, 8));
    first.tell(sink -> sink.changes(List.of(Changes.set(6, "x"), Changes.set(7, "x"))));
    assertThat(provider.next().spec().startRevision()).isEqualTo(8);
    assertThat(revisions()).containsExactly(6L, 7L);
  }

  @Test
  void shouldEndAfterTheRevisionDuringWhichItsHandlerCancels() {
    Future<Watch> opened =
        open(
            ALL,
            null,
            change -> {
              changes.add(change);
              watch().cancel();
              endNow(provider.openings.peek(), Reason.CANCELLED, 9);
            });
    Opening first = provider.openings.element().opened("w");
    first.tell(sink -> sink.live(5));
    result(opened);
    first.tell(sink -> sink.changes(List.of(Changes.set(6, "x", "y"), Changes.set(7, "x"))));
    assertThat(revisions()).containsExactly(6L, 6L);
    assertThat(ends).extracting(WatchEnd::resumeRevision).containsExactly(7L);
  }

  private static void endNow(Opening opening, Reason reason, long resume) {
    opening
        .sink()
        .end(new WatchEnd(new dev.livevars.model.LivevarsException(reason, "over"), resume));
  }

  private Future<Watch> open(WatchOptions options) {
    return open(options, options.filter(), changes::add);
  }

  private Future<Watch> open(
      WatchOptions options,
      @Nullable BiPredicate<Value, Value> filter,
      io.vertx.core.Handler<VariableChange> handler) {
    OpenedWatch target =
        new OpenedWatch(provider, context, new ChangeHandler(context, "default", filter, handler));
    watch = new ReconnectingWatch(provider, context, options.toSpec("default"), target, siblings);
    watch.onEnd(ends::add);
    Future<Watch> opened = watch.open();
    Await.until("it opens", () -> !provider.openings.isEmpty());
    return opened;
  }

  private ReconnectingWatch watch() {
    return java.util.Objects.requireNonNull(watch);
  }

  private List<Long> revisions() {
    return changes.stream().map(VariableChange::revision).toList();
  }

  private static Variable variable(String name, double value) {
    return new Variable(
        name,
        Value.of(value),
        Constraints.ofFloat(),
        "",
        Map.of(),
        1,
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        "");
  }
}
