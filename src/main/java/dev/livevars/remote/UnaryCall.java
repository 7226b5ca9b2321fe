package dev.livevars.remote;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call that answers a message with one. Confined to the caller's context. */
final class UnaryCall {
  private final ContextInternal context;
  private final Rpcs rpcs;
  private final String method;
  private final Duration timeout;
  private final Promise<Buffer> answer;
  private @Nullable GrpcClientRequest<Buffer, Buffer> request;
  private @Nullable Buffer received;

  UnaryCall(ContextInternal context, Rpcs rpcs, String method, Duration timeout) {
    this.context = context;
    this.rpcs = rpcs;
    this.method = method;
    this.timeout = timeout;
    this.answer = context.promise();
  }

  /** Sends the request; completed with the bytes of the answer. */
  Future<Buffer> send(Buffer message) {
    context.emit(
        message,
        bytes -> {
          long timer = context.setTimer(timeout.toMillis(), expired -> expire());
          answer.future().onComplete(done -> context.owner().cancelTimer(timer));
          rpcs.begin(method).onComplete(begun -> write(begun, bytes), this::fail);
        });
    return answer.future();
  }

  private void write(GrpcClientRequest<Buffer, Buffer> begun, Buffer message) {
    request = begun;
    if (answer.future().isComplete()) {
      begun.cancel();
      return;
    }
    begun.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    begun.exceptionHandler(this::fail);
    begun.response().onComplete(this::read, this::fail);
    begun.end(message);
  }

  private void read(GrpcClientResponse<Buffer, Buffer> response) {
    response.handler(message -> received = message);
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
      answer.tryComplete(received);
    }
  }

  private void expire() {
    fail(
        new LivevarsException(
            Reason.DEADLINE_EXCEEDED, "%s was not answered within %s".formatted(method, timeout)));
    if (request != null) {
      request.cancel();
    }
  }

  private void fail(Throwable cause) {
    answer.tryFail(Failures.broken(cause));
  }
}
