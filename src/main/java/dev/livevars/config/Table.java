package dev.livevars.config;

import dev.livevars.NodeOptions;
import java.time.Duration;
import java.util.List;

/**
 * The table of settings: file, environment variables and documents derive from it. Adding a row is
 * all that a new setting needs.
 */
public final class Table {
  public static final Setting<String> NODE_NAME =
      new Setting<>(
          "node.name", Kinds.NAME, "local", "What this node is called in lists of watchers.");
  public static final Setting<String> HOST =
      new Setting<>(
          "host", Kinds.HOST, "127.0.0.1", "The address that gRPC and HTTP are served on.");
  public static final Setting<String> GRPC_HOST =
      new Setting<>(
          "grpc.host",
          Kinds.HOST_OR_EMPTY,
          "",
          "The address of gRPC alone; empty is that of host.");
  public static final Setting<Integer> GRPC_PORT =
      new Setting<>("grpc.port", Kinds.PORT, "50051", "The port of gRPC; 0 picks a free one.");
  public static final Setting<Integer> GRPC_MAX_MESSAGE_SIZE =
      new Setting<>(
          "grpc.max_message_size", Kinds.SIZE, "4MiB", "The largest message taken from a client.");
  public static final Setting<Duration> GRPC_KEEPALIVE_INTERVAL =
      new Setting<>(
          "grpc.keepalive_interval", Kinds.DURATION, "15s", "How often a connection is pinged.");
  public static final Setting<Duration> GRPC_KEEPALIVE_TIMEOUT =
      new Setting<>(
          "grpc.keepalive_timeout",
          Kinds.DURATION,
          "5s",
          "How long a client may take to answer a ping before its watches end.");
  public static final Setting<String> HTTP_HOST =
      new Setting<>(
          "http.host",
          Kinds.HOST_OR_EMPTY,
          "",
          "The address of HTTP alone; empty is that of host.");
  public static final Setting<Integer> HTTP_PORT =
      new Setting<>(
          "http.port",
          Kinds.PORT,
          "8080",
          "The port of /health, /ready and /metrics; 0 picks a free one.");
  public static final Setting<String> STORE =
      new Setting<>(
          "store",
          Store.KIND,
          "sqlite:data/livevars.db",
          "Where variables are kept: memory, sqlite:FILE or jdbc:postgresql:…");
  public static final Setting<String> CHANGELOG_USER =
      new Setting<>(
          "changelog.user",
          Kinds.SECRET,
          "",
          "Who connects to PostgreSQL; empty is as store says.");
  public static final Setting<String> CHANGELOG_PASSWORD =
      new Setting<>(
          "changelog.password",
          Kinds.SECRET,
          "",
          "The password of that user, better given as LIVEVARS_CHANGELOG_PASSWORD.");
  public static final Setting<NodeOptions.Sync> CHANGELOG_SYNC =
      new Setting<>(
          "changelog.sync",
          Kinds.SYNC,
          "full",
          "What an acknowledged change survives in SQLite: full is a loss of power, normal is kill"
              + " -9.");
  public static final Setting<Integer> RETAIN_REVISIONS =
      new Setting<>(
          "changelog.retain_revisions",
          Kinds.COUNT,
          "10000",
          "How many change sets of a session are kept at least for those who resume;"
              + " in memory at most, fewer above 256 MiB or a quarter of the heap.");
  public static final Setting<Duration> RETAIN_DURATION =
      new Setting<>(
          "changelog.retain_duration",
          Kinds.DURATION,
          "24h",
          "How long a change set is kept at least; in memory this does not count.");
  public static final Setting<Duration> PROGRESS_INTERVAL =
      new Setting<>(
          "feed.progress_interval",
          Kinds.DURATION,
          "1s",
          "How often watchers are told how far a session is, so that they notice what was lost.");
  public static final Setting<Duration> HEARTBEAT_INTERVAL =
      new Setting<>(
          "watch.heartbeat_interval",
          Kinds.DURATION,
          "15s",
          "How often an idle watch gets progress unless it asks otherwise.");
  public static final Setting<Boolean> CLUSTER =
      new Setting<>(
          "cluster.enabled",
          Kinds.FLAG,
          "false",
          "Whether this node shares sessions with others; the store must be one PostgreSQL.");
  public static final Setting<String> CLUSTER_NAME =
      new Setting<>(
          "cluster.name", Kinds.NAME, "livevars", "Nodes of the same name are one cluster.");
  public static final Setting<List<String>> CLUSTER_MEMBERS =
      new Setting<>(
          "cluster.members",
          Kinds.HOSTS,
          "127.0.0.1:5701",
          "Where others are looked for: HOST:PORT, with commas between; some of them are enough.");
  public static final Setting<String> CLUSTER_HOST =
      new Setting<>(
          "cluster.host",
          Kinds.HOST_OR_EMPTY,
          "",
          "The address by which others reach this node; empty is that of host.");
  public static final Setting<Integer> CLUSTER_PORT =
      new Setting<>(
          "cluster.port",
          Kinds.REAL_PORT,
          "5701",
          "The port of the membership; when it is taken, one of the next 99.");
  public static final Setting<Integer> CLUSTER_BUS_PORT =
      new Setting<>(
          "cluster.bus_port", Kinds.PORT, "0", "The port of the event bus; 0 picks a free one.");
  public static final Setting<Duration> CLUSTER_LEASE_TERM =
      new Setting<>(
          "cluster.lease_term",
          Kinds.TERM,
          "5s",
          "How long a node may own sessions after it last renewed its lease in the store.");

  /** Every setting, in the order of the file. */
  public static final List<Setting<?>> ALL =
      List.of(
          NODE_NAME,
          HOST,
          GRPC_HOST,
          GRPC_PORT,
          GRPC_MAX_MESSAGE_SIZE,
          GRPC_KEEPALIVE_INTERVAL,
          GRPC_KEEPALIVE_TIMEOUT,
          HTTP_HOST,
          HTTP_PORT,
          STORE,
          CHANGELOG_USER,
          CHANGELOG_PASSWORD,
          CHANGELOG_SYNC,
          RETAIN_REVISIONS,
          RETAIN_DURATION,
          PROGRESS_INTERVAL,
          HEARTBEAT_INTERVAL,
          CLUSTER,
          CLUSTER_NAME,
          CLUSTER_MEMBERS,
          CLUSTER_HOST,
          CLUSTER_PORT,
          CLUSTER_BUS_PORT,
          CLUSTER_LEASE_TERM);

  private Table() {}
}
