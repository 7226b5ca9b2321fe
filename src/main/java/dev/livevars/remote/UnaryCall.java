package dev.livevars.remote;

import dev.livevars.RemoteOptions;
import dev.livevars.model.Backoff;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call that answers a message with one. While there is time, it is made again when it was
 * certainly not carried out, and when it changes nothing also when it may have been. Confined to
 * the caller's context.
 */
final class UnaryCall {
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final Future<Void> NOT_SENT = Future.failedFuture("not sent");

  private final ContextInternal context;
  private final Rpcs rpcs;
  private final String method;
  private final boolean changesNothing;
  private final RemoteOptions options;
  private final long until;
  private final Promise<Buffer> answer;
  private @Nullable Attempt attempt;
  private @Nullable LivevarsException failure;
  private @Nullable Backoff backoff;

  UnaryCall(
      ContextInternal context,
      Rpcs rpcs,
      String method,
      boolean changesNothing,
      RemoteOptions options) {
    this.context = context;
    this.rpcs = rpcs;
    this.method = method;
    this.changesNothing = changesNothing;
    this.options = options;
    this.until = System.nanoTime() + options.timeout().toNanos();
    this.answer = context.promise();
  }

  /** Sends the request; completed with the bytes of the answer. */
  Future<Buffer> send(Buffer message) {
    context.emit(
        message,
        bytes -> {
          long timer = context.setTimer(options.timeout().toMillis(), expired -> expire());
          answer.future().onComplete(done -> context.owner().cancelTimer(timer));
          begin(bytes);
        });
    return answer.future();
  }

  private void begin(Buffer message) {
    if (!answer.future().isComplete()) {
      Attempt begun = new Attempt(message);
      attempt = begun;
      rpcs.begin(method).onComplete(begun::write, begun::fail);
    }
  }

  private void failed(LivevarsException error, Buffer message) {
    if (error.reason() == Reason.DEADLINE_EXCEEDED && failure != null) {
      answer.tryFail(unanswered(failure));
      return;
    } else if (!mayBeMadeAgain(error)) {
      answer.tryFail(error);
      return;
    }
    failure = error;
    backoff = backoff == null ? new Backoff(LONGEST_PAUSE_MILLIS) : backoff;
    long pause = backoff.nextMillis();
    if (pause >= millisLeft()) {
      answer.tryFail(error);
    } else {
      rpcs.waiting().add(this);
      context.setTimer(
          pause,
          over -> {
            rpcs.waiting().remove(this);
            begin(message);
          });
    }
  }

  /** Ends it while it waits, with why it does; from any thread. */
  void giveUp() {
    context.emit(failure, answer::tryFail);
  }

  private boolean mayBeMadeAgain(LivevarsException error) {
    boolean harmless =
        error.isNotDone()
            || error.reason() == Reason.DRAINING
            || (changesNothing && error.reason().status() == Reason.Status.UNAVAILABLE);
    return harmless && options.retry() && !rpcs.isClosed();
  }

  private long millisLeft() {
    return TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
  }

  private void expire() {
    answer.tryFail(overdue());
    if (attempt != null) {
      attempt.cancel();
    }
  }

  private LivevarsException overdue() {
    if (failure == null) {
      return new LivevarsException(
          Reason.DEADLINE_EXCEEDED,
          "%s was not answered within %s".formatted(method, options.timeout()));
    }
    return attempt != null && attempt.isSent() ? unanswered(failure) : failure;
  }

  /**
   * What was wrong before says more than that the time is over, but not what became of the call.
   */
  private LivevarsException unanswered(LivevarsException before) {
    return new LivevarsException(
        before.reason(),
        "%s; made again, %s was not answered within %s"
            .formatted(before.message(), method, options.timeout()));
  }

  /** One time that it is made. */
  private final class Attempt {
    private final Buffer message;
    private @Nullable GrpcClientRequest<Buffer, Buffer> request;
    private @Nullable Buffer received;
    private Future<Void> sent = NOT_SENT;
    private boolean answered;
    private boolean over;

    Attempt(Buffer message) {
      this.message = message;
    }

    boolean isSent() {
      return request != null && !over;
    }

    void write(GrpcClientRequest<Buffer, Buffer> begun) {
      long left = millisLeft();
      if (answer.future().isComplete() || left <= 0) {
        begun.cancel();
        return;
      }
      request = begun;
      begun.timeout(left, TimeUnit.MILLISECONDS);
      begun.exceptionHandler(this::fail);
      begun.response().onComplete(this::read, this::fail);
      sent = begun.end(message);
    }

    void cancel() {
      if (request != null) {
        request.cancel();
      }
    }

    private void read(GrpcClientResponse<Buffer, Buffer> response) {
      answered = true;
      response.handler(bytes -> received = bytes);
      response.endHandler(ended -> settle(response));
      response.exceptionHandler(this::fail);
      response.errorHandler(error -> fail(Failures.lost(String.valueOf(error))));
    }

    private void settle(GrpcClientResponse<Buffer, Buffer> response) {
      LivevarsException error = Failures.of(response);
      if (error != null) {
        fail(error);
      } else if (received == null) {
        fail(new LivevarsException(Reason.INTERNAL, "the node answered without a message"));
      } else {
        over = true;
        answer.tryComplete(received);
      }
    }

    /**
     * It may be told of its end in several ways: the first says what happened. What has not left
     * this side, the node cannot have carried out.
     */
    void fail(Throwable cause) {
      if (over) {
        return;
      }
      over = true;
      LivevarsException error = Failures.broken(cause);
      if (request == null || answered) {
        failed(error, message);
      } else if (Failures.isRefused(cause)) {
        failed(error.notDone(), message);
      } else {
        sent.onComplete(left -> failed(error, message), stayed -> failed(error.notDone(), message));
      }
    }
  }
}
