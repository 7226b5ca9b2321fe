package dev.livevars;

import java.time.Duration;

/**
 * What a node is like. Immutable: each method returns new options.
 *
 * @param node what the node is called in lists of watchers
 * @param grpcHost the address that gRPC is served on
 * @param grpcPort the port that gRPC is served on: 0 picks a free one, {@link #NO_GRPC} serves none
 * @param maxMessageSize the largest message taken from a gRPC client, in bytes
 * @param keepaliveInterval how often each gRPC connection is pinged
 * @param keepaliveTimeout how long a gRPC client may take to answer a ping
 * @param retainRevisions how many of a session's change sets are kept for those who resume; fewer
 *     when they are larger than 256 MiB or a quarter of the heap together
 * @param beat how often watchers are told how far a session is, so that they notice what was lost
 * @param heartbeat how often an idle watcher gets progress unless it asks otherwise
 */
public record NodeOptions(
    String node,
    String grpcHost,
    int grpcPort,
    int maxMessageSize,
    Duration keepaliveInterval,
    Duration keepaliveTimeout,
    int retainRevisions,
    Duration beat,
    Duration heartbeat) {
  /** The port of a node that serves its own JVM alone. */
  public static final int NO_GRPC = -1;

  /** Throws IllegalArgumentException naming the option when one is out of its bounds. */
  public NodeOptions {
    require(grpcPort >= NO_GRPC && grpcPort <= 65_535, "grpcPort", grpcPort);
    require(maxMessageSize >= 1, "maxMessageSize", maxMessageSize);
    require(keepaliveInterval.toMillis() >= 1, "keepaliveInterval", keepaliveInterval);
    require(keepaliveTimeout.toMillis() >= 1, "keepaliveTimeout", keepaliveTimeout);
    require(retainRevisions >= 1, "retainRevisions", retainRevisions);
    require(beat.toMillis() >= 1, "beat", beat);
    require(heartbeat.toMillis() >= 1, "heartbeat", heartbeat);
  }

  /**
   * A node named {@code local} without gRPC that takes messages of 4 MiB, pings every 15 s, waits 5
   * s for the answer, keeps 10,000 change sets a session, beats every second and reports progress
   * every 15 s.
   */
  public static NodeOptions defaults() {
    return new NodeOptions(
        "local",
        "127.0.0.1",
        NO_GRPC,
        4 << 20,
        Duration.ofSeconds(15),
        Duration.ofSeconds(5),
        10_000,
        Duration.ofSeconds(1),
        Duration.ofSeconds(15));
  }

  public NodeOptions node(String value) {
    return new NodeOptions(
        value,
        grpcHost,
        grpcPort,
        maxMessageSize,
        keepaliveInterval,
        keepaliveTimeout,
        retainRevisions,
        beat,
        heartbeat);
  }

  /** Serves gRPC as well; port 0 picks a free one, see {@link Livevars#grpcPort}. */
  public NodeOptions grpc(String host, int port) {
    return new NodeOptions(
        node,
        host,
        port,
        maxMessageSize,
        keepaliveInterval,
        keepaliveTimeout,
        retainRevisions,
        beat,
        heartbeat);
  }

  public NodeOptions maxMessageSize(int bytes) {
    return new NodeOptions(
        node,
        grpcHost,
        grpcPort,
        bytes,
        keepaliveInterval,
        keepaliveTimeout,
        retainRevisions,
        beat,
        heartbeat);
  }

  public NodeOptions keepalive(Duration interval, Duration timeout) {
    return new NodeOptions(
        node,
        grpcHost,
        grpcPort,
        maxMessageSize,
        interval,
        timeout,
        retainRevisions,
        beat,
        heartbeat);
  }

  public NodeOptions retainRevisions(int value) {
    return new NodeOptions(
        node,
        grpcHost,
        grpcPort,
        maxMessageSize,
        keepaliveInterval,
        keepaliveTimeout,
        value,
        beat,
        heartbeat);
  }

  public NodeOptions beat(Duration value) {
    return new NodeOptions(
        node,
        grpcHost,
        grpcPort,
        maxMessageSize,
        keepaliveInterval,
        keepaliveTimeout,
        retainRevisions,
        value,
        heartbeat);
  }

  public NodeOptions heartbeat(Duration value) {
    return new NodeOptions(
        node,
        grpcHost,
        grpcPort,
        maxMessageSize,
        keepaliveInterval,
        keepaliveTimeout,
        retainRevisions,
        beat,
        value);
  }

  private static void require(boolean allowed, String option, Object value) {
    if (!allowed) {
      throw new IllegalArgumentException("%s cannot be %s".formatted(option, value));
    }
  }
}
