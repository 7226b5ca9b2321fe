package dev.livevars.peers.nats;

import dev.livevars.peers.Client;
import dev.livevars.peers.Driver;
import dev.livevars.peers.Durability;
import dev.livevars.peers.FreePort;
import dev.livevars.peers.Peer;
import dev.livevars.peers.Programs;
import dev.livevars.peers.ServerPlan;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bucket of the key-value store on JetStream. */
public final class NatsPeer implements Peer {
  private StorageType storage = StorageType.Memory;

  private NatsPeer() {}

  /** Measures NATS; see {@link Driver#run}. */
  public static void main(String[] args) {
    Driver.run(new NatsPeer(), args);
  }

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public String version() throws IOException {
    return Programs.firstLine("nats-server", "--version").replaceAll(".* v", "")
        + ", jnats "
        + Nats.CLIENT_VERSION;
  }

  @Override
  public ServerPlan server(Durability durability, Path data) throws IOException {
    storage = durability == Durability.FSYNC ? StorageType.File : StorageType.Memory;
    int port = FreePort.next();
    Path settings = data.resolve("nats.conf");
    boolean syncs = durability == Durability.FSYNC && accepts(settings, port, data, true);
    if (!syncs) {
      accepts(settings, port, data, false);
    }
    return new ServerPlan(
        List.of("nats-server", "-c", settings.toString()), port, note(durability, syncs));
  }

  @Override
  public Client connect(int port) throws Exception {
    return new NatsClient(port, storage);
  }

  private static String note(Durability durability, boolean syncs) {
    if (durability == Durability.FSYNC) {
      return syncs
          ? "file store, sync_interval: always"
          : "this version knows no sync_interval: the file store acknowledges what the operating"
              + " system has, NOT what is on the disk";
    }
    return "each watch is an ordered consumer, as KeyValue.watch makes it, but the watches of a"
        + " connection share a thread; sets are asynchronous publishes to the key's subject, as"
        + " KeyValue.put blocks; the bucket keeps 64 changes a key, as a watch misses what is gone";
  }

  private static boolean accepts(Path settings, int port, Path data, boolean sync)
      throws IOException {
    String text =
        "host: 127.0.0.1%nport: %d%njetstream {%n  store_dir: \"%s\"%n%s}%n"
            .formatted(port, data, sync ? "  sync_interval: always\n" : "");
    Files.writeString(settings, text);
    try {
      Programs.output("nats-server", "-t", "-c", settings.toString());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
