package dev.livevars.observer;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.WatcherQuery;
import dev.livevars.watch.ObserverRequest;
import dev.livevars.watch.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves this node's watchers; deploy one instance. When it stops, every watch of the node ends as
 * DRAINING.
 */
public final class ObserverVerticle extends VerticleBase {
  private final String node;
  private final Settings settings;
  private final InstantSource clock;
  private final Function<ContextInternal, Timers> timers;
  private final JoinPoints points;
  private @Nullable Observer observer;

  /** An observer with the default settings. */
  public ObserverVerticle() {
    this("local", Settings.defaults(), InstantSource.system());
  }

  /**
   * An observer.
   *
   * @param node what this node is called in lists of watchers
   * @param clock what watchers are dated by
   */
  public ObserverVerticle(String node, Settings settings, InstantSource clock) {
    this(node, settings, clock, ContextTimers::new, JoinPoints.NONE);
  }

  /**
   * An observer with another time.
   *
   * @param timers makes those of an event loop
   * @param points where joins are held up
   */
  ObserverVerticle(
      String node,
      Settings settings,
      InstantSource clock,
      Function<ContextInternal, Timers> timers,
      JoinPoints points) {
    this.node = node;
    this.settings = settings;
    this.clock = clock;
    this.timers = timers;
    this.points = points;
  }

  @Override
  public Future<?> start() {
    Bus bus = new Bus(vertx);
    Observer serving = new Observer(vertx, bus, node, settings, clock, timers, points);
    observer = serving;
    return Future.all(
        bus.<ObserverRequest<?>, Object>serveLocal(
                Address.observer(), request -> serving.execute(request).map(answer -> answer))
            .completion(),
        bus.<WatcherQuery<?>, Object>serve(
                Address.watchers(bus.member()),
                query -> serving.answer(query).map(answer -> answer))
            .completion());
  }

  @Override
  public Future<?> stop() {
    if (observer != null) {
      observer.close(new LivevarsException(Reason.DRAINING, "the node is stopping"));
    }
    return Future.succeededFuture();
  }

  /**
   * What an observer may be told.
   *
   * @param heartbeat how often an idle watcher gets progress unless it asks otherwise
   * @param silence after how long at most an owner is asked where a session is
   */
  public record Settings(Duration heartbeat, Duration silence) {
    /** Heartbeats every 15 s; an owner is asked every 3 s. */
    public static Settings defaults() {
      return new Settings(Duration.ofSeconds(15), Duration.ofSeconds(3));
    }
  }
}
