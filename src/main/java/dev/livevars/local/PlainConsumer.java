package dev.livevars.local;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.Names;
import dev.livevars.model.VariableChange;
import dev.livevars.watch.ObserverRequest;
import dev.livevars.watch.ObserverRequest.Registered;
import dev.livevars.watch.OpenWatches;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An event-bus consumer of one variable's changes that the observer lists and counts. It goes with
 * the verticle that made it. Safe for any thread.
 */
final class PlainConsumer {
  private final AtomicLong delivered = new AtomicLong();
  private final Bus bus;
  private final String session;
  private final String name;
  private final MessageConsumer<VariableChange> consumer;

  /** Consumes on the current context. */
  PlainConsumer(Bus bus, String session, String name, Handler<VariableChange> handler) {
    this.bus = bus;
    this.session = session;
    this.name = Names.requireVariable(name);
    this.consumer =
        bus.consumer(
            Address.changed(session, name),
            change -> {
              delivered.lazySet(delivered.get() + 1);
              handler.handle(change);
            });
  }

  /** Completed with the id under which it is listed. */
  Future<String> start(OpenWatches.OpenWatch watch) {
    return consumer
        .completion()
        .compose(
            ready ->
                bus.<ObserverRequest<?>, Registered>requestLocal(
                    Address.observer(),
                    new ObserverRequest.TrackConsumer(
                        session,
                        name,
                        delivered::get,
                        (reason, message) -> stop(watch),
                        watch::opened)))
        .map(Registered::id)
        .onFailure(untracked -> stop(watch));
  }

  private void stop(OpenWatches.OpenWatch watch) {
    consumer.unregister();
    watch.ended();
  }
}
