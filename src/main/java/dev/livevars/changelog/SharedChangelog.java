package dev.livevars.changelog;

import dev.livevars.model.ServedStore;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A changelog that several nodes use at once, each for the shards that it owns. A node owns shards
 * as long as it holds its lease; whoever finds the lease of another run out ends it for good, and
 * takes what that node owned. What a node asks to be written fails with OWNER_UNAVAILABLE, and is
 * not done, when its lease was ended before: who takes a shard and then reads it misses nothing.
 */
public interface SharedChangelog extends Changelog {

  /** Opens the store and tells which it is; nothing is owned by that. */
  Future<ServedStore> store();

  /**
   * Joins, but takes nothing yet, unless a lease is held by a node that is no member of the
   * cluster: it would not be reached for what it owns. The store was opened before.
   *
   * @param members those that are
   * @return the leases of others that are none; it has joined when there are none
   */
  Future<List<HeldLease>> join(Collection<String> members);

  /**
   * Joins, or renews the lease, and takes free shards up to a fair share.
   *
   * @return the lease, which holds for its term from the moment of the call; it fails with
   *     OWNER_UNAVAILABLE when it was ended before: nothing is owned then, and the next call joins
   *     anew
   */
  Future<Lease> lease();

  /** Reads the sessions of shards that this node owns since the last {@link #lease}. */
  Future<List<StoredSession>> recover(Set<Integer> shards);

  /** Gives shards up, behind all that was asked to be written before. */
  Future<Void> release(Set<Integer> shards);

  /** Gives up all shards and the lease, behind all that was asked to be written before. */
  Future<Void> leave();
}
