package dev.livevars;

import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Session;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A provider whose watches do what a test says. */
final class FakeProvider implements StateProvider {
  final BlockingQueue<Opening> openings = new LinkedBlockingQueue<>();
  final List<String> unwatched = new CopyOnWriteArrayList<>();

  /** One time that a watch was opened. */
  record Opening(WatchSpec spec, WatchSink sink, Context context, Promise<String> id) {

    /** Does something with the sink, on the context of the watch. */
    void tell(Consumer<WatchSink> event) {
      CompletableFuture<Void> told = new CompletableFuture<>();
      context.runOnContext(
          ignored -> {
            event.accept(sink);
            told.complete(null);
          });
      Await.result(told);
    }

    Opening opened(String watcherId) {
      tell(
          events -> {
            events.created(watcherId);
            id.complete(watcherId);
          });
      return this;
    }

    void end(Reason reason, long resume) {
      tell(events -> events.end(new WatchEnd(new LivevarsException(reason, "over"), resume)));
    }

    void refuse(Reason reason) {
      tell(events -> id.fail(new LivevarsException(reason, "refused")));
    }
  }

  /** The next time that a watch is opened. */
  Opening next() {
    try {
      Opening opening = openings.poll(20, TimeUnit.SECONDS);
      if (opening == null) {
        throw new AssertionError("no watch was opened");
      }
      return opening;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Future<String> watchVariables(WatchSpec spec, WatchSink sink) {
    Promise<String> id = Promise.promise();
    openings.add(new Opening(spec, sink, Vertx.currentContext(), id));
    return id.future();
  }

  @Override
  public Future<Void> unwatchVariables(String watcherId) {
    unwatched.add(watcherId);
    return Future.succeededFuture();
  }

  @Override
  public <R> Future<R> call(Command.OfSession<R> command) {
    throw new AssertionError(command);
  }

  @Override
  public Future<List<Session>> listSessions(String after, int limit) {
    throw new AssertionError(after);
  }

  @Override
  public boolean supportsWatching() {
    return true;
  }

  @Override
  public Future<List<WatcherInfo>> listWatchers(String session) {
    throw new AssertionError(session);
  }

  @Override
  public Future<Void> stopWatcher(String session, String watcherId) {
    throw new AssertionError(watcherId);
  }

  @Override
  public Future<String> consume(String session, String name, Handler<VariableChange> handler) {
    throw new AssertionError(name);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
