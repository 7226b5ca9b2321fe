package dev.livevars.observer;

import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Churn;
import dev.livevars.Livevars;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.Constraints;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guarantee 12 inside a JVM: no orphans. */
class CleanUpTest {
  private static final int WATCHES = 100;

  private final Vertx vertx = Vertx.vertx();
  private final Variables variables = Variables.local(vertx);

  @BeforeEach
  void deploy() {
    result(Livevars.deploy(vertx));
    result(variables.register("x", 0, Constraints.ofInteger()));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldCancelTheWatchesOfAVerticleThatIsUndeployed() {
    AtomicInteger handled = new AtomicInteger();
    String id = result(vertx.deployVerticle(new WatchingVerticle(handled)));
    result(variables.set("x", 1));
    Await.until("all have heard", () -> handled.get() == WATCHES);
    result(vertx.undeploy(id));
    assertThat(result(variables.listWatchers())).isEmpty();
    result(variables.set("x", 2));
    assertThat(handled.get()).isEqualTo(WATCHES);
  }

  @Test
  void shouldCancelPlainConsumersOfAVerticleThatIsUndeployed() {
    AtomicInteger handled = new AtomicInteger();
    VerticleBase consuming =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            return Variables.local(vertx).consumer("x", change -> handled.incrementAndGet());
          }
        };
    String id = result(vertx.deployVerticle(consuming));
    assertThat(result(variables.listWatchers())).hasSize(1);
    result(vertx.undeploy(id));
    assertThat(result(variables.listWatchers())).isEmpty();
  }

  @Test
  void shouldHoldNoMemoryForWatchesThatEnded() {
    assertThat(Churn.heapHeldAfter(10_000, variables)).isLessThan(2_000_000);
    assertThat(result(variables.listWatchers())).isEmpty();
  }

  private static final class WatchingVerticle extends VerticleBase {
    private final AtomicInteger handled;

    WatchingVerticle(AtomicInteger handled) {
      this.handled = handled;
    }

    @Override
    public Future<?> start() {
      Variables mine = Variables.local(vertx);
      return Future.all(
          IntStream.range(0, WATCHES)
              .mapToObj(i -> mine.watch(WatchOptions.of("x"), change -> handled.incrementAndGet()))
              .toList());
    }
  }
}
