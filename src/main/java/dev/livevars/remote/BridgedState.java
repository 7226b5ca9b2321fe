package dev.livevars.remote;

import dev.livevars.RemoteOptions;
import dev.livevars.StateProvider;
import dev.livevars.model.Command;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.List;

/** Reaches a node over gRPC. */
public final class BridgedState implements StateProvider {
  public BridgedState(Vertx vertx, RemoteOptions options) {}

  @Override
  public <R> Future<R> call(Command<R> command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean supportsWatching() {
    return true;
  }

  @Override
  public Future<String> watchVariables(WatchSpec spec, WatchSink sink) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> unwatchVariables(String watcherId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<WatcherInfo>> listWatchers(String session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> stopWatcher(String session, String watcherId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<String> consume(String session, String name, Handler<VariableChange> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> close() {
    throw new UnsupportedOperationException();
  }
}
