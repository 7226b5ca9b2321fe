package dev.livevars;

import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.observer.ObserverVerticle;
import dev.livevars.state.VariablesVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A Livevars node on a Vert.x. */
public final class Livevars {
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final List<String> deployments;
  private final int grpcPort;

  private Livevars(Vertx vertx, List<String> deployments, int grpcPort) {
    this.vertx = vertx;
    this.deployments = deployments;
    this.grpcPort = grpcPort;
  }

  /**
   * Deploys a node that keeps its variables in memory and serves this JVM alone; then {@link
   * Variables#local} works.
   *
   * @return completed when it serves
   */
  public static Future<Livevars> deploy(Vertx vertx) {
    return deploy(vertx, NodeOptions.defaults());
  }

  /**
   * Deploys a node that keeps its variables in memory.
   *
   * @return completed when it serves; fails when it cannot, with nothing left deployed
   */
  public static Future<Livevars> deploy(Vertx vertx, NodeOptions options) {
    InstantSource clock = InstantSource.system();
    return vertx
        .deployVerticle(
            new VariablesVerticle(
                new MemoryChangelog(options.retainRevisions()), options.beat(), clock))
        .compose(
            owner ->
                vertx
                    .deployVerticle(
                        new ObserverVerticle(
                            options.node(),
                            new ObserverVerticle.Settings(options.heartbeat(), SILENCE),
                            clock))
                    .map(
                        observer ->
                            new Livevars(vertx, List.of(observer, owner), NodeOptions.NO_GRPC)));
  }

  /** The port that gRPC is served on; {@link NodeOptions#NO_GRPC} when it is not. */
  public int grpcPort() {
    return grpcPort;
  }

  /** Ends the node's watches as DRAINING and undeploys it; its variables are gone. */
  public Future<Void> close() {
    Future<Void> closed = Future.succeededFuture();
    for (String deployment : deployments) {
      closed = closed.compose(before -> vertx.undeploy(deployment));
    }
    return closed;
  }
}
