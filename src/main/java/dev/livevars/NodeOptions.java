package dev.livevars;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a node is like. Immutable: each method that takes something returns new options, or throws
 * IllegalArgumentException naming the option when it is out of its bounds.
 */
public final class NodeOptions {
  /** The port of a node that serves its own JVM alone. */
  public static final int NO_GRPC = -1;

  /** The store that forgets its variables with the process. */
  public static final String MEMORY = "memory";

  private String node = "local";
  private String grpcHost = "127.0.0.1";
  private int grpcPort = NO_GRPC;
  private int maxMessageSize = 4 << 20;
  private Duration keepaliveInterval = Duration.ofSeconds(15);
  private Duration keepaliveTimeout = Duration.ofSeconds(5);
  private String store = MEMORY;
  private String storeUser = "";
  private String storePassword = "";
  private Sync sync = Sync.FULL;
  private int retainRevisions = 10_000;
  private Duration retainDuration = Duration.ofHours(24);
  private Duration beat = Duration.ofSeconds(1);
  private Duration heartbeat = Duration.ofSeconds(15);
  private @Nullable Duration leaseTerm;

  private NodeOptions() {}

  private NodeOptions(NodeOptions other) {
    node = other.node;
    grpcHost = other.grpcHost;
    grpcPort = other.grpcPort;
    maxMessageSize = other.maxMessageSize;
    keepaliveInterval = other.keepaliveInterval;
    keepaliveTimeout = other.keepaliveTimeout;
    store = other.store;
    storeUser = other.storeUser;
    storePassword = other.storePassword;
    sync = other.sync;
    retainRevisions = other.retainRevisions;
    retainDuration = other.retainDuration;
    beat = other.beat;
    heartbeat = other.heartbeat;
    leaseTerm = other.leaseTerm;
  }

  /**
   * A node named {@code local} without gRPC that keeps its variables in memory, takes messages of 4
   * MiB, pings every 15 s, waits 5 s for the answer, keeps 10,000 change sets a session and those
   * of 24 hours, beats every second and reports progress every 15 s.
   */
  public static NodeOptions defaults() {
    return new NodeOptions();
  }

  /** What the node is called in lists of watchers. */
  public String node() {
    return node;
  }

  /** See {@link #node()}. */
  public NodeOptions node(String value) {
    return with(options -> options.node = requireNonNull(value, "node"));
  }

  /** The address that gRPC is served on. */
  public String grpcHost() {
    return grpcHost;
  }

  /** The port that gRPC is served on; {@link #NO_GRPC} serves none. */
  public int grpcPort() {
    return grpcPort;
  }

  /** Serves gRPC as well; port 0 picks a free one, see {@link Livevars#grpcPort}. */
  public NodeOptions grpc(String host, int port) {
    require(port >= NO_GRPC && port <= 65_535, "grpcPort", port);
    return with(
        options -> {
          options.grpcHost = requireNonNull(host, "grpcHost");
          options.grpcPort = port;
        });
  }

  /** The largest message taken from a gRPC client, in bytes. */
  public int maxMessageSize() {
    return maxMessageSize;
  }

  /** See {@link #maxMessageSize()}; at least 1. */
  public NodeOptions maxMessageSize(int bytes) {
    require(bytes >= 1, "maxMessageSize", bytes);
    return with(options -> options.maxMessageSize = bytes);
  }

  /** How often each gRPC connection is pinged. */
  public Duration keepaliveInterval() {
    return keepaliveInterval;
  }

  /** How long a gRPC client may take to answer a ping. */
  public Duration keepaliveTimeout() {
    return keepaliveTimeout;
  }

  /** See {@link #keepaliveInterval()} and {@link #keepaliveTimeout()}; at least 1 ms each. */
  public NodeOptions keepalive(Duration interval, Duration timeout) {
    require(interval.toMillis() >= 1, "keepaliveInterval", interval);
    require(timeout.toMillis() >= 1, "keepaliveTimeout", timeout);
    return with(
        options -> {
          options.keepaliveInterval = interval;
          options.keepaliveTimeout = timeout;
        });
  }

