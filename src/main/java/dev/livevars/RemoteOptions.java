package dev.livevars;

import java.time.Duration;

/**
 * Where a node is and how to talk to it. Immutable: each method returns new options.
 *
 * @param host the node's host
 * @param port the node's gRPC port
 * @param timeout how long a call may take, with all its attempts; watches have no limit
 * @param maxMessageSize the largest message taken from the node, in bytes
 * @param retry whether a call that cannot have been carried out, or that changes nothing, is made
 *     again while the node, its session's owner or the connection is away
 */
public record RemoteOptions(
    String host, int port, Duration timeout, int maxMessageSize, boolean retry) {

  /** A node at a host and port; calls may take 10 s and are made again. */
  public static RemoteOptions of(String host, int port) {
    return new RemoteOptions(host, port, Duration.ofSeconds(10), 64 << 20, true);
  }

  public RemoteOptions timeout(Duration value) {
    return new RemoteOptions(host, port, value, maxMessageSize, retry);
  }

  public RemoteOptions retry(boolean value) {
    return new RemoteOptions(host, port, timeout, maxMessageSize, value);
  }
}
