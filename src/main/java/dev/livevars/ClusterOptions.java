package dev.livevars;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a member of a cluster finds the others. Immutable: each method that takes something returns
 * new options, or throws IllegalArgumentException naming the option when it is out of its bounds.
 */
public final class ClusterOptions {
  /** The port of a member unless told otherwise. */
  public static final int DEFAULT_PORT = 5701;

  private String name = "livevars";
  private String host = "127.0.0.1";
  private int port = DEFAULT_PORT;
  private int busPort;
  private List<String> members = List.of("127.0.0.1:" + DEFAULT_PORT);
  private Duration leaseTerm = Duration.ofSeconds(5);

  private ClusterOptions() {}

  private ClusterOptions(ClusterOptions other) {
    name = other.name;
    host = other.host;
    port = other.port;
    busPort = other.busPort;
    members = other.members;
    leaseTerm = other.leaseTerm;
  }

  /**
   * A member of the cluster named {@code livevars} on 127.0.0.1, port 5701 or the next free one,
   * that looks for others there, with leases of 5 s.
   */
  public static ClusterOptions defaults() {
    return new ClusterOptions();
  }

  /** What the cluster is called; members of other names are not let in. */
  public String name() {
    return name;
  }

  /** See {@link #name()}. */
  public ClusterOptions name(String value) {
    return with(options -> options.name = requireNonNull(value, "name"));
  }

  /** The address by which other members reach this one. */
  public String host() {
    return host;
  }

  /** See {@link #host()}: an address of this machine, or a name of one. */
  public ClusterOptions host(String value) {
    return with(options -> options.host = requireNonNull(value, "host"));
  }

  /** The port of the membership; when it is taken, one of the next 99. */
  public int port() {
    return port;
  }

  /** See {@link #port()}. */
  public ClusterOptions port(int value) {
    require(value >= 1 && value <= 65_535, "port", value);
    return with(options -> options.port = value);
  }

  /** The port of the event bus; 0 picks a free one. */
  public int busPort() {
    return busPort;
  }

  /** See {@link #busPort()}. */
  public ClusterOptions busPort(int value) {
    require(value >= 0 && value <= 65_535, "busPort", value);
    return with(options -> options.busPort = value);
  }

  /** Where members are looked for, as HOST or HOST:PORT; some of them are enough. */
  public List<String> members() {
    return members;
  }

  /** See {@link #members()}; at least one. */
  public ClusterOptions members(List<String> value) {
    require(!value.isEmpty(), "members", value);
    return with(options -> options.members = List.copyOf(value));
  }

  /** How long a node may own sessions after it last renewed its lease. */
  public Duration leaseTerm() {
    return leaseTerm;
  }

  /** See {@link #leaseTerm()}; at least 1 s. It counts for nodes, not for programs that join. */
  public ClusterOptions leaseTerm(Duration value) {
    require(value.toMillis() >= 1_000, "leaseTerm", value);
    return with(options -> options.leaseTerm = value);
  }

  private ClusterOptions with(Consumer<ClusterOptions> change) {
    ClusterOptions changed = new ClusterOptions(this);
    change.accept(changed);
    return changed;
  }

  private static void require(boolean allowed, String option, Object value) {
    if (!allowed) {
      throw new IllegalArgumentException("%s cannot be %s".formatted(option, value));
    }
  }
}
