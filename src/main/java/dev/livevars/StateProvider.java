package dev.livevars;

import dev.livevars.model.Command;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.List;

/**
 * What stands behind {@link Variables}: the way to the owners of sessions and to the watchers.
 * LocalState goes over the event bus, BridgedState over gRPC. Safe for any thread; futures complete
 * on the caller's context and fail with {@link dev.livevars.model.LivevarsException}.
 */
public interface StateProvider {

  /** Executes a command; completed with the owner's answer when all that it shows is durable. */
  <R> Future<R> call(Command.OfSession<R> command);

  /**
   * Reads sessions in the order of their ids.
   *
   * @param after only ids after this one; empty is from the start
   * @param limit the most sessions wanted, at most 1,000
   */
  Future<List<Session>> listSessions(String after, int limit);

  /** Whether {@link #watchVariables} is served. */
  boolean supportsWatching();

  /**
   * Opens a watch. The sink is called on the caller's context, which must not be left while the
   * watch is open; a watch made on the context of a verticle ends when that is undeployed.
   *
   * @return completed with the watcher's id when it is registered, before anything is read
   */
  Future<String> watchVariables(WatchSpec spec, WatchSink sink);

  /**
   * Takes back a watch that was opened here; completed when its sink has been told of the end, or
   * at once when it has ended already.
   */
  Future<Void> unwatchVariables(String watcherId);

  /** The watchers of a session on the node, oldest first. */
  Future<List<WatcherInfo>> listWatchers(String session);

  /** Ends anybody's watch; fails with WATCHER_NOT_FOUND. */
  Future<Void> stopWatcher(String session, String watcherId);

  /**
   * Consumes the changes of one variable straight from the event bus, at most once each.
   *
   * @return completed with the id under which the observer lists it, when it is registered
   */
  Future<String> consume(String session, String name, Handler<VariableChange> handler);

  /** Ends the watches that were opened here and releases what this holds. */
  Future<Void> close();
}
