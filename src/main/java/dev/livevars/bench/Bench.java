package dev.livevars.bench;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * First figures of a node with the memory store that it starts itself; server and clients share
 * this process and this machine.
 */
public final class Bench {
  private static final int CONNECTIONS = 10;
  private static final int STREAMS = 100;

  private final Vertx server;
  private final Vertx client;

  /**
   * A bench on two Vert.x, one for the node and one for the clients; blocks the caller's thread.
   */
  public Bench(Vertx server, Vertx client) {
    this.server = server;
    this.client = client;
  }

  /** Measures one thing after the other and hands each on when it is known. */
  public void run(Consumer<List<Figure>> report) {
    Livevars node =
        Waiting.result(Livevars.deploy(server, NodeOptions.defaults().grpc("127.0.0.1", 0)));
    report.accept(new LocalCost(server, Variables.local(server)).measure());
    Variables writer = remote(node);
    List<Variables> one = List.of(remote(node));
    for (int rate : new int[] {100, 1_000}) {
      report.accept(
          new RemoteLatency("remote.at-" + rate, rate, 10)
              .measure(writer, client.getOrCreateContext(), one, 1));
    }
    List<Variables> many = Stream.generate(() -> remote(node)).limit(CONNECTIONS).toList();
    report.accept(
        new RemoteLatency("fan-out.1000-streams", 50, 10)
            .measure(writer, client.getOrCreateContext(), many, STREAMS));
    Waiting.result(node.close());
  }

  private Variables remote(Livevars node) {
    return Variables.remote(client, RemoteOptions.of("127.0.0.1", node.grpcPort()));
  }
}
