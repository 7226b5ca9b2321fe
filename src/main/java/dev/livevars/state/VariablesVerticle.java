package dev.livevars.state;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.model.Command;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Serves the shards of sessions on the event bus; deploy one instance. It closes its changelog when
 * it stops.
 */
public final class VariablesVerticle extends VerticleBase {
  /** How often watchers are told how far a session is, unless told otherwise. */
  public static final Duration DEFAULT_BEAT = Duration.ofSeconds(1);

  /** How often sessions whose time is over are looked for. */
  private static final Duration TICK = Duration.ofMillis(250);

  private final Changelog changelog;
  private final Duration beat;
  private final InstantSource clock;
  private @Nullable Owner owner;

  /** An owner that forgets its variables with the process. */
  public VariablesVerticle() {
    this(new MemoryChangelog(MemoryChangelog.DEFAULT_RETAIN), DEFAULT_BEAT, InstantSource.system());
  }

  /**
   * An owner of all shards.
   *
   * @param changelog where changes are made durable
   * @param beat how often watchers are told how far a session is
   * @param clock what change sets are dated by
   */
  public VariablesVerticle(Changelog changelog, Duration beat, InstantSource clock) {
    this.changelog = changelog;
    this.beat = beat;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    Owner owner = new Owner(changelog, bus, clock);
    this.owner = owner;
    return owner.start().compose(started -> serve(bus, owner));
  }

  private Future<?> serve(Bus bus, Owner owner) {
    vertx.setPeriodic(beat.toMillis(), timer -> owner.beat());
    vertx.setPeriodic(TICK.toMillis(), timer -> owner.tick());
    return Future.all(
        IntStream.range(0, Address.SHARDS)
            .mapToObj(Address::shard)
            .map(
                shard ->
                    bus.<Command<?>, Object>serve(
                        shard, command -> owner.execute(command).map(x -> x)))
            .map(MessageConsumer::completion)
            .toList());
  }

  @Override
  public Future<?> stop() {
    Future<Void> saved = owner == null ? Future.succeededFuture() : owner.stop();
    return saved.eventually(changelog::close);
  }
}
