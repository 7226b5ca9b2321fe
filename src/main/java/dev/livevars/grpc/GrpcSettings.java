package dev.livevars.grpc;

import java.time.Duration;

/**
 * What a gRPC server is told.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 picks a free one
 * @param maxMessageSize the largest message taken from a client, in bytes
 * @param keepaliveInterval how often each connection is pinged
 * @param keepaliveTimeout how long a client may take to answer a ping
 * @param maxConcurrentStreams how many calls and watches a connection may have open
 */
public record GrpcSettings(
    String host,
    int port,
    int maxMessageSize,
    Duration keepaliveInterval,
    Duration keepaliveTimeout,
    int maxConcurrentStreams) {
  /**
   * A watch is a stream that stays, and a client shares one connection among all of its watches. At
   * HTTP/2's usual 100 the next one would hang without a word.
   */
  public static final int DEFAULT_MAX_CONCURRENT_STREAMS = 100_000;

  /** Messages of 4 MiB, a ping every 15 s, answered within 5 s. */
  public static GrpcSettings of(String host, int port) {
    return new GrpcSettings(
        host,
        port,
        4 << 20,
        Duration.ofSeconds(15),
        Duration.ofSeconds(5),
        DEFAULT_MAX_CONCURRENT_STREAMS);
  }
}
