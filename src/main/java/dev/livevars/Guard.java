package dev.livevars;

import dev.livevars.model.LivevarsException;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** What a caller did wrong is told by a failed future, never thrown. */
final class Guard {
  private Guard() {}

  /** Makes a call; one that is refused by an exception is a failed future. */
  static <R> Future<R> guarded(Supplier<Future<R>> call) {
    try {
      return call.get();
    } catch (LivevarsException e) {
      return Future.failedFuture(e);
    }
  }
}
