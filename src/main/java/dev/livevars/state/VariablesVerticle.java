package dev.livevars.state;

import dev.livevars.bus.Bus;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.changelog.SharedChangelog;
import dev.livevars.model.Shards;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Serves shards of sessions on the event bus: all of them, or this node's share of those of a
 * cluster; deploy one instance. It closes its changelog when it stops.
 */
public final class VariablesVerticle extends VerticleBase {
  /** How often watchers are told how far a session is, unless told otherwise. */
  public static final Duration DEFAULT_BEAT = Duration.ofSeconds(1);

  private final Changelog changelog;
  private final Duration beat;
  private final InstantSource clock;
  private final @Nullable Membership membership;
  private @Nullable Owner owner;
  private @Nullable ShardKeeper keeper;

  /**
   * How an owner takes part in a cluster.
   *
   * @param cluster what it is called
   * @param term how long the lease of the changelog holds
   */
  public record Membership(String cluster, Duration term) {}

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
    this(changelog, beat, clock, null);
  }

  /** An owner of a share of the shards. */
  public VariablesVerticle(
      SharedChangelog changelog, Duration beat, InstantSource clock, Membership membership) {
    this((Changelog) changelog, beat, clock, membership);
  }

  private VariablesVerticle(
      Changelog changelog, Duration beat, InstantSource clock, @Nullable Membership membership) {
    this.changelog = changelog;
    this.beat = beat;
    this.clock = clock;
    this.membership = membership;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    ShardKeeper.Holding holding = new ShardKeeper.Holding();
    boolean shared = membership != null;
    Executor nextTurn = task -> context.runOnContext(ignored -> task.run());
    Owner owner = new Owner(changelog, bus, nextTurn, clock, shared ? holding::holds : () -> true);
    this.owner = owner;
    ShardServer server = new ShardServer(owner, bus);
    return server
        .start()
        .compose(answering -> serve(bus, server, holding))
        .onSuccess(
            serving -> {
              vertx.setPeriodic(beat.toMillis(), timer -> owner.beat());
              vertx.setPeriodic(Owner.TICK.toMillis(), timer -> owner.tick());
            });
  }

  private Future<?> serve(Bus bus, ShardServer server, ShardKeeper.Holding holding) {
    if (membership != null && changelog instanceof SharedChangelog shared) {
      ShardKeeper keeping = new ShardKeeper(vertx, bus, shared, server, holding, membership.term());
      return new Admission(vertx, bus, shared, membership)
          .admit()
          .compose(
              admitted -> {
                keeper = keeping;
                return keeping.start();
              });
    }
    return changelog.recover().compose(sessions -> server.gain(Shards.ALL, sessions, false));
  }

  @Override
  public Future<?> stop() {
    Future<?> left = keeper != null ? keeper.stop() : saved();
    return left.eventually(changelog::close);
  }

  private Future<Void> saved() {
    return owner == null ? Future.succeededFuture() : owner.stop();
  }
}
