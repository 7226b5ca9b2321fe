package dev.livevars;

import java.time.Duration;

/**
 * Where a node is and how to talk to it. Immutable: each method returns new options.
 *
 * @param host the node's host
 * @param port the node's gRPC port
 * @param timeout how long a call may take; watches have no limit
 * @param maxMessageSize the largest message taken from the node, in bytes
 */
public record RemoteOptions(String host, int port, Duration timeout, int maxMessageSize) {

  /** A node at a host and port; calls may take 10 s. */
  public static RemoteOptions of(String host, int port) {
    return new RemoteOptions(host, port, Duration.ofSeconds(10), 64 << 20);
  }

  public RemoteOptions timeout(Duration value) {
    return new RemoteOptions(host, port, value, maxMessageSize);
  }
}
