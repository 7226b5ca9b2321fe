package dev.livevars.functional;

import static dev.livevars.Await.result;
import static io.vertx.core.ThreadingModel.EVENT_LOOP;
import static io.vertx.core.ThreadingModel.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.Recorded;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.VariableChange;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviours over the event bus, and what only that has. */
class LocalVariablesTest
    implements ValuesBehaviour,
        SeveralBehaviour,
        WatchingBehaviour,
        FilteringBehaviour,
        StreamBehaviour,
        SessionsBehaviour,
        HistoryBehaviour {
  private final Vertx vertx = Vertx.vertx();
  private final Variables plain = Variables.local(vertx);
  private final Recorded recorded = new Recorded(vertx, plain);
  private final Variables variables = recorded.variables();

  @BeforeEach
  void deploy() {
    result(Livevars.deploy(vertx));
  }

  @AfterEach
  void close() {
    recorded.shouldKeepTheGuarantees(plain);
    result(vertx.close());
  }

  @Override
  public Variables variables() {
    return variables;
  }

  @Test
  void shouldSayThatNoNodeServes() {
    Vertx empty = Vertx.vertx();
    LivevarsException refused = Await.refusal(Variables.local(empty).get("x"));
    assertThat(refused.reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(refused.isNotDone()).isTrue();
    result(empty.close());
  }

  @Test
  void shouldServePlainConsumersAndCountThem() throws InterruptedException {
    BlockingQueue<VariableChange> changes = new LinkedBlockingQueue<>();
    String id = result(variables.consumer("x", changes::add));
    result(variables.register("x", 1, Constraints.ofInteger()));
    assertThat(changes.poll(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(result(variables.listWatchers()))
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.id()).isEqualTo(id);
              assertThat(info.selectors()).containsExactly("x");
              assertThat(info.delivered()).isEqualTo(1);
            });
    result(variables.stopWatcher(id));
    result(variables.set("x", 2));
    assertThat(result(variables.listWatchers())).isEmpty();
    assertThat(changes).isEmpty();
  }

  @Test
  void shouldUpdateThroughTenThousandConflicts() {
    result(variables.register("x", 0, Constraints.ofInteger()));
    AtomicInteger conflicts = new AtomicInteger();
    Variables rival = Variables.local(vertx);
    var updated =
        variables.update(
            "x",
            present -> {
              if (conflicts.incrementAndGet() <= 10_000) {
                rival.set("x", conflicts.get());
              }
              return -1;
            });
    assertThat(result(updated).variable().value()).isEqualTo(Value.of(-1));
    assertThat(conflicts).hasValueGreaterThan(10_000);
  }

  @Test
  void shouldPublishChangesOnOneAddressAVariable() throws InterruptedException {
    BlockingQueue<Object> bodies = new LinkedBlockingQueue<>();
    vertx.eventBus().consumer("livevars.changed.default.x", message -> bodies.add(message.body()));
    result(variables.register("y", 1, Constraints.ofInteger()));
    result(variables.register("x", 1, Constraints.ofInteger()));
    assertThat(bodies.poll(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(VariableChange.class, c -> assertThat(c.name()).isEqualTo("x"));
  }

  /** Those of one event loop are called one after the other, each on the context that it is of. */
  @Test
  void shouldCallEachHandlerOnItsContextWhateverTheOthersThrow() throws InterruptedException {
    result(variables.register("x", 0, Constraints.ofInteger()));
    EventLoop loop = ((VertxInternal) vertx).nettyEventLoopGroup().next();
    List<ContextInternal> contexts =
        Stream.of(EVENT_LOOP, EVENT_LOOP, WORKER)
            .map(model -> ((VertxInternal) vertx).contextBuilder().withThreadingModel(model))
            .map(builder -> builder.withEventLoop(loop).build())
            .toList();
    BlockingQueue<Boolean> called = new LinkedBlockingQueue<>();
    for (int of : new int[] {0, 0, 1, 2, 1, 0}) {
      ContextInternal own = contexts.get(of);
      Handler<VariableChange> handler =
          change -> {
            called.add(Vertx.currentContext() == own);
            throw new AssertionError("thrown by the test's handler");
          };
      result(
          Future.future(
              opened ->
                  own.runOnContext(
                      v -> plain.watch(WatchOptions.of("x"), handler).onComplete(opened))));
    }
    result(variables.set("x", 1));
    result(variables.set("x", 2));
    for (int i = 0; i < 12; i++) {
      assertThat(called.poll(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void shouldEndWatchesWhenTheNodeIsUndeployed() throws InterruptedException {
    BlockingQueue<Reason> ends = new LinkedBlockingQueue<>();
    result(plain.watchOne("x", c -> {})).onEnd(end -> ends.add(end.reason()));
    vertx.deploymentIDs().forEach(id -> result(vertx.undeploy(id)));
    assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo(Reason.DRAINING);
  }
}
