package dev.livevars;

import dev.livevars.observer.ObserverVerticle;
import dev.livevars.state.VariablesVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A Livevars node on a Vert.x. */
public final class Livevars {
  private final Vertx vertx;

  private Livevars(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Deploys a node that keeps its variables in memory and serves this JVM alone; then {@link Variables#local} works.
   *
   * @return completed when it serves
   */
  public static Future<Livevars> deploy(Vertx vertx) {
    return vertx
        .deployVerticle(new VariablesVerticle())
        .compose(owner -> vertx.deployVerticle(new ObserverVerticle()))
        .map(observer -> new Livevars(vertx));
  }
}
