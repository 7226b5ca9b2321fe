package dev.livevars.watch;

import dev.livevars.model.Reason;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherTotals;
import io.vertx.core.Context;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is asked of this node's observer.
 *
 * @param <R> the answer
 */
public sealed interface ObserverRequest<R> {

  /**
   * Opens a watch. Its events come on the event loop of the context, {@code created} first.
   *
   * @param context whose event loop the watcher lives on
   * @param peer the client's address; empty for a local watcher
   * @param onRegistered told from any thread before the answer, which does not reach a verticle
   *     that is undeployed meanwhile
   */
  record OpenWatch(
      WatchSpec spec,
      WatchSink sink,
      Context context,
      WatcherInfo.Kind kind,
      String peer,
      Consumer<Registered> onRegistered)
      implements ObserverRequest<Registered> {}

  /**
   * Registers a plain consumer, so that it is listed and can be stopped.
   *
   * @param delivered tells how many changes it got, from any thread
   * @param stop ends it, from any thread
   * @param onRegistered as in {@link OpenWatch}
   */
  record TrackConsumer(
      String session,
      String name,
      Supplier<Long> delivered,
      BiConsumer<Reason, String> stop,
      Consumer<Registered> onRegistered)
      implements ObserverRequest<Registered> {}

  /** Measures how all watchers of this node fare, and those that have ended, by where they live. */
  record MeasureWatchers() implements ObserverRequest<Map<WatcherInfo.Kind, WatcherTotals>> {}

  /** Ends every watch of this node for a reason. */
  record StopAll(Reason reason, String message) implements ObserverRequest<Integer> {}

  /**
   * A registered watcher.
   *
   * @param id its id
   * @param cancel takes it back, from any thread, any number of times; at once when called on its
   *     event loop
   */
  record Registered(String id, Runnable cancel) {}
}
