package dev.livevars.config;

import dev.livevars.ClusterOptions;
import dev.livevars.NodeOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a node: flags before the environment before the file before the defaults. */
public final class Settings {
  private static final Path USUAL = Path.of("conf", "livevars.yaml");

  private final Map<Setting<?>, Object> values = new HashMap<>();

  private Settings() {}

  /**
   * Reads the settings.
   *
   * @param file the file; null is conf/livevars.yaml in the working directory, if that is there
   * @param environment all environment variables
   * @param flags what was given on the command line, by flag
   * @throws ConfigException naming every unknown key and every bad value
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.ofFlags(flags));
    layers.add(Environment.layer(environment));
    if (file != null || Files.exists(USUAL)) {
      layers.add(SettingsFile.layer(file != null ? file : USUAL));
    }
    Settings settings = new Settings();
    List<String> problems = new ArrayList<>(new Reading(layers, settings.values).problems());
    if (problems.isEmpty()
        && settings.get(Table.CLUSTER)
        && !Store.isShared(settings.get(Table.STORE))) {
      problems.add(
          "%s: 'true' is not allowed with a store that nodes cannot share: give %s as"
                  .formatted(Table.CLUSTER.key(), Table.STORE.key())
              + " jdbc:postgresql:…");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return settings;
  }

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    @SuppressWarnings("unchecked") // Reading puts what the setting's own kind parsed
    T value = (T) values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting.key() + " is not in the table");
    }
    return value;
  }

  /** The address that HTTP is served on. */
  public String httpHost() {
    return hostOr(Table.HTTP_HOST);
  }

  /** The member of a cluster that these settings describe. */
  public ClusterOptions cluster() {
    return ClusterOptions.defaults()
        .name(get(Table.CLUSTER_NAME))
        .host(hostOr(Table.CLUSTER_HOST))
        .port(get(Table.CLUSTER_PORT))
        .busPort(get(Table.CLUSTER_BUS_PORT))
        .members(get(Table.CLUSTER_MEMBERS))
        .leaseTerm(get(Table.CLUSTER_LEASE_TERM));
  }

  /** The node that these settings describe. */
  public NodeOptions node() {
    NodeOptions options = alone();
    return get(Table.CLUSTER) ? options.shared(get(Table.CLUSTER_LEASE_TERM)) : options;
  }

  private NodeOptions alone() {
    return NodeOptions.defaults()
        .node(get(Table.NODE_NAME))
        .grpc(hostOr(Table.GRPC_HOST), get(Table.GRPC_PORT))
        .maxMessageSize(get(Table.GRPC_MAX_MESSAGE_SIZE))
        .keepalive(get(Table.GRPC_KEEPALIVE_INTERVAL), get(Table.GRPC_KEEPALIVE_TIMEOUT))
        .store(get(Table.STORE))
        .storeCredentials(get(Table.CHANGELOG_USER), get(Table.CHANGELOG_PASSWORD))
        .sync(get(Table.CHANGELOG_SYNC))
        .retainRevisions(get(Table.RETAIN_REVISIONS))
        .retainDuration(get(Table.RETAIN_DURATION))
        .beat(get(Table.PROGRESS_INTERVAL))
        .heartbeat(get(Table.HEARTBEAT_INTERVAL));
  }

  private String hostOr(Setting<String> own) {
    return get(own).isEmpty() ? get(Table.HOST) : get(own);
  }
}
