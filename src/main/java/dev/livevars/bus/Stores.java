package dev.livevars.bus;

import dev.livevars.model.Reply;
import dev.livevars.model.ServedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which stores the members of a cluster serve. Who says its own before it asks for those of others
 * leaves no gap: of two that begin at once, one at least hears of the other.
 */
public final class Stores {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  /** A member that is silent for longer is taken for lost by the cluster itself. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long WAIT_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 100;

  private final Vertx vertx;
  private final Bus bus;

  /** Those of the members of this Vert.x. */
  public Stores(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  /** Says which store this member serves, on the current context; completed when others hear it. */
  public Future<Void> serve(ServedStore own) {
    return bus.serve(Address.store(bus.member()), asked -> Future.succeededFuture(own))
        .completion();
  }

  /**
   * Asks every other member.
   *
   * @return the stores of those that serve one; a program has none
   */
  public Future<List<ServedStore>> ofOthers() {
    long until = System.nanoTime() + PATIENCE_NANOS;
    List<Future<@Nullable ServedStore>> answers =
        bus.members().stream()
            .filter(member -> !member.equals(bus.member()))
            .map(member -> ask(member, until))
            .toList();
    return Future.all(answers)
        .map(all -> answers.stream().map(Future::result).flatMap(Stream::ofNullable).toList());
  }

  private Future<@Nullable ServedStore> ask(String member, long until) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(WAIT_MILLIS);
    return vertx
        .eventBus()
        .<Reply<ServedStore>>request(Address.store(member).name(), null, options)
        .map(reply -> Objects.requireNonNull(reply.body().result()))
        .recover(failure -> again(member, until, failure));
  }

  /** Nobody is a good answer; a member that says nothing at all is asked until it is none. */
  private Future<@Nullable ServedStore> again(String member, long until, Throwable failure) {
    if (Bus.isNobody(failure) || !bus.members().contains(member)) {
      return Future.succeededFuture();
    } else if (until - System.nanoTime() <= 0) {
      LOG.warn("a member does not say which store it serves: {}", failure.getMessage());
      return Future.succeededFuture();
    }
    Promise<@Nullable ServedStore> answer = Promise.promise();
    vertx.setTimer(PAUSE_MILLIS, timer -> ask(member, until).onComplete(answer));
    return answer.future();
  }
}
