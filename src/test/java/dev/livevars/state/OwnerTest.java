package dev.livevars.state;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Variables;
import dev.livevars.bus.Bus;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Command.SetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.FeedMessage;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Reply;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nothing is seen or answered before it is durable, and what did not become durable is as if it had
 * never been asked for.
 */
class OwnerTest {
  private final Vertx vertx = Vertx.vertx();
  private final Variables variables = Variables.local(vertx);
  private final FaultyChangelog changelog = new FaultyChangelog();
  private final List<VariableChange> published = new CopyOnWriteArrayList<>();

  @BeforeEach
  void deploy() {
    result(
        vertx.deployVerticle(
            new VariablesVerticle(changelog, Duration.ofSeconds(1), InstantSource.system())));
    vertx
        .eventBus()
        .<VariableChange>consumer("livevars.changed.default.x", m -> published.add(m.body()));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldAnswerAndShowOnlyWhatIsDurable() {
    result(variables.register("x", 1, Constraints.ofInteger()));
    changelog.hold();
    Future<SetResult> set = variables.set("x", 2);
    awaitAppends(1);
    assertThat(result(variables.get("x")).value()).isEqualTo(Value.of(1));
    assertThat(result(variables.getMany("x")).revision()).isEqualTo(1);
    assertThat(set.isComplete()).isFalse();
    assertThat(published).hasSize(1);
    changelog.release();
    assertThat(result(set).variable()).isEqualTo(result(variables.get("x")));
    Await.until("published", () -> published.size() == 2);
  }

  /** Each message of the feed wakes every event loop up that has a watcher. */
  @Test
  void shouldPublishTogetherWhatIsCommittedTogether() {
    List<FeedMessage> feed = new CopyOnWriteArrayList<>();
    vertx.eventBus().<FeedMessage>consumer("livevars.feed.s", m -> feed.add(m.body()));
    result(variables.sessions().create("s"));
    Variables inSession = variables.inSession("s");
    changelog.hold();
    Future<Variable> last = inSession.register("x", 1, Constraints.ofInteger());
    for (int i = 2; i <= 100; i++) {
      last = inSession.set("x", i).map(SetResult::variable);
    }
    awaitAppends(100);
    changelog.release();
    assertThat(result(last).revision()).isEqualTo(100);
    result(variables.sessions().delete("s"));
    Await.until("published", () -> feed.size() >= 2);
    List<Long> revisions =
        ((FeedMessage.Committed) feed.get(0)).sets().stream().map(ChangeSet::revision).toList();
    assertThat(revisions).isEqualTo(LongStream.rangeClosed(1, 100).boxed().toList());
    assertThat(feed.get(1)).isInstanceOf(FeedMessage.Ended.class);
  }

  /** Who hears of a revision that is not published would take it for lost, and fetch it. */
  @Test
  void shouldAnswerNothingBeforeItIsPublished() {
    List<String> order = new CopyOnWriteArrayList<>();
    result(variables.sessions().create("s"));
    Variables inSession = variables.inSession("s");
    vertx.eventBus().addOutboundInterceptor(sent -> note(sent, order));
    vertx.eventBus().consumer("livevars.feed.s", heard -> {});
    changelog.hold();
    Future<Variable> made = inSession.register("x", 1, Constraints.ofInteger());
    Future<SetResult> set = inSession.set("x", 2);
    awaitAppends(2);
    changelog.release();
    result(made);
    result(set);
    result(new Bus(vertx).request(new Command.Follow("s")));
    assertThat(order.indexOf("feed to 2")).isNotNegative().isLessThan(order.indexOf("reply"));
  }

  private static void note(DeliveryContext<Object> sent, List<String> order) {
    if (sent.body() instanceof FeedMessage.Committed committed) {
      order.add("feed to " + committed.revision());
    } else if (sent.body() instanceof Reply<?> reply && reply.result() instanceof Variable) {
      order.add("reply");
    }
    sent.next();
  }

  @Test
  void shouldNotShowInTheFeedWhatIsNotDurable() {
    changelog.hold();
    Future<Variable> registered = variables.register("x", 1, Constraints.ofInteger());
    awaitAppends(1);
    assertThat(result(readFeed(1)).revision()).isZero();
    assertThat(refusal(readFeed(2)).reason()).isEqualTo(Reason.REVISION_IN_FUTURE);
    changelog.release();
    result(registered);
    assertThat(result(readFeed(1)).sets()).hasSize(1);
  }

  @Test
  void shouldBuildOnWhatIsUnderWay() {
    result(variables.register("x", 1, Constraints.ofInteger()));
    changelog.hold();
    Future<SetResult> first = variables.set("x", 2);
    Future<SetResult> second = variables.set("x", 3);
    Future<SetResult> same = variables.set("x", 3);
    awaitAppends(2);
    assertThat(same.isComplete()).isFalse();
    changelog.release();
    assertThat(result(first).variable().version()).isEqualTo(2);
    assertThat(result(second).variable().version()).isEqualTo(3);
    assertThat(result(same).changed()).isFalse();
  }

  @Test
  void shouldForgetWhatDidNotBecomeDurableAndGoOn() {
    result(variables.register("x", 1, Constraints.ofInteger()));
    changelog.hold();
    Future<SetResult> first = variables.set("x", 2);
    Future<SetResult> same = variables.set("x", 2);
    Future<Long> second = variables.delete("x");
    awaitAppends(2);
    changelog.lose(0);
    for (Future<?> lost : List.of(first, same, second)) {
      LivevarsException refused = refusal(lost);
      assertThat(refused.reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
      assertThat(refused.message()).contains("the disk is on fire");
    }
    assertThat(result(variables.get("x")).value()).isEqualTo(Value.of(1));
    SetResult third = result(variables.set("x", 4));
    assertThat(third.variable().version()).isEqualTo(2);
    assertThat(third.variable().revision()).isEqualTo(2);
    Await.until("published", () -> published.size() == 2);
  }

  @Test
  void shouldTakeUpWhatBecameDurableInSpiteOfAFailure() {
    result(variables.register("x", 1, Constraints.ofInteger()));
    changelog.hold();
    Future<SetResult> first = variables.set("x", 2);
    Future<SetResult> second = variables.set("x", 3);
    awaitAppends(2);
    changelog.lose(1);
    assertThat(refusal(first).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(refusal(second).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    SetResult third = result(variables.set("x", 4, Map.of(), 2L));
    assertThat(third.variable().revision()).isEqualTo(3);
    Await.until("published", () -> published.size() == 3);
    assertThat(published)
        .extracting(VariableChange::newValue)
        .containsExactly(Value.of(1), Value.of(2), Value.of(4));
    assertThat(result(readFeed(1)).sets())
        .extracting(ChangeSet::revision)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldReadWhileTheChangelogIsDownAndWriteWhenItIsBack() {
    result(variables.register("x", 1, Constraints.ofInteger()));
    changelog.down(true);
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(variables.set("x", 2)).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
      assertThat(result(variables.get("x")).value()).isEqualTo(Value.of(1));
    }
    changelog.down(false);
    assertThat(result(variables.set("x", 2)).variable().version()).isEqualTo(2);
  }

  private void awaitAppends(int count) {
    Await.until("the appends are under way", () -> changelog.waiting() == count);
  }

  private Future<Command.FeedSlice> readFeed(long from) {
    return variables.provider().call(new Command.ReadFeed("default", from, 10));
  }
}
