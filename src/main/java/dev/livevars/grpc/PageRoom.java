package dev.livevars.grpc;

import com.google.protobuf.MessageLite;

/** The room of a page: half of what gRPC clients take by default, and always one message. */
final class PageRoom {
  private static final long BYTES = 2 << 20;

  private long bytes;

  /** Whether this message fits on the page beside those before. */
  boolean takes(MessageLite message) {
    boolean first = bytes == 0;
    bytes += message.getSerializedSize();
    return first || bytes <= BYTES;
  }
}
