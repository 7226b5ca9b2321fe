package dev.livevars.observer;

import static dev.livevars.Await.result;

import dev.livevars.bus.Bus;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.local.LocalState;
import dev.livevars.model.FeedMessage;
import dev.livevars.state.VariablesVerticle;
import dev.livevars.watch.ManualTimers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * A real node on one event loop, so that a program runs in the same order each time, whose watchers
 * see a time that passes when a program says so, and whose joins and feed can be held up.
 */
final class Testbed implements AutoCloseable {
  /** More hops between a write and whoever watches there are not. */
  private static final int HOPS = 12;

  /** After how long an owner that says nothing is asked. */
  static final Duration SILENCE = Duration.ofHours(1);

  private static final Duration NEVER = Duration.ofDays(1);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private final HeldJoins joins = new HeldJoins();
  private final Queue<DeliveryContext<?>> held = new ArrayDeque<>();
  private boolean holding;
  private final Bus bus = new Bus(vertx);
  private final LocalState provider = new LocalState(vertx);

  Testbed() {
    InstantSource clock = InstantSource.system();
    ObserverVerticle.Settings settings = new ObserverVerticle.Settings(NEVER, SILENCE);
    result(vertx.deployVerticle(new VariablesVerticle(new MemoryChangelog(10_000), NEVER, clock)));
    result(
        vertx.deployVerticle(new ObserverVerticle("n", settings, clock, anyLoop -> timers, joins)));
    vertx.eventBus().addInboundInterceptor(this::deliver);
  }

  Bus bus() {
    return bus;
  }

  LocalState provider() {
    return provider;
  }

  HeldJoins joins() {
    return joins;
  }

  /** Asks for something on the event loop and waits for the answer. */
  <T> T await(Callable<Future<T>> question) {
    return result(
        Future.future(
            promise ->
                context.runOnContext(
                    ignored -> {
                      try {
                        question.call().onComplete(promise);
                      } catch (Exception e) {
                        promise.fail(e);
                      }
                    })));
  }

  /** Does something on the event loop. */
  void run(Runnable action) {
    await(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  /** Lets happen what is under way. */
  void rest() {
    for (int i = 0; i < HOPS; i++) {
      run(() -> {});
    }
  }

  /** Lets time pass for the watchers. */
  void pass(Duration time) {
    run(() -> timers.pass(time));
    rest();
  }

  /** From now on the feed's messages are under way. */
  void holdFeed() {
    run(() -> holding = true);
  }

  /** The feed's messages arrive, or are lost, and later ones arrive at once. */
  void releaseFeed(boolean lost) {
    run(
        () -> {
          holding = false;
          List<DeliveryContext<?>> late = List.copyOf(held);
          held.clear();
          late.forEach(lost ? message -> {} : DeliveryContext::next);
        });
    rest();
  }

  private void deliver(DeliveryContext<?> message) {
    if (holding && message.body() instanceof FeedMessage.Committed) {
      held.add(message);
    } else {
      message.next();
    }
  }

  @Override
  public void close() {
    result(vertx.close());
  }
}
