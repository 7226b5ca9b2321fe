package dev.livevars.peers.redis;

import dev.livevars.peers.Client;
import dev.livevars.peers.Driver;
import dev.livevars.peers.Durability;
import dev.livevars.peers.FreePort;
import dev.livevars.peers.Peer;
import dev.livevars.peers.Programs;
import dev.livevars.peers.ServerPlan;
import dev.livevars.peers.Spread;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A hash, and a channel a field. */
public final class RedisPeer implements Peer {
  private final RedisClient redis = RedisClient.create();

  private RedisPeer() {}

  /** Measures Redis; see {@link Driver#run}. */
  public static void main(String[] args) {
    Driver.run(new RedisPeer(), args);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String version() throws IOException {
    return Programs.firstLine("redis-server", "--version").replaceAll(".* v=(\\S+).*", "$1")
        + ", lettuce 7.7.0";
  }

  @Override
  public ServerPlan server(Durability durability, Path data) throws IOException {
    int port = FreePort.next();
    String program =
        "redis-server --bind 127.0.0.1 --port %d --dir . --save  --maxclients 15000"
            .formatted(port);
    String persistence =
        durability == Durability.FSYNC ? " --appendonly yes --appendfsync always" : "";
    return new ServerPlan(
        List.of((program + persistence).split(" ")),
        port,
        durability == Durability.MEMORY
            ? "a set is HSET and PUBLISH in one write; as a connection receives a message once a"
                + " subscription, watchers that share one have patterns of their own that mean the"
                + " same channel, which is rather a trick: a connection each is the usual way;"
                + " whoever loses the connection misses changes"
            : "appendfsync always");
  }

  @Override
  public List<Spread> spreads() {
    return List.of(Spread.TEN, Spread.EACH);
  }

  @Override
  public Client connect(int port) {
    return new RedisConnections(redis, port);
  }
}
