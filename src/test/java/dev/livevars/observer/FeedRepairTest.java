package dev.livevars.observer;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.StateProvider;
import dev.livevars.Variables;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.history.Committed;
import dev.livevars.history.HistoryChecker;
import dev.livevars.history.Recording;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Reply;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchSpec;
import dev.livevars.state.VariablesVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bus promises nothing: what it loses, delays or doubles costs a fetch and never a change. */
class FeedRepairTest {
  private static final int CHANGES = 300;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Variables variables = Variables.local(vertx);
  private final StateProvider provider = variables.provider();

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldHandOnChangesWhoseMessagesAreLostAfterTheNextBeat() {
    deploy(Duration.ofMillis(20), Duration.ofHours(1));
    drop(body -> body instanceof FeedMessage.Committed);
    shouldHandOnEverything();
  }

  @Test
  void shouldAskTheOwnerWhenNothingIsHeardOfIt() {
    deploy(Duration.ofMillis(20), Duration.ofMillis(30));
    drop(body -> body instanceof FeedMessage);
    shouldHandOnEverything();
  }

  @Test
  void shouldHandOnOnceWhatTheBusDoubles() {
    deploy(Duration.ofMillis(20), Duration.ofHours(1));
    DeliveryOptions codec = new DeliveryOptions().setCodecName("livevars");
    AtomicBoolean doubling = new AtomicBoolean();
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              delivery.next();
              if (delivery.body() instanceof FeedMessage && doubling.compareAndSet(false, true)) {
                vertx.eventBus().publish(delivery.message().address(), delivery.body(), codec);
                doubling.set(false);
              }
            });
    shouldHandOnEverything();
  }

  @Test
  void shouldCatchUpWhenTheFeedRanAheadOfTheCut() {
    deploy(Duration.ofSeconds(1), Duration.ofHours(1));
    result(variables.register("x", 0, Constraints.ofInteger()));
    Recording ahead = new Recording();
    open(ahead, false, 0);
    CompletableFuture<DeliveryContext<Object>> held = holdTheNextCut();
    Recording late = new Recording();
    Future<String> opening = open(late, true, 0);
    DeliveryContext<Object> cut = result(held);
    write(CHANGES);
    result(ahead.untilSets(CHANGES));
    assertThat(late.events()).hasSize(1);
    context.runOnContext(ignored -> cut.next());
    result(opening);
    result(late.untilSets(CHANGES));
    check(late);
  }

  @Test
  void shouldReadFarBackAndThenFollow() {
    deploy(Duration.ofSeconds(1), Duration.ofHours(1));
    result(variables.register("x", 0, Constraints.ofInteger()));
    write(2_000);
    Recording recording = new Recording();
    open(recording, false, 2);
    write(2_000);
    result(recording.untilSets(4_000));
    check(recording);
  }

  @Test
  void shouldEndWatchesThatTheNodeCannotCatchUpForAndServeNewOnes() {
    deploy(new MemoryChangelog(50), Duration.ofMillis(300), Duration.ofHours(1));
    result(variables.register("x", 0, Constraints.ofInteger()));
    AtomicBoolean losing = new AtomicBoolean(true);
    drop(body -> body instanceof FeedMessage && losing.get());
    Recording recording = new Recording();
    open(recording, true, 0);
    result(recording.until(events -> events.size() == 3));
    write(200);
    losing.set(false);
    result(recording.untilEnded());
    assertThat(recording.events().get(recording.events().size() - 1))
        .isInstanceOfSatisfying(
            Recording.Event.Ended.class,
            ended -> {
              assertThat(ended.end().reason()).isEqualTo(Reason.REVISION_COMPACTED);
              assertThat(ended.end().resumeRevision()).isEqualTo(2);
            });
    Recording fresh = new Recording();
    open(fresh, true, 0);
    result(fresh.until(events -> events.stream().anyMatch(Recording.Event.Live.class::isInstance)));
    write(10);
    result(fresh.untilSets(10));
  }

  @Test
  void shouldStartAfreshOrRefuseWhenHistoryIsCompacted() {
    deploy(new MemoryChangelog(50), Duration.ofSeconds(1), Duration.ofHours(1));
    result(variables.register("x", 0, Constraints.ofInteger()));
    write(100);
    Recording refused = new Recording();
    open(refused, false, 10);
    result(refused.untilEnded());
    assertThat(refused.events())
        .last()
        .isInstanceOfSatisfying(
            Recording.Event.Ended.class,
            ended -> {
              assertThat(ended.end().reason()).isEqualTo(Reason.REVISION_COMPACTED);
              assertThat(ended.end().message()).contains("52");
            });
    Recording resynced = new Recording();
    open(resynced, true, 10);
    result(resynced.until(events -> events.size() == 4));
    assertThat(resynced.events().get(1)).isEqualTo(new Recording.Event.Resync(52));
    assertThat(resynced.events().get(2)).isInstanceOf(Recording.Event.Initial.class);
    assertThat(resynced.events().get(3)).isEqualTo(new Recording.Event.Live(101));
  }

  private void shouldHandOnEverything() {
    result(variables.register("x", 0, Constraints.ofInteger()));
    Recording recording = new Recording();
    open(recording, true, 0);
    result(recording.until(events -> events.size() == 3));
    write(CHANGES);
    result(recording.untilSets(CHANGES));
    check(recording);
  }

  private void deploy(Duration beat, Duration silence) {
    deploy(new MemoryChangelog(100_000), beat, silence);
  }

  private void deploy(MemoryChangelog changelog, Duration beat, Duration silence) {
    result(vertx.deployVerticle(new VariablesVerticle(changelog, beat, InstantSource.system())));
    ObserverVerticle.Settings settings =
        new ObserverVerticle.Settings(Duration.ofMillis(10), silence);
    result(vertx.deployVerticle(new ObserverVerticle("n", settings, InstantSource.system())));
  }

  private void drop(Predicate<Object> lost) {
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              if (!lost.test(delivery.body())) {
                delivery.next();
              }
            });
  }

  private CompletableFuture<DeliveryContext<Object>> holdTheNextCut() {
    CompletableFuture<DeliveryContext<Object>> held = new CompletableFuture<>();
    vertx
        .eventBus()
        .addInboundInterceptor(
            delivery -> {
              boolean cut =
                  delivery.body() instanceof Reply<?> reply
                      && reply.result() instanceof Command.Cut;
              if (!cut || !held.complete(delivery)) {
                delivery.next();
              }
            });
    return held;
  }

  private Future<String> open(Recording recording, boolean initial, long start) {
    WatchSpec spec =
        WatchSpec.of("default", Selectors.parse(List.of("x")))
            .includeInitial(initial)
            .startRevision(start)
            .overflow(new Overflow(Overflow.Policy.FAIL, 10_000));
    recording.opened(spec);
    return Future.future(
        promise ->
            context.runOnContext(
                ignored -> provider.watchVariables(spec, recording).onComplete(promise)));
  }

  private void write(int count) {
    for (int i = 0; i < count; i++) {
      result(variables.set("x", System.nanoTime()));
    }
  }

  private void check(Recording recording) {
    List<ChangeSet> committed = Committed.read(provider);
    recording.settled(committed.size());
    assertThat(new HistoryChecker(committed).check("watcher", recording.events()).violations())
        .isEmpty();
  }
}
