package dev.livevars.grpc;

import com.google.protobuf.MessageLite;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.wire.StatusWire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import io.vertx.grpc.common.WireFormat;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.Base64;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a client: takes its message, sends what answers it, and knows when it is over,
 * whoever ended it. After that nothing is written any more. Confined to the event loop of the
 * connection.
 */
final class Call {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  /**
   * From how many bytes on a message is large. Vert.x lets 16 messages of any size wait before it
   * says that the client takes no more; of large ones only one may.
   */
  private static final int LARGE = 64 << 10;

  private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

  private final GrpcServerRequest<Buffer, Buffer> request;
  private final GrpcServerResponse<Buffer, Buffer> response;
  private final int maxMessageSize;
  private Runnable onOver = () -> {};
  private Runnable wake = () -> {};
  private boolean received;
  private boolean over;
  private boolean gone;
  private int largeUnsent;
  private Future<Void> sent = Future.succeededFuture();

  Call(Vertx vertx, int maxMessageSize, GrpcServerRequest<Buffer, Buffer> request) {
    this.request = request;
    this.response = request.response();
    this.maxMessageSize = maxMessageSize;
    request.invalidMessageHandler(this::refuse);
    request.errorHandler(error -> gone());
    request.exceptionHandler(lost -> gone());
    response.exceptionHandler(lost -> gone());
    if (request.timeout() > 0) {
      long timer = vertx.setTimer(request.timeout(), expired -> fail(deadlineExceeded()));
      onOver(() -> vertx.cancelTimer(timer));
    }
  }

  GrpcServerRequest<Buffer, Buffer> request() {
    return request;
  }

  /** Hands the bytes of the client's first message on; what the handler throws fails the call. */
  void receive(Consumer<byte[]> handler) {
    request.messageHandler(message -> accept(message, handler));
    request.endHandler(
        halfClosed -> {
          if (!received) {
            fail(new LivevarsException(Reason.INVALID_REQUEST, "the call came without a message"));
          }
        });
  }

  /**
   * Hands the bytes of each of the client's messages on and ends the call when there are no more.
   */
  void receiveAll(Consumer<byte[]> handler) {
    request.messageHandler(message -> unpack(message, handler));
    request.endHandler(halfClosed -> complete());
  }

  /** Adds to what is run once when the call is over; at once when it is. */
  void onOver(Runnable action) {
    if (over) {
      action.run();
      return;
    }
    Runnable before = onOver;
    onOver =
        () -> {
          before.run();
          action.run();
        };
  }

  /** Whether the client takes more now. */
  boolean writable() {
    return !over && largeUnsent == 0 && !response.writeQueueFull();
  }

  void onWritable(Runnable action) {
    if (!over) {
      wake = action;
      response.drainHandler(drained -> action.run());
    }
  }

  void sendHead() {
    if (!over) {
      response.writeHead();
    }
  }

  void send(Buffer message) {
    if (!over) {
      sent = response.writeMessage(GrpcMessage.message("identity", message));
      if (message.length() >= LARGE) {
        largeUnsent++;
        sent.onSuccess(left -> largeLeft());
      }
    }
  }

  /** Answers with the only message. */
  void answer(MessageLite message) {
    if (!over) {
      over();
      Buffer bytes = Buffer.buffer(message.toByteArray());
      GrpcMessage answer = GrpcMessage.message("identity", bytes);
      if (bytes.length() < LARGE) {
        response.endMessage(answer);
      } else {
        sent = response.writeMessage(answer);
        end();
      }
    }
  }

  /** Ends the call well. */
  void complete() {
    if (!over) {
      over();
      end();
    }
  }

  /** Ends the call with the status of an error and its details. */
  void fail(Throwable failure) {
    if (!over) {
      over();
      LivevarsException error = toError(failure);
      response.trailers().set(StatusWire.DETAILS_TRAILER, base64(StatusWire.details(error)));
      response
          .status(GrpcStatus.valueOf(StatusWire.code(error)))
          .statusMessage(StatusWire.message(error));
      end();
    }
  }

  private void largeLeft() {
    largeUnsent--;
    if (writable()) {
      wake.run();
    }
  }

  private void accept(GrpcMessage message, Consumer<byte[]> handler) {
    if (received || over) {
      return;
    }
    received = true;
    unpack(message, handler);
  }

  private void unpack(GrpcMessage message, Consumer<byte[]> handler) {
    try {
      if (request.format() != WireFormat.PROTOBUF) {
        throw new LivevarsException(Reason.INVALID_REQUEST, "only protobuf messages are served");
      }
      handler.accept(Payload.of(message, maxMessageSize));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void refuse(InvalidMessageException invalid) {
    received = true;
    fail(
        invalid instanceof MessageSizeOverflowException overflow
            ? Payload.tooLarge(overflow.messageSize() + " bytes", maxMessageSize)
            : new LivevarsException(Reason.INVALID_REQUEST, "the message cannot be read"));
  }

  private LivevarsException deadlineExceeded() {
    return new LivevarsException(
        Reason.DEADLINE_EXCEEDED,
        "the call was not over within its deadline of %d ms".formatted(request.timeout()));
  }

  /**
   * Ends the response when the messages before have left. Vert.x logs a NullPointerException of
   * {@code onStreamClosed} for a stream that breaks while its end still waits behind messages that
   * the client does not take: harmless, and still possible where a small answer or a refusal waits
   * because the whole connection is full.
   */
  private void end() {
    if (sent.isComplete()) {
      response.end();
    } else {
      sent.onSuccess(
          left -> {
            if (!gone) {
              response.end();
            }
          });
    }
  }

  /** The client is gone: nothing reaches it any more. */
  void gone() {
    gone = true;
    over();
  }

  private void over() {
    if (!over) {
      over = true;
      onOver.run();
    }
  }

  private static LivevarsException toError(Throwable failure) {
    if (failure instanceof LivevarsException known) {
      return known;
    }
    LOG.error("a call failed in an unforeseen way", failure);
    return new LivevarsException(Reason.INTERNAL, "internal error: " + failure);
  }

  private static String base64(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }
}
