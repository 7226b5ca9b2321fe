package dev.livevars.functional;

import static dev.livevars.Await.result;

import dev.livevars.Ports;
import dev.livevars.grpc.GrpcEndpoint;
import dev.livevars.grpc.GrpcSettings;
import dev.livevars.observer.ObserverVerticle;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a node its clients see, without its variables: stops and starts again on the same port,
 * as a node with a durable store does.
 */
final class Edge {
  private final List<String> deployments = new ArrayList<>();
  private final Vertx vertx;
  private final int port = Ports.free();

  Edge(Vertx vertx) {
    this.vertx = vertx;
  }

  int port() {
    return port;
  }

  void start() {
    deployments.add(result(vertx.deployVerticle(new ObserverVerticle())));
    GrpcEndpoint endpoint = result(GrpcEndpoint.deploy(vertx, GrpcSettings.of("127.0.0.1", port)));
    deployments.add(endpoint.deployment());
  }

  void stop() {
    deployments.forEach(deployment -> result(vertx.undeploy(deployment)));
    deployments.clear();
    Ports.awaitFree(port);
  }
}
