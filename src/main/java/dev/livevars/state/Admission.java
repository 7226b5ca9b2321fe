package dev.livevars.state;

import dev.livevars.bus.Stores;
import dev.livevars.changelog.SharedChangelog;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.ServedStore;
import io.vertx.core.Future;
import java.util.List;

/**
 * What a node makes sure of before it takes a share of the shards: nodes of one cluster with
 * different stores would each be right by their own.
 */
final class Admission {
  private final SharedChangelog changelog;
  private final Stores stores;
  private final String cluster;

  /**
   * The admission to a cluster.
   *
   * @param cluster what it is called
   */
  Admission(SharedChangelog changelog, Stores stores, String cluster) {
    this.changelog = changelog;
    this.stores = stores;
    this.cluster = cluster;
  }

  /** Completed when this node may take part; fails with STORE_UNUSABLE when it may not. */
  Future<Void> admit() {
    return changelog
        .store()
        .compose(
            own ->
                stores
                    .serve(own)
                    .compose(served -> stores.ofOthers())
                    .compose(others -> requireSame(own, others)));
  }

  private Future<Void> requireSame(ServedStore own, List<ServedStore> others) {
    for (ServedStore other : others) {
      if (!other.id().equals(own.id())) {
        return Future.failedFuture(
            new LivevarsException(
                Reason.STORE_UNUSABLE,
                "cluster '%s' has another store: its node '%s' serves %s, and '%s' was given %s: give it the store of the others, or a cluster.name of its own"
                    .formatted(cluster, other.node(), other.shown(), own.node(), own.shown())));
      }
    }
    return Future.succeededFuture();
  }
}
