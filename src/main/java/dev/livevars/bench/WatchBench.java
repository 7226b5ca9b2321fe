package dev.livevars.bench;

import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;

/**
 * What watchers that ask for something, or do not read, cost and get: filters, pacing on a year of
 * weather, a parked watcher that catches up, frozen ones beside others. Node and clients share this
 * process and this machine.
 */
public final class WatchBench {
  private final Vertx server;
  private final Vertx client;

  /**
   * A bench on two Vert.x, one for the node and one for the clients; blocks the caller's thread.
   */
  public WatchBench(Vertx server, Vertx client) {
    this.server = server;
    this.client = client;
  }

  /** Measures one thing after the other and hands each on when it is known. */
  public void run(Consumer<List<Figure>> report) {
    Livevars node =
        Waiting.result(Livevars.deploy(server, NodeOptions.defaults().grpc("127.0.0.1", 0)));
    Variables local = Variables.local(server);
    report.accept(new FilterCost(server, local).measure());
    report.accept(new PacedTrace(local, remote(node.grpcPort())).measure());
    new ParkedWatcher(server, client, local, node.grpcPort()).measure(report);
    report.accept(new FrozenWatchers(server, local, () -> remote(node.grpcPort())).measure());
    Waiting.result(node.close());
  }

  private Variables remote(int port) {
    return Variables.remote(client, RemoteOptions.of("127.0.0.1", port));
  }
}
