package dev.livevars.grpc;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A gRPC server on every event loop, all behind one port.
 *
 * @param deployment the id to undeploy it by
 * @param port the port that it listens on
 */
public record GrpcEndpoint(String deployment, int port) {

  /** Deploys it; completed when it listens. */
  public static Future<GrpcEndpoint> deploy(Vertx vertx, GrpcSettings settings) {
    Queue<GrpcVerticle> instances = new ConcurrentLinkedQueue<>();
    int port = settings.port() == 0 ? sharedFreePort() : settings.port();
    return vertx
        .deployVerticle(
            () -> {
              GrpcVerticle instance = new GrpcVerticle(settings, port);
              instances.add(instance);
              return instance;
            },
            new DeploymentOptions().setInstances(eventLoops(vertx)))
        .map(id -> new GrpcEndpoint(id, instances.element().actualPort()));
  }

  /**
   * A negative port is a free one to Vert.x, the same for all servers that name the same number;
   * two endpoints on one Vert.x must not.
   */
  private static int sharedFreePort() {
    return -1 - ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE - 1);
  }

  private static int eventLoops(Vertx vertx) {
    int[] count = {0};
    ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loop -> count[0]++);
    return count[0];
  }
}