  /** Where variables are kept: {@code memory}, {@code sqlite:FILE} or {@code jdbc:postgresql:…}. */
  public String store() {
    return store;
  }

  /** See {@link #store()}. Whether it can be opened turns out when the node is deployed. */
  public NodeOptions store(String url) {
    return with(options -> options.store = requireNonNull(url, "store"));
  }

  /** Who connects to PostgreSQL; empty when the URL says so. */
  public String storeUser() {
    return storeUser;
  }

  /** The password of that user; empty when the URL has it or none is needed. */
  String storePassword() {
    return storePassword;
  }

  /** Who connects to PostgreSQL, and the password; it is never logged. */
  public NodeOptions storeCredentials(String user, String password) {
    return with(
        options -> {
          options.storeUser = requireNonNull(user, "storeUser");
          options.storePassword = requireNonNull(password, "storePassword");
        });
  }

  /** What an acknowledged change survives. */
  public Sync sync() {
    return sync;
  }

  /** See {@link #sync()}. */
  public NodeOptions sync(Sync value) {
    return with(options -> options.sync = requireNonNull(value, "sync"));
  }

  /**
   * How many of a session's newest change sets are kept at least, for those who resume; in memory
   * these at most, and fewer when they are larger than 256 MiB or a quarter of the heap together.
   */
  public int retainRevisions() {
    return retainRevisions;
  }

  /** See {@link #retainRevisions()}; at least 1. */
  public NodeOptions retainRevisions(int value) {
    require(value >= 1, "retainRevisions", value);
    return with(options -> options.retainRevisions = value);
  }

  /** How long a change set is kept at least; in memory this does not count. */
  public Duration retainDuration() {
    return retainDuration;
  }

  /** See {@link #retainDuration()}; not negative. */
  public NodeOptions retainDuration(Duration value) {
    require(!value.isNegative(), "retainDuration", value);
    return with(options -> options.retainDuration = value);
  }

  /** How often watchers are told how far a session is, so that they notice what was lost. */
  public Duration beat() {
    return beat;
  }

  /** See {@link #beat()}; at least 1 ms. */
  public NodeOptions beat(Duration value) {
    require(value.toMillis() >= 1, "beat", value);
    return with(options -> options.beat = value);
  }

  /** How often an idle watcher gets progress unless it asks otherwise. */
  public Duration heartbeat() {
    return heartbeat;
  }

  /** See {@link #heartbeat()}; at least 1 ms. */
  public NodeOptions heartbeat(Duration value) {
    require(value.toMillis() >= 1, "heartbeat", value);
    return with(options -> options.heartbeat = value);
  }

  /** How long a lease on sessions holds; null when this node owns all of them. */
  public @Nullable Duration leaseTerm() {
    return leaseTerm;
  }

  /**
   * Shares sessions with the other nodes of a cluster: each owns some of them by a lease in the
   * store, which must be PostgreSQL. The node must be deployed on a clustered Vert.x, see {@link
   * Livevars#clustered}.
   *
   * @param term how long a lease holds after it was renewed, at least 1 s: 5 s is usual
   */
  public NodeOptions shared(Duration term) {
    require(term.toMillis() >= 1_000, "leaseTerm", term);
    return with(options -> options.leaseTerm = term);
  }

  private NodeOptions with(Consumer<NodeOptions> change) {
    NodeOptions changed = new NodeOptions(this);
    change.accept(changed);
    return changed;
  }

  private static void require(boolean allowed, String option, Object value) {
    if (!allowed) {
      throw new IllegalArgumentException("%s cannot be %s".formatted(option, value));
    }
  }

  /** What an acknowledged change survives. */
  public enum Sync {
    /** A loss of power. */
    FULL,
    /**
     * The death of the process, but not of the machine. It makes SQLite faster; PostgreSQL waits
     * for its disk all the same.
     */
    NORMAL
  }
}
