package dev.livevars.remote;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a watch: reads it no faster than the sink takes it and tells the sink of its end,
 * once. Confined to the caller's context.
 */
final class RemoteWatch {
  private final ContextInternal context;
  private final WatchSink sink;
  private final EventReader events;
  private final Promise<String> opened;
  private final Function<String, Future<Void>> stop;
  private @Nullable GrpcClientRequest<Buffer, Buffer> request;
  private @Nullable GrpcClientResponse<Buffer, Buffer> response;
  private boolean ended;

  /**
   * A watch that was not opened yet.
   *
   * @param stop asks the node to end the watcher of an id
   */
  RemoteWatch(
      ContextInternal context,
      WatchSpec spec,
      WatchSink sink,
      Function<String, Future<Void>> stop) {
    this.stop = stop;
    this.context = context;
    this.sink = sink;
    this.opened = context.promise();
    this.events = new EventReader(spec.session(), sink, opened::tryComplete);
  }

  /** Sends the request; completed with the watcher's id when it is registered. */
  Future<String> open(Rpcs rpcs, Buffer message, Duration timeout) {
    long timer = context.setTimer(timeout.toMillis(), expired -> broken(notOpened(timeout)));
    opened.future().onComplete(done -> context.owner().cancelTimer(timer));
    sink.onWritable(() -> context.emit(null, ignored -> resume()));
    context.emit(
        message,
        bytes ->
            rpcs.begin("WatchVariables").onComplete(begun -> write(begun, bytes), this::broken));
    return opened.future();
  }

  /** Takes the watch back, from any thread. */
  void cancel() {
    context.emit(
        new LivevarsException(Reason.CANCELLED, "the watch was cancelled"),
        cause -> {
          if (!ended) {
            finish(new WatchEnd(cause, events.resumeRevision()));
            leave();
          }
        });
  }

  /**
   * Asks the node to end the stream and reads it out. Resetting it would be shorter, but whatever
   * is under way to a stream that was reset is answered with a reset each, and at 200 of those in
   * 30 s Netty closes the connection; a Vert.x client has no option to raise that.
   */
  private void leave() {
    GrpcClientRequest<Buffer, Buffer> open = request;
    if (open == null || !opened.future().succeeded()) {
      reset();
      return;
    }
    if (response != null) {
      response.resume();
    }
    stop.apply(opened.future().result()).onFailure(refused -> open.cancel());
  }

  private static LivevarsException notOpened(Duration timeout) {
    return new LivevarsException(
        Reason.DEADLINE_EXCEEDED, "the watch was not open within %s".formatted(timeout));
  }

  private void reset() {
    if (request != null) {
      request.cancel();
    }
  }

  private void write(GrpcClientRequest<Buffer, Buffer> begun, Buffer message) {
    request = begun;
    if (ended) {
      begun.cancel();
      return;
    }
    begun.exceptionHandler(this::broken);
    begun.response().onComplete(this::read, this::broken);
    begun.end(message);
  }

  private void read(GrpcClientResponse<Buffer, Buffer> begun) {
    response = begun;
    begun.handler(this::receive);
    begun.endHandler(over -> settle(begun));
    begun.exceptionHandler(this::broken);
    begun.errorHandler(error -> broken(Failures.lost(String.valueOf(error))));
  }

  private void receive(Buffer message) {
    if (ended) {
      return;
    }
    try {
      events.read(Failures.parse(WatchVariablesResponse.parser(), message));
    } catch (LivevarsException e) {
      broken(e);
    }
    if (response != null && events.isLive() && !sink.writable()) {
      response.pause();
    }
  }

  private void resume() {
    if (response != null && sink.writable()) {
      response.resume();
    }
  }

  private void settle(GrpcClientResponse<Buffer, Buffer> over) {
    LivevarsException error = Failures.of(over);
    broken(error != null ? error : Failures.lost("the stream ended without a reason"));
  }

  /** What the node said of the end counts more than how the stream broke off. */
  private void broken(Throwable cause) {
    WatchEnd closing = events.closing();
    end(closing != null ? closing : new WatchEnd(Failures.broken(cause), events.resumeRevision()));
  }

  private void end(WatchEnd end) {
    if (!ended) {
      finish(end);
      reset();
    }
  }

  private void finish(WatchEnd end) {
    ended = true;
    if (!opened.tryFail(end.cause())) {
      sink.end(end);
    }
  }
}
