package dev.livevars;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import io.vertx.core.Future;
import java.util.List;

/** What a watch is for. Called on the context of the watch; throws nothing. */
interface WatchTarget {

  /** Whether it takes more now, from any thread. */
  default boolean writable() {
    return true;
  }

  /** Gets what to call, from any thread, when it is writable again; another one each time. */
  default void onWritable(Runnable wake) {}

  /** The present values; what is not among them is gone. */
  void initial(long revision, List<Variable> variables);

  /** Every matching change above this revision will come. */
  default void live(long revision) {}

  /** What changed under one revision, or of several merged. */
  void changes(ChangeSet set);

  /** Nothing comes until the watch is open again. */
  default void lost() {}

  /** Nothing follows; completed with what to tell of the end when all was handed on. */
  default Future<WatchEnd> end(WatchEnd end) {
    return Future.succeededFuture(end);
  }
}
