package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A write with the promise of its answer, which is kept on the context of its caller. */
final class Queued<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Queued.class);

  private final Write<T> write;
  private final long epoch;
  private final @Nullable ContextInternal caller;
  private final Promise<T> promise;
  private @Nullable T answer;
  private @Nullable LivevarsException refusal;

  Queued(Write<T> write, long epoch) {
    this.epoch = epoch;
    this.write = write;
    this.caller = caller();
    this.promise = promise(caller);
  }

  /** A promise whose future completes on the caller's context, if it has one. */
  static <T> Promise<T> promise() {
    return promise(caller());
  }

  private static @Nullable ContextInternal caller() {
    return Vertx.currentContext() instanceof ContextInternal caller ? caller : null;
  }

  private static <T> Promise<T> promise(@Nullable ContextInternal caller) {
    return caller != null ? caller.promise() : Promise.promise();
  }

  Write<T> write() {
    return write;
  }

  /** When it was asked for; it is not done in another epoch. */
  long epoch() {
    return epoch;
  }

  Future<T> future() {
    return promise.future();
  }

  /** Applies the write within a transaction and keeps what comes of it. */
  void apply(Lines lines, Statements sql) throws SQLException {
    answer = null;
    refusal = null;
    try {
      answer = write.apply(lines, sql);
    } catch (LivevarsException e) {
      refuse(e);
    } catch (RuntimeException e) {
      LOG.error("a write that cannot be applied", e);
      refuse(new LivevarsException(Reason.INTERNAL, "the write cannot be applied: " + e));
    }
  }

  /** The transaction failed. */
  void refuse(LivevarsException error) {
    refusal = error;
    if (write instanceof Write.Append append && error.reason() != Reason.SESSION_NOT_FOUND) {
      append.known().fail(error);
    }
  }

  /** Whether the write was done, as far as its transaction is committed. */
  boolean succeeded() {
    return refusal == null;
  }

  /**
   * Tells the caller, on its context: were the promise kept here, a caller who has not asked for
   * the answer yet would get it at once, and before those of earlier writes that are on their way.
   */
  void complete() {
    if (caller != null) {
      caller.runOnContext(onContext -> tell());
    } else {
      tell();
    }
  }

  private void tell() {
    if (refusal != null) {
      promise.fail(refusal);
    } else {
      promise.complete(answer);
    }
  }
}
