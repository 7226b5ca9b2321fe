package dev.livevars.observer;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.WatcherInfo;
import dev.livevars.watch.ObserverRequest.TrackConsumer;
import dev.livevars.watch.Origin;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** A registered watcher or plain consumer. Safe for any thread. */
sealed interface Registration permits OpenWatcher, Registration.OfConsumer {

  String session();

  /** How it fares at this moment. */
  Future<WatcherInfo> info(Instant now);

  /** Ends it, if it has not ended. */
  void stop(LivevarsException cause);

  /** A plain event-bus consumer. */
  record OfConsumer(Origin origin, TrackConsumer consumer, Runnable onEnd) implements Registration {
    @Override
    public String session() {
      return consumer.session();
    }

    @Override
    public Future<WatcherInfo> info(Instant now) {
      return Future.succeededFuture(
          new WatcherInfo(
              origin.id(),
              consumer.session(),
              "consumer",
              List.of(consumer.name()),
              origin.kind(),
              origin.node(),
              origin.peer(),
              origin.since(),
              consumer.delivered().get(),
              0,
              0,
              0,
              0,
              0,
              0));
    }

    @Override
    public void stop(LivevarsException cause) {
      onEnd.run();
      consumer.stop().accept(cause.reason(), cause.message());
    }
  }
}
