package dev.livevars.state;

import dev.livevars.bus.Bus;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Serves the commands of the shards that it is told to. Confined to the context of its verticle.
 */
final class ShardServer {
  private final Set<Integer> shards = new HashSet<>();
  private final Owner owner;
  private final Bus bus;

  ShardServer(Owner owner, Bus bus) {
    this.owner = owner;
    this.bus = bus;
  }

  /** Begins to answer: as long as it has no shards, by refusals. */
  Future<?> start() {
    return bus.serveOwner(
        command -> owner.execute(command).map(answer -> answer),
        () -> owner.isEntitled() ? shards() : Set.of());
  }

  /** The shards that are served. */
  Set<Integer> shards() {
    return Set.copyOf(shards);
  }

  /** As {@link Owner#gain}. */
  Future<?> gain(Set<Integer> gained, List<StoredSession> sessions, boolean anew) {
    return owner
        .gain(gained, sessions, anew)
        .onSuccess(
            served -> {
              shards.addAll(gained);
              bus.claim(gained);
            });
  }

  /** As {@link Owner#lose}. */
  Future<Void> lose(Set<Integer> lost) {
    Set<Integer> gone = Set.copyOf(lost);
    shards.removeAll(gone);
    return owner.lose(gone);
  }

  /** As {@link #lose} of all. */
  Future<Void> loseAll() {
    return lose(Shards.ALL);
  }
}
