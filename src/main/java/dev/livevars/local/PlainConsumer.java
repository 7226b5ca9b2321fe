package dev.livevars.local;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.Names;
import dev.livevars.model.VariableChange;
import dev.livevars.watch.ObserverRequest;
import dev.livevars.watch.ObserverRequest.Registered;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An event-bus consumer of one variable's changes that the observer lists and counts. It goes with
 * the verticle that made it. Safe for any thread.
 */
final class PlainConsumer implements Closeable {
  private final AtomicLong delivered = new AtomicLong();
  private final ContextInternal context;
  private final Bus bus;
  private final String session;
  private final String name;
  private final MessageConsumer<VariableChange> consumer;
  private volatile Runnable untrack = () -> {};

  /** Consumes on the context, which must be the current one. */
  PlainConsumer(
      ContextInternal context,
      Bus bus,
      String session,
      String name,
      Handler<VariableChange> handler) {
    this.context = context;
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
  Future<String> start() {
    if (context.isDeployment()) {
      context.addCloseHook(this);
    }
    return consumer
        .completion()
        .compose(
            ready ->
                bus.<ObserverRequest<?>, Registered>requestLocal(
                    Address.observer(),
                    new ObserverRequest.TrackConsumer(
                        session, name, delivered::get, (reason, message) -> stop())))
        .map(
            registered -> {
              untrack = registered.cancel();
              return registered.id();
            })
        .onFailure(untracked -> stop());
  }

  /** The verticle is undeployed. */
  @Override
  public void close(Completable<Void> done) {
    untrack.run();
    done.succeed();
  }

  private void stop() {
    consumer.unregister();
    context.removeCloseHook(this);
  }
}
