package dev.livevars.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.TcpIpConfig;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** What a clustered Vert.x is made with. */
public final class Membership {
  /** Members that are silent so long are taken for lost. */
  private static final int LONGEST_SILENCE_SECONDS = 5;

  private static final int PING_MILLIS = 1_000;
  private static final int PONG_MILLIS = 2_000;
  private static final int CONNECT_MILLIS = 1_000;

  /**
   * A cluster that was split becomes one again within seconds, and nobody waits long for a member
   * that is lost.
   */
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "hazelcast.logging.type", "slf4j",
          "hazelcast.phone.home.enabled", "false",
          "hazelcast.shutdownhook.enabled", "false", // its node drains before it leaves
          "hazelcast.heartbeat.interval.seconds", 1,
          "hazelcast.max.no.heartbeat.seconds", LONGEST_SILENCE_SECONDS,
          "hazelcast.merge.first.run.delay.seconds", 5,
          "hazelcast.merge.next.run.delay.seconds", 3,
          "hazelcast.operation.call.timeout.millis", 5_000,
          "hazelcast.wait.seconds.before.join", 1,
          "hazelcast.socket.connect.timeout.seconds", 1);

  private Membership() {}

  /**
   * The cluster manager of a member.
   *
   * @param members as HOST or HOST:PORT
   * @throws LivevarsException INVALID_REQUEST when the host is not known, or none of this machine
   */
  public static ClusterManager manager(String name, String host, int port, List<String> members) {
    Config config = new Config().setClusterName(name);
    PROPERTIES.forEach((key, value) -> config.setProperty(key, value.toString()));
    NetworkConfig network = config.getNetworkConfig().setPort(port);
    network.getInterfaces().setEnabled(true).addInterface(address(host));
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    TcpIpConfig known = network.getJoin().getTcpIpConfig().setEnabled(true);
    members.forEach(known::addMember);
    return new Member(config);
  }

  /** What the cluster of a Vert.x is called; that of another cluster manager is not known. */
  public static String name(Vertx vertx) {
    return ((VertxInternal) vertx).clusterManager() instanceof HazelcastClusterManager manager
        ? manager.getHazelcastInstance().getConfig().getClusterName()
        : "unknown";
  }

  /** The event bus of a member; port 0 picks a free one. */
  public static EventBusOptions eventBus(String host, int port) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(address(host))
            .setPort(port)
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PONG_MILLIS);
    options.setConnectTimeout(CONNECT_MILLIS);
    return options;
  }

  private static String address(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress()) {
        throw refused(host, "no address by which others reach this node");
      } else if (NetworkInterface.getByInetAddress(address) == null) {
        throw refused(host, "no address of this machine");
      }
      return address.getHostAddress();
    } catch (UnknownHostException | SocketException e) {
      throw refused(host, "not known");
    }
  }

  private static LivevarsException refused(String host, String what) {
    return new LivevarsException(
        Reason.INVALID_REQUEST,
        "cluster.host '%s' (or host, where that is empty) is %s: name an address of this machine"
                .formatted(host, what)
            + " that others reach");
  }
}
