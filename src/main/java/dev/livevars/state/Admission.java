package dev.livevars.state;

import dev.livevars.bus.Bus;
import dev.livevars.bus.Stores;
import dev.livevars.changelog.HeldLease;
import dev.livevars.changelog.SharedChangelog;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.ServedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node makes sure of before it takes a share of the shards: that the nodes of its cluster
 * use its store, and that those who use its store are of its cluster. Otherwise some would own what
 * others do not find, and each would be right by its own. Confined to the context of its verticle.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  /** Members that have just begun, or that were split, are one cluster after so long. */
  private static final Duration LONGEST_UNION = Duration.ofSeconds(15);

  private static final long BETWEEN_LOOKS_MILLIS = 200;

  private final Vertx vertx;
  private final Bus bus;
  private final SharedChangelog changelog;
  private final VariablesVerticle.Membership membership;

  /** When each lease of a node that is no member was to end when it was first seen. */
  private final Map<Long, Instant> strange = new HashMap<>();

  Admission(
      Vertx vertx, Bus bus, SharedChangelog changelog, VariablesVerticle.Membership membership) {
    this.vertx = vertx;
    this.bus = bus;
    this.changelog = changelog;
    this.membership = membership;
  }

  /**
   * Admits this node.
   *
   * @return completed when it has joined those who share the store, and owns nothing yet; fails
   *     with STORE_UNUSABLE when it must not
   */
  Future<Void> admit() {
    Stores stores = new Stores(vertx, bus);
    return changelog
        .store()
        .compose(
            own ->
                stores
                    .serve(own)
                    .compose(served -> stores.ofOthers())
                    .compose(others -> requireSame(own, others)))
        .compose(same -> join(System.nanoTime() + patience().toNanos()));
  }

  private Duration patience() {
    Duration two = membership.term().multipliedBy(2);
    return two.compareTo(LONGEST_UNION) < 0 ? two : LONGEST_UNION;
  }

  private Future<Void> requireSame(ServedStore own, List<ServedStore> others) {
    for (ServedStore other : others) {
      if (!other.id().equals(own.id())) {
        return refused(
            "cluster '%s' has another store: its node '%s' serves %s, and '%s' was given %s: give it the store of the others, or a cluster.name of its own"
                .formatted(
                    membership.cluster(), other.node(), other.shown(), own.node(), own.shown()));
      }
    }
    return Future.succeededFuture();
  }

  /** The lease of a node that was killed runs out; one that is renewed has a node. */
  private Future<Void> join(long until) {
    return changelog
        .join(bus.members())
        .compose(
            strangers -> {
              for (HeldLease lease : strangers) {
                if (isRenewed(lease) && until - System.nanoTime() <= 0) {
                  return refused(
                      "node '%s' uses the same store, but is no member of this cluster '%s': give both the same cluster.name, and cluster.members by which they find each other"
                          .formatted(lease.node(), membership.cluster()));
                }
              }
              return strangers.isEmpty() ? Future.succeededFuture() : joinLater(until);
            });
  }

  private boolean isRenewed(HeldLease lease) {
    Instant first = strange.putIfAbsent(lease.id(), lease.expiresAt());
    if (first == null) {
      LOG.info("waiting for the end of the lease of node {}, which is no member", lease.node());
    }
    return first != null && lease.expiresAt().isAfter(first);
  }

  private Future<Void> joinLater(long until) {
    Promise<Void> joined = Promise.promise();
    vertx.setTimer(BETWEEN_LOOKS_MILLIS, timer -> join(until).onComplete(joined));
    return joined.future();
  }

  private static Future<Void> refused(String why) {
    return Future.failedFuture(new LivevarsException(Reason.STORE_UNUSABLE, why));
  }
}
