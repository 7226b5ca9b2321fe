package dev.livevars.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.wire.StatusWire;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcError;
import io.vertx.grpc.common.GrpcErrorException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What goes wrong with a call, as errors of the model. The one place that reads trailers. */
final class Failures {
  private static final int UNKNOWN = 2;

  private Failures() {}

  /** The error of a response that has ended; null when its status is OK. */
  static @Nullable LivevarsException of(GrpcClientResponse<Buffer, Buffer> response) {
    String status = trailer(response, "grpc-status");
    int code = status == null ? UNKNOWN : Integer.parseInt(status);
    if (code == 0) {
      return null;
    }
    String message = trailer(response, "grpc-message");
    return StatusWire.toModel(
        code, message == null ? null : percentDecoded(message), details(response));
  }

  /** The error of a call that broke off. */
  static LivevarsException broken(Throwable cause) {
    if (cause instanceof LivevarsException known) {
      return known;
    } else if (cause instanceof MessageSizeOverflowException overflow) {
      return new LivevarsException(
          Reason.MESSAGE_TOO_LARGE,
          "the node's message of %d bytes is larger than is taken"
              .formatted(overflow.messageSize()));
    }
    return lost(describe(cause));
  }

  /** Whether the node says of a call that it has not looked at it, by REFUSED_STREAM. */
  static boolean isRefused(Throwable cause) {
    return cause instanceof GrpcErrorException reset && reset.error() == GrpcError.UNAVAILABLE;
  }

  static LivevarsException lost(String why) {
    return new LivevarsException(Reason.CONNECTION_LOST, "the connection was lost: " + why);
  }

  static String describe(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Parses a message of the node, or throws INTERNAL. */
  static <A> A parse(Parser<A> parser, Buffer message) {
    try {
      return parser.parseFrom(message.getBytes());
    } catch (InvalidProtocolBufferException e) {
      throw new LivevarsException(
          Reason.INTERNAL, "the node's message cannot be decoded: " + e.getMessage());
    }
  }

  /** A response without messages has its trailers where others have their headers. */
  private static @Nullable String trailer(GrpcClientResponse<?, ?> response, String name) {
    String trailer = response.trailers().get(name);
    return trailer == null ? response.headers().get(name) : trailer;
  }

  private static byte @Nullable [] details(GrpcClientResponse<?, ?> response) {
    String details = trailer(response, StatusWire.DETAILS_TRAILER);
    try {
      return details == null ? null : Base64.getDecoder().decode(details);
    } catch (IllegalArgumentException e) {
      // The code and the message still say what happened.
      return null;
    }
  }

  /** Unlike in a query, a plus is a plus. */
  private static String percentDecoded(String message) {
    try {
      return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return message;
    }
  }
}
