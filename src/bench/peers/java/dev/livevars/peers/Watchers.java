package dev.livevars.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Watchers of one variable, spread over connections, and a connection for the writer. */
final class Watchers implements AutoCloseable {
  static final String NAME = "peers.watched";

  private final Client writer;
  private final List<Client> clients = new ArrayList<>();
  private final Relay relay = new Relay();
  private long nextNumber = 1;

  /** Connects; nobody watches yet. */
  Watchers(Peer peer, int port, int connections) throws Exception {
    writer = peer.connect(port);
    Waiting.result(writer.declare(NAME, Numbered.value(0)));
    for (int i = 0; i < connections; i++) {
      clients.add(peer.connect(port));
    }
  }

  void open(int watchers) {
    List<CompletableFuture<?>> opened = new ArrayList<>();
    for (int i = 0; i < watchers; i++) {
      opened.add(clients.get(i % clients.size()).watch(NAME, relay::receive));
    }
    opened.forEach(Waiting::result);
  }

  Client writer() {
    return writer;
  }

  Relay relay() {
    return relay;
  }

  /** The first of so many numbers that nobody else sets. */
  long numbers(long count) {
    long first = nextNumber;
    nextNumber += count;
    return first;
  }

  long merged() {
    return clients.stream().mapToLong(Client::merged).sum();
  }

  @Override
  public void close() throws Exception {
    for (Client client : clients) {
      client.close();
    }
    writer.close();
  }
}
