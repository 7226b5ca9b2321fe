package dev.livevars.peers.etcd;

import dev.livevars.peers.Client;
import dev.livevars.peers.Driver;
import dev.livevars.peers.Durability;
import dev.livevars.peers.FreePort;
import dev.livevars.peers.Peer;
import dev.livevars.peers.Programs;
import dev.livevars.peers.ServerPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A cluster of one. */
public final class EtcdPeer implements Peer {
  private static final Logger LOGGER = Logger.getLogger("io.grpc");

  private EtcdPeer() {}

  /** Measures etcd; see {@link Driver#run}. */
  public static void main(String[] args) {
    LOGGER.setLevel(Level.WARNING);
    Driver.run(new EtcdPeer(), args);
  }

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public String version() throws IOException {
    return Programs.firstLine("etcd", "--version").replaceAll(".*: ", "") + ", jetcd 0.8.7";
  }

  @Override
  public ServerPlan server(Durability durability, Path data) throws IOException {
    int port = FreePort.next();
    String clients = "http://127.0.0.1:" + port;
    String peers = "http://127.0.0.1:" + FreePort.next();
    List<String> command =
        new ArrayList<>(
            List.of(
                ("etcd --data-dir etcd --listen-client-urls %s --advertise-client-urls %s"
                        + " --listen-peer-urls %s --initial-advertise-peer-urls %s"
                        + " --initial-cluster default=%s")
                    .formatted(clients, clients, peers, peers, peers)
                    .split(" ")));
    if (durability == Durability.MEMORY) {
      command.add("--unsafe-no-fsync");
    }
    return new ServerPlan(
        command,
        port,
        durability == Durability.MEMORY
            ? "--unsafe-no-fsync: files without fsync; each watch is a stream of its own, as jetcd"
                + " makes it"
            : "as it comes");
  }

  @Override
  public Client connect(int port) {
    return new EtcdClient(port);
  }
}
