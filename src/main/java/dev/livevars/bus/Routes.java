package dev.livevars.bus;

import dev.livevars.model.Claim;
import dev.livevars.model.Shards;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Which member of the cluster owns which shard, as far as one Vert.x has heard: owners say so when
 * they begin, and when somebody asks. It may be wrong; who is asked in vain refuses. Safe for any
 * thread.
 */
final class Routes implements Shareable {
  /** Where owners are asked what they own. */
  static final String QUESTIONS = "livevars.claims.asked";

  private static final String NAME = "livevars.routes";
  private static final long BETWEEN_QUESTIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final AtomicReferenceArray<@Nullable String> owners =
      new AtomicReferenceArray<>(Shards.COUNT);
  private final AtomicLong asked = new AtomicLong(System.nanoTime() - BETWEEN_QUESTIONS_NANOS);
  private final EventBus bus;

  private Routes(EventBus bus) {
    this.bus = bus;
  }

  /** Those of a Vert.x, which listens from the first time on. */
  static Routes of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Routes>getLocalMap(NAME)
        .computeIfAbsent(NAME, name -> listening((VertxInternal) vertx));
  }

  /** Its consumer must outlive the verticle that happens to be the first. */
  private static Routes listening(VertxInternal vertx) {
    Routes routes = new Routes(vertx.eventBus());
    ContextInternal context = vertx.contextBuilder().build();
    context.runOnContext(
        ignored ->
            vertx
                .eventBus()
                .<Claim>consumer(Address.claims().name(), message -> routes.heard(message.body())));
    return routes;
  }

  /** The owner of a shard; null when nobody said so. */
  @Nullable String owner(int shard) {
    return owners.get(shard);
  }

  /** Whether a member is taken for an owner of anything. */
  boolean hasAny(String member) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (member.equals(owners.get(shard))) {
        return true;
      }
    }
    return false;
  }

  /** Asks all owners what they own, unless that was done a moment ago. */
  void ask() {
    long before = asked.get();
    long now = System.nanoTime();
    if (now - before >= BETWEEN_QUESTIONS_NANOS && asked.compareAndSet(before, now)) {
      bus.publish(QUESTIONS, null);
    }
  }

  private void heard(Claim claim) {
    claim.shards().forEach(shard -> owners.set(shard, claim.member()));
  }
}
