package dev.livevars;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.observer.ObserverVerticle;
import dev.livevars.state.VariablesVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivevarsTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldRefuseASecondNodeOnOneVertx() {
    Livevars first = result(Livevars.deploy(vertx));
    assertThat(refusal(Livevars.deploy(vertx)).reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(vertx.deploymentIDs()).hasSize(2);
    result(first.close());
    result(Livevars.deploy(vertx));
  }

  @Test
  void shouldCloseOnceForAllWhoAsk() {
    Livevars node = result(Livevars.deploy(vertx, NodeOptions.defaults().grpc("127.0.0.1", 0)));
    Future<Void> one = node.close();
    result(node.close());
    assertThat(one.isComplete()).isTrue();
    assertThat(vertx.deploymentIDs()).isEmpty();
    result(node.close());
  }

  @Test
  void shouldCloseWhatIsLeftWhenAPartWasUndeployedByHand() {
    Livevars node = result(Livevars.deploy(vertx));
    result(vertx.undeploy(vertx.deploymentIDs().iterator().next()));
    result(node.close());
    assertThat(vertx.deploymentIDs()).isEmpty();
  }

  @Test
  void shouldEndWatchesWhoseOwnerBeganAnew() {
    String owner = result(vertx.deployVerticle(new VariablesVerticle()));
    result(vertx.deployVerticle(new ObserverVerticle()));
    Variables variables = Variables.local(vertx);
    result(variables.register("x", 1, Constraints.ofInteger()));
    CompletableFuture<Reason> ended = new CompletableFuture<>();
    result(variables.watchOne("x", change -> {})).onEnd(end -> ended.complete(end.reason()));
    result(vertx.undeploy(owner));
    result(vertx.deployVerticle(new VariablesVerticle()));
    assertThat(result(ended)).isEqualTo(Reason.OWNER_UNAVAILABLE);
  }
}
