package dev.livevars.state;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.changelog.StoredSession;
import dev.livevars.model.Command;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Serves the commands of the shards that it is told to. Confined to the context of its verticle.
 */
final class ShardServer {
  private final Map<Integer, MessageConsumer<Command<?>>> consumers = new HashMap<>();
  private final Owner owner;
  private final Bus bus;

  ShardServer(Owner owner, Bus bus) {
    this.owner = owner;
    this.bus = bus;
  }

  /** The shards that are served or about to be. */
  Set<Integer> shards() {
    return Set.copyOf(consumers.keySet());
  }

  /** As {@link Owner#gain}; completed when commands come. */
  Future<?> gain(Set<Integer> gained, List<StoredSession> sessions, boolean anew) {
    return owner
        .gain(gained, sessions, anew)
        .compose(owned -> Future.all(gained.stream().map(this::serve).toList()));
  }

  /** As {@link Owner#lose}. */
  Future<Void> lose(Set<Integer> lost) {
    for (int shard : lost) {
      MessageConsumer<Command<?>> consumer = consumers.remove(shard);
      if (consumer != null) {
        consumer.unregister();
      }
    }
    return owner.lose(lost);
  }

  /** As {@link #lose} of all. */
  Future<Void> loseAll() {
    return lose(Shards.ALL);
  }

  private Future<?> serve(int shard) {
    MessageConsumer<Command<?>> consumer =
        bus.<Command<?>, Object>serve(
            Address.shard(shard), command -> owner.execute(command).map(answer -> answer));
    consumers.put(shard, consumer);
    return consumer.completion();
  }
}
