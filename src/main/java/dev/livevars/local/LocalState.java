package dev.livevars.local;

import dev.livevars.StateProvider;
import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.Command;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import dev.livevars.watch.ContextSink;
import dev.livevars.watch.ObserverRequest;
import dev.livevars.watch.ObserverRequest.Registered;
import dev.livevars.watch.OpenWatches;
import dev.livevars.watch.Watchers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** Reaches owners and this node's observer over the event bus. */
public final class LocalState implements StateProvider {
  private final OpenWatches watches = new OpenWatches();
  private final Vertx vertx;
  private final Bus bus;
  private final Watchers watchers;

  /** A provider on a Vert.x; a node must be deployed there to answer. */
  public LocalState(Vertx vertx) {
    this.vertx = vertx;
    this.bus = new Bus(vertx);
    this.watchers = new Watchers(bus);
  }

  @Override
  public <R> Future<R> call(Command.OfSession<R> command) {
    Future<R> answer = bus.request(command);
    return answersSession(command) ? answer.compose(this::counted) : answer;
  }

  @Override
  public Future<List<Session>> listSessions(String after, int limit) {
    return bus.listSessions(after, limit).compose(watchers::counted);
  }

  @Override
  public boolean supportsWatching() {
    return true;
  }

  @Override
  public Future<String> watchVariables(WatchSpec spec, WatchSink sink) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    OpenWatches.OpenWatch watch = watches.begin(context);
    WatchSink onContext = new ContextSink(context, sink, watch::ended);
    return observe(
            new ObserverRequest.OpenWatch(
                spec, onContext, context, WatcherInfo.Kind.LOCAL, "", watch::opened))
        .map(Registered::id)
        .onFailure(refused -> watch.ended());
  }

  @Override
  public Future<Void> unwatchVariables(String watcherId) {
    return watches.cancel(watcherId);
  }

  @Override
  public Future<List<WatcherInfo>> listWatchers(String session) {
    return watchers.list(session);
  }

  @Override
  public Future<Void> stopWatcher(String session, String watcherId) {
    return watchers.stop(session, watcherId);
  }

  @Override
  public Future<String> consume(String session, String name, Handler<VariableChange> handler) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    return new PlainConsumer(bus, session, name, handler).start(watches.begin(context));
  }

  @Override
  public Future<Void> close() {
    return watches.close();
  }

  private static boolean answersSession(Command<?> command) {
    return command instanceof Command.GetSession
        || command instanceof Command.KeepAlive
        || command instanceof Command.CreateSession;
  }

  @SuppressWarnings("unchecked") // the answer to such a command is a session
  private <R> Future<R> counted(R session) {
    return (Future<R>) watchers.counted((Session) session);
  }

  private <R> Future<R> observe(ObserverRequest<R> request) {
    return bus.requestLocal(Address.observer(), request);
  }
}
