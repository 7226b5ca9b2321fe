package dev.livevars.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.grpc.common.GrpcMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** What a client's message holds: unpacked, no larger than allowed, decoded. */
final class Payload {
  private Payload() {}

  /**
   * The bytes of a message as they were before any compression.
   *
   * @throws LivevarsException MESSAGE_TOO_LARGE, or INVALID_REQUEST when they cannot be unpacked
   */
  static byte[] of(GrpcMessage message, int limit) {
    byte[] bytes = message.payload().getBytes();
    return switch (message.encoding()) {
      case "identity" -> bytes;
      case "gzip" -> gunzip(bytes, limit);
      default ->
          throw new LivevarsException(
              Reason.INVALID_REQUEST,
              "messages may be compressed by gzip, not by " + message.encoding());
    };
  }

  /** Parses a request, or throws INVALID_REQUEST. */
  static <Q> Q parse(Parser<Q> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new LivevarsException(
          Reason.INVALID_REQUEST, "the request cannot be decoded: " + e.getMessage());
    }
  }

  static LivevarsException tooLarge(String size, int limit) {
    return new LivevarsException(
            Reason.MESSAGE_TOO_LARGE,
            "the message is %s large, but at most %d bytes are taken".formatted(size, limit))
        .with("limit", Integer.toString(limit));
  }

  private static byte[] gunzip(byte[] packed, int limit) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw tooLarge("more than %d bytes".formatted(limit), limit);
      }
      return bytes;
    } catch (IOException e) {
      throw new LivevarsException(
          Reason.INVALID_REQUEST, "the message cannot be unpacked: " + e.getMessage());
    }
  }
}
