package dev.livevars.remote;

import dev.livevars.RemoteOptions;
import dev.livevars.StateProvider;
import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import dev.livevars.watch.ContextSink;
import dev.livevars.watch.OpenWatches;
import dev.livevars.wire.WatchWire;
import dev.livevars.wire.WatcherWire;
import dev.livevars.wire.v1.ListWatchersRequest;
import dev.livevars.wire.v1.ListWatchersResponse;
import dev.livevars.wire.v1.StopWatcherRequest;
import dev.livevars.wire.v1.StopWatcherResponse;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;

/**
 * Reaches a node over gRPC. It does not reconnect its watches: one whose connection is lost ends
 * with CONNECTION_LOST and the revision to resume from.
 */
public final class BridgedState implements StateProvider {
  private final OpenWatches watches = new OpenWatches();
  private final Vertx vertx;
  private final Duration timeout;
  private final Rpcs rpcs;
  private final Commands commands;

  /** A provider for a node; it connects at the first call. */
  public BridgedState(Vertx vertx, RemoteOptions options) {
    this.vertx = vertx;
    this.timeout = options.timeout();
    this.rpcs = new Rpcs(vertx, options);
    this.commands = new Commands(rpcs);
  }

  @Override
  public <R> Future<R> call(Command.OfSession<R> command) {
    return commands.execute(command);
  }

  @Override
  public Future<List<Session>> listSessions(String after, int limit) {
    return commands.listSessions(after, limit);
  }

  @Override
  public boolean supportsWatching() {
    return true;
  }

  @Override
  public Future<String> watchVariables(WatchSpec spec, WatchSink sink) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    OpenWatches.OpenWatch open = watches.begin(context);
    RemoteWatch watch =
        new RemoteWatch(
            context,
            spec,
            new ContextSink(context, sink, open::ended),
            id -> stopWatcher(spec.session(), id));
    open.cancellable(watch::cancel);
    return watch
        .open(rpcs, Rpcs.encode(WatchWire.toWire(spec)), timeout)
        .onSuccess(open::opened)
        .onFailure(refused -> open.ended());
  }

  @Override
  public Future<Void> unwatchVariables(String watcherId) {
    return watches.cancel(watcherId);
  }

  @Override
  public Future<List<WatcherInfo>> listWatchers(String session) {
    return rpcs.read(
            "ListWatchers",
            ListWatchersRequest.newBuilder().setSession(session).build(),
            ListWatchersResponse.parser())
        .map(response -> response.getWatchersList().stream().map(WatcherWire::toModel).toList());
  }

  @Override
  public Future<Void> stopWatcher(String session, String watcherId) {
    return rpcs.call(
            "StopWatcher",
            StopWatcherRequest.newBuilder().setSession(session).setWatcherId(watcherId).build(),
            StopWatcherResponse.parser())
        .mapEmpty();
  }

  @Override
  public Future<String> consume(String session, String name, Handler<VariableChange> handler) {
    return Future.failedFuture(
        new LivevarsException(
            Reason.INVALID_REQUEST, "plain consumers exist on the event bus only"));
  }

  @Override
  public Future<Void> close() {
    return watches.close().eventually(rpcs::close);
  }
}
