package dev.livevars.functional;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Livevars;
import dev.livevars.NodeOptions;
import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 12: whatever happens while watches open, none is left behind, over the bus and over
 * gRPC.
 */
class WatchLifecycleTest {
  private static final int COUNT = 20;

  private final Vertx vertx = Vertx.vertx();
  private final List<Variables> ways = new ArrayList<>();
  private final Variables admin = Variables.local(vertx);

  @BeforeEach
  void deploy() {
    Livevars node = result(Livevars.deploy(vertx, NodeOptions.defaults().grpc("127.0.0.1", 0)));
    ways.add(Variables.local(vertx));
    ways.add(Variables.remote(vertx, RemoteOptions.of("127.0.0.1", node.grpcPort())));
    result(admin.register("x", 0, Constraints.ofInteger()));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldLeaveNoWatchOfAVerticleThatIsUndeployedWhileItOpens() {
    for (Variables variables : ways) {
      Stream.generate(() -> vertx.deployVerticle(new Opening(variables)))
          .limit(COUNT)
          .toList()
          .forEach(deployed -> result(vertx.undeploy(result(deployed))));
    }
    Await.until("nobody watches", () -> result(admin.listWatchers()).isEmpty());
  }

  @Test
  void shouldLeaveNoWatchThatWasOpeningWhenItsVariablesWereClosed() {
    AtomicInteger handled = new AtomicInteger();
    for (Variables variables : ways) {
      for (int i = 0; i < COUNT; i++) {
        variables.watch(WatchOptions.of("x"), change -> handled.incrementAndGet());
      }
      variables.consumer("x", change -> handled.incrementAndGet());
      result(variables.close());
    }
    Await.until("nobody watches", () -> result(admin.listWatchers()).isEmpty());
    result(admin.set("x", 1));
    assertThat(handled).hasValue(0);
  }

  private static final class Opening extends VerticleBase {
    private final Variables variables;

    Opening(Variables variables) {
      this.variables = variables;
    }

    @Override
    public Future<?> start() {
      variables.watchOne("x", change -> {});
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      variables.watchOne("x", change -> {});
      return Future.succeededFuture();
    }
  }
}
