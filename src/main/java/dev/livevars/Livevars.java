package dev.livevars;

import dev.livevars.observer.ObserverVerticle;
import dev.livevars.state.VariablesVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A Livevars node on a Vert.x. */
public final class Livevars {
  private final Vertx vertx;
  private final List<String> deployments;

  private Livevars(Vertx vertx, List<String> deployments) {
    this.vertx = vertx;
    this.deployments = deployments;
  }

  /**
   * Deploys a node that keeps its variables in memory and serves this JVM alone; then {@link
   * Variables#local} works.
   *
   * @return completed when it serves
   */
  public static Future<Livevars> deploy(Vertx vertx) {
    return vertx
        .deployVerticle(new VariablesVerticle())
        .compose(
            owner ->
                vertx
                    .deployVerticle(new ObserverVerticle())
                    .map(observer -> new Livevars(vertx, List.of(observer, owner))));
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
