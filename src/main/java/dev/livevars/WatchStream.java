package dev.livevars;

import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A watch as a stream of changes, with back-pressure down to the node: while the stream is paused,
 * or has no handler yet, the changes wait in the watcher, which merges them when they are too many.
 * Handlers are called on the context that opened it; its methods may be called from any thread.
 *
 * <p>When the watch ends, the stream ends after what was received before: with {@code endHandler}
 * if it was cancelled, else with {@code exceptionHandler}, which gets the {@link
 * dev.livevars.model.LivevarsException} that tells the reason. {@link #onEnd} tells from where to
 * resume as well.
 */
public interface WatchStream extends ReadStream<VariableChange>, Watch {

  /** Completed when the watch is live; fails when it was refused or has ended before. */
  Future<WatchStream> whenLive();

  @Override
  WatchStream exceptionHandler(@Nullable Handler<Throwable> handler);

  @Override
  WatchStream handler(@Nullable Handler<VariableChange> handler);

  @Override
  WatchStream pause();

  @Override
  WatchStream resume();

  @Override
  WatchStream fetch(long amount);

  @Override
  WatchStream endHandler(@Nullable Handler<Void> handler);
}
